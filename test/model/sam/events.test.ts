import { fn, listening, made, managedOf, place, propertiesOf, rightsOf, sam, unknownIn } from './build';
import type { JsonObject } from '../../../lib/model/facts';

const ACCOUNT = '${AWS::Region}:${AWS::AccountId}';
const SECRET = { SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: 'secret' }] };
const NETWORK =
  'ec2:CreateNetworkInterface,ec2:DescribeNetworkInterfaces,ec2:DeleteNetworkInterface,ec2:DescribeVpcs,ec2:DescribeSubnets,ec2:DescribeSecurityGroups on *';

test.each<[string, JsonObject, string | undefined, string[], string[]]>([
  ['SQS', { Queue: 'q' }, 'q', ['service-role/AWSLambdaSQSQueueExecutionRole'], []],
  ['Kinesis', { Stream: 's' }, 's', ['service-role/AWSLambdaKinesisExecutionRole'], []],
  ['DynamoDB', { Stream: 's' }, 's', ['service-role/AWSLambdaDynamoDBExecutionRole'], []],
  ['MSK', { Stream: 's' }, 's', ['service-role/AWSLambdaMSKExecutionRole'], []],
  [
    'MSK',
    { Stream: 's', SourceAccessConfigurations: [{ Type: 'CLIENT_CERTIFICATE_TLS_AUTH', URI: 'secret' }] },
    's',
    ['service-role/AWSLambdaMSKExecutionRole'],
    ['secretsmanager:GetSecretValue on secret'],
  ],
  ['MQ', { Broker: 'b', ...SECRET }, 'b', [], ['secretsmanager:GetSecretValue on secret', 'mq:DescribeBroker on b']],
  [
    'MQ',
    { Broker: 'b', ...SECRET, SecretsManagerKmsKeyId: 'k' },
    'b',
    [],
    [
      'secretsmanager:GetSecretValue on secret',
      'mq:DescribeBroker on b',
      `kms:Decrypt on arn:\${AWS::Partition}:kms:${ACCOUNT}:key/k`,
    ],
  ],
  [
    'DocumentDB',
    { Cluster: 'c', DatabaseName: 'd', ...SECRET },
    'c',
    [],
    [
      'secretsmanager:GetSecretValue on secret',
      `rds:DescribeDBClusterParameters on arn:\${AWS::Partition}:rds:${ACCOUNT}:cluster-pg:*`,
      `rds:DescribeDBSubnetGroups on arn:\${AWS::Partition}:rds:${ACCOUNT}:subgrp:*`,
      'rds:DescribeDBClusters on c',
      NETWORK,
    ],
  ],
  [
    'DocumentDB',
    {},
    undefined,
    [],
    [
      `rds:DescribeDBClusterParameters on arn:\${AWS::Partition}:rds:${ACCOUNT}:cluster-pg:*`,
      `rds:DescribeDBSubnetGroups on arn:\${AWS::Partition}:rds:${ACCOUNT}:subgrp:*`,
      NETWORK,
    ],
  ],
  [
    'SelfManagedKafka',
    { KafkaBootstrapServers: ['h:1'], Topics: ['t'], ...SECRET },
    undefined,
    [],
    ['secretsmanager:GetSecretValue on secret'],
  ],
  [
    'SelfManagedKafka',
    {
      KafkaBootstrapServers: ['h:1'],
      SourceAccessConfigurations: [
        { Type: 'VPC_SUBNET', URI: 's' },
        { Type: 'VPC_SECURITY_GROUP', URI: 'g' },
      ],
    },
    undefined,
    [],
    [NETWORK],
  ],
  [
    'SelfManagedKafka',
    {
      SchemaRegistryConfig: {
        SchemaRegistryURI: { 'Fn::Sub': 'arn:aws:glue:${AWS::Region}:1:registry/r' },
        AccessConfigs: [{ URI: 'x' }],
      },
    },
    undefined,
    [],
    [
      'secretsmanager:GetSecretValue on x',
      'glue:GetRegistry on arn:aws:glue:${AWS::Region}:1:registry/r',
      `glue:GetSchemaVersion on arn:\${AWS::Partition}:glue:${ACCOUNT}:schema/r/*`,
    ],
  ],
])('Lambda polls %s', (type, properties, source, managed, rights) => {
  const facts = sam(listening(type, properties));
  expect(made(facts)).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role', FE: 'Lambda::EventSourceMapping' });
  expect(propertiesOf(facts, 'FE').EventSourceArn).toBe(source);
  expect(propertiesOf(facts, 'FE').FunctionName).toBe('${F}');
  expect(managedOf(facts, 'FRole').slice(1)).toEqual(managed);
  expect(rightsOf(facts, 'FRole')).toEqual(rights);
});

