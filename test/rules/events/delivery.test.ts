import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import type { Example } from '../../../lib/rules/example';
import { applyExample } from '../../../lib/rules/example';
import { SECURE_APP } from '../../../lib/rules/secure-app';
import { TODAY } from '../judge-example';
import { beside, failures, findingsOf } from '../said';

const getAtt = (id: string, attribute = 'Arn'): Json => ({ 'Fn::GetAtt': [id, attribute] });
const queue = (more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::SQS::Queue',
  Properties: { KmsMasterKeyId: { Ref: 'Key' }, ...more },
});
const mapping = (more: JsonObject): JsonObject => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { FunctionName: { Ref: 'Function' }, ...more },
});
const isProd = { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } };

describe('event sources keep what failed', () => {
  const verdicts = (more: JsonObject, others: JsonObject = {}, rest: Omit<Example, 'Resources'> = {}) =>
    findingsOf(Control.EVENT_SOURCE_FAILURES_CAPTURED, beside({ ...others, Source: mapping(more) }, rest)).map(
      ({ verdict }) => verdict,
    );

  test.each<[string, JsonObject, string[]]>([
    ['a stream of elsewhere', { EventSourceArn: 'arn:aws:kinesis:eu-west-1:1:stream/orders' }, ['fail']],
    ['a table', { EventSourceArn: getAtt('Table', 'StreamArn') }, ['fail']],
    ['Kafka of one’s own', { SelfManagedEventSource: { Endpoints: {} } }, ['fail']],
    ['something that is no ARN', { EventSourceArn: 'orders' }, ['fail']],
    [
      'a destination that is empty',
      { EventSourceArn: 'orders', DestinationConfig: { OnFailure: { Destination: '' } } },
      ['fail'],
    ],
    ['a destination for success', { EventSourceArn: 'orders', DestinationConfig: { OnSuccess: { Destination: 'x' } } }, ['fail']],
    ['a destination', { EventSourceArn: 'orders', DestinationConfig: { OnFailure: { Destination: getAtt('Failures') } } }, []],
    ['a queue of the app', { EventSourceArn: getAtt('Failures') }, []],
    ['a queue of elsewhere', { EventSourceArn: 'arn:aws:sqs:eu-west-1:1:orders' }, ['unknown']],
    ['a broker', { EventSourceArn: 'arn:aws:mq:eu-west-1:1:broker:orders' }, []],
    ['a database', { EventSourceArn: 'arn:aws:rds:eu-west-1:1:cluster:orders' }, []],
    ['what is imported', { EventSourceArn: { 'Fn::ImportValue': 'Orders' } }, ['unknown']],
  ])('%s: %#', (_, more, expected) => expect(verdicts(more)).toEqual(expected));

  test('a broker of the app keeps nothing', () => {
    const Broker = { Type: 'AWS::AmazonMQ::Broker', Properties: {} };
    expect(verdicts({ EventSourceArn: getAtt('Broker') }, { Broker })).toEqual([]);
  });

  test('a queue is found by its name in an ARN', () => {
    expect(verdicts({ EventSourceArn: 'arn:aws:sqs:eu-west-1:1:orders' }, { Orders: queue({ QueueName: 'orders' }) })).toEqual(
      [],
    );
  });

  test.each<[string, JsonObject, string[]]>([
    ['a stream', { KinesisStreamParameters: { StartingPosition: 'LATEST' } }, ['KinesisStreamParameters']],
    ['a table', { DynamoDBStreamParameters: { DeadLetterConfig: {} } }, ['DynamoDBStreamParameters']],
    ['a stream with a queue', { KinesisStreamParameters: { DeadLetterConfig: { Arn: getAtt('Failures') } } }, []],
    ['a queue', { SqsQueueParameters: { BatchSize: 1 } }, []],
  ])('a pipe from %s', (_, SourceParameters, expected) =>
    expect(
      failures(
        Control.EVENT_SOURCE_FAILURES_CAPTURED,
        beside({ Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { SourceParameters } } }),
      ),
    ).toEqual(expected.map(name => `warning Pipe Properties.SourceParameters.${name}.DeadLetterConfig EVT-01`)),
  );

  test('a destination in one branch is none in the other', () => {
    const Destination = { 'Fn::If': ['IsProd', getAtt('Failures'), { Ref: 'AWS::NoValue' }] };
    const more = { EventSourceArn: getAtt('Table', 'StreamArn'), DestinationConfig: { OnFailure: { Destination } } };
    const [finding] = findingsOf(Control.EVENT_SOURCE_FAILURES_CAPTURED, beside({ Source: mapping(more) }, isProd));
    expect(finding.message).toMatch(/ \(when IsProd is false\)$/);
  });
});

