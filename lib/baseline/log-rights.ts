import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { LOG_ACTIONS } from './platform-actions';

/**
 * What a role needs to write to a group that a customer key encrypts, and nothing beside it. Made anew at each call, so that nobody can have changed it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logStatements(logGroup: logs.ILogGroup, logKey: kms.IKey): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ sid: 'WriteOwnLogs', actions: [...LOG_ACTIONS], resources: [logGroup.logGroupArn] }),
    new iam.PolicyStatement({
      sid: 'EncryptOwnLogs',
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: [logKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `logs.${Stack.of(logGroup).region}.amazonaws.com` } },
    }),
  ];
}
