import { Control } from '../../baseline/control';
import { redriveTargetOf } from '../../model/dead-letters';
import type { AppFacts, Json, JsonObject, ResourceVariantFacts, TemplateFacts } from '../../model/facts';
import { at, listOf, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameMeant, nameOf } from '../name-of';
import { fail } from '../verdict';
import { isFifo } from './first-in-first-out';

/** A message that a subscriber did not take is kept. */
export const subscriptionFailuresCaptured = defineRule({
  id: Control.SUBSCRIPTION_FAILURES_CAPTURED,
  subject: 'resource',
  types: ['AWS::SNS::Subscription', 'AWS::SNS::Topic'],
  title: 'Subscriptions keep the messages that they could not deliver',
  why: 'SNS drops a message once its retries are used up, at once where a right was taken away: the subscriber never learns that there was one.',
  fix: "Set 'deadLetterQueue' of the subscription (RedrivePolicy.deadLetterTargetArn); one that stands inside of the topic has no place for it and becomes a resource of its own.",
  links: ['https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['EVT-05'],
  check: (variant, app) =>
    subscriptionsOf(variant).flatMap(({ subscription, property }) => {
      const lost = isForPeople(subscription) ? undefined : lossOf(variant.resource.template, subscription, app);
      if (lost === undefined) return [];
      return fail({
        message: `${nameOf(variant.resource)} drops what it cannot deliver to ${nameMeant(variant.resource.template, textOf(at(subscription, 'Endpoint')) ?? 'its subscriber')}: ${lost}`,
        property: `${property}.RedrivePolicy`,
      });
    }),
  bad: {
    'a subscription without a queue': subscribed({}),
    'a subscription inside of the topic': {
      Resources: {
        Topic: {
          Type: 'AWS::SNS::Topic',
          Properties: {
            KmsMasterKeyId: { Ref: 'Key' },
            Subscription: [{ Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Function', 'Arn'] } }],
          },
        },
      },
    },
  },
  good: {
    'a queue for what fails': subscribed({ RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] } } }),
    'a mail to a person': subscribed({ Protocol: 'email', Endpoint: 'alarms@example.com' }),
  },
});

function subscriptionsOf({ resource, properties }: ResourceVariantFacts): readonly { subscription: Json; property: string }[] {
  return resource.type === 'AWS::SNS::Subscription'
    ? [{ subscription: properties, property: 'Properties' }]
    : listOf(properties.Subscription).map((subscription, position) => ({
        subscription,
        property: `Properties.Subscription.${position}`,
      }));
}

/** Mails and short messages have a person at their end, who asks. */
function isForPeople(subscription: Json): boolean {
  return /^(?:email|email-json|sms)$/.test(textOf(at(subscription, 'Protocol')) ?? '');
}

/** Why nothing is kept. A topic that keeps an order wants a queue that keeps it too, and the other way round. */
function lossOf(template: TemplateFacts, subscription: Json, app: AppFacts): string | undefined {
  const target = redriveTargetOf(at(subscription, 'RedrivePolicy')) ?? '';
  if (target === '') return 'RedrivePolicy is left out';
  const topic = textOf(at(subscription, 'TopicArn'));
  const [ordered, kept] = [topic, target].map(text => (text === undefined ? undefined : isFifo(app, template, text)));
  if (ordered === undefined || kept === undefined || ordered === kept) return undefined;
  return `its dead-letter queue ${nameMeant(template, target)} ${kept ? 'is a FIFO queue, and its topic is none' : 'is no FIFO queue, and its topic is one'}`;
}

function subscribed(properties: JsonObject) {
  return {
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { Ref: 'Key' } } },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          ...{ TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Function', 'Arn'] } },
          ...properties,
        },
      },
    },
  };
}
