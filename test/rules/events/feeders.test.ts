import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, findingsOf } from '../said';

const arnOf = (id: string): Json => ({ 'Fn::GetAtt': [id, 'Arn'] });
const sub = (text: string): Json => ({ 'Fn::Sub': text });

/** What the function feeds itself with, and through what. */
const fedBy = (Action: string, Resource: Json, resources: JsonObject): string[] =>
  findingsOf(
    Control.NOT_FED_BY_ITSELF,
    beside({
      ...resources,
      Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } } },
    }),
  ).map(({ message, relatedResources }) => `${/'(\w+)' \(/.exec(message)![1]}: ${relatedResources!.join()}`);

describe('a bucket that notifies the function', () => {
  const notified = (configuration: JsonObject): JsonObject => ({
    Uploads: {
      Type: 'AWS::S3::Bucket',
      Properties: { NotificationConfiguration: { LambdaConfigurations: [{ Function: arnOf('Function'), ...configuration }] } },
    },
    In: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { Ref: 'Function' }, Principal: 's3.amazonaws.com', SourceArn: arnOf('Uploads') },
    },
  });
  const filtered = (Name: string, Value: Json): JsonObject => ({ Filter: { S3Key: { Rules: [{ Name, Value }] } } });
  const NEW = { Event: 's3:ObjectCreated:Put' };

  test.each<[string, JsonObject, string, boolean]>([
    ['of everything', NEW, '/*', true],
    ['of a folder, by a right on the folder', { ...NEW, ...filtered('prefix', 'in/') }, '/in/*', true],
    ['of a folder, by a right on a folder in it', { ...NEW, ...filtered('Prefix', 'in/') }, '/in/new/*', true],
    ['of a folder, by a right on everything', { ...NEW, ...filtered('prefix', 'in/') }, '/*', true],
    ['of a folder, by a right on another', { ...NEW, ...filtered('prefix', 'in/') }, '/out/*', false],
    [
      'of a folder that only the deployment knows',
      { ...NEW, ...filtered('prefix', { 'Fn::ImportValue': 'In' }) },
      '/out/*',
      true,
    ],
    ['of a kind of file, by a right on it', { ...NEW, ...filtered('suffix', '.csv') }, '/*.csv', true],
    ['of a kind of file, by a right on another', { ...NEW, ...filtered('suffix', '.csv') }, '/*.json', false],
    ['of a kind of file, by a right on one file', { ...NEW, ...filtered('suffix', '.csv') }, '/report.json', false],
    ['of what is removed', { Event: 's3:ObjectRemoved:*' }, '/*', false],
    ['of nothing', {}, '/*', false],
    ['of what a parameter says', { Event: { 'Fn::ImportValue': 'Event' } }, '/*', true],
  ])('%s', (_, configuration, keys, isFed) =>
    expect(fedBy('s3:PutObject', sub(`\${Uploads.Arn}${keys}`), notified(configuration))).toEqual(
      isFed ? ['Uploads: Uploads'] : [],
    ),
  );

  test('needs no permission to be known, and no second finding', () => {
    const { Uploads } = notified(NEW);
    const notices = { LambdaConfigurations: [NEW, NEW].map(one => ({ Function: arnOf('Function'), ...one })) };
    expect(fedBy('s3:PutObject', sub('${Uploads.Arn}/*'), { Uploads })).toHaveLength(1);
    const twice = { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration: notices } };
    expect(fedBy('s3:PutObject', sub('${Uploads.Arn}/*'), { Uploads: twice })).toHaveLength(1);
  });

  test('is no bucket that notifies somebody else', () => {
    expect(fedBy('s3:PutObject', sub('${Uploads.Arn}/*'), { Uploads: notified({ ...NEW, Function: 'other' }).Uploads })).toEqual(
      [],
    );
  });

  test.each([
    ['the bucket', { Ref: 'Uploads' }, ['Uploads: Notices,Uploads']],
    ['a bucket of elsewhere', 'others', []],
  ])('through the resource with which CDK notifies, of %s', (_, BucketName, expected) => {
    const Filter = { Key: { FilterRules: [{ Name: 'prefix', Value: 'in/' }] } };
    const LambdaFunctionConfigurations = [{ Events: ['s3:ObjectCreated:*'], Filter, LambdaFunctionArn: { Ref: 'Live' } }];
    const resources = {
      Uploads: { Type: 'AWS::S3::Bucket' },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          Name: 'live',
          FunctionName: { Ref: 'Function' },
          FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
        },
      },
      Notices: {
        Type: 'Custom::S3BucketNotifications',
        Properties: { BucketName, NotificationConfiguration: { LambdaFunctionConfigurations } },
      },
    };
    expect(fedBy('s3:PutObject', sub('${Uploads.Arn}/in/*'), resources)).toEqual(expected);
    expect(fedBy('s3:PutObject', sub('${Uploads.Arn}/out/*'), resources)).toEqual([]);
  });
});

describe('what is sent on', () => {
  const Queue = { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' } } };
  const Source = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn: arnOf('Queue') },
  };
  const topic = (Properties: JsonObject = {}) => ({ Type: 'AWS::SNS::Topic', Properties });
  const subscription = (more: JsonObject = {}) => ({
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arnOf('Queue'), ...more },
  });

  test.each<[string, JsonObject, string[]]>([
    ['a topic', { Topic: topic(), Subscription: subscription() }, ['Topic: Subscription,Topic']],
    ['a topic that says so itself', { Topic: topic({ Subscription: [{ Endpoint: arnOf('Queue') }] }) }, ['Topic: Topic']],
    ['a topic, filtered', { Topic: topic(), Subscription: subscription({ FilterPolicy: { kind: ['order'] } }) }, []],
    ['a topic, to another queue', { Topic: topic(), Subscription: subscription({ Endpoint: arnOf('Failures') }) }, []],
    ['a topic of elsewhere', { Topic: topic(), Subscription: subscription({ TopicArn: 'arn:aws:sns:eu-west-1:1:other' }) }, []],
  ])('by %s', (_, resources, expected) =>
    expect(fedBy('sns:Publish', { Ref: 'Topic' }, { Queue, Source, ...resources })).toEqual(expected),
  );

  test('by a bucket, through a topic and a queue', () => {
    const TopicConfigurations = [{ Event: 's3:ObjectCreated:*', Topic: { Ref: 'Topic' } }];
    const Uploads = { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration: { TopicConfigurations } } };
    const resources = { Queue, Source, Topic: topic(), Subscription: subscription(), Uploads };
    expect(fedBy('s3:PutObject', sub('${Uploads.Arn}/*'), resources)).toEqual(['Uploads: Uploads']);
  });
});

test.each<[string, string, string, JsonObject]>([
  ['a table', 'dynamodb:PutItem', 'dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders', { TableName: 'orders' }],
  ['its indexes', 'dynamodb:PutItem', 'dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders/index/*', { TableName: 'orders' }],
  ['a stream', 'kinesis:PutRecord', 'kinesis:${AWS::Region}:${AWS::AccountId}:stream/orders', { Name: 'orders' }],
])('%s is known by the name in an ARN', (_, action, arn, Properties) => {
  const isTable = 'TableName' in Properties;
  const Store = { Type: isTable ? 'AWS::DynamoDB::Table' : 'AWS::Kinesis::Stream', Properties };
  const EventSourceArn = isTable ? { 'Fn::GetAtt': ['Store', 'StreamArn'] } : arnOf('Store');
  const Source = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn } };
  expect(fedBy(action, sub(`arn:aws:${arn}`), { Store, Source })).toEqual(['Store: Source,Store']);
});
