import {
  App,
  Aspects,
  AspectPriority,
  CfnResource,
  Lazy,
  Mixin,
  Mixins,
  NestedStack,
  PropertyInjectors,
  RemovalPolicies,
  RemovalPolicy,
  Stack,
  Stage,
  Tags,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { Failures, SecretAccess, SecureNetwork } from '../../lib';
import type { SecureFunction } from '../../lib';
import { aFunction, FLAG_SETS, networkOf, newApp, newStack, templateOf } from '../apps';

/** The L1 resource at the end of a path below the function. */
function resourceOf(fn: SecureFunction, ...path: string[]): CfnResource {
  const construct = path.reduce<IConstruct>((parent, id) => parent.node.findChild(id), fn);
  return (construct instanceof CfnResource ? construct : construct.node.defaultChild) as CfnResource;
}

const behindTheBack = (property: string): RegExp =>
  new RegExp(`'${property}' of AWS::\\S+ '\\S+' was changed behind the back of the construct`);

/** What is promised, and what somebody would like to have instead. */
const PROMISED: readonly (readonly [property: string, path: string[], instead: unknown])[] = [
  ['Role', ['Function'], 'arn:aws:iam::111122223333:role/shared'],
  ['Runtime', ['Function'], 'nodejs18.x'],
  ['VpcConfig', ['Function'], { SubnetIds: ['subnet-public'], SecurityGroupIds: ['sg-open'] }],
  ['TracingConfig', ['Function'], { Mode: 'PassThrough' }],
  ['LoggingConfig', ['Function'], { LogFormat: 'Text' }],
  ['RecursiveLoop', ['Function'], 'Allow'],
  ['Timeout', ['Function'], 900],
  ['MemorySize', ['Function'], 10_240],
  ['EphemeralStorage', ['Function'], { Size: 10_240 }],
  ['ReservedConcurrentExecutions', ['Function'], 1000],
  ['KmsKeyArn', ['Function'], 'arn:aws:kms:eu-west-1:444455556666:key/1'],
  ['CodeSigningConfigArn', ['Function'], 'arn:aws:lambda:eu-west-1:444455556666:code-signing-config:1'],
  ['ManagedPolicyArns', ['ExecutionRole'], ['arn:aws:iam::aws:policy/AdministratorAccess']],
  ['Policies', ['ExecutionRole'], [{ PolicyName: 'x', PolicyDocument: {} }]],
  ['PolicyDocument', ['PlatformPolicy'], { Statement: [] }],
  ['Roles', ['PlatformPolicy'], ['another-role']],
  ['RetentionInDays', ['LogGroup'], 1],
  ['KmsKeyId', ['LogGroup'], 'arn:aws:kms:eu-west-1:444455556666:key/1'],
  ['SecurityGroupEgress', ['SecurityGroup'], [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]],
  [
    'DestinationConfig',
    ['Function', 'EventInvokeConfig'],
    { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:444455556666:theirs' } },
  ],
  ['Qualifier', ['Function', 'EventInvokeConfig'], 'live'],
  ['KmsMasterKeyId', ['Failures'], 'alias/aws/sqs'],
];

/** Those that would be gone if they were deleted; the others are promised to stay absent. */
const PRESENT = PROMISED.filter(
  ([property]) => !['KmsKeyArn', 'CodeSigningConfigArn', 'ManagedPolicyArns', 'Policies'].includes(property),
);

describe.each(FLAG_SETS)('behind the back of the function, under the %s', (_, flags) => {
  test('nobody is there: the function alone passes', () => {
    const stack = newStack(flags);
    aFunction(stack);
    expect(() => templateOf(stack)).not.toThrow();
  });

  test.each(PROMISED)('an override of %s fails the synthesis', (property, path, instead) => {
    const stack = newStack(flags);
    resourceOf(aFunction(stack), ...path).addPropertyOverride(property, instead);
    expect(() => templateOf(stack)).toThrow(behindTheBack(property));
  });

  test('a raw override fails the synthesis', () => {
    const stack = newStack(flags);
    resourceOf(aFunction(stack), 'Function').addOverride('Properties.TracingConfig', { Mode: 'PassThrough' });
    expect(() => templateOf(stack)).toThrow(behindTheBack('TracingConfig'));
  });

  test.each(PRESENT)('a deletion of %s fails the synthesis', (property, path) => {
    const stack = newStack(flags);
    resourceOf(aFunction(stack), ...path).addPropertyDeletionOverride(property);
    expect(() => templateOf(stack)).toThrow(behindTheBack(property));
  });

  test.each([
    ['TracingConfig.Mode', 'PassThrough'],
    ['LoggingConfig.ApplicationLogLevel', 'FATAL'],
    ['VpcConfig.SecurityGroupIds.1', 'sg-open'],
    ['VpcConfig.Ipv6AllowedForDualStack', true],
  ])('an override within, of %s, fails the synthesis', (path, instead) => {
    const stack = newStack(flags);
    resourceOf(aFunction(stack), 'Function').addPropertyOverride(path, instead);
    expect(() => templateOf(stack)).toThrow(behindTheBack(path.split('.')[0]));
  });

  test('the deletion of all properties fails the synthesis', () => {
    const stack = newStack(flags);
    resourceOf(aFunction(stack), 'Function').addDeletionOverride('Properties');
    expect(() => templateOf(stack)).toThrow(behindTheBack('TracingConfig'));
  });

  test.each([
    ['tracingConfig', { mode: 'PassThrough' }, 'TracingConfig'],
    ['tracingConfig', undefined, 'TracingConfig'],
    ['vpcConfig', undefined, 'VpcConfig'],
    ['reservedConcurrentExecutions', undefined, 'ReservedConcurrentExecutions'],
    ['role', 'arn:aws:iam::111122223333:role/shared', 'Role'],
    ['loggingConfig', undefined, 'LoggingConfig'],
  ])('an assignment of %s = %p fails the synthesis', (name, value, property) => {
    const stack = newStack(flags);
    Object.assign(resourceOf(aFunction(stack), 'Function'), { [name]: value });
    expect(() => templateOf(stack)).toThrow(behindTheBack(property));
  });

  test.each([
    ['early', AspectPriority.MUTATING - 100],
    ['mutating', AspectPriority.MUTATING],
    ['default', AspectPriority.DEFAULT],
    ['late', AspectPriority.READONLY + 10_000],
  ])('an aspect that comes %s fails the synthesis', (_when, priority) => {
    const stack = newStack(flags);
    const visit = (node: IConstruct): void => {
      if (node instanceof lambda.CfnFunction) node.tracingConfig = { mode: 'Disabled' };
    };
    Aspects.of(stack.node.root).add({ visit }, { priority });
    aFunction(stack);
    expect(() => templateOf(stack)).toThrow(behindTheBack('TracingConfig'));
  });

  test('a mixin fails the synthesis', () => {
    class NoTracing extends Mixin {
      public override supports(construct: IConstruct): boolean {
        return construct instanceof lambda.CfnFunction;
      }

      public applyTo(construct: IConstruct): void {
        (construct as lambda.CfnFunction).tracingConfig = { mode: 'Disabled' };
      }
    }
    const stack = newStack(flags);
    aFunction(stack);
    Mixins.of(stack).apply(new NoTracing());
    expect(() => templateOf(stack)).toThrow(behindTheBack('TracingConfig'));
  });

  test.each([
    ['another tracing', lambda.Function.PROPERTY_INJECTION_ID, { tracing: lambda.Tracing.DISABLED }, 'TracingConfig'],
    [
      'no reservation',
      lambda.Function.PROPERTY_INJECTION_ID,
      { reservedConcurrentExecutions: undefined },
      'ReservedConcurrentExecutions',
    ],
    [
      'no VPC',
      lambda.Function.PROPERTY_INJECTION_ID,
      { vpc: undefined, vpcSubnets: undefined, securityGroups: undefined },
      'VpcConfig',
    ],
    [
      'text logs',
      lambda.Function.PROPERTY_INJECTION_ID,
      { loggingFormat: undefined, applicationLogLevelV2: undefined, systemLogLevelV2: undefined },
      'LoggingConfig',
    ],
    ['a role of its own', lambda.Function.PROPERTY_INJECTION_ID, { role: undefined }, 'Role'],
    ['logs for ever', logs.LogGroup.PROPERTY_INJECTION_ID, { retention: logs.RetentionDays.INFINITE }, 'RetentionInDays'],
    ['logs without a key', logs.LogGroup.PROPERTY_INJECTION_ID, { encryptionKey: undefined }, 'KmsKeyId'],
    [
      'an AWS managed policy',
      iam.Role.PROPERTY_INJECTION_ID,
      { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] },
      'ManagedPolicyArns',
    ],
    [
      'an inline policy',
      iam.Role.PROPERTY_INJECTION_ID,
      {
        inlinePolicies: {
          X: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] }),
        },
      },
      'Policies',
    ],
  ])('a property injector that sets %s fails the synthesis', (_what, constructUniqueId, injected, property) => {
    const stack = newStack(flags);
    const network = networkOf(stack);
    PropertyInjectors.of(stack).add({ constructUniqueId, inject: (props: object) => ({ ...props, ...injected }) });
    aFunction(stack, 'Fn', { network });
    expect(() => templateOf(stack)).toThrow(behindTheBack(property));
  });

  test('a property injector that lets others assume the role fails the synthesis', () => {
    const stack = newStack(flags);
    const network = networkOf(stack);
    const assumedBy = new iam.AccountPrincipal('444455556666');
    PropertyInjectors.of(stack).add({
      constructUniqueId: iam.Role.PROPERTY_INJECTION_ID,
      inject: (props: object) => ({ ...props, assumedBy }),
    });
    aFunction(stack, 'Fn', { network });
    expect(() => templateOf(stack)).toThrow(/must trust nobody but Lambda/);
  });

  test.each([{ allowAllOutbound: true }, { allowAllIpv6Outbound: true }])(
    'a property injector that opens security groups by %p is refused at once',
    injected => {
      const stack = newStack(flags);
      const network = networkOf(stack);
      PropertyInjectors.of(stack).add({
        constructUniqueId: ec2.SecurityGroup.PROPERTY_INJECTION_ID,
        inject: (props: object) => ({ ...props, ...injected }),
      });
      expect(() => aFunction(stack, 'Fn', { network })).toThrow(
        /The security group of a function opens declared egress only, got all traffic, set by a property injector\./,
      );
    },
  );

  test('a property injector that adds what no promise is about is let through', () => {
    const stack = newStack(flags);
    PropertyInjectors.of(stack).add({
      constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
      inject: (props: object) => ({ ...props, description: 'Belongs to team-orders' }),
    });
    aFunction(stack);
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { Description: 'Belongs to team-orders' });
  });

  test.each([
    ['SecurityGroup', []],
    ['ExecutionRole', []],
    ['PlatformPolicy', []],
    ['LogGroup', []],
    ['Failures', []],
    ['Function', []],
    ['EventInvokeConfig', ['Function']],
    ['Resource', ['PlatformPolicy']],
    ['Resource', ['SecurityGroup']],
  ])('the removal of %s below %p fails the synthesis', (child, path) => {
    const stack = newStack(flags);
    const parent = path.reduce<IConstruct>((construct, id) => construct.node.findChild(id), aFunction(stack));
    expect(parent.node.tryRemoveChild(child)).toBe(true);
    expect(() => stack.node.root instanceof App && stack.node.root.synth()).toThrow(
      /was removed from the tree\. It is not safe without it/,
    );
  });

  test('another function in the place of the removed one fails the synthesis', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    fn.node.tryRemoveChild('Function');
    new lambda.Function(fn, 'Function', {
      code: lambda.Code.fromInline(' '),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
    });
    expect(() => templateOf(stack)).toThrow(/was removed from the tree/);
  });

  test('a second security group on the inner function is never attached to it', () => {
    const stack = newStack(flags);
    const inner = aFunction(stack).node.findChild('Function') as lambda.Function;
    inner.connections.addSecurityGroup(new ec2.SecurityGroup(stack, 'Open', { vpc: networkOf(stack).vpc }));
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^FnSecurityGroup'), 'GroupId'] }] },
    });
  });

  test('the connections of the inner function are as closed as those of the outer', () => {
    const inner = aFunction(newStack(flags)).node.findChild('Function') as lambda.Function;
    expect(() => inner.connections.allowToAnyIpv4(ec2.Port.tcp(443))).toThrow(
      'Egress of a function must name whom it connects to',
    );
  });

  test('a secret that the inner function is given fails the synthesis', () => {
    const stack = newStack(flags);
    const inner = aFunction(stack).node.findChild('Function') as lambda.Function;
    inner.addEnvironment('TOKEN', '{{resolve:secretsmanager:db}}');
    expect(() => templateOf(stack)).toThrow(/'TOKEN' must hold no secret, got a resolved secret\. Use the prop 'secrets'/);
  });

  test('a lazy secret fails the synthesis', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    let produced = 'harmless';
    fn.addEnvironment('TOKEN', Lazy.uncachedString({ produce: () => produced }));
    produced = `ghp_${'a'.repeat(36)}`;
    expect(() => templateOf(stack)).toThrow(/'TOKEN' must hold no secret, got a GitHub token/);
  });

  test('every promise that was broken is named, not only the first', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    resourceOf(fn, 'Function').addPropertyOverride('Timeout', 900);
    resourceOf(fn, 'LogGroup').addPropertyDeletionOverride('KmsKeyId');
    expect(() => templateOf(stack)).toThrow(/'Timeout' of .*'KmsKeyId' of /s);
  });

  test('what it was changed to is shown, shortened', () => {
    const stack = newStack(flags);
    resourceOf(aFunction(stack), 'Function').addPropertyOverride('Runtime', 'x'.repeat(500));
    expect(() => templateOf(stack)).toThrow(/the construct, to "x{70,80}\.\.\.\. Remove the override/);
  });

  test('a function in a stage is guarded', () => {
    const app = newApp(flags);
    const stack = new Stack(new Stage(app, 'Stage'), 'Stack');
    resourceOf(aFunction(stack), 'Function').addPropertyOverride('TracingConfig.Mode', 'PassThrough');
    expect(() => app.synth()).toThrow(behindTheBack('TracingConfig'));
  });

  test('a function in a nested stack is guarded', () => {
    const stack = newStack(flags);
    const network = networkOf(stack);
    const nested = new NestedStack(stack, 'Nested');
    resourceOf(aFunction(nested, 'Fn', { network }), 'Function').addPropertyOverride('TracingConfig.Mode', 'PassThrough');
    expect(() => templateOf(stack)).toThrow(behindTheBack('TracingConfig'));
  });
});

