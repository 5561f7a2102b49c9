import { fn, listening, made, managedOf, place, propertiesOf, sam, unknownIn } from './build';
import type { JsonObject } from '../../../lib/model/facts';

describe('a bucket', () => {
  const notified = (more: JsonObject = {}, bucket: JsonObject = { Type: 'AWS::S3::Bucket' }) =>
    sam({ ...listening('S3', { Bucket: { Ref: 'B' }, Events: ['a', 'b'], Filter: { x: 1 } }, more), B: bucket });

  test('of the template notifies the function, and names its account', () => {
    const facts = notified();
    expect(propertiesOf(facts, 'B')).toEqual({
      NotificationConfiguration: {
        LambdaConfigurations: [
          { Event: 'a', Function: '${F.Arn}', Filter: { x: 1 } },
          { Event: 'b', Function: '${F.Arn}', Filter: { x: 1 } },
        ],
      },
    });
    expect(propertiesOf(facts, 'FEPermission')).toMatchObject({
      Principal: 's3.amazonaws.com',
      SourceAccount: '${AWS::AccountId}',
    });
  });

  test('keeps the notifications that it has, each once', () => {
    const had = {
      NotificationConfiguration: {
        LambdaConfigurations: [{ Event: 'a', Function: { 'Fn::GetAtt': ['F', 'Arn'] }, Filter: { x: 1 } }],
      },
    };
    const facts = notified({}, { Type: 'AWS::S3::Bucket', Properties: had });
    expect(propertiesOf(facts, 'B')).toMatchObject({ NotificationConfiguration: { LambdaConfigurations: { length: 2 } } });
  });

  test('notifies a function only under the function’s condition', () => {
    const F = fn({ Events: { E: { Type: 'S3', Properties: { Bucket: { Ref: 'B' }, Events: 'a' } } } }, { Condition: 'C' });
    const facts = sam({ F, B: { Type: 'AWS::S3::Bucket' } });
    expect(propertiesOf(facts, 'B')).toMatchObject({
      NotificationConfiguration: { LambdaConfigurations: [{ 'Fn::If': ['C', { Event: 'a' }, {}] }] },
    });
  });

  test('of elsewhere is told', () => {
    expect(unknownIn(sam(listening('S3', { Bucket: { Ref: 'Nowhere' }, Events: 'a' })))).toEqual([
      'F Properties.Events.E.Properties.Bucket: has an event source of type S3 that stands in no template',
    ]);
  });
});

test('a user pool of the template calls the function at each trigger', () => {
  const properties = { UserPool: { Ref: 'P' }, Trigger: ['PreSignUp', 'PostConfirmation'] };
  const facts = sam({
    ...listening('Cognito', properties),
    P: { Type: 'AWS::Cognito::UserPool', Properties: { LambdaConfig: { Other: 'x' } } },
  });
  expect(propertiesOf(facts, 'P')).toEqual({ LambdaConfig: { Other: 'x', PreSignUp: '${F.Arn}', PostConfirmation: '${F.Arn}' } });
  expect(propertiesOf(facts, 'FCognitoPermission')).toMatchObject({
    Principal: 'cognito-idp.amazonaws.com',
    SourceArn: '${P.Arn}',
  });
  expect(unknownIn(sam(listening('Cognito', { UserPool: { 'Fn::ImportValue': 'x' } })))).toHaveLength(1);
});

describe('a topic with a queue between', () => {
  test('sends to a queue that SAM makes, and Lambda polls it', () => {
    const facts = sam(listening('SNS', { Topic: { Ref: 'T' }, SqsSubscription: true }));
    expect(made(facts)).toEqual({
      F: 'Lambda::Function',
      FRole: 'IAM::Role',
      FE: 'SNS::Subscription',
      FEQueue: 'SQS::Queue',
      FEQueuePolicy: 'SQS::QueuePolicy',
      FEEventSourceMapping: 'Lambda::EventSourceMapping',
    });
    expect(propertiesOf(facts, 'FE')).toMatchObject({ Protocol: 'sqs', Endpoint: '${FEQueue.Arn}' });
    expect(managedOf(facts, 'FRole')).toContain('service-role/AWSLambdaSQSQueueExecutionRole');
  });

  test('sends to the queue that is given', () => {
    const SqsSubscription = { QueueArn: 'q', QueueUrl: 'u', QueuePolicyLogicalId: 'Mine', BatchSize: 5 };
    const facts = sam(listening('SNS', { Topic: 't', SqsSubscription }));
    expect(made(facts)).not.toHaveProperty('FEQueue');
    expect(propertiesOf(facts, 'Mine')).toMatchObject({ Queues: ['u'] });
    expect(propertiesOf(facts, 'FEEventSourceMapping')).toMatchObject({ EventSourceArn: 'q', BatchSize: 5 });
  });

  test('has a queue in order where the topic is', () => {
    const T = { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true } };
    expect(propertiesOf(sam({ ...listening('SNS', { Topic: { Ref: 'T' }, SqsSubscription: true }), T }), 'FEQueue')).toEqual({
      FifoQueue: true,
    });
  });

  test('has none where that is computed or refused', () => {
    for (const SqsSubscription of [false, { Ref: 'X' }]) {
      expect(propertiesOf(sam(listening('SNS', { Topic: 't', SqsSubscription })), 'FE').Protocol).toBe('lambda');
    }
  });
});

