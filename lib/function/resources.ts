import type { CfnElement, CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { refuseCapacityProvider } from './capabilities';
import type { ExecutionRole } from './execution-role';
import { FailureQueue } from './failure-queue';
import { recordProvenance } from './packaging/packaging';
import { ownExecutions, platformStatements } from './platform-policy';
import type { SecureFunctionProps } from './secure-function-props';
import type { Settings } from './settings';
import type { ControlId } from '../baseline/control';
import { Control } from '../baseline/control';
import { hasLoopDetection } from '../baseline/loop-detection';
import { acknowledgeForPeers, acknowledgeOwnExecutions, acknowledgeWaivedForPeers } from '../baseline/peer-acknowledgements';
import { keepKeyWith, keepReadable, stackKeyOf } from '../baseline/stack-key';
import { recordWaiver, Waiver } from '../baseline/waiver';
import { FunctionSecurityGroup } from '../network/function-security-group';

export function createLogGroup(scope: Construct, settings: Settings): logs.LogGroup {
  const encryptionKey = settings.logKey ?? stackKeyOf(scope);
  keepKeyWith(encryptionKey, settings.logRemovalPolicy);
  const logGroup = new logs.LogGroup(scope, 'LogGroup', {
    encryptionKey,
    retention: settings.logRetention,
    removalPolicy: settings.logRemovalPolicy,
  });
  keepReadable(logGroup, encryptionKey);
  return logGroup;
}

/** The queue of the function's own, unless it was given one, or confessed to need none. */
export function createFailureQueue(scope: Construct, { failures }: Settings): sqs.IQueue | undefined {
  if (failures.waiver !== undefined) return undefined;
  if (failures.queue !== undefined) return failures.queue;
  const queue = new FailureQueue(scope, 'Failures', stackKeyOf(scope));
  acknowledgeForPeers(resourceOf(queue), 'queueOfFailures');
  return queue;
}

interface PlatformParts {
  readonly settings: Settings;
  readonly role: ExecutionRole;
  readonly logGroup: logs.LogGroup;
  readonly failureQueue: sqs.IQueue | undefined;
}

/** What the platform needs for these resources. Made anew at each call, so that nobody can have changed it. */
export function statementsOf(scope: Construct, { settings, logGroup, failureQueue }: PlatformParts): iam.PolicyStatement[] {
  return platformStatements(scope, {
    logGroup,
    logKey: settings.logKey ?? stackKeyOf(scope),
    failureQueue,
    secrets: Object.values(settings.secrets),
    parameters: Object.values(settings.parameters),
  });
}

export function createPlatformPolicy(scope: Construct, { role }: PlatformParts, statements: iam.PolicyStatement[]): iam.Policy {
  const policy = new iam.Policy(scope, 'PlatformPolicy', { statements });
  role.attachInlinePolicy(policy);
  acknowledgeForPeers(resourceOf(policy), 'inlinePolicy', 'platformWildcard');
  return policy;
}

/** The group outlives the function and depends on the policy, so the rights that delete network interfaces outlive these: the stack can be deleted. */
export function createSecurityGroup(
  scope: Construct,
  { placement, egressProfile }: Settings,
  platformPolicy: iam.Policy,
): FunctionSecurityGroup | undefined {
  if (placement instanceof Waiver) return undefined;
  // A group that others share cannot depend on the policy of one. The function does.
  if (egressProfile !== undefined) return egressProfile._sharedGroup();
  const group = new FunctionSecurityGroup(scope, 'SecurityGroup', {
    network: placement,
    description: `Declared egress of ${scope.node.path}`.slice(0, 255),
  });
  group.node.addDependency(platformPolicy);
  return group;
}

interface FunctionParts {
  readonly props: SecureFunctionProps;
  readonly settings: Settings;
  readonly role: ExecutionRole;
  readonly logGroup: logs.LogGroup;
  readonly securityGroup: FunctionSecurityGroup | undefined;
  readonly platformPolicy: iam.Policy;
}

export function createFunction(scope: Construct, parts: FunctionParts): lambda.Function {
  const { props, settings, role, logGroup, securityGroup, platformPolicy } = parts;
  const { placement, place } = settings;
  const fn = new lambda.Function(scope, 'Function', {
    functionName: props.functionName,
    description: props.description,
    code: settings.code.code,
    handler: settings.code.handler,
    environment: { ...settings.code.environment },
    runtime: settings.runtime,
    architecture: settings.architecture,
    layers: settings.layers.length === 0 ? undefined : [...settings.layers],
    role,
    timeout: settings.timeout,
    memorySize: settings.memorySize.toMebibytes(),
    ephemeralStorageSize: settings.ephemeralStorageSize,
    reservedConcurrentExecutions: settings.concurrency.reservedInstances,
    tracing: lambda.Tracing.ACTIVE,
    loggingFormat: lambda.LoggingFormat.JSON,
    applicationLogLevelV2: settings.logLevel,
    systemLogLevelV2: lambda.SystemLogLevel.INFO,
    logGroup,
    recursiveLoop: hasLoopDetection(scope) ? lambda.RecursiveLoop.TERMINATE : undefined,
    environmentEncryption: props.encryptionKey,
    codeSigningConfig: settings.codeSigning,
    ...settings.capabilities,
    ...(placement instanceof Waiver || securityGroup === undefined
      ? {}
      : { vpc: placement.vpc, vpcSubnets: place?.subnets, securityGroups: [securityGroup] }),
  });
  fn.node.addDependency(platformPolicy);
  recordProvenance(resourceOf(fn), settings.code);
  refuseCapacityProvider(fn.node.defaultChild as lambda.CfnFunction);
  return fn;
}

/** The rights of a durable function on its executions, in a policy of their own: it names the function, which the platform policy comes before. */
export function createDurablePolicy(
  scope: Construct,
  { capabilities }: Settings,
  fn: lambda.Function,
  role: ExecutionRole,
): iam.Policy | undefined {
  if (capabilities.durableConfig === undefined) return undefined;
  const policy = new iam.Policy(scope, 'DurablePolicy', { statements: [ownExecutions(fn)] });
  role.attachInlinePolicy(policy);
  acknowledgeForPeers(resourceOf(policy), 'inlinePolicy');
  acknowledgeOwnExecutions(resourceOf(policy), Stack.of(fn).getLogicalId(fn.node.defaultChild as CfnElement));
  return policy;
}

/** Sends failed events to the queue. The rights stand in the platform policy; CDK's own destination would grant more than is needed. */
export function asyncOptions({ failures }: Settings, queue: sqs.IQueue | undefined): lambda.EventInvokeConfigOptions {
  const { retryAttempts, maxEventAge } = failures;
  return {
    retryAttempts,
    maxEventAge,
    ...(queue === undefined ? {} : { onFailure: { bind: () => ({ destination: queue.queueArn }) } }),
  };
}

export function recordWaivers(fn: lambda.Function, settings: Settings): void {
  const { placement, place, concurrency, failures, foreignLayers, unsignedCode } = settings;
  const record = (control: ControlId, waiver: Waiver | undefined): void => {
    if (waiver === undefined) return;
    recordWaiver(resourceOf(fn), control, waiver);
    acknowledgeWaivedForPeers(resourceOf(fn), control, waiver.reason);
  };
  record(Control.FUNCTION_IN_VPC, placement instanceof Waiver ? placement : undefined);
  record(Control.INTERNET_BEHIND_FIREWALL, place?.waiver);
  record(Control.CONCURRENCY_RESERVED, concurrency.waiver);
  record(Control.ASYNC_FAILURES_CAPTURED, failures.waiver);
  record(Control.LAYERS_OF_KNOWN_ACCOUNTS, foreignLayers);
  record(Control.CODE_SIGNED, unsignedCode);
  if (failures.waiver === undefined) acknowledgeForPeers(resourceOf(fn), 'destinationInsteadOfDeadLetters');
}

function resourceOf(construct: IConstruct): CfnResource {
  return construct.node.defaultChild as CfnResource;
}