describe.each(FLAG_SETS)('what does not break a promise is let through under the %s', (_, flags) => {
  test('a function in a stage, in a nested stack, and one whose network is in another stack', () => {
    const app = newApp(flags);
    const stack = new Stack(new Stage(app, 'Stage'), 'Stack');
    const network = new SecureNetwork(stack, 'Network');
    const nested = new NestedStack(stack, 'Nested');
    aFunction(stack, 'A', { network });
    aFunction(nested, 'B', { network });
    aFunction(new Stack(Stage.of(stack) ?? app, 'Other'), 'C', { network });
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(nested).hasResourceProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
  });

  test('tags, removal policies and a boundary for all roles', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack');
    const fn = aFunction(stack);
    Tags.of(app).add('team', 'orders');
    RemovalPolicies.of(stack).apply(RemovalPolicy.DESTROY);
    iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
    resourceOf(fn, 'Function').addPropertyOverride('Description', 'Places orders');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Places orders',
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });

  test('a secret, a failure queue and logs under a customer key of another stack', () => {
    const app = newApp(flags);
    const data = new Stack(app, 'Data');
    const key = new kms.Key(data, 'Key');
    const network = new SecureNetwork(new Stack(app, 'Network'), 'Network');
    aFunction(new Stack(app, 'Stack'), 'Fn', {
      network,
      secrets: { SECRET: SecretAccess.read(new secretsmanager.Secret(data, 'Secret', { encryptionKey: key })) },
      failures: Failures.captured({ queue: new sqs.Queue(data, 'Queue', { encryptionMasterKey: key }) }),
      logs: { encryptionKey: key },
    });
    expect(() => app.synth()).not.toThrow();
    expect(data.dependencies).toHaveLength(0);
  });

  test('grants of another stack, and a queue of another stack', () => {
    const app = newApp(flags);
    const data = new Stack(app, 'Data');
    const table = new dynamodb.Table(data, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    });
    const queue = new sqs.Queue(data, 'Queue', { encryption: sqs.QueueEncryption.KMS });
    const fn = aFunction(new Stack(app, 'Stack'), 'Fn');
    table.grantReadWriteData(fn);
    queue.grantSendMessages(fn);
    expect(() => app.synth()).not.toThrow();
  });
});