const ARN = '${F.Arn}';
const topicOf = (properties: JsonObject) => sam(listening('SNS', { Topic: { Ref: 'T' }, ...properties }));

test.each<[string, JsonObject, JsonObject]>([
  [
    'IoTRule',
    { Sql: 'SELECT *', AwsIotSqlVersion: 'beta' },
    {
      TopicRulePayload: {
        Sql: 'SELECT *',
        AwsIotSqlVersion: 'beta',
        RuleDisabled: false,
        Actions: [{ Lambda: { FunctionArn: ARN } }],
      },
    },
  ],
  [
    'CloudWatchLogs',
    { LogGroupName: { Ref: 'G' }, FilterPattern: 'ERROR' },
    { LogGroupName: '${G}', FilterPattern: 'ERROR', DestinationArn: ARN },
  ],
  [
    'SNS',
    { Topic: { Ref: 'T' }, Region: 'eu-west-1', FilterPolicy: { a: ['b'] }, FilterPolicyScope: 'MessageBody', RedrivePolicy: {} },
    {
      Protocol: 'lambda',
      Endpoint: ARN,
      TopicArn: '${T}',
      Region: 'eu-west-1',
      FilterPolicy: { a: ['b'] },
      FilterPolicyScope: 'MessageBody',
      RedrivePolicy: {},
    },
  ],
])('an event source %s becomes what sends to the function, and says no more', (type, properties, expected) => {
  expect(propertiesOf(sam(listening(type, properties)), 'FE')).toEqual(expected);
});

test.each([
  ['IoTRule', 'FE', 'Properties.TopicRulePayload.Sql', 'Properties.Events.E'],
  ['CloudWatchLogs', 'FE', 'Properties.LogGroupName', 'Properties.Events.E.Properties.LogGroupName'],
  ['CloudWatchLogs', 'FE', 'Properties.DestinationArn', 'Properties.Events.E'],
  ['SNS', 'FE', 'Properties.Protocol', 'Properties.Events.E'],
  ['SNS', 'FEQueue', undefined, 'Properties.Events.E.Properties.SqsSubscription'],
  ['SNS', 'FEQueuePolicy', 'Properties.Queues', 'Properties.Events.E.Properties.SqsSubscription'],
])('what %s becomes stands at the event source: %s %s', (type, id, property, written) => {
  expect(place(sam(listening(type, { SqsSubscription: true })), id, property)).toBe(`F ${written}`);
});

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  [
    'that SAM makes',
    { SqsSubscription: true },
    { EventSourceArn: '${FEQueue.Arn}', BatchSize: 10 },
    { Resource: '${FEQueue.Arn}', Queues: ['${FEQueue}'] },
  ],
  [
    'that is given',
    { SqsSubscription: { QueueArn: 'q', QueueUrl: 'u', BatchSize: 5 } },
    { EventSourceArn: 'q', BatchSize: 5 },
    { Resource: 'q', Queues: ['u'] },
  ],
])('only the topic may send to the queue %s, and Lambda polls it at once', (_, properties, mapping, { Resource, Queues }) => {
  const facts = topicOf(properties);
  expect(propertiesOf(facts, 'FEEventSourceMapping')).toEqual({ FunctionName: '${F}', Enabled: true, ...mapping });
  expect(propertiesOf(facts, 'FEQueuePolicy')).toEqual({
    Queues,
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource,
          Principal: '*',
          Condition: { ArnEquals: { 'aws:SourceArn': '${T}' } },
        },
      ],
    },
  });
});

test('a user pool of elsewhere is told, and calls the function from anywhere', () => {
  const facts = sam(listening('Cognito', { UserPool: { 'Fn::ImportValue': 'x' }, Trigger: 'PreSignUp' }));
  expect(propertiesOf(facts, 'FCognitoPermission')).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: '${F}',
    Principal: 'cognito-idp.amazonaws.com',
  });
  expect(unknownIn(facts)).toEqual([
    'F Properties.Events.E.Properties.UserPool: has an event source of type Cognito that stands in no template',
  ]);
  expect(Object.keys(made(facts))).toEqual(['F', 'FCognitoPermission', 'FRole']);
});
