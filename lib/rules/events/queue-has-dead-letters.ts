import { Control } from '../../baseline/control';
import { redriveTargetOf } from '../../model/dead-letters';
import type { AppFacts, JsonObject, ResourceFacts } from '../../model/facts';
import { at, listOf, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameMeant, nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { isFifo, isOrdered } from './first-in-first-out';

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
  check: ({ resource, properties }, app) => {
    const target = redriveTargetOf(properties.RedrivePolicy) ?? '';
    const property = 'Properties.RedrivePolicy';
    if (target === '') {
      return app.deadLetters.has(resource)
        ? pass
        : fail({ message: `${nameOf(resource)} has no dead-letter queue, and is none`, property });
    }
    const refusal = refusalOf(resource, target, app);
    if (refusal === undefined) return pass;
    const holder = app.find(resource.template, target, 'AWS::SQS::Queue');
    return fail({
      message: `${nameOf(resource)} cannot set aside what nobody could handle: its dead-letter queue ${nameMeant(resource.template, target)} ${refusal}`,
      property,
      related: holder === undefined || holder === resource ? [] : [holder],
    });
  },
  bad: {
    'no dead letters': queue({}),
    'dead letters out of their order': queue({
      FifoQueue: true,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] }, maxReceiveCount: 3 },
    }),
  },
  good: {
    'a dead-letter queue': queue({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] }, maxReceiveCount: 3 },
    }),
    'a queue that holds the dead letters of others': queue({ RedriveAllowPolicy: { redrivePermission: 'allowAll' } }),
  },
});

/** Why SQS moves no message from this queue to that one. */
function refusalOf(source: ResourceFacts, target: string, app: AppFacts): string | undefined {
  const holder = app.find(source.template, target, 'AWS::SQS::Queue');
  if (holder === source) return 'is the queue itself';
  const [ordered, kept] = [isOrdered(source), isFifo(app, source.template, target)];
  if (ordered !== undefined && kept !== undefined && ordered !== kept) {
    return kept ? 'is a FIFO queue, and it is none' : 'is no FIFO queue, and it is one';
  }
  return holder === undefined ? undefined : exclusionBy(holder, source, app);
}

/** A queue says itself whose dead letters it takes; where a name in its list means none of the app, it may be anybody's. */
function exclusionBy(holder: ResourceFacts, source: ResourceFacts, { find }: AppFacts): string | undefined {
  const { RedriveAllowPolicy: allowed } = holder.properties;
  const permission = textOf(at(allowed, 'redrivePermission'))?.toLowerCase();
  if (permission === 'denyall') return "takes nobody's dead letters (RedriveAllowPolicy)";
  if (permission !== 'byqueue') return undefined;
  const named = listOf(at(allowed, 'sourceQueueArns')).map(arn => find(holder.template, textOf(arn) ?? '', 'AWS::SQS::Queue'));
  return named.every(one => one !== undefined && one !== source)
    ? 'takes the dead letters of other queues only (RedriveAllowPolicy)'
    : undefined;
}

function queue(properties: JsonObject) {
  return { Resources: { Orders: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' }, ...properties } } } };
}