test('an alias without the destination is told by its name, with what stands in its place', () => {
  const onFailure = (FunctionName: Json, Qualifier: string, DestinationConfig: JsonObject): JsonObject => ({
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName, Qualifier, DestinationConfig },
  });
  const own = { Ref: 'Function' };
  const kept = { OnFailure: { Destination: getAtt('Failures') } };
  const alias = (Name: string): JsonObject => ({
    Type: 'AWS::Lambda::Alias',
    Properties: { FunctionName: own, FunctionVersion: '1', Name },
  });
  const said = (Resources: JsonObject) =>
    findingsOf(
      Control.ASYNC_FAILURES_CAPTURED,
      beside({ Function: { Properties: { DeadLetterConfig: null } }, ...Resources }),
    ).map(({ message, relatedResources = [] }) => [message.includes("its alias 'live' cannot"), ...relatedResources]);
  const Latest = onFailure(own, '$LATEST', kept);
  expect(said({ Latest, Live: alias('live') })).toEqual([[true, 'Live']]);
  expect(said({ Latest, Live: alias('live'), Lost: onFailure(own, 'live', {}) })).toEqual([[true, 'Live', 'Lost']]);
  expect(said({ Latest, Live: alias('live'), Kept: onFailure(own, 'live', kept), Test: alias('test') })).toEqual([
    [false, 'Test'],
  ]);
  expect(said({ Latest, Live: alias('live'), Kept: onFailure(own, 'live', kept) })).toEqual([]);
});

test.each<[string | undefined, Json, string[]]>([
  ['111122223333', 'arn:aws:sqs:eu-west-1:444455556666:theirs', ['error']],
  [undefined, 'arn:aws:sqs:eu-west-1:444455556666:theirs', ['warning']],
  ['111122223333', 'arn:aws:sqs:eu-west-1:111122223333:ours', []],
  [undefined, { 'Fn::Sub': 'arn:aws:sqs:eu-west-1:${AWS::AccountId}:ours' }, []],
  ['111122223333', 'orders', []],
  [undefined, getAtt('Failures'), []],
])('in a stack for the account %s, what failed goes to %j', (account, TargetArn, severities) => {
  const body = applyExample(SECURE_APP, beside({ Function: { Properties: { DeadLetterConfig: { TargetArn } } } }));
  const model = buildModel([{ path: 'Orders.template.json', body, ...(account === undefined ? {} : { account }) }]);
  const findings = evaluate(model, { profile: 'strict', asOf: TODAY });
  expect(findings.filter(({ rule }) => rule === Control.DESTINATIONS_IN_OWN_ACCOUNT).map(({ severity }) => severity)).toEqual(
    severities,
  );
});

describe('a message stays hidden for six times the timeout', () => {
  const visible = (properties: JsonObject, timeout: Json = 10, more: JsonObject = {}) =>
    failures(
      Control.VISIBILITY_EXCEEDS_TIMEOUT,
      beside({
        Orders: queue(properties),
        Source: mapping({ EventSourceArn: getAtt('Orders'), ...more }),
        Function: { Properties: { Timeout: timeout } },
      }),
    );
  const FAILS = ['warning Source Properties.EventSourceArn EVT-02'];

  test.each<[JsonObject, Json, boolean]>([
    [{ VisibilityTimeout: 59 }, 10, true],
    [{ VisibilityTimeout: '60' }, '10', false],
    [{}, 5, false],
    [{}, 6, true],
    [{ VisibilityTimeout: 17 }, { Ref: 'AWS::NoValue' }, true],
    [{ VisibilityTimeout: 18 }, { Ref: 'AWS::NoValue' }, false],
    [{ VisibilityTimeout: { 'Fn::ImportValue': 'Visibility' } }, 900, false],
    [{ VisibilityTimeout: { 'Fn::If': ['IsProd', 600, 10] } }, 10, true],
  ])('%j with a timeout of %j: %s', (properties, timeout, fails) =>
    expect(visible(properties, timeout)).toEqual(fails ? FAILS : []),
  );

  test.each<[Json, boolean]>([
    [0, false],
    ['1', true],
    [{ 'Fn::If': ['IsProd', 300, 0] }, true],
    [{ 'Fn::ImportValue': 'Window' }, false],
  ])('and for a batching window of %j: %s', (MaximumBatchingWindowInSeconds, fails) =>
    expect(visible({ VisibilityTimeout: 60 }, 10, { MaximumBatchingWindowInSeconds })).toEqual(fails ? FAILS : []),
  );

  test('names the queue and the function', () => {
    const example = beside({ Orders: queue(), Source: mapping({ EventSourceArn: getAtt('Orders') }) });
    expect(findingsOf(Control.VISIBILITY_EXCEEDS_TIMEOUT, example)[0]).toMatchObject({
      relatedResources: ['Function', 'Orders'],
      message: "'Orders' hides a message for 30 seconds, and 'Function' may work on it for 10: 60 are needed",
    });
  });
});

