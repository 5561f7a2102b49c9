import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { ValidationError } from '../errors';
import { parsePolicyDocument } from '../iam/statement';
import { actionMatches } from '../iam/wildcard';

/** How long failed events wait for somebody who reads them: as long as SQS can. */
export const FAILURES_KEPT = Duration.days(14);

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
      retentionPeriod: FAILURES_KEPT,
    });
  }

  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    if (keepsEventsOut(this, statement)) throw this.takesEvents();
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

  private takesEvents(): ValidationError {
    return new ValidationError(
      {
        what: 'The queue of failures',
        expected: 'takes the events that its function could not process',
        got: 'a policy that denies sqs:SendMessage to everybody',
        remedy: 'Name in a condition who may not send, or leave the statement out',
      },
      this,
    );
  }
}

/** Lambda would drop what it may not send, and say so in a metric only. */
function keepsEventsOut(scope: IConstruct, statement: iam.PolicyStatement): boolean {
  return parsePolicyDocument({ Statement: Stack.of(scope).resolve(statement.toStatementJson()) }).some(
    ({ effect, actions, notActions, conditions }) =>
      effect === 'Deny' && conditions.length === 0 && (isSending(actions) || (notActions.length > 0 && !isSending(notActions))),
  );
}

function isSending(actions: readonly string[]): boolean {
  return actions.some(action => actionMatches(action, 'sqs:SendMessage'));
}
