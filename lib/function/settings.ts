import type { RemovalPolicy } from 'aws-cdk-lib';
import { RemovalPolicy as Removal } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct, IConstruct } from 'constructs';
import type { Capabilities } from './capabilities';
import { capabilitiesOf } from './capabilities';
import type { Limits } from './chosen-limits';
import { limitsOf } from './chosen-limits';
import { runtimeOf } from './chosen-runtime';
import { assertClosed } from './closed-props';
import { Failures } from './failures';
import { FunctionCode } from './function-code';
import { layersOf } from './layers';
import type { BoundCode, Packaging } from './packaging/packaging';
import type { Placement } from './placement';
import { placementOf } from './placement';
import { ParameterAccess, SecretAccess } from './secret-access';
import type { BoundExtension } from './secrets-extension';
import { bindExtension } from './secrets-extension';
import type { SecureFunctionProps } from './secure-function-props';
import { signingOf } from './signing';
import { ALARM_TOPICS, assertAlarmTopic } from '../baseline/alarm-topic';
import type { Waiver } from '../baseline/waiver';
import type { Refusal, Refuse } from '../errors';
import { ValidationError } from '../errors';

/** Everything that was decided about a function. Nothing in it is left to a default. */
export interface Settings extends Placement, Limits {
  readonly code: BoundCode;
  readonly packageType: Packaging['packageType'];
  readonly runtime: lambda.Runtime;
  readonly architecture: lambda.Architecture;
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

/** The only place where absent becomes a default. Throws for whatever no function may be. */
export function resolveSettings(scope: Construct, props: SecureFunctionProps): Settings {
  const refuse = (refusal: Refusal): never => {
    throw new ValidationError(refusal, scope);
  };
  assertClosed(props, refuse);
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
