import { modelOf } from './build';
import { redriveTargetOf } from '../../lib/model/dead-letters';
import type { Json, JsonObject } from '../../lib/model/facts';

const queue = (Properties: JsonObject = {}): JsonObject => ({ Type: 'AWS::SQS::Queue', Properties });
const dead = (Resources: JsonObject, body: JsonObject = {}) =>
  [...modelOf({ ...body, Resources }).deadLetters].map(({ logicalId }) => logicalId).sort();

test.each<[string, JsonObject]>([
  ['a queue', queue({ RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } })],
  ['a queue that says so as text', queue({ RedrivePolicy: { 'Fn::Sub': '{"deadLetterTargetArn":"${Dead.Arn}"}' } })],
  ['a queue that names it as text', queue({ RedrivePolicy: { 'Fn::GetAtt': ['Dead', 'Arn'] } })],
  [
    'a queue that says so as text in one branch',
    queue({
      RedrivePolicy: { 'Fn::If': ['C', { 'Fn::Sub': '{"deadLetterTargetArn":"${Dead.Arn}"}' }, { Ref: 'AWS::NoValue' }] },
    }),
  ],
  ['a queue, by name', queue({ RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:1:dead' } })],
  [
    'a function',
    { Type: 'AWS::Lambda::Function', Properties: { DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } } },
  ],
  [
    'a rule, deep inside',
    { Type: 'AWS::Events::Rule', Properties: { Targets: [{ DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } }] } },
  ],
  [
    'one branch',
    queue({
      RedrivePolicy: { 'Fn::If': ['C', { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } }, { Ref: 'AWS::NoValue' }] },
    }),
  ],
  [
    'a queue that names another one elsewhere',
    queue({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::If': ['C', 'arn:aws:sqs:eu-west-1:1:dead', 'arn:aws:sqs:eu-west-1:1:x'] } },
    }),
  ],
  ['what stands in a parameter', queue({ RedrivePolicy: { deadLetterTargetArn: { Ref: 'Where' } } })],
])('a queue holds the dead letters of %s', (_, Holder) => {
  const Parameters = { Where: { Type: 'String', Default: 'arn:aws:sqs:eu-west-1:1:dead' } };
  expect(dead({ Dead: queue({ QueueName: 'dead' }), Holder }, { Parameters })).toEqual(['Dead']);
});

test('a topic holds them too, and a queue that lets others use it', () => {
  const Topic = { Type: 'AWS::SNS::Topic' };
  const Async = {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { DestinationConfig: { OnFailure: { Destination: { Ref: 'Topic' } } } },
  };
  expect(dead({ Topic, Async, Open: queue({ RedriveAllowPolicy: { redrivePermission: 'allowAll' } }) })).toEqual([
    'Open',
    'Topic',
  ]);
});

test('a place for success, a text that is no name and a word elsewhere hold none', () => {
  const Async = {
    Type: 'T',
    Properties: {
      OnSuccess: { Destination: { 'Fn::GetAtt': ['Other', 'Arn'] } },
      DeadLetterConfig: 'Other',
      OnFailure: null,
      RedrivePolicy: '{}',
      RedriveAllowPolicy: { redrivePermission: 'allowAll' },
      Nested: [null, { DeadLetterConfig: null }],
    },
  };
  expect(dead({ Other: queue({ QueueName: 'Other' }), Async })).toEqual([]);
});

test.each<[Json | undefined, string | undefined]>([
  [{ deadLetterTargetArn: '${Dead.Arn}' }, '${Dead.Arn}'],
  ['{"deadLetterTargetArn":"${Dead.Arn}"}', '${Dead.Arn}'],
  ['${Dead.Arn}', '${Dead.Arn}'],
  ['{}', undefined],
  [{}, undefined],
  [undefined, undefined],
])('the redrive policy %j leads to %s', (policy, target) => expect(redriveTargetOf(policy)).toBe(target));

describe('a resource is meant', () => {
  const body = (more: JsonObject = {}): JsonObject => ({
    Resources: {
      Orders: queue({ QueueName: 'orders' }),
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'orders' } },
      ...more,
    },
  });
  const find = (text: string, ...types: string[]) => {
    const app = modelOf(body());
    return app.find(app.templates[0], text, ...types)?.logicalId;
  };

  test.each([
    ['${Orders}', 'Orders'],
    ['${Orders.Arn}', 'Orders'],
    ['orders', 'Orders'],
    ['arn:aws:sqs:eu-west-1:111122223333:orders', 'Orders'],
    ['arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:orders', 'Orders'],
    ['https://sqs.eu-west-1.amazonaws.com/111122223333/orders', 'Orders'],
    ['arn:aws:sqs:eu-west-1:111122223333:orders2', undefined],
    ['${Topic}', undefined],
    ['other', undefined],
    ['', undefined],
  ])('by %s', (text, expected) => expect(find(text, 'AWS::SQS::Queue')).toBe(expected));

  test('of one of several types', () => expect(find('${Topic}', 'AWS::SQS::Queue', 'AWS::SNS::Topic')).toBe('Topic'));
});
