import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * The queue of a function's own failures. A service that it is opened to, as the dead letters of a rule or a subscription, may use its key too:
 * CDK opens the queue only, and what is sent would be lost without a word.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export class FailureQueue extends sqs.Queue {
  constructor(
    scope: Construct,
    id: string,
    private readonly key: kms.Key,
  ) {
    super(scope, id, {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    const services = statement.principals.filter(principal => 'service' in principal);
    if (services.length > 0 && statement.effect === iam.Effect.ALLOW) {
      this.key.addToResourcePolicy(
        new iam.PolicyStatement({
          principals: services,
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
        }),
      );
    }
    return super.addToResourcePolicy(statement);
  }
}
