import type { CfnResource } from 'aws-cdk-lib';
import { FeatureFlags, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { LAMBDA_RECOGNIZE_LAYER_VERSION } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import type { ExecutionRole } from './execution-role';
import { FAILURES_KEPT } from './failure-queue';
import { ownExecutions } from './platform-policy';
import type { SecureFunctionProps } from './secure-function-props';
import type { Settings } from './settings';
import type { Promised, PromisedOrder } from '../baseline/kept-promises';
import { PRESENT, promiseOf } from '../baseline/kept-promises';
import { hasLoopDetection } from '../baseline/loop-detection';
import { stackKeyOf } from '../baseline/stack-key';
import { Waiver } from '../baseline/waiver';
import type { FunctionSecurityGroup } from '../network/function-security-group';

/** The resources of one function. */
export interface Parts {
  readonly props: SecureFunctionProps;
  readonly settings: Settings;
  readonly fn: lambda.Function;
  readonly role: ExecutionRole;
  readonly logGroup: logs.LogGroup;
  readonly securityGroup: FunctionSecurityGroup | undefined;
  readonly platformPolicy: iam.Policy;
  /** What the platform policy says, made anew: nobody else holds it. */
  readonly platformDocument: iam.PolicyDocument;
  readonly failureQueue: sqs.IQueue | undefined;
  readonly durablePolicy: iam.Policy | undefined;
}

/** What the template must say about a function, worked out from its settings and not from the resources, which others may have changed already. */
export function promisesOf(parts: Parts): Promised[] {
  return [
    ...functionPromises(parts),
    ...rolePromises(parts),
    ...logPromises(parts),
    ...networkPromises(parts),
    ...failurePromises(parts),
  ];
}

function functionPromises({ props, settings, fn, role, logGroup, securityGroup }: Parts): Promised[] {
  const { placement, place } = settings;
  const vpc =
    placement instanceof Waiver || securityGroup === undefined
      ? undefined
      : {
          SubnetIds: placement.vpc.selectSubnets(place?.subnets).subnetIds,
          SecurityGroupIds: [securityGroup.securityGroupId],
        };
  const { code, imageConfig, snapStart } = fn.node.defaultChild as lambda.CfnFunction;
  const isImage = settings.packageType === 'Image';
  return of(fn, {
    Role: role.roleArn,
    PackageType: isImage ? 'Image' : undefined,
    ImageConfig: copyOf(imageConfig),
    Runtime: isImage ? undefined : settings.runtime.name,
    Handler: isImage ? undefined : settings.code.handler,
    Code: copyOf(code),
    Layers: () => layersOf(fn, settings),
    FileSystemConfigs: mountsOf(settings),
    Architectures: [settings.architecture.name],
    SnapStart: settings.capabilities.snapStart && copyOf(snapStart),
    DurableConfig: durationsOf(settings),
    TenancyConfig: settings.capabilities.tenancyConfig?.tenancyConfigProperty,
    VpcConfig: vpc,
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: {
      LogFormat: 'JSON',
      LogGroup: logGroup.logGroupName,
      ApplicationLogLevel: settings.logLevel,
      SystemLogLevel: 'INFO',
    },
    RecursiveLoop: hasLoopDetection(fn) ? 'Terminate' : undefined,
    Timeout: settings.timeout.toSeconds(),
    MemorySize: settings.memorySize.toMebibytes(),
    EphemeralStorage: { Size: settings.ephemeralStorageSize.toMebibytes() },
    ReservedConcurrentExecutions: settings.concurrency.reservedInstances,
    KmsKeyArn: props.encryptionKey?.keyArn,
    CodeSigningConfigArn: settings.codeSigning?.codeSigningConfigArn,
    ...Object.fromEntries(NEVER.map(property => [property, undefined])),
  });
}

/** What no function of this package has: a second way for failures, a runtime that is not patched, machines that others share. */
const NEVER = [
  'CapacityProviderConfig',
  'DeadLetterConfig',
  'FunctionScalingConfig',
  'PublishToLatestPublished',
  'RuntimeManagementConfig',
];

function durationsOf({ capabilities: { durableConfig } }: Settings): unknown {
  return (
    durableConfig && {
      ExecutionTimeout: durableConfig.executionTimeout.toSeconds(),
      RetentionPeriodInDays: durableConfig.retentionPeriod?.toDays(),
    }
  );
}

/** The rights that delete network interfaces outlive these, and a function that is invoked early has all of its rights. */
export function orderOf({ fn, role, platformPolicy, securityGroup, settings }: Parts): PromisedOrder[] {
  if (role.isPrecreated) return [];
  const after = platformPolicy.node.defaultChild as CfnResource;
  const ownGroup = settings.egressProfile === undefined ? securityGroup : undefined;
  return [fn, ...(ownGroup === undefined ? [] : [ownGroup])].map(construct => ({
    resource: construct.node.defaultChild as CfnResource,
    after,
  }));
}

/** Nobody else holds the copy, so nobody changes it in place. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
}

/** CDK keeps the order of layers, or sorts the layers themselves, which compares them by their paths. */
function mountsOf({ capabilities: { filesystem } }: Settings): unknown {
  if (filesystem === undefined) return undefined;
  const { arn, localMountPath, _s3FilesDirectRead: directS3Read } = filesystem.config;
  return [{ arn, localMountPath, ...(directS3Read === undefined ? {} : { s3FilesConfig: { directS3Read } }) }];
}

/** CDK sorts layers or keeps their order, by a flag. */
function layersOf(fn: lambda.Function, { layers }: Settings): string[] | undefined {
  if (layers.length === 0) return undefined;
  const ordered = FeatureFlags.of(fn).isEnabled(LAMBDA_RECOGNIZE_LAYER_VERSION) ? [...layers].sort() : layers;
  return ordered.map(({ layerVersionArn }) => layerVersionArn);
}

/**
 * What was granted may grow until the template is written; what stands there is what was granted. CDK moves what is too long into managed policies, and
 * writes no policy of which nothing is left.
 */
export function workloadPromises(role: ExecutionRole): Promised[] {
  if (role.isPrecreated) return [];
  return role.workloadPolicies
    .filter(policy => !policy.document.isEmpty)
    .flatMap(policy => of(policy, { PolicyDocument: policy.document, Roles: [role.roleName] }));
}

function rolePromises({ props, fn, role, platformPolicy, platformDocument, durablePolicy }: Parts): Promised[] {
  if (role.isPrecreated) return [];
  return [
    ...(props.permissionsBoundary === undefined ? [] : of(role, { PermissionsBoundary: PRESENT })),
    ...of(role, {
      AssumeRolePolicyDocument: LAMBDA_MAY_ASSUME,
      ManagedPolicyArns: () => role.attachedPolicyArns,
      Policies: undefined,
    }),
    ...of(platformPolicy, { PolicyDocument: platformDocument, PolicyName: nameOf(platformPolicy), Roles: [role.roleName] }),
    ...(durablePolicy === undefined
      ? []
      : of(durablePolicy, { PolicyDocument: new iam.PolicyDocument({ statements: [ownExecutions(fn)] }) })),
  ];
}

/** A policy of the same name would take its place. CDK's own getter marks the policy as referenced. */
function nameOf(policy: iam.Policy): string {
  return (policy.node.defaultChild as iam.CfnPolicy).policyName;
}

function logPromises({ settings, logGroup }: Parts): Promised[] {
  return of(logGroup, {
    RetentionInDays: settings.logRetention,
    KmsKeyId: (settings.logKey ?? stackKeyOf(logGroup)).keyArn,
    LogGroupClass: undefined,
  });
}

/** What a shared group says is its profile's promise. */
function networkPromises({ settings, securityGroup }: Parts): Promised[] {
  return securityGroup === undefined || settings.egressProfile !== undefined
    ? []
    : of(securityGroup, { SecurityGroupEgress: securityGroup.egressRules });
}

function failurePromises({ settings, fn, failureQueue }: Parts): Promised[] {
  if (failureQueue === undefined) return [];
  const own = settings.failures.queue === undefined ? queuePromises(failureQueue) : [];
  const config = fn.node.findChild('EventInvokeConfig');
  return [
    ...of(config, {
      DestinationConfig: { OnFailure: { Destination: failureQueue.queueArn } },
      Qualifier: '$LATEST',
      FunctionName: fn.functionName,
    }),
    ...own,
  ];
}

/** What is captured stays here, for as long as it was promised, and travels over TLS. */
function queuePromises(queue: sqs.IQueue): Promised[] {
  const policy = queue.node.findChild('Policy') as sqs.QueuePolicy;
  return [
    ...of(queue, {
      KmsMasterKeyId: stackKeyOf(queue).keyArn,
      MessageRetentionPeriod: FAILURES_KEPT.toSeconds(),
      RedrivePolicy: undefined,
    }),
    ...of(policy, { PolicyDocument: policy.document, Queues: [queue.queueUrl] }),
  ];
}

const LAMBDA_MAY_ASSUME = {
  Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
  Version: '2012-10-17',
};

function of(construct: IConstruct, properties: Readonly<Record<string, unknown>>): Promised[] {
  return promiseOf(construct.node.defaultChild as CfnResource, properties);
}
