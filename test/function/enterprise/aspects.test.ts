import { AspectPriority, Aspects, CfnResource, MissingRemovalPolicies, RemovalPolicies, Stack, TagManager } from 'aws-cdk-lib';
import type { IAspect } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { findingsIn, guardedApp, ordersService } from './orders';
import { FLAG_SETS } from '../../apps';

/** When the aspects of a platform team run: among those that change things, and after everything else. */
const PRIORITIES = [
  ['that mutates', AspectPriority.MUTATING],
  ['that comes last', 1_000],
] as const;

/** An aspect over the constructs of one kind. */
function over<T extends IConstruct>(kind: abstract new (...args: never[]) => T, change: (construct: T) => void): IAspect {
  return {
    visit: node => {
      if (node instanceof kind) change(node);
    },
  };
}

const HARMLESS: readonly (readonly [string, IAspect])[] = [
  [
    'adds tags',
    {
      visit: node => {
        if (TagManager.isTaggable(node)) node.tags.setTag('cost-centre', '4711');
        if (TagManager.isTaggableV2(node)) node.cdkTagManager.setTag('cost-centre', '4711');
      },
    },
  ],
  ['sets a permissions boundary', over(iam.CfnRole, role => (role.permissionsBoundary = 'arn:aws:iam::111122223333:policy/b'))],
  ['names roles', over(iam.CfnRole, role => (role.roleName = `corp-${role.node.addr.slice(-12)}`))],
  ['puts roles into a path', over(iam.CfnRole, role => (role.path = '/corp/'))],
  ['shortens sessions', over(iam.CfnRole, role => (role.maxSessionDuration = 3_600))],
  ['describes functions', over(lambda.CfnFunction, fn => (fn.description = 'Owned by team-orders'))],
  ['names log groups', over(logs.CfnLogGroup, group => (group.logGroupName = `/corp/${group.node.addr.slice(-12)}`))],
  ['adds metadata', over(CfnResource, resource => resource.addMetadata('owner', 'team-orders'))],
  ['makes keys wait longer', over(kms.CfnKey, key => (key.pendingWindowInDays = 30))],
];

const HARMFUL: readonly (readonly [string, string, IAspect])[] = [
  ['switches traces off', 'TracingConfig', over(lambda.CfnFunction, fn => (fn.tracingConfig = { mode: 'PassThrough' }))],
  ['takes functions out of the VPC', 'VpcConfig', over(lambda.CfnFunction, fn => (fn.vpcConfig = undefined))],
  ['lets loops run', 'RecursiveLoop', over(lambda.CfnFunction, fn => (fn.recursiveLoop = 'Allow'))],
  ['logs text', 'LoggingConfig', over(lambda.CfnFunction, fn => fn.addPropertyOverride('LoggingConfig.LogFormat', 'Text'))],
  ['raises timeouts', 'Timeout', over(lambda.CfnFunction, fn => (fn.timeout = 900))],
  [
    'lifts reservations',
    'ReservedConcurrentExecutions',
    over(lambda.CfnFunction, fn => (fn.reservedConcurrentExecutions = undefined)),
  ],
  [
    'adds a layer',
    'Layers',
    over(lambda.CfnFunction, fn => (fn.layers = ['arn:aws:lambda:eu-west-1:111122223333:layer:agent:1'])),
  ],
  ['gives functions another role', 'Role', over(lambda.CfnFunction, fn => (fn.role = 'arn:aws:iam::111122223333:role/admin'))],
  [
    'attaches a policy of AWS',
    'ManagedPolicyArns',
    over(iam.CfnRole, role => (role.managedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'])),
  ],
  [
    'adds an inline policy',
    'Policies',
    over(iam.CfnRole, role => {
      role.policies = [{ policyName: 'x', policyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }];
    }),
  ],
  [
    'trusts somebody else',
    'AssumeRolePolicyDocument',
    over(iam.CfnRole, role => role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' })),
  ],
  ['keeps logs for ever', 'RetentionInDays', over(logs.CfnLogGroup, group => (group.retentionInDays = undefined))],
  ['takes the key off logs', 'KmsKeyId', over(logs.CfnLogGroup, group => (group.kmsKeyId = undefined))],
  ['takes the key off queues', 'KmsMasterKeyId', over(sqs.CfnQueue, queue => (queue.kmsMasterKeyId = undefined))],
  [
    'opens the way out',
    'SecurityGroupEgress',
    over(ec2.CfnSecurityGroup, group => (group.securityGroupEgress = [{ ipProtocol: '-1', cidrIp: '0.0.0.0/0' }])),
  ],
  ['opens endpoints', 'PolicyDocument', over(ec2.CfnVPCEndpoint, endpoint => (endpoint.policyDocument = undefined))],
  ['switches flow logs to what was refused', 'TrafficType', over(ec2.CfnFlowLog, log => (log.trafficType = 'REJECT'))],
];

describe.each(FLAG_SETS)("under CDK's %s", (_, flags) => {
  describe.each(PRIORITIES)('an aspect of the platform team %s', (_priority, priority) => {
    test('and changes nothing that was promised is accepted', () => {
      const app = guardedApp(flags);
      const stack = new Stack(app, 'Stack');
      ordersService(stack);
      for (const [, aspect] of HARMLESS) Aspects.of(app).add(aspect, { priority });
      expect(findingsIn(app)).toEqual([]);
      Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
        Description: 'Owned by team-orders',
        Tags: Match.arrayWith([{ Key: 'cost-centre', Value: '4711' }]),
      });
    });

    test.each(HARMFUL)('and %s is refused', (_name, property, aspect) => {
      const app = guardedApp(flags);
      ordersService(new Stack(app, 'Stack'));
      Aspects.of(app).add(aspect, { priority });
      const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
      expect(() => app.synth()).toThrow(new RegExp(`'${property}' of AWS::\\S+ '[^']+' was changed behind the back`));
      printed.mockRestore();
    });
  });

  test('a policy of the company that roles are given by an aspect is accepted where it can be read', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack');
    ordersService(stack);
    const company = new iam.ManagedPolicy(stack, 'Company', {
      statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:*'], resources: ['*'] })],
    });
    Aspects.of(app).add(over(iam.Role, role => company.attachToRole(role)));
    expect(findingsIn(app)).toEqual([]);
  });

  test('a policy of the company that grants everything is refused', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack');
    ordersService(stack);
    const company = new iam.ManagedPolicy(stack, 'Company', {
      statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })],
    });
    Aspects.of(app).add(over(iam.Role, role => role.addManagedPolicy(company)));
    expect(() => app.synth()).toThrow(/holds no administrator rights/);
  });

  test.each<[string, (stack: Stack) => void, string]>([
    ['destroys everything', stack => RemovalPolicies.of(stack).destroy(), 'Delete'],
    ['retains everything', stack => RemovalPolicies.of(stack).retain(), 'Retain'],
    ['retains what says nothing', stack => MissingRemovalPolicies.of(stack).retain(), 'Retain'],
  ])('an aspect that %s is accepted', (_name, apply, policy) => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack');
    ordersService(stack);
    apply(stack);
    expect(findingsIn(app)).toEqual([]);
    Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', { DeletionPolicy: policy });
  });
});
