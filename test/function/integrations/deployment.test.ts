import { Size, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { describeIntegrations, FN_NAME, INVOKES_FN } from './describe-integrations';
import { Concurrency, SecretAccess } from '../../../lib';
import type { SecureFunction } from '../../../lib';
import { aFunction, FLAG_SETS, networkOf, newApp, newStack, refusal, templateOf } from '../../apps';
import { DEPLOYMENT } from '../../integrations/deployment';
import { callersIn, invokersIn } from '../../integrations/in-words';

const VERSION = { 'Fn::GetAtt': [Match.stringLikeRegexp('^FnFunctionCurrentVersion'), 'Version'] };
const LIVE = { Name: 'live', FunctionName: FN_NAME, FunctionVersion: VERSION };

describeIntegrations('a deployment', DEPLOYMENT, {
  'a version': { resources: [['AWS::Lambda::Version', { FunctionName: FN_NAME }]] },
  'an alias': { resources: [['AWS::Lambda::Alias', LIVE]] },
  'an alias with warm instances that scale': {
    resources: [
      ['AWS::Lambda::Alias', { ...LIVE, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } }],
      ['AWS::ApplicationAutoScaling::ScalableTarget', { ScalableDimension: 'lambda:function:ProvisionedConcurrency' }],
      ['AWS::ApplicationAutoScaling::ScalingPolicy', { PolicyType: 'TargetTrackingScaling' }],
    ],
  },
  'a deployment step by step': {
    callers: ['Before', 'After'].flatMap(hook => [
      `lambda:InvokeFunction on ${hook}Function.Arn`,
      `lambda:InvokeFunction on ${hook}Function.Arn:*`,
    ]),
    resources: [
      ['AWS::Lambda::Alias', LIVE],
      ['AWS::CodeDeploy::DeploymentGroup', { AlarmConfiguration: Match.objectLike({ Enabled: true }) }],
    ],
  },
  'snapshots of its versions': {
    resources: [['AWS::Lambda::Function', { SnapStart: { ApplyOn: 'PublishedVersions' } }]],
  },
  'an imported function that may be invoked': { callers: INVOKES_FN },
  'durable executions': {
    rights: ['lambda:CheckpointDurableExecution on Fn.Arn:*', 'lambda:GetDurableExecutionState on Fn.Arn:*'],
    resources: [
      ['AWS::Lambda::Function', { DurableConfig: { ExecutionTimeout: 604_800, RetentionPeriodInDays: 14 } }],
      ['AWS::IAM::Role', { ManagedPolicyArns: Match.absent() }],
    ],
  },
  'an alarm on its metrics': {
    resources: [['AWS::CloudWatch::Alarm', { MetricName: 'Throttles', Dimensions: [{ Name: 'FunctionName', Value: FN_NAME }] }]],
  },
  'tenants of its own': {
    resources: [['AWS::Lambda::Function', { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }]],
  },
});

describe.each(FLAG_SETS)('snapshots, under the %s', (_, flags) => {
  const snapStart = lambda.SnapStartConf.ON_PUBLISHED_VERSIONS;
  const runtime = lambda.Runtime.PYTHON_3_13;

  test.each([
    ['a runtime without them', { runtime: lambda.Runtime.NODEJS_24_X }, 'the runtime nodejs24.x, which has none'],
    ['tenant isolation', { tenancyConfig: lambda.TenancyConfig.PER_TENANT }, 'tenant isolation'],
    [
      'a large /tmp',
      { limits: { concurrency: Concurrency.reserved(1), ephemeralStorageSize: Size.mebibytes(513) } },
      `'limits.ephemeralStorageSize' above 512 MiB`,
    ],
    [
      'a file system',
      { filesystem: { config: { localMountPath: '/mnt/orders', arn: 'arn:aws:elasticfilesystem:eu-west-1:1:access-point/1' } } },
      'a filesystem',
    ],
  ])('are refused with %s', (_case, props, got) => {
    expect(() => aFunction(newStack(flags), 'Fn', { runtime, snapStart, ...props })).toThrow(
      refusal(`'snapStart'`, 'must fit the function', got),
    );
  });
});

