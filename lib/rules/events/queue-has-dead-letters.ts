import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** A message that nobody can handle leaves the queue, and stays somewhere. */
export const queueHasDeadLetters = defineRule({
  id: Control.QUEUE_HAS_DEAD_LETTERS,
  subject: 'resource',
  types: ['AWS::SQS::Queue'],
  title: 'Queues set aside the messages that nobody could handle',
  why: 'One message that always fails comes back until it expires: it costs an invocation each time, holds up a FIFO queue, and is gone before anybody has seen it.',
  fix: "Set 'deadLetterQueue' of the queue (RedrivePolicy). A queue that holds dead letters itself needs none.",
  links: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['EVT-06'],
  check: ({ resource, properties }, { deadLetters }) => {
    const policy = properties.RedrivePolicy;
    const target = typeof policy === 'string' ? policy : textOf(at(policy, 'deadLetterTargetArn'));
    if ((target ?? '') !== '' || deadLetters.has(resource)) return pass;
    return fail({
      message: `${nameOf(resource)} has no dead-letter queue, and is none`,
      property: 'Properties.RedrivePolicy',
    });
  },
  bad: { 'no dead letters': queue({}) },
  good: {
    'a dead-letter queue': queue({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] }, maxReceiveCount: 3 },
    }),
    'a queue that holds the dead letters of others': queue({ RedriveAllowPolicy: { redrivePermission: 'allowAll' } }),
  },
});

function queue(properties: JsonObject) {
  return { Resources: { Orders: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' }, ...properties } } } };
}
