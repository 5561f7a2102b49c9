import { CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import * as customResources from 'aws-cdk-lib/custom-resources';
import { TriggerFunction } from 'aws-cdk-lib/triggers';
import { SecureDefaults, ServerlessGuard } from '../../lib';
import type { ServerlessGuardOptions } from '../../lib';
import { aFunction, FLAG_SETS, newApp } from '../apps';

// Some of what functions say is deprecated, and still said.
beforeAll(() => (process.env.JSII_DEPRECATED = 'quiet'));

const INLINE = {
  code: lambda.Code.fromInline('exports.handler = async () => ({})'),
  handler: 'index.handler',
  runtime: lambda.Runtime.NODEJS_24_X,
};

/** The rules that a synthesis reports, once for each function. */
function findingsIn(app: App, options?: ServerlessGuardOptions): string[] {
  ServerlessGuard.protect(app, options);
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    app.synth();
    return [];
  } catch (error) {
    return [...(error as Error).message.matchAll(/cdk-secure-function::([a-z-]+)/g)].map(([, rule]) => rule).sort();
  } finally {
    printed.mockRestore();
  }
}

describe.each(FLAG_SETS)("under CDK's %s", (_, flags) => {
  test('changes nothing about a SecureFunction', () => {
    const [with_, without] = [true, false].map(injected => {
      const app = newApp(flags);
      if (injected) SecureDefaults.inject(app);
      const stack = new Stack(app, 'Stack');
      aFunction(stack);
      return Template.fromStack(stack).toJSON();
    });
    expect(with_).toEqual(without);
  });

  test('breaks none of the functions that CDK adds, and the judge still knows them', () => {
    const app = newApp(flags);
    SecureDefaults.inject(app);
    const stack = new Stack(app, 'Stack');
    const bucket = new s3.Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    const handler = aFunction(stack, 'Notified');
    bucket.addObjectCreatedNotification({ bind: () => ({ arn: handler.functionArn, type: 0 }) });
    new deployment.BucketDeployment(stack, 'Files', { destinationBucket: bucket, sources: [deployment.Source.data('a', 'b')] });
    const provider = new customResources.Provider(stack, 'Provider', { onEventHandler: aFunction(stack, 'OnEvent') });
    new CustomResource(stack, 'Resource', { serviceToken: provider.serviceToken });
    new customResources.AwsCustomResource(stack, 'Call', {
      onUpdate: { service: 'STS', action: 'GetCallerIdentity', physicalResourceId: customResources.PhysicalResourceId.of('x') },
      policy: customResources.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
    });
    new logs.LogRetention(stack, 'Retention', { logGroupName: '/a', retention: logs.RetentionDays.ONE_DAY });
    expect(findingsIn(app)).toEqual([]);
  });

  test('leaves of a plain function what no default can decide', () => {
    const plain = (injected: boolean): string[] => {
      const app = newApp(flags);
      if (injected) SecureDefaults.inject(app);
      new lambda.Function(new Stack(app, 'Stack'), 'Handler', INLINE);
      return findingsIn(app);
    };
    const set = ['limits-explicit', 'own-log-group', 'tracing-active'];
    expect(plain(false)).toEqual(expect.arrayContaining(set));
    const remaining = plain(true);
    expect(set.filter(rule => remaining.includes(rule))).toEqual([]);
    expect(remaining).toEqual(
      expect.arrayContaining(['async-failures-captured', 'concurrency-reserved', 'function-in-vpc', 'no-aws-managed-policy']),
    );
  });

  test.each<[string, Partial<lambda.FunctionProps>, string]>([
    ['tracing switched off', { tracing: lambda.Tracing.DISABLED }, 'tracing-active'],
    ['loops allowed', { recursiveLoop: lambda.RecursiveLoop.ALLOW }, 'recursion-terminated'],
    ['a runtime without patches', { runtime: lambda.Runtime.NODEJS_18_X }, 'runtime-supported'],
    ['lines of text', { loggingFormat: lambda.LoggingFormat.TEXT }, 'own-log-group'],
    ['logs of a custom resource', { logRetention: logs.RetentionDays.ONE_DAY }, 'own-log-group'],
  ])('finds %s, which a function insists on', (_name, props, rule) => {
    const app = newApp(flags);
    SecureDefaults.inject(app);
    new lambda.Function(new Stack(app, 'Stack'), 'Handler', { ...INLINE, ...props });
    expect(findingsIn(app)).toContain(rule);
  });

  test('reaches the function of a trigger', () => {
    const app = newApp(flags);
    SecureDefaults.inject(app);
    const stack = new Stack(app, 'Stack');
    new TriggerFunction(stack, 'Trigger', INLINE);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
  });
});
