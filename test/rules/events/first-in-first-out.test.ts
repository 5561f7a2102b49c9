import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, findingsOf } from '../said';

const getAtt = (id: string): Json => ({ 'Fn::GetAtt': [id, 'Arn'] });
const queue = (more: JsonObject = {}): JsonObject => ({ Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: 'k', ...more } });
const sending = (deadLetterTargetArn: Json, more: JsonObject = {}): JsonObject =>
  queue({ RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 3 }, ...more });
const isProd = { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } };
const topic = (Properties: JsonObject = {}): JsonObject => ({ Type: 'AWS::SNS::Topic', Properties });
const Ordered = queue({ FifoQueue: 'true' });
const Plain = queue();
const elsewhere = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;

/** What a rule says of one resource among others, without the words before it. */
const said = (rule: string, at: string, Resources: JsonObject) =>
  findingsOf(rule, beside({ Ordered, Plain, ...Resources }, isProd))
    .filter(({ resource }) => resource === at)
    .map(({ message }) => message.replace(/^.*?: /, ''));

describe('a queue keeps the dead letters of its own kind', () => {
  const refused = (Orders: JsonObject, more: JsonObject = {}) =>
    said(Control.QUEUE_HAS_DEAD_LETTERS, 'Orders', { Orders, ...more });

  test.each<[string, JsonObject, string | undefined]>([
    ['unordered ones in order', sending(getAtt('Ordered')), "its dead-letter queue 'Ordered' is a FIFO queue, and it is none"],
    ['by name', sending(elsewhere('dead.fifo')), 'dead.fifo is a FIFO queue, and it is none'],
    ['ordered ones out of order', sending(getAtt('Plain'), { FifoQueue: true }), 'is no FIFO queue, and it is one'],
    ['ordered ones, by name', sending(elsewhere('dead'), { FifoQueue: true }), 'is no FIFO queue, and it is one'],
    ['ordered ones in order', sending(getAtt('Ordered'), { FifoQueue: true }), undefined],
    ['unordered ones', sending(getAtt('Plain')), undefined],
    ['those of a queue that is not known', sending({ 'Fn::ImportValue': 'Dead' }, { FifoQueue: true }), undefined],
    ['either, by a condition', sending(getAtt('Ordered'), { FifoQueue: { 'Fn::If': ['IsProd', true, false] } }), undefined],
    ['those of text', queue({ RedrivePolicy: { 'Fn::Sub': '{"deadLetterTargetArn":"${Ordered.Arn}"}' } }), 'is a FIFO queue'],
    ['its own', sending(elsewhere('orders'), { QueueName: 'orders' }), 'is the queue itself'],
  ])('%s', (_, Orders, expected) => {
    const [message, ...others] = refused(Orders);
    expect(others).toEqual([]);
    if (expected === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(expected);
  });

  test.each<[string, JsonObject, string | undefined]>([
    ['nobody', { redrivePermission: 'denyAll' }, "takes nobody's dead letters (RedriveAllowPolicy)"],
    ['everybody', { redrivePermission: 'allowAll' }, undefined],
    ['this queue', { redrivePermission: 'byQueue', sourceQueueArns: [getAtt('Plain'), getAtt('Orders')] }, undefined],
    ['a queue of elsewhere', { redrivePermission: 'byQueue', sourceQueueArns: [elsewhere('other')] }, undefined],
    [
      'another one',
      { redrivePermission: 'byQueue', sourceQueueArns: [getAtt('Plain')] },
      'takes the dead letters of other queues only',
    ],
    ['no queue in its list', { redrivePermission: 'byQueue' }, 'takes the dead letters of other queues only'],
  ])('a queue that lets %s use it', (_, RedriveAllowPolicy, expected) => {
    const [message] = refused(sending(getAtt('Dead')), { Dead: queue({ RedriveAllowPolicy }) });
    if (expected === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(expected);
  });
});

test.each<[string, JsonObject, Json, boolean]>([
  ['an ordered queue', topic(), getAtt('Ordered'), true],
  ['a plain queue', topic(), getAtt('Plain'), false],
  ['a plain queue, of an ordered topic', topic({ FifoTopic: true }), getAtt('Plain'), true],
  ['an ordered queue, of an ordered topic', topic({ FifoTopic: true }), getAtt('Ordered'), false],
  ['a queue that is not known', topic(), { 'Fn::ImportValue': 'Dead' }, false],
])('a subscription with %s', (_, Topic, deadLetterTargetArn, fails) => {
  const Properties = { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', RedrivePolicy: { deadLetterTargetArn } };
  const Subscription = { Type: 'AWS::SNS::Subscription', Properties };
  expect(said(Control.SUBSCRIPTION_FAILURES_CAPTURED, 'Subscription', { Topic, Subscription })).toHaveLength(fails ? 1 : 0);
});

test('a subscription inside of nothing is judged by its queue alone', () => {
  const Subscription = {
    Type: 'AWS::SNS::Subscription',
    Properties: { Protocol: 'lambda', RedrivePolicy: { deadLetterTargetArn: getAtt('Ordered') } },
  };
  expect(said(Control.SUBSCRIPTION_FAILURES_CAPTURED, 'Subscription', { Subscription })).toEqual([]);
});

describe('Lambda and EventBridge take no ordered queue', () => {
  test('for a rule', () => {
    const rule = (Arn: Json) => ({
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: { Targets: [{ Id: 'One', Arn: getAtt('Function'), DeadLetterConfig: { Arn } }] },
      },
    });
    expect(said(Control.TARGET_FAILURES_CAPTURED, 'Rule', rule(getAtt('Ordered')))).toEqual([
      "EventBridge sends nothing to 'Ordered', which is a FIFO queue",
    ]);
    expect(said(Control.TARGET_FAILURES_CAPTURED, 'Rule', rule(getAtt('Plain')))).toEqual([]);
  });

  test('for an event source', () => {
    const source = (Destination: Json) => ({
      Source: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'Function' },
          EventSourceArn: 'orders',
          DestinationConfig: { OnFailure: { Destination } },
        },
      },
    });
    expect(said(Control.EVENT_SOURCE_FAILURES_CAPTURED, 'Source', source(elsewhere('dead.fifo')))).toHaveLength(1);
    expect(said(Control.EVENT_SOURCE_FAILURES_CAPTURED, 'Source', source(elsewhere('dead')))).toEqual([]);
  });

  test.each<[string, Json | null, Json | undefined, string | undefined]>([
    ['a plain queue', getAtt('Plain'), undefined, undefined],
    ['an ordered queue', getAtt('Ordered'), undefined, "Lambda sends none to 'Ordered', which is first in, first out"],
    ['an ordered queue beside a plain destination', getAtt('Ordered'), getAtt('Plain'), undefined],
    ['an ordered topic', null, { Ref: 'Topic' }, "Lambda sends none to 'Topic', which is first in, first out"],
    ['a text that is empty', '', undefined, 'it has neither a dead-letter queue nor an onFailure destination'],
    ['what is imported', { 'Fn::GetAtt': null, 'Fn::ImportValue': 'Dead' }, undefined, undefined],
  ])('for a function with %s', (_, TargetArn, Destination, expected) => {
    const Async = {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: { FunctionName: { Ref: 'Function' }, Qualifier: '$LATEST', DestinationConfig: { OnFailure: { Destination } } },
    };
    expect(
      said(Control.ASYNC_FAILURES_CAPTURED, 'Function', {
        Topic: topic({ FifoTopic: true }),
        Function: { Properties: { DeadLetterConfig: TargetArn === null ? null : { TargetArn } } },
        ...(Destination === undefined ? {} : { Async: Async as JsonObject }),
      }),
    ).toEqual(expected === undefined ? [] : [expected]);
  });
});
