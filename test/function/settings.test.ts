import * as path from 'node:path';
import { Duration, RemovalPolicy, Size, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Concurrency, Egress, AwsService, FunctionCode, SecureFunction } from '../../lib';
import type { FunctionLimits, SecureFunctionProps } from '../../lib';
import { aFunction, aWaiver, cast, networkOf, newStack, refusal, templateOf } from '../apps';

const concurrency = Concurrency.reserved(5);
const withProps = (props: object): (() => SecureFunction) => {
  const stack = newStack();
  return () => aFunction(stack, 'Fn', props);
};

test('undefined is absent, for every optional prop', () => {
  const absent = newStack();
  aFunction(absent);
  const undefinedEverywhere = newStack();
  aFunction(undefinedEverywhere, 'Fn', {
    network: networkOf(undefinedEverywhere),
    limits: { concurrency, timeout: undefined, memorySize: undefined, ephemeralStorageSize: undefined },
    logs: { retention: undefined, encryptionKey: undefined, level: undefined, removalPolicy: undefined },
    outsideVpc: undefined,
    secrets: undefined,
    parameters: undefined,
    egress: undefined,
    environment: undefined,
    architecture: undefined,
    layers: undefined,
    foreignLayers: undefined,
    failures: undefined,
    permissionsBoundary: undefined,
    codeSigning: undefined,
    unsignedCode: undefined,
    encryptionKey: undefined,
    description: undefined,
    functionName: undefined,
  });
  expect(templateOf(undefinedEverywhere).toJSON()).toEqual(templateOf(absent).toJSON());
  const logsUndefined = newStack();
  aFunction(logsUndefined, 'Fn', { logs: undefined });
  expect(templateOf(logsUndefined).toJSON()).toEqual(templateOf(absent).toJSON());
});

test('what is asked for stands in the template', () => {
  const stack = newStack();
  const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', 'arn:aws:lambda:eu-west-1:015030872274:layer:tools:7');
  const fn = aFunction(stack, 'Fn', {
    limits: {
      concurrency,
      timeout: Duration.minutes(15),
      memorySize: Size.gibibytes(10),
      ephemeralStorageSize: Size.gibibytes(10),
    },
    logs: {
      retention: logs.RetentionDays.ONE_YEAR,
      encryptionKey: new kms.Key(stack, 'Own'),
      level: lambda.ApplicationLogLevel.WARN,
      removalPolicy: RemovalPolicy.DESTROY,
    },
    layers: [layer],
    description: 'Places orders',
    functionName: 'orders',
    environment: { STAGE: 'test' },
  });
  const template = templateOf(stack);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Timeout: 900,
    MemorySize: 10_240,
    EphemeralStorage: { Size: 10_240 },
    LoggingConfig: { ApplicationLogLevel: 'WARN', LogFormat: 'JSON' },
    Layers: ['arn:aws:lambda:eu-west-1:015030872274:layer:tools:7'],
    Description: 'Places orders',
    FunctionName: 'orders',
    Environment: { Variables: { STAGE: 'test' } },
  });
  template.hasResource('AWS::Logs::LogGroup', {
    Properties: { RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Own'), 'Arn'] } },
    DeletionPolicy: 'Delete',
  });
  expect(fn.timeout.toSeconds()).toBe(900);
  expect(fn.runtime).toBe(lambda.Runtime.NODEJS_24_X);
});

test('the smallest values are accepted', () => {
  const limits = {
    concurrency,
    timeout: Duration.seconds(1),
    memorySize: Size.mebibytes(128),
    ephemeralStorageSize: Size.mebibytes(512),
  };
  expect(withProps({ limits })).not.toThrow();
});

test('values that only the deployment knows are accepted', () => {
  const stack = newStack();
  const number = (name: string): number => Token.asNumber({ Ref: name });
  aFunction(stack, 'Fn', {
    limits: {
      concurrency,
      timeout: Duration.seconds(number('Timeout')),
      memorySize: Size.mebibytes(number('Memory')),
      ephemeralStorageSize: Size.mebibytes(number('Storage')),
    },
    logs: { retention: number('Retention') },
    runtime: new lambda.Runtime(Token.asString({ Ref: 'Runtime' }), lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true }),
    layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', Token.asString({ Ref: 'Layer' }))],
    environment: { TABLE: Token.asString({ Ref: 'Table' }) },
  });
  const template = templateOf(stack);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Timeout: { Ref: 'Timeout' },
    MemorySize: { Ref: 'Memory' },
    EphemeralStorage: { Size: { Ref: 'Storage' } },
    Runtime: { Ref: 'Runtime' },
    Layers: [{ Ref: 'Layer' }],
    Environment: { Variables: { TABLE: { Ref: 'Table' } } },
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: { Ref: 'Retention' }, Tags: Match.absent() });
});

