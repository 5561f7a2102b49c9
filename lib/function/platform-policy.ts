import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import type { ParameterAccess, SecretAccess } from './secret-access';
import { logStatements } from '../baseline/log-rights';
import { NETWORK_INTERFACE_ACTIONS, TRACING_ACTIONS } from '../baseline/platform-actions';

/** The statement by which Lambda sends failed events, from its own network and under the role of the function. */
export const CAPTURE_FAILURES = 'CaptureFailures';

/** What a function reads and writes by itself, without anybody granting it. */
export interface PlatformNeeds {
  readonly logGroup: logs.ILogGroup;
  readonly logKey: kms.IKey;
  readonly failureQueue?: sqs.IQueue;
  readonly secrets: readonly SecretAccess[];
  readonly parameters: readonly ParameterAccess[];
}

/**
 * The rights that the platform needs, apart from those that the workload is granted: what is acknowledged here about `Resource: *` never hides
 * a `*` that somebody adds there.
 *
 * The rights on network interfaces stay when a function leaves its VPC, because they also delete its interfaces. Code cannot use them: the key
 * `lambda:SourceFunctionArn` is present on every call that code makes, and absent on those that Lambda makes for the network.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export function platformStatements(scope: IConstruct, needs: PlatformNeeds): iam.PolicyStatement[] {
  const stack = Stack.of(scope);
  const through = (service: string): Record<string, string> => ({ 'kms:ViaService': `${service}.${stack.region}.amazonaws.com` });
  return [
    ...logStatements(needs.logGroup, needs.logKey),
    new iam.PolicyStatement({ sid: 'Trace', actions: [...TRACING_ACTIONS], resources: ['*'] }),
    new iam.PolicyStatement({ sid: 'AttachToNetwork', actions: [...NETWORK_INTERFACE_ACTIONS], resources: ['*'] }),
    new iam.PolicyStatement({
      sid: 'NeverFromCode',
      effect: iam.Effect.DENY,
      actions: [...NETWORK_INTERFACE_ACTIONS, 'ec2:DetachNetworkInterface'],
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    }),
    ...failureStatements(needs.failureQueue, through('sqs')),
    ...secretStatements(needs.secrets, through('secretsmanager')),
    ...parameterStatements(needs.parameters, through('ssm')),
  ];
}

/** The progress of a durable function's own executions, and of nobody else's. */
export function ownExecutions(fn: lambda.IFunction): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'SaveOwnProgress',
    actions: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    resources: [`${fn.functionArn}:*`],
  });
}

function failureStatements(queue: sqs.IQueue | undefined, through: Record<string, string>): iam.PolicyStatement[] {
  if (queue === undefined) return [];
  const send = new iam.PolicyStatement({ sid: CAPTURE_FAILURES, actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  const key = queue.encryptionMasterKey;
  if (key === undefined) return [send];
  return [
    send,
    new iam.PolicyStatement({
      sid: 'EncryptFailures',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: { StringEquals: through },
    }),
  ];
}

function secretStatements(secrets: readonly SecretAccess[], through: Record<string, string>): iam.PolicyStatement[] {
  if (secrets.length === 0) return [];
  const read = new iam.PolicyStatement({
    sid: 'ReadSecrets',
    actions: ['secretsmanager:GetSecretValue'],
    resources: secrets.map(({ secret }) => secret.secretFullArn ?? `${secret.secretArn}-??????`),
  });
  return [
    read,
    ...decryptStatement(
      'DecryptSecrets',
      secrets.map(({ secret }) => secret.encryptionKey),
      through,
    ),
  ];
}

function parameterStatements(parameters: readonly ParameterAccess[], through: Record<string, string>): iam.PolicyStatement[] {
  if (parameters.length === 0) return [];
  const read = new iam.PolicyStatement({
    sid: 'ReadParameters',
    actions: ['ssm:GetParameter', 'ssm:GetParameters'],
    resources: parameters.map(({ parameter }) => parameter.parameterArn),
  });
  return [
    read,
    ...decryptStatement(
      'DecryptParameters',
      parameters.map(({ encryptionKey }) => encryptionKey),
      through,
    ),
  ];
}

function decryptStatement(
  sid: string,
  keys: readonly (kms.IKey | undefined)[],
  through: Record<string, string>,
): iam.PolicyStatement[] {
  const arns = keys.filter(key => key !== undefined).map(key => key.keyArn);
  if (arns.length === 0) return [];
  return [new iam.PolicyStatement({ sid, actions: ['kms:Decrypt'], resources: arns, conditions: { StringEquals: through } })];
}
