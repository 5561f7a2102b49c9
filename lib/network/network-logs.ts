import { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { keepKeyWith, keepReadable, stackKeyOf } from '../baseline/stack-key';

/** How what a network writes down is kept in CloudWatch Logs. */
export interface NetworkLogsProps {
  /**
   * How long it is kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * The key that encrypts it.
   *
   * @default - the customer key of the stack
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to it when the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** An encrypted log group of a network. What is kept when the stack goes keeps its key. */
export function createNetworkLogGroup(scope: Construct, id: string, props: NetworkLogsProps): logs.LogGroup {
  const removalPolicy = props.removalPolicy ?? RemovalPolicy.RETAIN;
  const encryptionKey = props.encryptionKey ?? stackKeyOf(scope);
  keepKeyWith(encryptionKey, removalPolicy);
  const logGroup = new logs.LogGroup(scope, id, {
    retention: props.retention ?? logs.RetentionDays.THREE_MONTHS,
    encryptionKey,
    removalPolicy,
  });
  keepReadable(logGroup, encryptionKey);
  return logGroup;
}
