import { RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Attack } from './attack';
import { describeAttacks, override, resourcesOf } from './attack';
import type { SecureFunction } from '../../lib';
import { stackKeyOf } from '../../lib/baseline/stack-key';
import { aFunction, aWaiver, networkOf } from '../apps';
import { DEPLOYMENT } from '../integrations/deployment';

const LOST: readonly Attack[] = [
  [
    'an alias that captures no failures, made by hand',
    scope => new lambda.Alias(scope, 'Alias', { aliasName: 'live', version: aFunction(scope).currentVersion }),
    'async-failures-captured',
  ],
  [
    'an alias of the latest version, made by hand',
    scope =>
      new lambda.CfnAlias(scope, 'Alias', {
        name: 'live',
        functionName: aFunction(scope).functionName,
        functionVersion: '$LATEST',
      }),
    'async-failures-captured',
  ],
  [
    'the destination of an alias that an override removes',
    scope => {
      const alias = aFunction(scope).addAlias('live');
      override(alias, 'AWS::Lambda::EventInvokeConfig', 'DestinationConfig', undefined);
    },
    'async-failures-captured',
  ],
  ['a second configuration', scope => aFunction(scope).configureAsyncInvoke({ retryAttempts: 0 }), /is configured once/],
  [
    'a second configuration of an alias',
    scope => aFunction(scope).addAlias('live').configureAsyncInvoke({ retryAttempts: 0 }),
    /already been configured/,
  ],
  [
    'tenants that share instances by an override',
    scope => {
      DEPLOYMENT['tenants of its own'](scope);
      override(scope, 'AWS::Lambda::Function', 'TenancyConfig', undefined);
    },
    /'TenancyConfig' of AWS::Lambda::Function/,
  ],
  [
    'failed events after a minute',
    scope => override(aFunction(scope), 'AWS::SQS::Queue', 'MessageRetentionPeriod', 60),
    /'MessageRetentionPeriod' of AWS::SQS::Queue 'Failures\/Resource' was changed/,
  ],
  [
    'failed events to strangers, by a redrive policy',
    scope => override(aFunction(scope), 'AWS::SQS::Queue', 'RedrivePolicy', { deadLetterTargetArn: THEIRS, maxReceiveCount: 1 }),
    /'RedrivePolicy' of AWS::SQS::Queue/,
  ],
  [
    'failed events to strangers, by a second way beside the first',
    scope => override(aFunction(scope), 'AWS::Lambda::Function', 'DeadLetterConfig', { TargetArn: THEIRS }),
    /'DeadLetterConfig' of AWS::Lambda::Function/,
  ],
  [
    'the policy by which failed events travel over TLS',
    scope => override(aFunction(scope), 'AWS::SQS::QueuePolicy', 'PolicyDocument.Statement', []),
    /'PolicyDocument' of AWS::SQS::QueuePolicy/,
  ],
  [
    'failed events, which may not be sent any more',
    scope => denyOn(aFunction(scope), { actions: ['sqs:Send*'], principals: [new iam.AnyPrincipal()] }),
    /The queue of failures takes the events .*, got a policy that denies sqs:SendMessage to everybody/,
  ],
  [
    'failed events, which may be read and nothing else',
    scope => denyOn(aFunction(scope), { notActions: ['sqs:ReceiveMessage'], principals: [new iam.AnyPrincipal()] }),
    /The queue of failures takes the events/,
  ],
  [
    'failed events, which it purges',
    scope => {
      const fn = aFunction(scope);
      (fn.failureQueue as sqs.Queue).grantPurge(fn);
    },
    'logs-tamper-proof',
  ],
  [
    'failed events, which a neighbour purges',
    scope => (aFunction(scope).failureQueue as sqs.Queue).grantPurge(aFunction(scope, 'Neighbour')),
    { limit: 'Who reads from a queue' },
  ],
  [
    'its logs, by the key that it may destroy',
    scope => {
      const key = stackKeyOf(scope);
      const statement = new iam.PolicyStatement({ actions: ['kms:ScheduleKeyDeletion'], resources: [key.keyArn] });
      aFunction(scope).addToRolePolicy(statement);
    },
    'logs-tamper-proof',
  ],
  [
    'its logs, which it deletes',
    scope => {
      const fn = aFunction(scope);
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['logs:DeleteLogGroup'], resources: [fn.logGroup.logGroupArn] }));
    },
    'logs-tamper-proof',
  ],
  [
    'its logs after a day, by another class',
    scope => override(aFunction(scope), 'AWS::Logs::LogGroup', 'LogGroupClass', 'DELIVERY'),
    /'LogGroupClass' of AWS::Logs::LogGroup/,
  ],
  [
    'its logs, whose key is switched off',
    scope => onKey(scope, 'Enabled', false),
    /'Enabled' of AWS::KMS::Key 'Resource' was changed behind the back/,
  ],
  ['the rotation of the key', scope => onKey(scope, 'EnableKeyRotation', false), /'EnableKeyRotation' of AWS::KMS::Key/],
  ['the policy that lets logs use the key', scope => onKey(scope, 'KeyPolicy.Statement', []), /'KeyPolicy' of AWS::KMS::Key/],
  [
    'the key of logs that are retained',
    scope => {
      aFunction(scope);
      for (const key of resourcesOf(scope, 'AWS::KMS::Key')) key.applyRemovalPolicy(RemovalPolicy.DESTROY);
    },
    /'Stack\/Fn\/LogGroup\/Resource' is retained when its stack is deleted, and .*, without which nobody can read it, is not/,
  ],
  [
    'the key of logs that somebody retains afterwards',
    scope => {
      const logs = { removalPolicy: RemovalPolicy.DESTROY };
      const waiver = aWaiver();
      aFunction(scope, 'Fn', { logs, outsideVpc: waiver });
      for (const group of resourcesOf(scope, 'AWS::Logs::LogGroup')) group.applyRemovalPolicy(RemovalPolicy.RETAIN);
    },
    /is retained when its stack is deleted/,
  ],
  [
    'the rights that delete its interfaces, before they are deleted',
    scope => dependingOnNothing(aFunction(scope), 'AWS::Lambda::Function'),
    /'DependsOn' of AWS::Lambda::Function .* It must go before AWS::IAM::Policy 'PlatformPolicy\/Resource' does/,
  ],
  [
    'the rights that delete its interfaces, by its group',
    scope => dependingOnNothing(aFunction(scope), 'AWS::EC2::SecurityGroup'),
    /'DependsOn' of AWS::EC2::SecurityGroup/,
  ],
  [
    'patches, by a runtime that stays as it is',
    scope => override(aFunction(scope), 'AWS::Lambda::Function', 'RuntimeManagementConfig', PINNED),
    /'RuntimeManagementConfig' of AWS::Lambda::Function/,
  ],
  [
    'patches of one version',
    scope => override(aFunction(scope).currentVersion, 'AWS::Lambda::Version', 'RuntimePolicy', PINNED),
    'runtime-not-pinned',
  ],
  [
    'its network and its own machine, to a capacity provider',
    scope => {
      const { vpc } = networkOf(scope);
      const securityGroups = [new ec2.SecurityGroup(scope, 'Machines', { vpc, allowAllOutbound: false })];
      new lambda.CapacityProvider(scope, 'Provider', { subnets: vpc.isolatedSubnets, securityGroups }).addFunction(
        aFunction(scope),
      );
    },
    /A SecureFunction runs in its own network, .*, got a capacity provider/,
  ],
  [
    'its own machine, by an override',
    scope =>
      override(aFunction(scope), 'AWS::Lambda::Function', 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig', {
        CapacityProviderArn: 'arn:aws:lambda:eu-west-1:111122223333:capacity-provider:shared',
      }),
    /'CapacityProviderConfig' of AWS::Lambda::Function/,
  ],
  [
    'what was judged, by an alias of an older version',
    scope => {
      const fn = aFunction(scope);
      const version = lambda.Version.fromVersionArn(scope, 'Old', `${fn.functionArn}:1`);
      fn.addAlias('live', { additionalVersions: [{ version, weight: 0.5 }] });
    },
    { limit: 'Old versions' },
  ],
  [
    'its architecture',
    scope => override(aFunction(scope), 'AWS::Lambda::Function', 'Architectures', ['x86_64']),
    /'Architectures' of AWS::Lambda::Function/,
  ],
  [
    'the time for which it keeps what durable executions said',
    scope => override(aFunction(scope), 'AWS::Lambda::Function', 'DurableConfig', { RetentionPeriodInDays: 90 }),
    /'DurableConfig' of AWS::Lambda::Function/,
  ],
];

const THEIRS = 'arn:aws:sqs:eu-west-1:444455556666:theirs';
const PINNED = { UpdateRuntimeOn: 'Manual', RuntimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:0a1b2c3d' };

function denyOn(fn: SecureFunction, props: iam.PolicyStatementProps): void {
  fn.failureQueue?.addToResourcePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, resources: ['*'], ...props }));
}

function onKey(scope: Construct, property: string, value: unknown): void {
  aFunction(scope);
  override(scope, 'AWS::KMS::Key', property, value);
}

function dependingOnNothing(fn: SecureFunction, type: string): void {
  for (const resource of resourcesOf(fn, type)) resource.addOverride('DependsOn', []);
}

describeAttacks('nobody loses', LOST);
