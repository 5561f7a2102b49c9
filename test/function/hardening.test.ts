import { App, CfnCondition, CfnParameter, Fn, Size, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as config from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { Concurrency, Failures, SecretAccess } from '../../lib';
import type { SecureFunction } from '../../lib';
import { aFunction, cast, FLAG_SETS, newApp, newStack, templateOf } from '../apps';

function resourceOf(fn: IConstruct, ...path: string[]): CfnResource {
  return path.reduce<IConstruct>((construct, id) => construct.node.findChild(id), fn).node.defaultChild as CfnResource;
}

describe.each(FLAG_SETS)('under the %s', (_, flags) => {
  test.each([
    ['another type', ['Function'], (resource: CfnResource) => resource.addOverride('Type', 'AWS::Serverless::Function')],
    ['another type of role', ['ExecutionRole'], (resource: CfnResource) => resource.addOverride('Type', 'Custom::Role')],
    [
      'a layer',
      ['Function'],
      (resource: CfnResource) => resource.addPropertyOverride('Layers', ['arn:aws:lambda:eu-west-1:1:layer:x:1']),
    ],
    ['other code', ['Function'], (resource: CfnResource) => resource.addPropertyOverride('Code.S3Bucket', 'somebody-elses')],
    ['another handler', ['Function'], (resource: CfnResource) => resource.addPropertyOverride('Handler', 'evil.handler')],
    [
      'a file system',
      ['Function'],
      (resource: CfnResource) => resource.addPropertyOverride('FileSystemConfigs', [{ Arn: 'arn' }]),
    ],
    [
      'open trust',
      ['ExecutionRole'],
      (resource: CfnResource) => resource.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }),
    ],
  ] as const)('a function given %s by an override fails the synthesis', (_name, path, override) => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    override(resourceOf(fn, ...path));
    expect(() => templateOf(stack)).toThrow(/behind the back of the construct/);
  });

  test('a condition on one of the resources fails the synthesis, the same on all of them does not', () => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    const never = new CfnCondition(stack, 'Never', { expression: Fn.conditionEquals('a', 'b') });
    const policy = resourceOf(fn, 'PlatformPolicy');
    policy.cfnOptions.condition = never;
    expect(() => stack.node.root.node.findAll() && templateOf(stack)).toThrow(/'Condition' of AWS::IAM::Policy/);

    const all = newStack(flags);
    const optional = aFunction(all);
    const sometimes = new CfnCondition(all, 'Sometimes', { expression: Fn.conditionEquals('a', 'b') });
    for (const child of optional.node.findAll()) {
      if ('cfnOptions' in child) (child as CfnResource).cfnOptions.condition = sometimes;
    }
    expect(() => templateOf(all)).not.toThrow();
  });

  test('a permissions boundary may be replaced by a tighter one and not removed', () => {
    const boundary = (stack: Stack): iam.IManagedPolicy => iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary');
    const tighter = newStack(flags);
    resourceOf(aFunction(tighter, 'Fn', { permissionsBoundary: boundary(tighter) }), 'ExecutionRole').addPropertyOverride(
      'PermissionsBoundary',
      'arn:aws:iam::111122223333:policy/tighter',
    );
    expect(() => templateOf(tighter)).not.toThrow();

    const removed = newStack(flags);
    resourceOf(aFunction(removed, 'Fn', { permissionsBoundary: boundary(removed) }), 'ExecutionRole').addPropertyDeletionOverride(
      'PermissionsBoundary',
    );
    expect(() => templateOf(removed)).toThrow(/'PermissionsBoundary'/);
  });

  test.each([
    ['NODE_OPTIONS', '--require /opt/evil.js'],
    ['AWS_LAMBDA_EXEC_WRAPPER', '/opt/wrapper'],
    ['DB', '{{resolve:secretsmanager:db}}'],
  ])('a variable %s that came by an override of the function inside fails the synthesis', (variable, value) => {
    const stack = newStack(flags);
    const fn = aFunction(stack);
    (fn.node.findChild('Function') as lambda.Function).addEnvironment(variable, value);
    expect(() => templateOf(stack)).toThrow(new RegExp(`'${variable}' must`));
  });

  test('an app that lets somebody else make its roles synthesizes', () => {
    const app = newApp(flags);
    const stack = new Stack(app, 'Stack');
    iam.Role.customizeRoles(stack, {
      usePrecreatedRoles: {
        'Stack/Fn/ExecutionRole': 'precreated',
        'Stack/Network/FlowLogs/Role': 'flow-logs',
        'Stack/Custom::VpcRestrictDefaultSGCustomResourceProvider/Role': 'provider',
      },
    });
    const fn = aFunction(stack);
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/*'] }));
    expect(() => app.synth()).not.toThrow();
  });

  test('a rule of AWS Config gets the one right that it needs instead of the managed policy', () => {
    const stack = newStack(flags);
    new config.CustomRule(stack, 'Rule', { lambdaFunction: aFunction(stack), configurationChanges: true });
    const template = templateOf(stack);
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).toContain('config:PutEvaluations');
    expect(JSON.stringify(template.findResources('AWS::IAM::Role', { Properties: { ManagedPolicyArns: [] } }))).toBe('{}');
  });

  test('an endpoint that was opened and flow logs that were removed fail the synthesis', () => {
    const opened = newStack(flags);
    const fn = aFunction(opened);
    const network = opened.node.findChild('Network');
    expect(fn).toBeDefined();
    network.node.tryRemoveChild('FlowLogs');
    expect(() => templateOf(opened)).toThrow(/AWS::EC2::FlowLog .* was removed/);
  });
});

test.each([
  [
    'an access key',
    (stack: Stack) => new iam.AccessKey(stack, 'Key', { user: new iam.User(stack, 'User') }).secretAccessKey.unsafeUnwrap(),
  ],
  ['a NoEcho parameter', (stack: Stack) => new CfnParameter(stack, 'Pw', { noEcho: true }).valueAsString],
  [
    'a NoEcho parameter inside a text',
    (stack: Stack) => `postgres://u:${new CfnParameter(stack, 'Pw', { noEcho: true }).valueAsString}@h`,
  ],
  ['a NoEcho parameter by Fn::Sub', (stack: Stack) => (new CfnParameter(stack, 'Pw', { noEcho: true }), Fn.sub('${Pw}'))],
])('refuses %s in the environment', (_name, value) => {
  const stack = newStack();
  const fn = aFunction(stack);
  expect(() => fn.addEnvironment('VALUE', value(stack))).toThrow(/must hold no secret/);
});

test('a variable that is no text is refused without printing it', () => {
  const fn = aFunction(newStack());
  expect(() => fn.addEnvironment('DB_PASSWORD', cast(918273645))).toThrow(/got number/);
  expect(() => fn.addEnvironment('DB_PASSWORD', cast(918273645))).not.toThrow(/918273645/);
});

test.each(['--max-old-space-size=200', '--enable-source-maps --dns-result-order=ipv4first'])('NODE_OPTIONS may be %s', value => {
  expect(() => aFunction(newStack()).addEnvironment('NODE_OPTIONS', value)).not.toThrow();
});

test('a queue of failures must be encrypted', () => {
  const queue = new sqs.Queue(new Stack(new App(), 'Stack'), 'Queue', { encryption: sqs.QueueEncryption.UNENCRYPTED });
  expect(() => Failures.captured({ queue })).toThrow(/must be encrypted/);
});

describe('an invoker', () => {
  test.each([
    ['every account', { principal: new iam.AccountPrincipal('*') }],
    ['every service', { principal: new iam.ServicePrincipal('*') }],
    ['every organisation', { principal: new iam.AnyPrincipal(), organizationId: '*' }],
    ['every source', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn: '*' }],
    ['every bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn: 'arn:aws:s3:::*' }],
    ['every source account', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceAccount: '*' }],
  ])('is refused for %s', (_name, permission) => {
    expect(() => aFunction(newStack()).addPermission('Everyone', permission)).toThrow(/is invoked by named callers only/);
  });

  test.each([
    ['an alias', (fn: SecureFunction) => fn.addAlias('live').addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE })],
    ['a version', (fn: SecureFunction) => fn.currentVersion.addPermission('X', { principal: new iam.AnyPrincipal() })],
    [
      'the function inside',
      (fn: SecureFunction) =>
        (fn.node.findChild('Function') as lambda.Function).addPermission('X', { principal: new iam.AnyPrincipal() }),
    ],
  ])('for everyone on %s is refused at the line or fails the synthesis', (_name, open) => {
    const stack = newStack();
    const fn = aFunction(stack);
    expect(() => {
      open(fn);
      templateOf(stack);
    }).toThrow(/lets everyone invoke|answers everyone|is invoked by named callers only/);
  });
});

describe('the rights of the role', () => {
  const ADMINISTRATOR = () => new iam.PolicyStatement({ actions: ['*'], resources: ['*'] });

  test.each([
    [
      'a customer managed policy',
      (stack: Stack, fn: SecureFunction) =>
        fn.role!.addManagedPolicy(new iam.ManagedPolicy(stack, 'M', { statements: [ADMINISTRATOR()] })),
    ],
    [
      'a policy below the role',
      (_: Stack, fn: SecureFunction) =>
        new iam.Policy(fn.role as iam.Role, 'P', { roles: [fn.role!], statements: [ADMINISTRATOR()] }),
    ],
    [
      'a managed policy that grows',
      (stack: Stack, fn: SecureFunction) => {
        const policy = new iam.ManagedPolicy(stack, 'M', {
          statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/*'] })],
        });
        fn.role!.addManagedPolicy(policy);
        policy.addStatements(ADMINISTRATOR());
      },
    ],
    [
      'the platform policy',
      (_: Stack, fn: SecureFunction) =>
        (fn.node.findChild('PlatformPolicy') as iam.Policy).addStatements(
          new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }),
        ),
    ],
    [
      'an override of what was granted',
      (_: Stack, fn: SecureFunction) => {
        fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/*'] }));
        resourceOf(fn, 'ExecutionRole', 'DefaultPolicy').addPropertyOverride('PolicyDocument.Statement.0.Action', '*');
      },
    ],
  ] as [string, (stack: Stack, fn: SecureFunction) => unknown][])('cannot be widened through %s', (_name, widen) => {
    const stack = newStack();
    const fn = aFunction(stack);
    expect(() => {
      widen(stack, fn);
      templateOf(stack);
    }).toThrow(/administrator rights|nobody may hold|behind the back/);
  });
});

test('an override of the environment in the template is seen', () => {
  const stack = newStack();
  resourceOf(aFunction(stack), 'Function').addPropertyOverride('Environment.Variables.X', '{{resolve:secretsmanager:db}}');
  expect(() => templateOf(stack)).toThrow(/'X' must hold no secret/);
});

test('the reference to a secret cannot be replaced by a variable of the same name', () => {
  const stack = newStack();
  const fn = aFunction(stack, 'Fn', { secrets: { DB: SecretAccess.read(new secretsmanager.Secret(stack, 'Secret')) } });
  expect(() => fn.addEnvironment('DB', 'x')).toThrow(/must be set once/);
});

test('an alias keeps its destination when it is told undefined', () => {
  const stack = newStack();
  aFunction(stack).addAlias('live', { onFailure: undefined, retryAttempts: undefined });
  templateOf(stack).resourcePropertiesCountIs('AWS::Lambda::EventInvokeConfig', { DestinationConfig: Match.anyValue() }, 2);
});

test('a function rotates a secret', () => {
  const stack = newStack();
  const secret = new secretsmanager.Secret(stack, 'Secret');
  secret.addRotationSchedule('Rotation', { rotationLambda: aFunction(stack) });
  templateOf(stack).hasResourceProperties('AWS::Lambda::Permission', {
    Principal: 'secretsmanager.amazonaws.com',
    SourceAccount: { Ref: 'AWS::AccountId' },
  });
});

test.each([
  ['limits.memory', { limits: { memory: 1 } }],
  ['logs.level2', { logs: { level2: 1 } }],
  ['egress', { egress: [{}] }],
  ['secrets.A', { secrets: { A: 'arn' } }],
])('refuses %s, which is nothing it knows', (name, props) => {
  const stack = newStack();
  const limits = { concurrency: Concurrency.reserved(1), ...(props as { limits?: object }).limits };
  expect(() => aFunction(stack, 'Fn', cast({ ...props, limits }))).toThrow(`'${name}'`);
});

test.each([Size.mebibytes(256.5), Size.mebibytes(NaN), Size.kibibytes(262145)])('refuses %s of memory', memorySize => {
  expect(() => aFunction(newStack(), 'Fn', { limits: { memorySize, concurrency: Concurrency.reserved(1) } })).toThrow(
    /'limits.memorySize'/,
  );
});
