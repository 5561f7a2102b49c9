import * as path from 'node:path';
import { Duration, Lazy, NestedStack, PropertyInjectors, RemovalPolicy, Size, Stack, Stage } from 'aws-cdk-lib';
import type { App, IPropertyInjector } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { SecureDefaults } from '../../lib';
import { FLAG_SETS, newApp, refusal } from '../apps';

// Some of what functions say is deprecated, and still said.
beforeAll(() => (process.env.JSII_DEPRECATED = 'quiet'));

const INLINE = {
  code: lambda.Code.fromInline('exports.handler = async () => ({})'),
  handler: 'index.handler',
  runtime: lambda.Runtime.NODEJS_24_X,
};

function raw(scope: Construct, props: Partial<lambda.FunctionProps> = {}, id = 'Handler'): lambda.Function {
  return new lambda.Function(scope, id, { ...INLINE, ...props });
}

/** A function as others package it: CDK's Python construct is one of these. */
class PackagedElsewhere extends lambda.Function {
  constructor(scope: Construct, id: string) {
    super(scope, id, { ...INLINE });
  }
}

const BASELINE = {
  TracingConfig: { Mode: 'Active' },
  Timeout: 10,
  MemorySize: 256,
  EphemeralStorage: { Size: 512 },
  RecursiveLoop: 'Terminate',
  LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
};

describe.each(FLAG_SETS)("under CDK's %s", (_, flags) => {
  const injected = (): Stack => {
    const app = newApp(flags);
    SecureDefaults.inject(app);
    return new Stack(app, 'Stack');
  };

  test.each<[string, (stack: Stack) => void]>([
    ['a function', stack => raw(stack)],
    [
      'a function that esbuild bundles',
      stack =>
        new NodejsFunction(stack, 'Handler', {
          entry: path.join(__dirname, '..', 'function', 'fixtures', 'place-order.ts'),
          runtime: lambda.Runtime.NODEJS_24_X,
        }),
    ],
    [
      'a function in an image',
      stack =>
        new lambda.DockerImageFunction(stack, 'Handler', {
          code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, 'fixtures', 'image')),
        }),
    ],
    [
      'a singleton',
      stack => new lambda.SingletonFunction(stack, 'Handler', { ...INLINE, uuid: '6b0bfb3c-6b0b-4a8d-9b5e-0f5a1d2c3e4f' }),
    ],
    ['a function of another package', stack => new PackagedElsewhere(stack, 'Handler')],
    ['a function in a nested stack', stack => raw(new NestedStack(stack, 'Nested'))],
  ])('sets the baseline on %s', (_name, make) => {
    const stack = injected();
    make(stack);
    const nested = stack.node.tryFindChild('Nested');
    const template = Template.fromStack(nested instanceof Stack ? nested : stack);
    template.hasResourceProperties('AWS::Lambda::Function', BASELINE);
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 90, KmsKeyId: Match.anyValue() },
      DeletionPolicy: 'Retain',
    });
  });

  test('sets it in stages', () => {
    const app = newApp(flags);
    SecureDefaults.inject(app);
    const stack = new Stack(new Stage(app, 'Prod'), 'Stack');
    raw(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', BASELINE);
  });

  test('lets the role that CDK makes write to the group, with the key, and nothing else', () => {
    const stack = injected();
    raw(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^HandlerSecureLogs'), 'Arn'] },
          }),
          Match.objectLike({
            Action: Match.arrayWith(['kms:Encrypt', 'kms:GenerateDataKey']),
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SecureFunctionKey'), 'Arn'] },
            Condition: { StringEquals: { 'kms:ViaService': Match.anyValue() } },
          }),
        ]),
      },
    });
  });

  test('keeps the rights that a function asks for', () => {
    const stack = injected();
    raw(stack, { initialPolicy: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/b'] })] });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject' })]) },
    });
  });

  test.each<[string, Partial<lambda.FunctionProps>, object]>([
    ['tracing', { tracing: lambda.Tracing.PASS_THROUGH }, { TracingConfig: { Mode: 'PassThrough' } }],
    ['a timeout', { timeout: Duration.minutes(5) }, { Timeout: 300 }],
    ['a memory', { memorySize: 1024 }, { MemorySize: 1024 }],
    ['a storage', { ephemeralStorageSize: Size.gibibytes(2) }, { EphemeralStorage: { Size: 2048 } }],
    ['loops', { recursiveLoop: lambda.RecursiveLoop.ALLOW }, { RecursiveLoop: 'Allow' }],
    ['lines of text', { loggingFormat: lambda.LoggingFormat.TEXT }, { LoggingConfig: { LogFormat: 'Text' } }],
    ['lines of text, said the old way', { logFormat: 'Text' }, { LoggingConfig: { LogFormat: 'Text' } }],
  ])('leaves %s that a function chooses', (_name, props, expected) => {
    const stack = injected();
    raw(stack, props);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', expected);
  });

  test('takes what is undefined for what was not said', () => {
    const stack = injected();
    const nothing = {
      tracing: undefined,
      timeout: undefined,
      memorySize: undefined,
      logGroup: undefined,
      loggingFormat: undefined,
    };
    raw(stack, { ...nothing, recursiveLoop: undefined, ephemeralStorageSize: undefined, logRetention: undefined });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', BASELINE);
  });

  test('leaves a log group that a function has', () => {
    const stack = injected();
    const logGroup = new logs.LogGroup(stack, 'Logs', { retention: logs.RetentionDays.ONE_DAY });
    expect(raw(stack, { logGroup }).logGroup).toBe(logGroup);
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('leaves the retention that a custom resource sets', () => {
    const stack = injected();
    raw(stack, { logRetention: logs.RetentionDays.ONE_WEEK });
    Template.fromStack(stack).hasResourceProperties('Custom::LogRetention', { RetentionInDays: 7 });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.absent() },
    });
  });

  test('takes the removal policy of the logs from the function', () => {
    const stack = injected();
    raw(stack, { logRemovalPolicy: RemovalPolicy.DESTROY });
    Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });

  test('grants a role of another stack without a circle of stacks', () => {
    const app = newApp(flags);
    SecureDefaults.inject(app);
    const role = new iam.Role(new Stack(app, 'Identity'), 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    const stack = new Stack(app, 'Stack');
    raw(stack, { role });
    app.synth();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'WriteOwnLogs' })]) },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', BASELINE);
  });

  test('grants an imported role that takes policies', () => {
    const stack = injected();
    raw(stack, { role: iam.Role.fromRoleName(stack, 'Role', 'legacy') });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: ['legacy'],
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'EncryptOwnLogs' })]) },
    });
  });

  test.each<[string, (stack: Stack) => iam.IRole]>([
    ['an immutable role', stack => iam.Role.fromRoleName(stack, 'Role', 'legacy', { mutable: false })],
    [
      'a role that was sealed',
      stack =>
        new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }).withoutPolicyUpdates(),
    ],
    ['a role of another account', stack => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::999999999999:role/legacy')],
  ])('moves no logs to where %s may not write', (_name, roleIn) => {
    const app = newApp(flags);
    SecureDefaults.inject(app);
    const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    raw(stack, { role: roleIn(stack) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties('AWS::Lambda::Function', {
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON' },
    });
  });
});