describe('rules and schedules', () => {
  const target = (more: JsonObject = {}): JsonObject => ({ Id: 'One', Arn: getAtt('Function'), ...more });
  const kept = { DeadLetterConfig: { Arn: getAtt('Failures') } };
  const ofRule = (Targets: Json) => beside({ Rule: { Type: 'AWS::Events::Rule', Properties: { Targets } } });
  const failed = (example: Example) => failures(Control.TARGET_FAILURES_CAPTURED, example);

  test('every target of a rule, a single one too', () => {
    expect(failed(ofRule([target(kept), target()]))).toEqual(['warning Rule Properties.Targets.1.DeadLetterConfig EVT-03']);
    expect(failed(ofRule(target()))).toHaveLength(1);
    expect(failed(ofRule([target({ DeadLetterConfig: {} })]))).toHaveLength(1);
    expect(failed(ofRule([target(kept)]))).toEqual([]);
    expect(failed(ofRule({ Ref: 'AWS::NoValue' }))).toEqual([]);
  });

  test('the one target of a schedule', () => {
    const schedule = (Target: Json) => beside({ Schedule: { Type: 'AWS::Scheduler::Schedule', Properties: { Target } } });
    expect(failed(schedule(target()))).toEqual(['warning Schedule Properties.Target.DeadLetterConfig EVT-03']);
    expect(failed(schedule(target(kept)))).toEqual([]);
    expect(failed(schedule({ Ref: 'AWS::NoValue' }))).toHaveLength(1);
  });

  test('says what cannot be reached in words', () => {
    expect(findingsOf(Control.TARGET_FAILURES_CAPTURED, ofRule([target()]))[0].message).toContain("deliver to 'Function'");
    expect(findingsOf(Control.TARGET_FAILURES_CAPTURED, ofRule([target({ Arn: 'arn:aws:x' })]))[0].message).toContain(
      'to arn:aws:x',
    );
    expect(findingsOf(Control.TARGET_FAILURES_CAPTURED, ofRule([{ Id: 'One' }]))[0].message).toContain('to its target');
  });
});

