import { Duration, RemovalPolicy, Size, SizeRoundingBehavior } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { LIMITS } from '../baseline/limits';
import { ValidationError } from '../errors';

/** What functions are given that do not say it themselves. */
export interface SecureDefaultsOptions {
  /**
   * After which time Lambda stops an invocation, one second to 15 minutes.
   *
   * A queue that feeds a function must hide its messages at least as long.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;

  /**
   * The memory, 128 to 10240 MiB.
   *
   * @default Size.mebibytes(256)
   */
  readonly memorySize?: Size;

  /**
   * The size of `/tmp`, 512 to 10240 MiB.
   *
   * @default Size.mebibytes(512)
   */
  readonly ephemeralStorageSize?: Size;

  /**
   * How long logs are kept. Never for ever.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * The customer key that encrypts the logs of functions in its region. Its policy must let CloudWatch Logs use it.
   *
   * @default - the customer key of each stack, as in all other regions
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logEncryptionKey?: kms.IKey;

  /**
   * What happens to the logs when their function is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

/** Everything that was decided for functions that say nothing. */
export interface ChosenDefaults {
  readonly timeout: Duration;
  readonly memorySize: number;
  readonly ephemeralStorageSize: Size;
  readonly logRetention: logs.RetentionDays;
  readonly logEncryptionKey: kms.IKey | undefined;
  readonly logRemovalPolicy: RemovalPolicy;
}

/** The only place where absent becomes a default. Throws for whatever is no safe default. */
export function chooseDefaults(scope: IConstruct, options: SecureDefaultsOptions): ChosenDefaults {
  const { timeoutSeconds, memoryMebibytes, ephemeralStorageMebibytes } = LIMITS;
  const timeout = options.timeout ?? Duration.seconds(timeoutSeconds.default);
  const memorySize = options.memorySize ?? Size.mebibytes(memoryMebibytes.default);
  const ephemeralStorageSize = options.ephemeralStorageSize ?? Size.mebibytes(ephemeralStorageMebibytes.default);
  if (timeout.isUnresolved() || outside(timeout.toSeconds({ integral: false }), timeoutSeconds)) {
    throw new ValidationError(
      {
        what: `'timeout'`,
        expected: 'must be between one second and 15 minutes',
        got: timeout.isUnresolved() ? 'a token' : timeout.toHumanString(),
        remedy: 'Lambda counts in whole seconds; functions that need more or less say it themselves',
      },
      scope,
    );
  }
  assertSize(scope, 'memorySize', memorySize, memoryMebibytes);
  assertSize(scope, 'ephemeralStorageSize', ephemeralStorageSize, ephemeralStorageMebibytes);
  return {
    timeout,
    memorySize: memorySize.toMebibytes(),
    ephemeralStorageSize,
    logRetention: finite(scope, options.logRetention ?? logs.RetentionDays.THREE_MONTHS),
    logEncryptionKey: options.logEncryptionKey,
    logRemovalPolicy: options.logRemovalPolicy ?? RemovalPolicy.RETAIN,
  };
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function assertSize(scope: IConstruct, name: string, size: Size, bounds: Bounds): void {
  const mebibytes = size.isUnresolved() ? NaN : size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  if (!outside(mebibytes, bounds)) return;
  throw new ValidationError(
    {
      what: `'${name}'`,
      expected: `must be between ${bounds.min} and ${bounds.max} MiB`,
      got: size.isUnresolved() ? 'a token' : `${mebibytes} MiB`,
      remedy: 'Lambda counts in whole MiB; functions that need more or less say it themselves',
    },
    scope,
  );
}

function finite(scope: IConstruct, retention: logs.RetentionDays): logs.RetentionDays {
  if (retention !== logs.RetentionDays.INFINITE) return retention;
  throw new ValidationError(
    {
      what: `'logRetention'`,
      expected: 'must end some day',
      got: 'RetentionDays.INFINITE',
      remedy: 'Write RetentionDays.TEN_YEARS where the law asks for it',
    },
    scope,
  );
}

/** Lambda counts in whole seconds and mebibytes. */
function outside(value: number, { min, max }: Bounds): boolean {
  return !Number.isInteger(value) || value < min || value > max;
}
