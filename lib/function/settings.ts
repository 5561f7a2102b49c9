import type { RemovalPolicy } from 'aws-cdk-lib';
import { Duration, RemovalPolicy as Removal, Size, SizeRoundingBehavior, Token } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import type { Capabilities } from './capabilities';
import { capabilitiesOf } from './capabilities';
import { Concurrency } from './concurrency';
import { Failures } from './failures';
import { FunctionCode } from './function-code';
import { layersOf } from './layers';
import type { BoundCode, Packaging } from './packaging/packaging';
import type { Placement } from './placement';
import { placementOf } from './placement';
import { ParameterAccess, SecretAccess } from './secret-access';
import type { BoundExtension } from './secrets-extension';
import { bindExtension } from './secrets-extension';
import type { FunctionLimits, FunctionLogs, SecureFunctionProps } from './secure-function-props';
import { signingOf } from './signing';
import { ALARM_TOPICS, assertAlarmTopic } from '../baseline/alarm-topic';
import { LIMITS } from '../baseline/limits';
import { runtimeStatus } from '../baseline/runtimes';
import type { Waiver } from '../baseline/waiver';
import type { Refusal, Refuse } from '../errors';
import { ValidationError } from '../errors';

/** Everything that was decided about a function. Nothing in it is left to a default. */
export interface Settings extends Placement {
  readonly code: BoundCode;
  readonly packageType: Packaging['packageType'];
  readonly runtime: lambda.Runtime;
  readonly architecture: lambda.Architecture;
  readonly timeout: Duration;
  readonly memorySize: Size;
  readonly ephemeralStorageSize: Size;
  readonly concurrency: Concurrency;
  readonly secrets: Readonly<Record<string, SecretAccess>>;
  readonly parameters: Readonly<Record<string, ParameterAccess>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly layers: readonly lambda.ILayerVersion[];
  readonly foreignLayers: Waiver | undefined;
  readonly codeSigning: lambda.ICodeSigningConfig | undefined;
  readonly unsignedCode: Waiver | undefined;
  readonly logRetention: logs.RetentionDays;
  readonly logLevel: lambda.ApplicationLogLevel;
  readonly logKey: kms.IKey | undefined;
  readonly logRemovalPolicy: RemovalPolicy;
  readonly failures: Failures;
  /** Where alarms go to; undefined where nobody wants to hear them. */
  readonly alarmTopic: sns.ITopic | undefined;
  readonly capabilities: Capabilities;
}

/** The members of the closed structs. Whoever casts their way around the compiler is told so, and nothing is ignored. */
const MEMBERS: ReadonlySet<string> = new Set<Member>([
  'code',
  'limits',
  'limits.concurrency',
  'limits.timeout',
  'limits.memorySize',
  'limits.ephemeralStorageSize',
  'network',
  'outsideVpc',
  'secrets',
  'parameters',
  'egress',
  'egressProfile',
  'environment',
  'architecture',
  'runtime',
  'layers',
  'foreignLayers',
  'logs',
  'logs.retention',
  'logs.encryptionKey',
  'logs.level',
  'logs.removalPolicy',
  'failures',
  'alarmTopic',
  'permissionsBoundary',
  'codeSigning',
  'unsignedCode',
  'encryptionKey',
  'description',
  'functionName',
  'snapStart',
  'durableConfig',
  'tenancyConfig',
  'filesystem',
  'paramsAndSecrets',
]);

type Member = keyof SecureFunctionProps | `limits.${keyof FunctionLimits}` | `logs.${keyof FunctionLogs}`;

function membersOf(props: SecureFunctionProps): [string, unknown][] {
  const inner = (name: 'limits' | 'logs'): [string, unknown][] =>
    Object.entries(props[name] ?? {}).map(([member, value]) => [`${name}.${member}`, value]);
  return [...Object.entries(props), ...inner('limits'), ...inner('logs')];
}