describe.each(FLAG_SETS)('a snapshot with secrets, under the %s', (_, flags) => {
  const props = { runtime: lambda.Runtime.PYTHON_3_13, snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS };
  const told = (stack: Stack): unknown[] =>
    Annotations.fromStack(stack).findWarning('/Stack/Fn', Match.stringLikeRegexp('frozen into'));

  test('comes with a warning that what is read at start is frozen into it', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { ...props, secrets: { DATABASE: SecretAccess.read(new secretsmanager.Secret(stack, 'Secret')) } });
    expect(told(stack)).toHaveLength(1);
  });

  test('is not warned of where there is none', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', props);
    aFunction(stack, 'Other', { secrets: { DATABASE: SecretAccess.read(new secretsmanager.Secret(stack, 'Secret')) } });
    expect(told(stack)).toEqual([]);
  });
});

describe.each(FLAG_SETS)('a function that is imported elsewhere, under the %s', (_, flags) => {
  const caller = (scope: Stack): iam.Role =>
    new iam.Role(scope, 'Caller', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  const importedIn = (stack: Stack, fn: SecureFunction): lambda.IFunction =>
    lambda.Function.fromFunctionArn(stack, 'Imported', fn.functionArn);

  test('in another stack is invoked by whom it is granted to there', () => {
    const app = newApp(flags);
    const fn = aFunction(new Stack(app, 'Stack'));
    const elsewhere = new Stack(app, 'Elsewhere');
    importedIn(elsewhere, fn).grantInvoke(caller(elsewhere));
    expect(callersIn(Template.fromStack(elsewhere))).toHaveLength(2);
  });

  test('in another account is found by its name, and a grant that it does not know of is refused', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const fn = aFunction(stack, 'Fn', { functionName: 'orders' });
    const elsewhere = new Stack(app, 'Elsewhere', { env: { account: '444455556666', region: 'eu-west-1' } });
    expect(() => importedIn(elsewhere, fn).grantInvoke(caller(elsewhere))).toThrow(/Cannot modify permission to lambda function/);
    const { functionArn } = fn;
    const known = lambda.Function.fromFunctionAttributes(elsewhere, 'Known', { functionArn, skipPermissions: true });
    known.grantInvoke(new iam.Role(elsewhere, 'Knows', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }));
    expect(JSON.stringify(Template.fromStack(elsewhere).findResources('AWS::IAM::Policy'))).toContain(
      ':lambda:eu-west-1:111122223333:function:orders',
    );
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test('and is granted to a role of another account, lets that role in and nobody else', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const role = iam.Role.fromRoleArn(stack, 'Caller', 'arn:aws:iam::444455556666:role/caller');
    aFunction(stack).grantInvoke(role);
    expect(invokersIn(Template.fromStack(stack))).toEqual([
      'arn:aws:iam::444455556666:role/caller: lambda:InvokeFunction on Fn.Arn',
    ]);
  });
});

describe.each(FLAG_SETS)('a capacity provider, under the %s', (_, flags) => {
  test('is refused at the line: it decides the network, the machine and the concurrency', () => {
    const stack = newStack(flags);
    const { vpc } = networkOf(stack);
    const securityGroups = [new ec2.SecurityGroup(stack, 'Machines', { vpc, allowAllOutbound: false })];
    const provider = new lambda.CapacityProvider(stack, 'Provider', { subnets: vpc.isolatedSubnets, securityGroups });
    expect(() => provider.addFunction(aFunction(stack))).toThrow(
      refusal(
        'A SecureFunction',
        'runs in its own network, in an environment of its own, with its own concurrency',
        'a capacity provider',
      ),
    );
  });
});

describe.each(FLAG_SETS)('tenants, under the %s', (_, flags) => {
  const tenancyConfig = lambda.TenancyConfig.PER_TENANT;

  test('have no URL', () => {
    const fn = aFunction(newStack(flags), 'Fn', { tenancyConfig });
    expect(() => fn.addFunctionUrl()).toThrow(refusal('A function with tenant isolation', 'is invoked for one tenant', 'a URL'));
  });

  test('stay apart whoever overrides it', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack, 'Fn', { tenancyConfig });
    (fn.node.defaultChild as lambda.CfnFunction).addPropertyDeletionOverride('TenancyConfig');
    expect(() => templateOf(stack)).toThrow(/'TenancyConfig' of AWS::Lambda::Function/);
  });
});