describe('options', () => {
  test('are what functions get that say nothing', () => {
    const app = newApp();
    const keys = new Stack(app, 'Keys');
    const logEncryptionKey = new kms.Key(keys, 'Key');
    SecureDefaults.inject(app, {
      timeout: Duration.seconds(3),
      memorySize: Size.mebibytes(128),
      ephemeralStorageSize: Size.gibibytes(1),
      logRetention: logs.RetentionDays.ONE_YEAR,
      logRemovalPolicy: RemovalPolicy.DESTROY,
      logEncryptionKey,
    });
    const stack = new Stack(app, 'Stack');
    raw(stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 3, MemorySize: 128, EphemeralStorage: { Size: 1024 } });
    template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Delete' });
    template.resourceCountIs('AWS::KMS::Key', 0);
  });

  test('name a key for its own region only', () => {
    const app = newApp();
    const env = (region: string) => ({ env: { account: '111122223333', region } });
    const keys = new Stack(app, 'Keys', env('eu-west-1'));
    const logEncryptionKey = kms.Key.fromKeyArn(keys, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/a');
    SecureDefaults.inject(app, { logEncryptionKey });
    const [near, far] = ['eu-west-1', 'us-east-1'].map(region => new Stack(app, region, env(region)));
    for (const stack of [near, far]) raw(stack);
    Template.fromStack(near).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: logEncryptionKey.keyArn });
    Template.fromStack(far).resourceCountIs('AWS::KMS::Key', 1);
  });

  test('of a stack count before those of the app', () => {
    const app = newApp();
    SecureDefaults.inject(app, { memorySize: Size.mebibytes(512) });
    const stack = new Stack(app, 'Stack');
    SecureDefaults.inject(stack, { memorySize: Size.mebibytes(1024) });
    raw(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024 });
  });

  test.each([
    [{ timeout: Duration.minutes(20) }, `'timeout'`, 'must be between one second and 15 minutes', '20 minutes'],
    [{ timeout: Duration.millis(1_500) }, `'timeout'`, 'must be between one second and 15 minutes', '1 second 500 millis'],
    [
      { timeout: Duration.seconds(Lazy.number({ produce: () => 1 })) },
      `'timeout'`,
      'must be between one second and 15 minutes',
      'a token',
    ],
    [{ memorySize: Size.mebibytes(64) }, `'memorySize'`, 'must be between 128 and 10240 MiB', '64 MiB'],
    [
      { memorySize: Size.mebibytes(Lazy.number({ produce: () => 1 })) },
      `'memorySize'`,
      'must be between 128 and 10240 MiB',
      'a token',
    ],
    [{ ephemeralStorageSize: Size.gibibytes(11) }, `'ephemeralStorageSize'`, 'must be between 512 and 10240 MiB', '11264 MiB'],
    [{ logRetention: logs.RetentionDays.INFINITE }, `'logRetention'`, 'must end some day', 'RetentionDays.INFINITE'],
  ])('are refused where no function may be so: %p', (options, what, expected, got) => {
    expect(() => SecureDefaults.inject(newApp(), options)).toThrow(refusal(what, expected, got));
  });
});

