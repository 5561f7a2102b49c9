import type { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Concurrency } from './concurrency';
import type { Failures } from './failures';
import type { FunctionCode } from './function-code';
import type { ParameterAccess, SecretAccess } from './secret-access';
import type { Waiver } from '../baseline/waiver';
import type { Egress } from '../network/egress';
import type { EgressProfile } from '../network/egress-profile';
import type { ISecureNetwork } from '../network/i-secure-network';

/** How much a function may use. */
export interface FunctionLimits {
  /** How many instances may run at once. A choice that everybody has to make. */
  readonly concurrency: Concurrency;

  /**
   * After which time Lambda stops an invocation, one second to 15 minutes.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;

  /**
   * The memory, 128 to 10240 MiB; processing power grows with it.
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
}

/** What a function writes down, where, and for how long. */
export interface FunctionLogs {
  /**
   * How long logs are kept. Never for ever.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * The customer key that encrypts them. Its policy must let CloudWatch Logs use it.
   *
   * @default - the customer key of the stack
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * The least severe level of the code's own logs that is kept.
   *
   * @default ApplicationLogLevel.INFO
   */
  readonly level?: lambda.ApplicationLogLevel;

  /**
   * What happens to the logs when the function is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Everything that can be said about a `SecureFunction`. What is not here cannot be turned off.
 */
export interface SecureFunctionProps {
  /** The code, and how it is packaged. */
  readonly code: FunctionCode;

  /** How much the function may use. */
  readonly limits: FunctionLimits;

  /**
   * The network that it runs in. Required, unless `outsideVpc` says why not.
   *
   * @default - that of `egressProfile`; without one `outsideVpc` is required
   */
  readonly network?: ISecureNetwork;

  /**
   * Why the function runs outside every VPC, where it can connect to the whole internet.
   *
   * @default - it runs in `network`
   */
  readonly outsideVpc?: Waiver;

  /**
   * Secrets that the code reads at run time, by the name of the environment variable that holds their ARN.
   *
   * @default - none
   */
  readonly secrets?: { [variable: string]: SecretAccess };

  /**
   * Parameters that the code reads at run time, by the name of the environment variable that holds their name.
   *
   * @default - none
   */
  readonly parameters?: { [variable: string]: ParameterAccess };

  /**
   * Where it may connect to. Nothing else is open. Secrets and parameters bring what they need by themselves.
   *
   * @default - nowhere
   */
  readonly egress?: Egress[];

  /**
   * Egress that the function shares with others, instead of `egress` of its own: they stand in one security group. It brings its network; secrets and
   * parameters do not bring what they need, because that would open it for all.
   *
   * @default - `egress`
   */
  readonly egressProfile?: EgressProfile;

  /**
   * Environment variables. Everyone who may read the function's configuration reads them: secrets are refused.
   *
   * @default - none
   */
  readonly environment?: { [variable: string]: string };

  /**
   * The processor's architecture.
   *
   * @default Architecture.ARM_64
   */
  readonly architecture?: lambda.Architecture;

  /**
   * The runtime, where the code allows a choice. Must be one that AWS still patches.
   *
   * @default - the newest of its family for `FunctionCode.nodejs()` and `.python()`; refused for images; required for other code
   */
  readonly runtime?: lambda.Runtime;

  /**
   * Layers, each in one version, five at most, from this account or from AWS. Their code runs with all rights of the function.
   *
   * @default - none
   */
  readonly layers?: lambda.ILayerVersion[];

  /**
   * Why layers of other accounts are trusted with the function's rights.
   *
   * @default - layers come from this account or from AWS
   */
  readonly foreignLayers?: Waiver;

  /**
   * What is written down, where, and for how long.
   *
   * @default - JSON logs in an encrypted group of its own, kept for three months
   */
  readonly logs?: FunctionLogs;

  /**
   * What happens to asynchronous events that fail.
   *
   * @default Failures.captured()
   */
  readonly failures?: Failures;

  /**
   * The topic that is told when the function fails: on errors, throttles, durations near the timeout, and failed events that wait in its queue or
   * were lost. It must be a standard topic in the function's region; a key that encrypts it must let CloudWatch use it, which one of this app does.
   *
   * @default - the topic of its network, else that of `Alarms.to()`, else nobody is told
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * The bound that the execution role's rights never exceed.
   *
   * @default - none
   */
  readonly permissionsBoundary?: iam.IManagedPolicy;

  /**
   * Who must have signed the code of this function, by a configuration that enforces. For all functions at once, see `CodeSigning.demand()`.
   *
   * @default - what `CodeSigning.demand()` says; unsigned code is accepted where it was not called
   */
  readonly codeSigning?: lambda.ICodeSigningConfig;

  /**
   * Why nobody has signed the code, where signing is demanded: it is an image, say.
   *
   * @default - the code is signed where that is demanded
   */
  readonly unsignedCode?: Waiver;

  /**
   * A customer key for the environment variables. Amazon Inspector does not scan functions that are encrypted with one, and the environment
   * holds no secret, so think twice.
   *
   * @default - the AWS managed key
   * @see https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What the function is for, at most 256 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * A name of one's own. A named function cannot be replaced without downtime.
   *
   * @default - CloudFormation chooses one
   */
  readonly functionName?: string;

  /**
   * Starts instances from a snapshot of a published version: call `currentVersion` or `addAlias()`. What the code reads while it starts is frozen
   * into the snapshot, so read secrets in the handler.
   *
   * @default - every instance starts anew
   * @see https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
   */
  readonly snapStart?: lambda.SnapStartConf;

  /**
   * Makes executions durable: they save their progress, and may wait for up to a year. The function gets the rights on its own executions, and
   * on no others. What is saved holds inputs and results.
   *
   * @default - an invocation is forgotten when it ends
   * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html
   */
  readonly durableConfig?: lambda.DurableConfig;

  /**
   * Keeps the instances of one tenant from serving another. Callers must say which tenant they call for. All of them share the role's rights.
   *
   * @default - instances serve whoever calls
   * @see https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html
   */
  readonly tenancyConfig?: lambda.TenancyConfig;

  /**
   * A file system, mounted through an access point. The function may mount and write it through this access point only, and connects to it on
   * port 2049.
   *
   * @default - none
   */
  readonly filesystem?: lambda.FileSystem;

  /**
   * The Parameters and Secrets extension, which caches what the function reads: in a version that is written out with
   * `ParamsAndSecretsLayerVersion.fromVersionArn()`. The version that CDK brings is of 2023, and refused.
   *
   * @default - none: the code reads secrets through the SDK
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html
   */
  readonly paramsAndSecrets?: lambda.ParamsAndSecretsLayerVersion;
}