/** The only place where absent becomes a default. Throws for whatever no function may be. */
export function resolveSettings(scope: Construct, props: SecureFunctionProps): Settings {
  const refuse = (refusal: Refusal): never => {
    throw new ValidationError(refusal, scope);
  };
  for (const [name, value] of membersOf(props)) {
    if (value !== undefined && !MEMBERS.has(name)) {
      refuse({
        what: `'${name}'`,
        expected: 'is nothing that a SecureFunction can be told',
        remedy: `Leave it out; the choices are ${[...MEMBERS].join(', ')}`,
      });
    }
  }
  if (!(props.code instanceof FunctionCode)) {
    refuse({
      what: `'code'`,
      expected: 'must be a FunctionCode',
      got: typeof props.code,
      remedy: `Write FunctionCode.nodejs('src/handler.ts')`,
    });
  }
  const packaging = props.code._packaging;
  const runtime = runtimeOf(props.runtime, packaging, refuse);
  const signing = signingOf(scope, props, packaging, refuse);
  const architecture = props.architecture ?? lambda.Architecture.ARM_64;
  const limits = limitsOf(props, refuse);
  const extension = props.paramsAndSecrets && bindExtension(scope, props.paramsAndSecrets, architecture);
  const layers = [...(props.layers ?? []), ...(extension === undefined ? [] : [extension.layer])];
  return {
    code: packaging.bind({ architecture, runtime }),
    packageType: packaging.packageType,
    runtime,
    architecture,
    ...placementOf(scope, props, refuse),
    ...limits,
    secrets: accessOf('secrets', props.secrets, SecretAccess, refuse),
    parameters: accessOf('parameters', props.parameters, ParameterAccess, refuse),
    environment: environmentOf(props.environment ?? {}, extension, refuse),
    ...layersOf(scope, { ...props, layers }, packaging, refuse),
    ...signing,
    logRetention: retentionOf(props.logs?.retention ?? logs.RetentionDays.THREE_MONTHS, refuse),
    logLevel: props.logs?.level ?? lambda.ApplicationLogLevel.INFO,
    logKey: props.logs?.encryptionKey,
    logRemovalPolicy: props.logs?.removalPolicy ?? Removal.RETAIN,
    failures: failuresOf(props.failures ?? Failures.captured(), refuse),
    alarmTopic: alarmTopicOf(scope, props),
    capabilities: capabilitiesOf(props, runtime, limits.ephemeralStorageSize, refuse),
  };
}

/** The function's own topic, else that of its network, else the nearest around it. */
function alarmTopicOf(
  scope: IConstruct,
  { alarmTopic, egressProfile, network = egressProfile?.network }: SecureFunctionProps,
): sns.ITopic | undefined {
  ALARM_TOPICS.settle(scope);
  if (alarmTopic !== undefined) assertAlarmTopic(alarmTopic, `'alarmTopic'`, scope);
  return alarmTopic ?? (network && ALARM_TOPICS.on(network)) ?? ALARM_TOPICS.around(scope);
}