test('what Kafka and documents are read by stands where Lambda looks', () => {
  const kafka = { KafkaBootstrapServers: ['h:1'], ConsumerGroupId: 'g' };
  expect(propertiesOf(sam(listening('SelfManagedKafka', kafka)), 'FE')).toMatchObject({
    SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['h:1'] } },
    SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'g' },
  });
  expect(
    propertiesOf(sam(listening('MSK', { Stream: 's', ConsumerGroupId: 'g' })), 'FE').AmazonManagedKafkaEventSourceConfig,
  ).toEqual({
    ConsumerGroupId: 'g',
  });
  expect(propertiesOf(sam(listening('DocumentDB', { DatabaseName: 'd' })), 'FE').DocumentDBEventSourceConfig).toEqual({
    DatabaseName: 'd',
  });
});

test('what a poll cannot handle is sent where the event source says, with the right to do so', () => {
  const DestinationConfig = { OnFailure: { Type: 'SQS', Destination: 'dead' } };
  const facts = sam(listening('Kinesis', { Stream: 's', DestinationConfig }));
  expect(propertiesOf(facts, 'FE').DestinationConfig).toEqual({ OnFailure: { Destination: 'dead' } });
  expect(rightsOf(facts, 'FRole')).toEqual(['sqs:SendMessage on dead']);
  expect(propertiesOf(sam(listening('Kinesis', { Stream: 's', DestinationConfig: { Ref: 'D' } })), 'FE').DestinationConfig).toBe(
    '${D}',
  );
});

test('two event sources that need the same right give it once', () => {
  const Events = {
    A: { Type: 'MQ', Properties: { Broker: 'b', ...SECRET } },
    B: { Type: 'MQ', Properties: { Broker: 'b', ...SECRET } },
  };
  expect(rightsOf(sam({ F: fn({ Events }) }), 'FRole')).toHaveLength(2);
});

test.each<[string, JsonObject, Record<string, string>, JsonObject]>([
  ['AlexaSkill', { SkillId: 'skill' }, {}, { Principal: 'alexa-appkit.amazon.com', EventSourceToken: 'skill' }],
  ['SNS', { Topic: { Ref: 'T' } }, { FE: 'SNS::Subscription' }, { Principal: 'sns.amazonaws.com', SourceArn: '${T}' }],
  [
    'IoTRule',
    { Sql: 'SELECT *', AwsIotSqlVersion: 'beta' },
    { FE: 'IoT::TopicRule' },
    {
      Principal: 'iot.amazonaws.com',
      SourceArn: `arn:\${AWS::Partition}:iot:${ACCOUNT}:rule/\${FE}`,
      SourceAccount: '${AWS::AccountId}',
    },
  ],
  [
    'CloudWatchLogs',
    { LogGroupName: 'g', FilterPattern: '' },
    { FE: 'Logs::SubscriptionFilter' },
    { Principal: 'logs.amazonaws.com', SourceArn: `arn:\${AWS::Partition}:logs:${ACCOUNT}:log-group:g:*` },
  ],
  [
    'Schedule',
    { Schedule: 'rate(1 day)', Enabled: false },
    { FE: 'Events::Rule' },
    { Principal: 'events.amazonaws.com', SourceArn: '${FE.Arn}' },
  ],
  [
    'EventBridgeRule',
    { Pattern: { source: ['a'] } },
    { FE: 'Events::Rule' },
    { Principal: 'events.amazonaws.com', SourceArn: '${FE.Arn}' },
  ],
  ['CloudWatchEvent', { Pattern: {} }, { FE: 'Events::Rule' }, { Principal: 'events.amazonaws.com', SourceArn: '${FE.Arn}' }],
])('%s may invoke the function', (type, properties, resources, permission) => {
  const facts = sam(listening(type, properties));
  expect(made(facts)).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role', FEPermission: 'Lambda::Permission', ...resources });
  expect(propertiesOf(facts, 'FEPermission')).toEqual({ Action: 'lambda:InvokeFunction', FunctionName: '${F}', ...permission });
  expect(place(facts, 'FEPermission', 'Properties.Principal')).toBe('F Properties.Events.E');
});