describe('subscriptions', () => {
  const failed = (Properties: JsonObject) =>
    findingsOf(Control.SUBSCRIPTION_FAILURES_CAPTURED, beside({ Subscription: { Type: 'AWS::SNS::Subscription', Properties } }));

  test.each<[JsonObject, boolean]>([
    [{ Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:1:orders' }, true],
    [{ Protocol: 'lambda', RedrivePolicy: {} }, true],
    [{ Protocol: 'lambda', RedrivePolicy: { deadLetterTargetArn: getAtt('Failures') } }, false],
    [{ Protocol: 'lambda', RedrivePolicy: '{"deadLetterTargetArn":"arn"}' }, false],
    [{ Protocol: 'sms', Endpoint: '+491234' }, false],
    [{ Protocol: 'email-json' }, false],
    [{ Protocol: 'email-json-v2' }, true],
  ])('%j: %s', (properties, fails) => expect(failed(properties)).toHaveLength(fails ? 1 : 0));

  test('without an endpoint it is its subscriber', () => expect(failed({})[0].message).toContain('to its subscriber'));
});

describe('queues set aside what failed', () => {
  const failed = (Resources: JsonObject) => failures(Control.QUEUE_HAS_DEAD_LETTERS, beside(Resources));

  test('a queue is asked, one that holds dead letters is not', () => {
    expect(failed({ Orders: queue() })).toEqual(['warning Orders Properties.RedrivePolicy EVT-06']);
    expect(failed({ Orders: queue({ RedrivePolicy: { maxReceiveCount: 3 } }) })).toHaveLength(1);
    expect(failed({ Orders: queue({ RedrivePolicy: '{"deadLetterTargetArn":"arn"}' }) })).toEqual([]);
  });

  test.each<[string, JsonObject]>([
    ['another queue', queue({ RedrivePolicy: { deadLetterTargetArn: getAtt('Dead'), maxReceiveCount: 3 } })],
    [
      'another queue, by its name',
      queue({ RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:1:dead', maxReceiveCount: 3 } }),
    ],
    [
      'another queue, put together',
      queue({
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:dead' },
          maxReceiveCount: 3,
        },
      }),
    ],
    [
      'a rule',
      {
        Type: 'AWS::Events::Rule',
        Properties: { Targets: [{ Id: 'One', Arn: 'x', DeadLetterConfig: { Arn: getAtt('Dead') } }] },
      },
    ],
    [
      'a subscription',
      { Type: 'AWS::SNS::Subscription', Properties: { RedrivePolicy: { deadLetterTargetArn: getAtt('Dead') } } },
    ],
    [
      'an event source',
      mapping({ EventSourceArn: getAtt('Failures'), DestinationConfig: { OnFailure: { Destination: getAtt('Dead') } } }),
    ],
    ['one branch', mapping({ DestinationConfig: { 'Fn::If': ['IsProd', { OnFailure: { Destination: getAtt('Dead') } }, {}] } })],
  ])('of %s', (_, Holder) => expect(failed({ Dead: queue({ QueueName: 'dead' }), Holder })).toEqual([]));

  test('a name that is not the whole one is another queue', () => {
    const Holder = queue({ RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:1:dead2', maxReceiveCount: 3 } });
    expect(failed({ Dead: queue({ QueueName: 'dead' }), Holder })).toHaveLength(1);
  });
});

describe('encryption', () => {
  const ofQueue = (more: JsonObject) =>
    failures(Control.QUEUE_ENCRYPTED, beside({ Orders: { Type: 'AWS::SQS::Queue', Properties: more } }));

  test.each<[JsonObject, string | undefined]>([
    [{ SqsManagedSseEnabled: 'False' }, 'error Orders Properties.SqsManagedSseEnabled SQS-01'],
    [{ SqsManagedSseEnabled: true }, undefined],
    [{ SqsManagedSseEnabled: true, KmsMasterKeyId: 'alias/aws/sqs' }, 'info Orders Properties.KmsMasterKeyId SQS-01'],
    [{ KmsMasterKeyId: ' ' }, 'info Orders Properties.KmsMasterKeyId SQS-01'],
    [{ KmsMasterKeyId: '' }, 'info Orders Properties.KmsMasterKeyId SQS-01'],
    [{ KmsMasterKeyId: 'alias/aws/sqs', SqsManagedSseEnabled: false }, 'info Orders Properties.KmsMasterKeyId SQS-01'],
    [{ KmsMasterKeyId: 'alias/orders', SqsManagedSseEnabled: false }, undefined],
    [{ KmsMasterKeyId: { 'Fn::ImportValue': 'Key' } }, undefined],
  ])('of a queue with %j', (more, expected) => expect(ofQueue(more)).toEqual(expected === undefined ? [] : [expected]));

  test('of a topic', () => {
    const ofTopic = (Properties: JsonObject) =>
      failures(Control.TOPIC_ENCRYPTED, beside({ Topic: { Type: 'AWS::SNS::Topic', Properties } }));
    expect(ofTopic({})).toEqual(['warning Topic Properties.KmsMasterKeyId SNS-01']);
    expect(ofTopic({ KmsMasterKeyId: 'alias/aws/sns' })).toEqual(['info Topic Properties.KmsMasterKeyId SNS-01']);
    expect(ofTopic({ KmsMasterKeyId: { Ref: 'Key' } })).toEqual([]);
  });
});

describe('TLS', () => {
  const deny = (more: JsonObject = {}): JsonObject => ({
    ...{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: getAtt('Orders') },
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    ...more,
  });
  const refused = (statement: Json, Queues: Json = [{ Ref: 'Orders' }], type = 'AWS::SQS::QueuePolicy') =>
    findingsOf(
      Control.QUEUE_REQUIRES_TLS,
      beside(
        {
          Orders: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } },
          Policy: {
            Type: type,
            Properties: {
              [type === 'AWS::SQS::QueuePolicy' ? 'Queues' : 'Queue']: Queues,
              PolicyDocument: { Statement: statement },
            },
          },
        },
        isProd,
      ),
    ).length === 0;

  test.each<[string, Json, boolean]>([
    ['everybody', deny(), true],
    ['every principal of AWS', deny({ Principal: { AWS: ['*'] } }), true],
    ['where the key may be absent', deny({ Condition: { BoolIfExists: { 'AWS:securetransport': false } } }), true],
    ['every action', deny({ Action: ['sqs:GetQueueUrl', '*'] }), true],
    ['every action but one', deny({ Action: null as never, NotAction: 'sqs:GetQueueUrl' }), true],
    ['every resource', deny({ Resource: '*' }), true],
    ['by the name', deny({ Resource: 'arn:aws:sqs:eu-west-1:1:orders' }), true],
    ['among others', [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }, deny()], true],
    ['one queue of several', deny({ Resource: [getAtt('Failures'), getAtt('Orders')] }), true],
    ['one account and everybody', deny({ Principal: { AWS: ['111122223333', '*'] } }), true],
    ['every provider', deny({ Principal: { Federated: '*' } }), false],
    ['calls through TLS and without', deny({ Condition: { Bool: { 'aws:SecureTransport': ['true', 'false'] } } }), false],
    ['the absence of the key', deny({ Condition: { Null: { 'aws:SecureTransport': 'false' } } }), false],
    ['another key', deny({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }), false],
    ['one account', deny({ Principal: { AWS: '111122223333' } }), false],
    ['an allowance', deny({ Effect: 'Allow' }), false],
    ['one action', deny({ Action: 'sqs:SendMessage' }), false],
    ['another queue', deny({ Resource: getAtt('Failures') }), false],
    ['the other way round', deny({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), false],
    ['without a condition', deny({ Condition: {} }), false],
    [
      'with another condition',
      deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:SourceVpc': 'vpc-0a' } } }),
      false,
    ],
    ['in one branch', { 'Fn::If': ['IsProd', deny(), { Ref: 'AWS::NoValue' }] }, false],
  ])('is refused to %s: %#', (_, statement, expected) => expect(refused(statement)).toBe(expected));

  test('the policy may name the queue by its URL, or stand on it alone', () => {
    expect(refused(deny(), 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders')).toBe(true);
    expect(refused(deny(), ['orders'])).toBe(true);
    expect(refused(deny(), { Ref: 'Orders' }, 'AWS::SQS::QueueInlinePolicy')).toBe(true);
    expect(refused(deny(), [{ Ref: 'Failures' }])).toBe(false);
  });
});

describe('a function is not fed by itself', () => {
  const fed = (Action: string, Resource: Json, others: JsonObject) =>
    findingsOf(
      Control.NOT_FED_BY_ITSELF,
      beside({
        ...others,
        Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } } },
      }),
    );
  const permission = (SourceArn: Json, Principal = 'sns.amazonaws.com'): JsonObject => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', Principal, SourceArn },
  });
  const Topic = { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { Ref: 'Key' } } };
  const Bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders' } };

  test('through a topic, a bucket, a stream', () => {
    expect(fed('sns:Publish', { Ref: 'Topic' }, { Topic, In: permission({ Ref: 'Topic' }) })).toEqual([
      expect.objectContaining({ severity: 'warning', resource: 'Function', relatedResources: ['In', 'Topic'] }),
    ]);
    expect(
      fed('s3:Put*', { 'Fn::Sub': '${Bucket.Arn}/out/*' }, { Bucket, In: permission(getAtt('Bucket'), 's3.amazonaws.com') }),
    ).toHaveLength(1);
    expect(
      fed('s3:PutObject', 'arn:aws:s3:::orders/*', { Bucket, In: permission(getAtt('Bucket'), 's3.amazonaws.com') }),
    ).toHaveLength(1);
    expect(
      fed('dynamodb:BatchWriteItem', getAtt('Table'), { In: mapping({ EventSourceArn: getAtt('Table', 'StreamArn') }) }),
    ).toHaveLength(1);
  });

  test('not where it only reads, writes elsewhere, or may do everything anyway', () => {
    const In = permission({ Ref: 'Topic' });
    expect(fed('sns:GetTopicAttributes', { Ref: 'Topic' }, { Topic, In })).toEqual([]);
    expect(fed('sns:Publish', { Ref: 'Other' }, { Topic, In, Other: Topic })).toEqual([]);
    expect(fed('sns:Publish', '*', { Topic, In })).toEqual([]);
    expect(fed('sns:Publish', { Ref: 'Topic' }, { Topic })).toEqual([]);
  });

  test('nobody knows what a role of elsewhere may do', () => {
    const Role = 'arn:aws:iam::111122223333:role/orders';
    expect(
      fed('sns:Publish', { Ref: 'Topic' }, { Topic, In: permission({ Ref: 'Topic' }), Function: { Properties: { Role } } }),
    ).toEqual([]);
  });
});
