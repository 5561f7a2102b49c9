import { fn, listening, made, managedOf, place, propertiesOf, rightsOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

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

const POLLING: JsonObject = {
  BatchSize: 10,
  StartingPosition: 'LATEST',
  BisectBatchOnFunctionError: true,
  FilterCriteria: { Filters: [{ Pattern: '{}' }] },
};
const STREAM: JsonObject = { Stream: 's', ...POLLING };
const REGISTRY: JsonObject = {
  SchemaRegistryURI: 'https://registry.example.com',
  EventRecordFormat: 'JSON',
  SchemaValidationConfigs: [{ Attribute: 'KEY' }],
  AccessConfigs: [{ Type: 'BASIC_AUTH', URI: 'x' }],
};

test.each<[string, string, JsonObject, JsonObject]>([
  ['a queue', 'SQS', { Queue: 'q', Enabled: false }, { EventSourceArn: 'q', Enabled: false }],
  ['a stream', 'Kinesis', STREAM, { EventSourceArn: 's', ...POLLING }],
  ['a cluster of MSK', 'MSK', { Stream: 's', Topics: ['t'] }, { EventSourceArn: 's', Topics: ['t'] }],
  [
    'a consumer group of MSK',
    'MSK',
    { Stream: 's', ConsumerGroupId: 'g', SchemaRegistryConfig: REGISTRY },
    { EventSourceArn: 's', AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'g', SchemaRegistryConfig: REGISTRY } },
  ],
  [
    'a consumer group of a cluster elsewhere',
    'SelfManagedKafka',
    { KafkaBootstrapServers: ['h:1'], Topics: ['t'], ConsumerGroupId: 'g', ...SECRET },
    {
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['h:1'] } },
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: 'g' },
      Topics: ['t'],
      ...SECRET,
    },
  ],
  ['a broker', 'MQ', { Broker: 'b', Queues: ['q'], ...SECRET }, { EventSourceArn: 'b', Queues: ['q'], ...SECRET }],
  [
    'documents',
    'DocumentDB',
    { Cluster: 'c', DatabaseName: 'd', CollectionName: 'n', FullDocument: 'UpdateLookup' },
    {
      EventSourceArn: 'c',
      DocumentDBEventSourceConfig: { DatabaseName: 'd', CollectionName: 'n', FullDocument: 'UpdateLookup' },
    },
  ],
])('an event source mapping says of %s what the event source says, and nothing else', (_, type, properties, mapping) => {
  expect(propertiesOf(sam(listening(type, properties)), 'FE')).toEqual({ FunctionName: '${F}', ...mapping });
});

const GRANTED = (Action: Json, Resource: Json): JsonObject => ({ Effect: 'Allow', Action, Resource });
const policyOf = (...Statement: JsonObject[]): JsonObject[] => [
  { PolicyName: 'FEPolicy', PolicyDocument: { Version: '2012-10-17', Statement } },
];
const glue = (uri: Json): JsonObject => ({ KafkaBootstrapServers: ['h:1'], SchemaRegistryConfig: { SchemaRegistryURI: uri } });

test.each<[string, string, JsonObject, JsonObject[] | undefined]>([
  ['a queue, beyond what AWS says', 'SQS', { Queue: 'q' }, undefined],
  ['MSK without secrets', 'MSK', { Stream: 's' }, undefined],
  ['an unnamed broker', 'MQ', SECRET, policyOf(GRANTED('secretsmanager:GetSecretValue', 'secret'))],
  ['a cluster that asks for nothing', 'SelfManagedKafka', { KafkaBootstrapServers: ['h:1'] }, undefined],
  [
    'secrets of every kind, never of hosts or without an address',
    'SelfManagedKafka',
    {
      SourceAccessConfigurations: [
        { Type: 'SASL_SCRAM_512_AUTH', URI: 'scram' },
        { Type: 'SERVER_ROOT_CA_CERTIFICATE', URI: 'ca' },
        { Type: 'VIRTUAL_HOST', URI: 'host' },
        { Type: 'BASIC_AUTH' },
      ],
    },
    policyOf(GRANTED('secretsmanager:GetSecretValue', 'scram'), GRANTED('secretsmanager:GetSecretValue', 'ca')),
  ],
  [
    'a key that is referred to',
    'SelfManagedKafka',
    { SecretsManagerKmsKeyId: { Ref: 'K' } },
    policyOf(GRANTED('kms:Decrypt', `arn:\${AWS::Partition}:kms:${ACCOUNT}:key/\${K}`)),
  ],
  [
    'a registry of Glue',
    'SelfManagedKafka',
    glue('arn:aws:glue:eu-west-1:111122223333:registry/orders'),
    policyOf(
      GRANTED('glue:GetRegistry', 'arn:aws:glue:eu-west-1:111122223333:registry/orders'),
      GRANTED('glue:GetSchemaVersion', [`arn:\${AWS::Partition}:glue:${ACCOUNT}:schema/orders/*`]),
    ),
  ],
  ['a registry elsewhere', 'SelfManagedKafka', glue('https://example.com/arn:aws:glue:x:1:registry/orders'), undefined],
  ['a registry that the template does not name', 'SelfManagedKafka', glue({ Ref: 'R' }), undefined],
])('the role that SAM makes may do just what it takes to poll %s', (_, type, properties, policies) => {
  expect(propertiesOf(sam(listening(type, properties)), 'FRole').Policies).toEqual(policies);
});

test.each([
  ['Properties.BatchSize', 'Properties.Events.E.Properties.BatchSize'],
  [
    'Properties.DestinationConfig.OnFailure.Destination',
    'Properties.Events.E.Properties.DestinationConfig.OnFailure.Destination',
  ],
  ['Properties.EventSourceArn', 'Properties.Events.E.Properties.Stream'],
  ['Properties.SelfManagedEventSource', 'Properties.Events.E.Properties.KafkaBootstrapServers'],
  ['Properties.FunctionName', 'Properties.Events.E'],
])('%s of a mapping stands at %s', (property, written) => {
  expect(place(sam(listening('Kinesis', STREAM)), 'FE', property)).toBe(`F ${written}`);
});

test.each<[string, JsonObject, string]>([
  ['to read secrets', { Broker: 'b', ...SECRET }, 'Events.E'],
  [
    'to send what fails',
    { DestinationConfig: { OnFailure: { Type: 'SQS', Destination: 'dead' } } },
    'Events.E.Properties.DestinationConfig',
  ],
])('the right %s stands at the event source', (_, properties, written) => {
  const facts = sam(listening('MQ', properties));
  expect(place(facts, 'FRole', 'Properties.Policies.0')).toBe(`F Properties.${written}`);
});

test('what is sent on without a type is sent, and the role gets no right for it', () => {
  const facts = sam(listening('Kinesis', { Stream: 's', DestinationConfig: { OnFailure: { Destination: 'd' } } }));
  expect(propertiesOf(facts, 'FE').DestinationConfig).toEqual({ OnFailure: { Destination: 'd' } });
  expect(propertiesOf(facts, 'FRole')).not.toHaveProperty('Policies');
});