function runtimeOf(given: lambda.Runtime | undefined, packaging: Packaging, refuse: Refuse): lambda.Runtime {
  if (packaging.packageType === 'Image') {
    return given === undefined
      ? lambda.Runtime.FROM_IMAGE
      : refuse({
          what: `'runtime'`,
          expected: `must be left out for ${packaging.name}, because the image brings its own`,
          got: given.name,
          remedy: 'Leave it out, and keep the base image patched',
        });
  }
  const runtime =
    given ??
    packaging.defaultRuntime ??
    refuse({
      what: `'runtime'`,
      expected: 'is required for this kind of code',
      got: 'none',
      remedy: 'Write runtime: Runtime.PYTHON_3_14, say',
    });
  const { family } = packaging;
  if (runtime.name === lambda.Runtime.FROM_IMAGE.name || (family !== undefined && runtime.family !== family)) {
    refuse({
      what: `'runtime'`,
      expected: 'must fit the code',
      got: runtime.name,
      remedy: family === undefined ? 'Name the runtime that the code is written for' : `Leave it out for ${packaging.name}`,
    });
  }
  if (!Token.isUnresolved(runtime.name) && runtimeStatus(runtime.name, new Date()) === 'deprecated') {
    refuse({
      what: `'runtime'`,
      expected: 'must be one that AWS still patches',
      got: runtime.name,
      remedy: 'Choose a newer one: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    });
  }
  return runtime;
}

function limitsOf(
  props: SecureFunctionProps,
  refuse: Refuse,
): Pick<Settings, 'timeout' | 'memorySize' | 'ephemeralStorageSize' | 'concurrency'> {
  const { timeoutSeconds, memoryMebibytes, ephemeralStorageMebibytes } = LIMITS;
  const concurrency = props.limits?.concurrency;
  if (!(concurrency instanceof Concurrency)) {
    refuse({
      what: `'limits.concurrency'`,
      expected: 'is a choice that everybody has to make',
      got: concurrency === undefined ? 'none' : typeof concurrency,
      remedy: 'Write Concurrency.reserved(5), or Concurrency.unreserved(waiver) where the account has no room',
    });
  }
  const timeout = props.limits.timeout ?? Duration.seconds(timeoutSeconds.default);
  if (!timeout.isUnresolved() && outside(timeout.toSeconds({ integral: false }), timeoutSeconds)) {
    refuse({
      what: `'limits.timeout'`,
      expected: 'must be between one second and 15 minutes',
      got: timeout.toHumanString(),
      remedy: 'Split the work, or use Step Functions; Lambda counts in whole seconds',
    });
  }
  return {
    concurrency,
    timeout,
    memorySize: sizeOf('memorySize', props.limits.memorySize, memoryMebibytes, refuse),
    ephemeralStorageSize: sizeOf('ephemeralStorageSize', props.limits.ephemeralStorageSize, ephemeralStorageMebibytes, refuse),
  };
}

function sizeOf(name: string, given: Size | undefined, bounds: Bounds & { readonly default: number }, refuse: Refuse): Size {
  const size = given ?? Size.mebibytes(bounds.default);
  if (!size.isUnresolved() && outside(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }), bounds)) {
    refuse({
      what: `'limits.${name}'`,
      expected: `must be between ${bounds.min} and ${bounds.max} MiB`,
      got: `${size.toMebibytes({ rounding: SizeRoundingBehavior.NONE })} MiB`,
      remedy: 'These are the limits of Lambda, which counts in whole MiB',
    });
  }
  return size;
}

/** An access is made by its `read()`, so its class has no constructor that could be called. */
interface AccessClass<T> {
  readonly name: string;
  readonly prototype: T;
  [Symbol.hasInstance](value: unknown): boolean;
}

function accessOf<T extends object>(
  name: string,
  given: { readonly [variable: string]: T } | undefined,
  kind: AccessClass<T>,
  refuse: Refuse,
): Readonly<Record<string, T>> {
  const wrong = Object.entries(given ?? {}).find(([, access]) => !(access instanceof kind));
  if (wrong !== undefined) {
    refuse({
      what: `'${name}.${wrong[0]}'`,
      expected: `must be a ${kind.name}`,
      got: typeof wrong[1],
      remedy: `Write ${kind.name}.read()`,
    });
  }
  return given ?? {};
}

function environmentOf(
  given: { readonly [variable: string]: string },
  extension: BoundExtension | undefined,
  refuse: Refuse,
): Readonly<Record<string, string>> {
  const configured = extension?.environment ?? {};
  const twice = Object.keys(given).find(variable => Object.hasOwn(configured, variable));
  if (twice !== undefined) {
    refuse({
      what: `The environment variable '${twice}'`,
      expected: 'must be set once',
      got: `'environment' and 'paramsAndSecrets'`,
      remedy: 'Leave it out of the environment, and set the option of ParamsAndSecretsLayerVersion.fromVersionArn()',
    });
  }
  return { ...given, ...configured };
}

function retentionOf(retention: logs.RetentionDays, refuse: Refuse): logs.RetentionDays {
  if (retention === logs.RetentionDays.INFINITE) {
    refuse({
      what: `'logs.retention'`,
      expected: 'must end some day',
      got: 'RetentionDays.INFINITE',
      remedy: 'Write RetentionDays.TEN_YEARS where the law asks for it',
    });
  }
  return retention;
}

function failuresOf(failures: Failures, refuse: Refuse): Failures {
  return failures instanceof Failures
    ? failures
    : refuse({
        what: `'failures'`,
        expected: 'must be a Failures',
        got: typeof failures,
        remedy: 'Write Failures.captured(), or leave it out',
      });
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Lambda counts in whole seconds and mebibytes. */
function outside(value: number, bounds: Bounds): boolean {
  return !Number.isInteger(value) || value < bounds.min || value > bounds.max;
}
