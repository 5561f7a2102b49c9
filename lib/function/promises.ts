import type { CfnResource } from 'aws-cdk-lib';
import { Lazy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import type { ExecutionRole } from './execution-role';
import type { Promised } from './kept-promises';
import type { SecureFunctionProps } from './secure-function-props';
import type { Settings } from './settings';
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
  readonly failureQueue: sqs.IQueue | undefined;
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
  const { placement } = settings;
  const vpc =
    placement instanceof Waiver || securityGroup === undefined
      ? undefined
      : {
          SubnetIds: placement.network.vpc.selectSubnets(placement.network.subnets).subnetIds,
          SecurityGroupIds: [securityGroup.securityGroupId],
        };
  return of(fn, {
    Role: role.roleArn,
    Runtime: settings.runtime.name,
    VpcConfig: vpc,
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: {
      LogFormat: 'JSON',
      LogGroup: logGroup.logGroupName,
      ApplicationLogLevel: settings.logLevel,
      SystemLogLevel: 'INFO',
    },
    RecursiveLoop: 'Terminate',
    Timeout: settings.timeout.toSeconds(),
    MemorySize: settings.memorySize.toMebibytes(),
    EphemeralStorage: { Size: settings.ephemeralStorageSize.toMebibytes() },
    ReservedConcurrentExecutions: settings.concurrency.reservedInstances,
    KmsKeyArn: props.encryptionKey?.keyArn,
    CodeSigningConfigArn: props.codeSigning?.codeSigningConfigArn,
  });
}

function rolePromises({ role, platformPolicy }: Parts): Promised[] {
  return [
    ...of(role, { ManagedPolicyArns: Lazy.uncachedAny({ produce: () => role.attachedPolicyArns }), Policies: undefined }),
    ...of(platformPolicy, { PolicyDocument: platformPolicy.document, Roles: [role.roleName] }),
  ];
}

function logPromises({ settings, logGroup }: Parts): Promised[] {
  return of(logGroup, { RetentionInDays: settings.logRetention, KmsKeyId: (settings.logKey ?? stackKeyOf(logGroup)).keyArn });
}

function networkPromises({ securityGroup }: Parts): Promised[] {
  return securityGroup === undefined ? [] : of(securityGroup, { SecurityGroupEgress: securityGroup.egressRules });
}

function failurePromises({ settings, fn, failureQueue }: Parts): Promised[] {
  if (failureQueue === undefined) return [];
  const own =
    settings.failures.queue === undefined ? of(failureQueue, { KmsMasterKeyId: failureQueue.encryptionMasterKey?.keyArn }) : [];
  const config = fn.node.findChild('EventInvokeConfig');
  return [
    ...of(config, { DestinationConfig: { OnFailure: { Destination: failureQueue.queueArn } }, Qualifier: '$LATEST' }),
    ...own,
  ];
}

function of(construct: IConstruct, properties: Readonly<Record<string, unknown>>): Promised[] {
  const resource = construct.node.defaultChild as CfnResource;
  return Object.entries(properties).map(([property, value]) => ({ resource, property, value }));
}
