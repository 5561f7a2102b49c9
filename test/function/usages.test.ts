import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Failures } from '../../lib';
import { aFunction, aWaiver, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';

const FUNCTION_NAME = { Ref: Match.stringLikeRegexp('^FnFunction') };

function aTable(stack: Stack): dynamodb.Table {
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  return new dynamodb.Table(stack, 'Table', { partitionKey, stream: dynamodb.StreamViewType.NEW_IMAGE });
}

describe.each(FLAG_SETS)('a SecureFunction is a function, under the %s', (_, flags) => {
  test('grants of a table go to its workload policy', () => {
    const stack = newStack(flags);
    aTable(stack).grantReadWriteData(aFunction(stack));
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['dynamodb:PutItem']) })]) },
      Roles: [{ Ref: Match.stringLikeRegexp('^FnExecutionRole') }],
    });
  });

  test('a role of another stack may invoke it', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack');
    const fn = aFunction(stack);
    const callers = new Stack(app, 'Callers');
    const role = new iam.Role(callers, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    fn.grantInvoke(role).assertSuccess();
    Template.fromStack(callers).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'lambda:InvokeFunction' })] },
    });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 0);
    expect(callers.dependencies.map(({ node }) => node.id)).toEqual(['Stack']);
  });

  test('its current version is published, and changes with it', () => {
    const version = (props: object): string[] => {
      const stack = newStack(flags);
      expect(aFunction(stack, 'Fn', props).currentVersion.version).toBeDefined();
      return Object.keys(
        templateOf(stack).findResources('AWS::Lambda::Version', { Properties: { FunctionName: FUNCTION_NAME } }),
      );
    };
    expect(version({})).toHaveLength(1);
    expect(version({})).toEqual(version({}));
    expect(version({ environment: { A: '1' } })).not.toEqual(version({}));
  });

  describe('an alias', () => {
    test('captures its failures like the function', () => {
      const stack = newStack(flags);
      aFunction(stack).addAlias('live');
      const template = templateOf(stack);
      template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 2);
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        Qualifier: { 'Fn::Select': [7, { 'Fn::Split': [':', { Ref: Match.stringLikeRegexp('^FnAliaslive') }] }] },
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FnFailures'), 'Arn'] } } },
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 3600,
      });
    });

    test('of a function that nobody invokes asynchronously captures none', () => {
      const stack = newStack(flags);
      aFunction(stack, 'Fn', { failures: Failures.synchronousOnly(aWaiver()) }).addAlias('live');
      templateOf(stack).allResourcesProperties('AWS::Lambda::EventInvokeConfig', { DestinationConfig: Match.absent() });
    });
  });

  test('its asynchronous invocation is configured once', () => {
    const fn = aFunction(newStack(flags));
    expect(() => fn.configureAsyncInvoke({ retryAttempts: 0 })).toThrow(
      refusal('Asynchronous invocation', 'is configured once', 'configureAsyncInvoke()'),
    );
  });

  test('it tells what it is', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    expect(stack.resolve(fn.functionArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^FnFunction/), 'Arn'] });
    expect(fn.architecture).toBe(lambda.Architecture.ARM_64);
    expect(fn.isBoundToVpc).toBe(true);
    expect(stack.resolve(fn.logGroup.logGroupName)).toEqual({ Ref: expect.stringMatching(/^FnLogGroup/) });
    expect(fn.failureQueue).toBeInstanceOf(sqs.Queue);
    expect(fn.timeout.toSeconds()).toBe(10);
  });
});
