import { Annotations, Size, Token } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { SecureFunctionProps } from './secure-function-props';
import type { Refusal } from '../errors';
import { ValidationError } from '../errors';

/** What Lambda can do for a function beyond running it. */
export interface Capabilities {
  readonly snapStart: lambda.SnapStartConf | undefined;
  readonly durableConfig: lambda.DurableConfig | undefined;
  readonly tenancyConfig: lambda.TenancyConfig | undefined;
  readonly filesystem: lambda.FileSystem | undefined;
}

/** What SnapStart restores fits into this much of `/tmp`. */
const SNAPSHOT_STORAGE = Size.mebibytes(512);

/** Takes the capabilities that fit together; Lambda would refuse the others when they are deployed. */
export function capabilitiesOf(
  props: SecureFunctionProps,
  runtime: lambda.Runtime,
  ephemeralStorageSize: Size,
  refuse: (refusal: Refusal) => never,
): Capabilities {
  const { snapStart, durableConfig, tenancyConfig, filesystem, outsideVpc } = props;
  if (filesystem !== undefined && outsideVpc !== undefined) {
    refuse({ what: `'filesystem'`, expected: 'can only be mounted in a network', got: 'outsideVpc', remedy: 'Pass a network' });
  }
  if (snapStart !== undefined) {
    const against = whyNoSnapshot({ runtime, ephemeralStorageSize, tenancyConfig, filesystem });
    if (against !== undefined) {
      refuse({ what: `'snapStart'`, expected: 'must fit the function', got: against, remedy: 'Leave one of the two out' });
    }
  }
  return { snapStart, durableConfig, tenancyConfig, filesystem: filesystem && boundToAccessPoint(filesystem) };
}

interface Snapshot extends Pick<Capabilities, 'tenancyConfig' | 'filesystem'> {
  readonly runtime: lambda.Runtime;
  readonly ephemeralStorageSize: Size;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html */
function whyNoSnapshot({ runtime, ephemeralStorageSize, tenancyConfig, filesystem }: Snapshot): string | undefined {
  if (!Token.isUnresolved(runtime.name) && !runtime.supportsSnapStart) return `the runtime ${runtime.name}, which has none`;
  if (filesystem !== undefined) return `a filesystem`;
  if (tenancyConfig !== undefined) return `tenant isolation`;
  const isLarge = !ephemeralStorageSize.isUnresolved() && ephemeralStorageSize.toMebibytes() > SNAPSHOT_STORAGE.toMebibytes();
  return isLarge ? `'limits.ephemeralStorageSize' above ${SNAPSHOT_STORAGE.toMebibytes()} MiB` : undefined;
}

/** CDK lets a function mount every file system through the access point, and write to this one through every access point. */
function boundToAccessPoint({ config }: lambda.FileSystem): lambda.FileSystem {
  const statements = config.policies ?? [];
  const named = statements.flatMap(({ resources }) => resources).filter(resource => resource !== '*');
  const conditions = statements.map(statement => statement.conditions as object).find(found => Object.keys(found).length > 0);
  const policies = statements.map(statement =>
    statement.copy({
      ...(statement.resources.includes('*') ? { resources: named } : {}),
      ...(conditions === undefined ? {} : { conditions }),
    }),
  );
  return { config: { ...config, policies } };
}

/** Warns of secrets beside snapshots: nobody sees from here when the code reads them. */
export function warnOfFrozenSecrets(scope: IConstruct, settings: FrozenWith): void {
  if (settings.capabilities.snapStart === undefined || Object.keys(settings.secrets).length === 0) return;
  Annotations.of(scope).addWarningV2(
    'cdk-secure-function:secrets-beside-snapshots',
    'What the code reads while it starts is frozen into the snapshot: every instance would begin with a secret that may have been rotated since, and the ' +
      'snapshot would hold it. Read secrets in the handler, and acknowledge this warning.',
  );
}

interface FrozenWith {
  readonly capabilities: Capabilities;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/**
 * On managed instances a function runs in the provider's network, on machines that it shares, and without a reservation: no promise about these would hold.
 * CDK writes it into the resource, so that is where it is met.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
 */
export function refuseCapacityProvider(resource: lambda.CfnFunction): void {
  Object.defineProperty(resource, 'capacityProviderConfig', {
    get: () => undefined,
    set: (given: unknown) => {
      if (given === undefined) return;
      throw new ValidationError(
        {
          what: 'A SecureFunction',
          expected: 'runs in its own network, in an environment of its own, with its own concurrency',
          got: 'a capacity provider, which decides all three',
          remedy:
            'Use a lambda.Function for it, with a provider that no other function shares, and waivers for what it cannot have',
        },
        resource,
      );
    },
  });
}
