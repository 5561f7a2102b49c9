import { Size } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describeIntegrations, FN_NAME, INVOKES_FN } from './describe-integrations';
import { Concurrency } from '../../../lib';
import { aFunction, FLAG_SETS, newStack, refusal, templateOf } from '../../apps';
import { DEPLOYMENT } from '../../integrations/deployment';

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