test('an alias is what is invoked, where one is published', () => {
  const facts = sam(listening('SNS', { Topic: 't' }, { AutoPublishAlias: 'live' }));
  expect(propertiesOf(facts, 'FEPermission').FunctionName).toBe('${FAliaslive}');
  expect(propertiesOf(facts, 'FE').Endpoint).toBe('${FAliaslive}');
});

describe('a rule of EventBridge', () => {
  test('says what the event source says', () => {
    const properties = {
      Schedule: 'rate(1 day)',
      Enabled: false,
      Input: '{}',
      Description: 'd',
      RetryPolicy: { MaximumRetryAttempts: 1 },
    };
    const facts = sam(listening('Schedule', properties));
    expect(propertiesOf(facts, 'FE')).toEqual({
      ScheduleExpression: 'rate(1 day)',
      Description: 'd',
      State: 'DISABLED',
      Targets: [{ Arn: '${F.Arn}', Id: 'FELambdaTarget', Input: '{}', RetryPolicy: { MaximumRetryAttempts: 1 } }],
    });
    expect(place(facts, 'FE', 'Properties.Targets.0.Input')).toBe('F Properties.Events.E.Properties.Input');
    expect(place(facts, 'FE', 'Properties.ScheduleExpression')).toBe('F Properties.Events.E.Properties.Schedule');
  });

  test.each<[string, JsonObject, JsonObject]>([
    ['a queue that is given', { Arn: 'q' }, { FE: 'Events::Rule' }],
    ['a queue that SAM makes', { Type: 'SQS' }, { FEQueue: 'SQS::Queue', FEQueuePolicy: 'SQS::QueuePolicy' }],
    ['a queue that SAM makes under a name', { Type: 'SQS', QueueLogicalId: 'Dead' }, { Dead: 'SQS::Queue' }],
  ])('leaves what cannot be delivered in %s', (_, DeadLetterConfig, resources) => {
    const facts = sam(listening('Schedule', { Schedule: 's', DeadLetterConfig }));
    expect(made(facts)).toMatchObject(resources);
    expect(propertiesOf(facts, 'FE')).toMatchObject({ Targets: [{ DeadLetterConfig: { Arn: expect.any(String) } }] });
  });

  test('calls its target as it is told, and never longer than 64 characters', () => {
    expect(propertiesOf(sam(listening('EventBridgeRule', { Target: { Id: 'mine' }, Enabled: true })), 'FE')).toMatchObject({
      State: 'ENABLED',
      Targets: [{ Id: 'mine' }],
    });
    const long = sam({ F: fn({ Events: { ['E'.repeat(90)]: { Type: 'Schedule' } } }) });
    expect(propertiesOf(long, `F${'E'.repeat(90)}`)).toMatchObject({ Targets: [{ Id: `F${'E'.repeat(51)}LambdaTarget` }] });
  });
});

describe('a schedule of EventBridge Scheduler', () => {
  test('has a role that may invoke only the function', () => {
    const facts = sam(listening('ScheduleV2', { ScheduleExpression: 'rate(1 day)' }));
    expect(made(facts)).toMatchObject({ FE: 'Scheduler::Schedule', FERole: 'IAM::Role' });
    expect(propertiesOf(facts, 'FE')).toMatchObject({
      Name: 'FE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { RoleArn: '${FERole.Arn}' },
    });
    expect(rightsOf(facts, 'FERole')).toEqual(['lambda:InvokeFunction on ${F.Arn}']);
  });

  test('uses the role and the queue that are given, and no name where it is told so', () => {
    const facts = sam(listening('ScheduleV2', { RoleArn: 'r', OmitName: true, DeadLetterConfig: { Arn: 'q' } }));
    expect(made(facts)).not.toHaveProperty('FERole');
    expect(propertiesOf(facts, 'FE')).not.toHaveProperty('Name');
    expect(propertiesOf(facts, 'FE')).toMatchObject({ Target: { RoleArn: 'r', DeadLetterConfig: { Arn: 'q' } } });
  });

  test('may send to the queue that SAM makes for it, which needs no policy', () => {
    const facts = sam(listening('ScheduleV2', { DeadLetterConfig: { Type: 'SQS' } }));
    expect(made(facts)).not.toHaveProperty('FEQueuePolicy');
    expect(rightsOf(facts, 'FERole')).toContain('sqs:SendMessage on ${FEQueue.Arn}');
  });
});

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
