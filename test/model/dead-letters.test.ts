import { modelOf, resource } from './build';
import type { Json, JsonObject } from '../../lib/model/facts';

const queue = (Properties: JsonObject = {}): JsonObject => ({ Type: 'AWS::SQS::Queue', Properties });
const dead = (Resources: JsonObject, body: JsonObject = {}) =>
  [...modelOf({ ...body, Resources }).deadLetters].map(({ logicalId }) => logicalId).sort();

test.each<[string, JsonObject]>([
  ['a queue', queue({ RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } })],
  ['a queue that says so as text', queue({ RedrivePolicy: { 'Fn::Sub': '{"deadLetterTargetArn":"${Dead.Arn}"}' } })],
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
    },
  };
  expect(dead({ Other: queue(), Async })).toEqual([]);
});

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

test('what a stack hands out is resolved, and so is what stands beside the properties', () => {
  const Parameters = { Stage: { Type: 'String', Default: 'prod' } };
  const Subject = {
    Type: 'T',
    Metadata: { note: { Ref: 'Stage' } },
    Notes: [{ 'Fn::Sub': '${Stage}!' }],
    DependsOn: 'Other',
    Condition: 'C',
  };
  const Outputs = { Stage: { Value: { Ref: 'Stage' } }, Id: { Value: { Ref: 'Subject' } }, Nothing: { Description: 'x' } };
  const app = modelOf({ Description: 'An app', Parameters, Resources: { Subject, Plain: { Type: 'T' } }, Outputs });
  expect([...app.templates[0].handedOut]).toEqual<[string, Json][]>([
    ['Stage', 'prod'],
    ['Id', '${Subject}'],
  ]);
  expect(app.templates[0].description).toBe('An app');
  expect(resource(app, 'Subject').asides).toEqual({ Metadata: { note: 'prod' }, Notes: ['prod!'] });
  expect(resource(app, 'Plain').asides).toEqual({});
  expect(modelOf({ Description: 7, Resources: {} }).templates[0].description).toBeUndefined();
});