describe('a closed struct', () => {
  test.each([
    'role',
    'vpc',
    'vpcSubnets',
    'allowAllOutbound',
    'tracing',
    'reservedConcurrentExecutions',
    'logGroup',
    'securityGroups',
    'timeout',
    'toString',
  ])('refuses %s, which nobody can cast their way into', name => {
    expect(withProps({ [name]: 'anything' })).toThrow(refusal(`'${name}'`, 'is nothing that a SecureFunction can be told'));
  });

  test('an undefined prop that it does not know erases nothing', () => {
    const stack = newStack();
    aFunction(stack, 'Fn', cast({ reservedConcurrentExecutions: undefined, tracing: undefined, allowAllOutbound: undefined }));
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: 5,
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('a subclass cannot add to it', () => {
    class Open extends SecureFunction {
      constructor(...[scope, id, props]: ConstructorParameters<typeof SecureFunction>) {
        super(scope, id, cast<SecureFunctionProps>({ ...props, tracing: lambda.Tracing.DISABLED }));
      }
    }
    const stack = newStack();
    const props = {
      code: FunctionCode.inline(' '),
      runtime: lambda.Runtime.NODEJS_24_X,
      limits: { concurrency },
      network: networkOf(stack),
    };
    expect(() => new Open(stack, 'Fn', props)).toThrow(`'tracing' is nothing that a SecureFunction can be told`);
  });
});

describe('code and runtime', () => {
  test.each([undefined, lambda.Code.fromInline('x'), 'src/orders.ts'])('refuses code that is no FunctionCode (%#)', code => {
    expect(withProps({ code })).toThrow(refusal(`'code'`, 'must be a FunctionCode', typeof code));
  });

  test('code that does not tell its runtime needs one', () => {
    expect(withProps({ runtime: undefined })).toThrow(refusal(`'runtime'`, 'is required for this kind of code', 'none'));
  });

  test('code for Node.js refuses another runtime', () => {
    const code = FunctionCode.nodejs(path.join(__dirname, 'fixtures', 'place-order.ts'));
    expect(withProps({ code, runtime: lambda.Runtime.PYTHON_3_14 })).toThrow(
      refusal(`'runtime'`, 'must fit the code', 'python3.14'),
    );
  });

  test.each([lambda.Runtime.NODEJS_20_X, lambda.Runtime.PYTHON_3_9, lambda.Runtime.NODEJS_18_X, new lambda.Runtime('python2.7')])(
    'refuses %s, which AWS patches no more',
    runtime => {
      expect(withProps({ runtime })).toThrow(refusal(`'runtime'`, 'must be one that AWS still patches', runtime.name));
    },
  );

  test('a runtime that came after the table is accepted', () => {
    const runtime = new lambda.Runtime('nodejs26.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });
    expect(withProps({ runtime })).not.toThrow();
  });
});

describe('placement', () => {
  test('a function is in a network, or says why not', () => {
    expect(withProps({ network: undefined })).toThrow(
      refusal(`'network'`, 'is where a function runs, unless outsideVpc says why not', 'neither of them'),
    );
  });

  test('a function is not in both places', () => {
    const stack = newStack();
    expect(() => aFunction(stack, 'Fn', { network: networkOf(stack), outsideVpc: aWaiver() })).toThrow(
      refusal(`'network'`, 'is where a function runs, unless outsideVpc says why not', 'both of them'),
    );
  });

  test.each([true, 'because it must', { reason: 'we have always done so', owner: 'me', expires: '2026-12-31' }])(
    'refuses %p instead of a waiver',
    outsideVpc => {
      expect(withProps({ outsideVpc })).toThrow(refusal(`'outsideVpc'`, 'must be a Waiver', String(outsideVpc)));
    },
  );

  test('egress can only be restricted in a network', () => {
    const egress = [Egress.toAwsService(AwsService.SQS)];
    expect(withProps({ outsideVpc: aWaiver(), egress })).toThrow(
      refusal(`'egress'`, 'can only be restricted in a network', 'outsideVpc, where everything is open'),
    );
    expect(withProps({ outsideVpc: aWaiver(), egress: [] })).not.toThrow();
  });
});

describe('limits', () => {
  const withLimits = (limits: Partial<FunctionLimits>): (() => SecureFunction) =>
    withProps({ limits: { concurrency, ...limits } });

  test.each([
    ['none', { limits: undefined }],
    ['none', { limits: {} }],
    ['none', { limits: { concurrency: undefined } }],
    ['number', { limits: { concurrency: 5 } }],
    ['object', { limits: { concurrency: { reservedInstances: 5 } } }],
  ])('concurrency is a choice that everybody has to make, and %s is none', (got, props) => {
    expect(withProps(props)).toThrow(refusal(`'limits.concurrency'`, 'is a choice that everybody has to make', got));
  });

  test.each([Duration.seconds(0), Duration.millis(500), Duration.seconds(901), Duration.minutes(20)])(
    'refuses a timeout of %s',
    timeout => {
      expect(withLimits({ timeout })).toThrow(
        refusal(`'limits.timeout'`, 'must be between one second and 15 minutes', timeout.toHumanString()),
      );
    },
  );

  test.each([127, 10_241])('refuses %i MiB of memory', amount => {
    expect(withLimits({ memorySize: Size.mebibytes(amount) })).toThrow(
      refusal(`'limits.memorySize'`, 'must be between 128 and 10240 MiB', `${amount} MiB`),
    );
  });

  test.each([511, 10_241])('refuses %i MiB of storage', amount => {
    expect(withLimits({ ephemeralStorageSize: Size.mebibytes(amount) })).toThrow(
      refusal(`'limits.ephemeralStorageSize'`, 'must be between 512 and 10240 MiB', `${amount} MiB`),
    );
  });
});

describe('logs and failures', () => {
  test('refuses logs that are kept for ever', () => {
    expect(withProps({ logs: { retention: logs.RetentionDays.INFINITE } })).toThrow(
      refusal(`'logs.retention'`, 'must end some day', 'RetentionDays.INFINITE'),
    );
  });

  test.each([true, {}, 'none'])('refuses %p as failures', failures => {
    expect(withProps({ failures })).toThrow(refusal(`'failures'`, 'must be a Failures', typeof failures));
  });
});

test('a refusal names the function that it concerns', () => {
  expect(withProps({ network: undefined })).toThrow(/\[at Stack\/Fn\]$/);
});
