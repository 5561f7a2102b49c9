import { fn, made, place, propertiesOf, rightsOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const NO_VALUE = { Ref: 'AWS::NoValue' };

describe('what happens to asynchronous invocations', () => {
  const config = (OnFailure: JsonObject, more: JsonObject = {}) =>
    sam({ F: fn({ EventInvokeConfig: { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure } }, ...more }) });

  test.each<[string, JsonObject, string | undefined, string[]]>([
    ['a queue', { Type: 'SQS', Destination: 'q' }, 'q', ['sqs:SendMessage on q']],
    ['a bus', { Type: 'EventBridge', Destination: 'b' }, 'b', ['events:PutEvents on b']],
    ['a function', { Type: 'Lambda', Destination: 'f' }, 'f', ['lambda:InvokeFunction on f']],
    ['a bucket', { Type: 'S3Bucket', Destination: 'b' }, 'b', ['s3:PutObject on b/*', 's3:ListBucket on b']],
    [
      'a queue that SAM makes',
      { Type: 'SQS' },
      '${FEventInvokeConfigOnFailureQueue.Arn}',
      ['sqs:SendMessage on ${FEventInvokeConfigOnFailureQueue.Arn}'],
    ],
    [
      'a topic that SAM makes',
      { Type: 'SNS' },
      '${FEventInvokeConfigOnFailureTopic}',
      ['sns:Publish on ${FEventInvokeConfigOnFailureTopic}'],
    ],
  ])('goes to %s', (_, destination, arn, rights) => {
    const facts = config(destination);
    expect(facts.functions[0].asyncConfigs).toMatchObject([{ qualifier: '$LATEST', onFailure: arn }]);
    expect(rightsOf(facts, 'FRole')).toEqual(rights);
  });

  test.each<[string, Json, string]>([
    ['where a condition names none', { 'Fn::If': ['C', NO_VALUE, 'q'] }, 'C'],
    ['where a condition does not name one', { 'Fn::If': ['C', 'q', NO_VALUE] }, 'NOTC'],
  ])('goes to a queue that SAM makes %s', (_, Destination, condition) => {
    const facts = config({ Type: 'SQS', Destination });
    expect(facts.templates[0].resources.get('FEventInvokeConfigOnFailureQueue')?.condition).toBe(condition);
  });

  test('goes to a queue that SAM makes where neither branch names one, and to none where both do', () => {
    expect(made(config({ Type: 'SQS', Destination: { 'Fn::If': ['C', NO_VALUE, NO_VALUE] } }))).toHaveProperty(
      'FEventInvokeConfigOnFailureQueue',
    );
    expect(made(config({ Type: 'SQS', Destination: { 'Fn::If': ['C', 'a', 'b'] } }))).not.toHaveProperty(
      'FEventInvokeConfigOnFailureQueue',
    );
  });
});

test.each<[string, Json, string, JsonObject]>([
  ['where a condition names none', { 'Fn::If': ['C', NO_VALUE, 'q'] }, 'OwnANDC', {}],
  [
    'where a condition does not name one',
    { 'Fn::If': ['C', 'q', NO_VALUE] },
    'OwnANDNOTC',
    { NOTC: { 'Fn::Not': [{ Condition: 'C' }] } },
  ],
])('the queue of a function under a condition is made under both, %s', (_, Destination, name, added) => {
  const EventInvokeConfig = { DestinationConfig: { OnFailure: { Type: 'SQS', Destination } } };
  const facts = sam({ F: fn({ EventInvokeConfig }, { Condition: 'Own' }) }, { Conditions: { Own: true, C: true } });
  expect(facts.templates[0].resources.get('FEventInvokeConfigOnFailureQueue')?.condition).toBe(name);
  expect(Object.fromEntries(facts.templates[0].conditions)).toEqual({
    Own: true,
    C: true,
    ...added,
    [name]: { 'Fn::And': [{ Condition: 'Own' }, { Condition: name.replace('OwnAND', '') }] },
  });
});

const SQS = { Type: 'SQS' };
const configured = (EventInvokeConfig: JsonObject) => sam({ F: fn({ EventInvokeConfig }) });
const queue = '${FEventInvokeConfigOnFailureQueue.Arn}';

test.each<[string, JsonObject, JsonObject]>([
  [
    'limits alone',
    { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
    { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
  ],
  ['nowhere to send to', { DestinationConfig: {} }, {}],
  [
    'both outcomes',
    { DestinationConfig: { OnSuccess: { Type: 'EventBridge', Destination: 'b' }, OnFailure: SQS } },
    { DestinationConfig: { OnSuccess: { Destination: 'b' }, OnFailure: { Destination: queue } } },
  ],
  [
    'null for a queue',
    { DestinationConfig: { OnFailure: { ...SQS, Destination: null } } },
    { DestinationConfig: { OnFailure: { Destination: queue } } },
  ],
  [
    'no queue in either branch',
    { DestinationConfig: { OnFailure: { ...SQS, Destination: { 'Fn::If': ['C', NO_VALUE, NO_VALUE] } } } },
    { DestinationConfig: { OnFailure: { Destination: queue } } },
  ],
  [
    'no queue in one branch',
    { DestinationConfig: { OnFailure: { ...SQS, Destination: { 'Fn::If': ['C', 'q', NO_VALUE] } } } },
    { DestinationConfig: { OnFailure: { Destination: { 'Fn::If': ['C', 'q', queue] } } } },
  ],
])('with %s says just that', (_, config, expected) => {
  expect(propertiesOf(configured(config), 'FEventInvokeConfig')).toEqual({
    FunctionName: '${F}',
    Qualifier: '$LATEST',
    ...expected,
  });
});

test.each<[string, JsonObject, string, string]>([
  ['a queue', SQS, 'FEventInvokeConfigOnFailureQueue', 'SQS::Queue'],
  ['a topic', { Type: 'SNS' }, 'FEventInvokeConfigOnFailureTopic', 'SNS::Topic'],
])('%s that SAM makes stands where it is asked for', (_, OnFailure, id, type) => {
  const facts = configured({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure } });
  expect(made(facts)).toEqual({
    F: 'Lambda::Function',
    FRole: 'IAM::Role',
    FEventInvokeConfig: 'Lambda::EventInvokeConfig',
    [id]: type,
  });
  expect(propertiesOf(facts, id)).toEqual({});
  expect(place(facts, id)).toBe('F Properties.EventInvokeConfig.DestinationConfig.OnFailure');
  expect(place(facts, 'FRole', 'Properties.Policies.0')).toBe('F Properties.EventInvokeConfig.DestinationConfig.OnFailure');
  expect(place(facts, 'FEventInvokeConfig', 'Properties.MaximumRetryAttempts')).toBe(
    'F Properties.EventInvokeConfig.MaximumRetryAttempts',
  );
});

test('what goes to a place of a kind that nobody knows goes there, and the role gets no right for it', () => {
  const facts = configured({ DestinationConfig: { OnFailure: { Type: 'X', Destination: 'd' } } });
  expect(propertiesOf(facts, 'FEventInvokeConfig').DestinationConfig).toEqual({ OnFailure: { Destination: 'd' } });
  expect(propertiesOf(facts, 'FRole')).not.toHaveProperty('Policies');
});