describe('beside property injectors of others', () => {
  const sets = (props: object): IPropertyInjector => ({
    constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
    inject: original => ({ ...original, ...props }),
  });

  test('lets them speak first, and keeps what they say', () => {
    const app = newApp();
    PropertyInjectors.of(app).add(sets({ memorySize: 2048, tracing: undefined }));
    SecureDefaults.inject(app);
    const stack = new Stack(app, 'Stack');
    raw(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { ...BASELINE, MemorySize: 2048 });
  });

  test('still asks those of the app for a stack that has its own defaults', () => {
    const app = newApp();
    PropertyInjectors.of(app).add(sets({ memorySize: 2048 }));
    SecureDefaults.inject(app);
    const stack = new Stack(app, 'Stack');
    SecureDefaults.inject(stack, { timeout: Duration.seconds(7) });
    raw(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 2048, Timeout: 7 });
  });

  test('fails the synthesis where one takes its place', () => {
    const app = newApp();
    SecureDefaults.inject(app);
    PropertyInjectors.of(app).add(sets({ memorySize: 2048 }));
    raw(new Stack(app, 'Stack'));
    expect(() => app.synth()).toThrow(/replaced by another property injector of aws-cdk-lib\.aws-lambda\.Function/);
  });
});

describe('leaving functions out', () => {
  test('leaves them as they are written', () => {
    const app = newApp();
    SecureDefaults.inject(app);
    const stack = new Stack(app, 'Edge');
    SecureDefaults.leaveOut(stack);
    raw(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      TracingConfig: Match.absent(),
      Timeout: Match.absent(),
    });
  });

  test('still asks the injectors of others', () => {
    const app = newApp();
    PropertyInjectors.of(app).add({
      constructUniqueId: lambda.Function.PROPERTY_INJECTION_ID,
      inject: original => ({ ...original, memorySize: 2048 }),
    });
    SecureDefaults.inject(app);
    const stack = new Stack(app, 'Edge');
    SecureDefaults.leaveOut(stack);
    raw(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 2048, TracingConfig: Match.absent() });
  });

  test('ends where a scope inside has defaults again', () => {
    const app = newApp();
    SecureDefaults.inject(app);
    const stage = new Stage(app, 'Stage');
    SecureDefaults.leaveOut(stage);
    expect(() => SecureDefaults.leaveOut(stage)).toThrow(/is said once in each scope/);
    const stack = new Stack(stage, 'Stack');
    SecureDefaults.inject(stack);
    raw(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', BASELINE);
  });

  test('is what happens to functions at the edge', () => {
    const app = newApp();
    SecureDefaults.inject(app);
    const env = { account: '111122223333' };
    const here = new Stack(app, 'Here', { env: { ...env, region: 'us-east-1' } });
    new cloudfront.experimental.EdgeFunction(here, 'Edge', INLINE);
    const there = new Stack(app, 'There', { env: { ...env, region: 'eu-west-1' } });
    new cloudfront.experimental.EdgeFunction(there, 'Edge', INLINE);
    for (const stack of app.node.children.filter(Stack.isStack).filter(({ region }) => region === 'us-east-1')) {
      Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
        TracingConfig: Match.absent(),
        LoggingConfig: Match.absent(),
      });
    }
  });
});

test.each<[string, (app: App) => void]>([
  ['twice in one scope', SecureDefaults.inject],
  ['and left out in one scope', SecureDefaults.leaveOut],
])('is refused %s', (_name, again) => {
  const app = newApp();
  SecureDefaults.inject(app);
  expect(() => again(app)).toThrow(
    refusal('Whether functions get secure defaults', 'is said once in each scope', 'a second call of SecureDefaults'),
  );
});

test.each<[string, (app: App) => void]>([
  ['be injected', SecureDefaults.inject],
  ['leave out', SecureDefaults.leaveOut],
])('is too late to %s where a function exists', (_name, call) => {
  const app = newApp();
  raw(new Stack(app, 'Stack'));
  expect(() => call(app)).toThrow(
    refusal('SecureDefaults', 'must be there before the functions', `'Stack/Handler/Resource', which exists already`),
  );
});

test('configures no loop detection where Lambda has none', () => {
  const app = newApp();
  SecureDefaults.inject(app);
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'us-gov-west-1' } });
  raw(stack);
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { RecursiveLoop: Match.absent() });
});
