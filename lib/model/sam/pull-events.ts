import type { EventTarget, SamEvent } from './event';
import { alike, madeOf } from './event';
import { present, sub } from './intrinsic';
import { allowing, keyArn, sending } from './role';
import type { Json, JsonObject } from '../facts';
import { at, isObject, listOf, objectOf, textOf } from '../json';

/** An event source that Lambda polls, with the right that its polling needs. */
interface Polled {
  /** The property that holds the source's ARN. */
  readonly source?: string;
  /** A policy of AWS. */
  readonly policy?: string;
  readonly statements?: (properties: JsonObject) => readonly JsonObject[];
}

const POLLED: ReadonlyMap<string, Polled> = new Map<string, Polled>([
  ['DynamoDB', { source: 'Stream', policy: 'AWSLambdaDynamoDBExecutionRole' }],
  ['Kinesis', { source: 'Stream', policy: 'AWSLambdaKinesisExecutionRole' }],
  ['SQS', { source: 'Queue', policy: 'AWSLambdaSQSQueueExecutionRole' }],
  [
    'MSK',
    {
      source: 'Stream',
      policy: 'AWSLambdaMSKExecutionRole',
      statements: properties => [...registry(properties), ...secrets(properties, ['CLIENT_CERTIFICATE_TLS_AUTH'])],
    },
  ],
  [
    'MQ',
    {
      source: 'Broker',
      statements: properties => [
        ...secrets(properties, ['BASIC_AUTH']),
        ...about('mq:DescribeBroker', properties.Broker),
        ...key(properties),
      ],
    },
  ],
  [
    'DocumentDB',
    {
      source: 'Cluster',
      statements: properties => [
        ...secrets(properties, ['BASIC_AUTH']),
        allowing('rds:DescribeDBClusterParameters', inAccount('cluster-pg:*')),
        allowing('rds:DescribeDBSubnetGroups', inAccount('subgrp:*')),
        ...about('rds:DescribeDBClusters', properties.Cluster),
        NETWORK,
        ...key(properties),
      ],
    },
  ],
  [
    'SelfManagedKafka',
    {
      statements: properties => [
        ...secrets(properties, AUTHENTICATION),
        ...(accesses(properties).some(({ Type: type }) => type === 'VPC_SUBNET') ? [NETWORK] : []),
        ...key(properties),
        ...registry(properties),
      ],
    },
  ],
]);

const NETWORK: JsonObject = allowing(
  [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeVpcs',
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
  ],
  '*',
);

const AUTHENTICATION = [
  'BASIC_AUTH',
  'CLIENT_CERTIFICATE_TLS_AUTH',
  'OAUTHBEARER_AUTH',
  'SASL_SCRAM_256_AUTH',
  'SASL_SCRAM_512_AUTH',
  'SERVER_ROOT_CA_CERTIFICATE',
];

const PASSED = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'Enabled',
  'FilterCriteria',
  'FunctionResponseTypes',
  'KmsKeyArn',
  'LoggingConfig',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'Queues',
  'ScalingConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'TumblingWindowInSeconds',
];

export function isPolled(type: string): boolean {
  return POLLED.has(type);
}

/** An event source mapping, and what the function's role needs for it. */
export function expandMapping({ making, from, name, role }: EventTarget, event: SamEvent): void {
  const { logicalId, type, properties, written } = event;
  const { source, policy, statements } = POLLED.get(type) as Polled;
  const kafka = present({
    ConsumerGroupId: properties.ConsumerGroupId,
    SchemaRegistryConfig: properties.SchemaRegistryConfig,
  });
  const configured = Object.keys(kafka).length === 0 ? undefined : kafka;
  const servers = properties.KafkaBootstrapServers;
  const failure = at(properties.DestinationConfig, 'OnFailure');
  const mapping = present({
    ...Object.fromEntries(PASSED.map(property => [property, properties[property]])),
    FunctionName: name,
    EventSourceArn: at(properties, source ?? ''),
    SelfManagedEventSource: servers === undefined ? undefined : { Endpoints: { KafkaBootstrapServers: servers } },
    AmazonManagedKafkaEventSourceConfig: type === 'MSK' ? configured : undefined,
    SelfManagedKafkaEventSourceConfig: type === 'SelfManagedKafka' ? configured : undefined,
    DocumentDBEventSourceConfig: type === 'DocumentDB' ? documentsOf(properties) : undefined,
    DestinationConfig: isObject(failure)
      ? { OnFailure: present({ Destination: failure.Destination }) }
      : properties.DestinationConfig,
  });
  const places = madeOf(event, {
    ...alike(...PASSED, 'DestinationConfig'),
    ...(source === undefined ? {} : { EventSourceArn: source }),
    SelfManagedEventSource: 'KafkaBootstrapServers',
  });
  making.make(from, logicalId, 'AWS::Lambda::EventSourceMapping', mapping, { places });
  if (policy !== undefined) role.attach(policy, written);
  role.allow(`${logicalId}Policy`, statements?.(properties) ?? [], written);
  const sent = sending(textOf(at(failure, 'Type')), at(failure, 'Destination') ?? '');
  role.allow(`${logicalId}DestinationPolicy`, sent, `${written}.Properties.DestinationConfig`);
}

function documentsOf(properties: JsonObject): JsonObject {
  return present({
    DatabaseName: properties.DatabaseName,
    CollectionName: properties.CollectionName,
    FullDocument: properties.FullDocument,
  });
}

function accesses(properties: JsonObject): readonly JsonObject[] {
  return listOf(properties.SourceAccessConfigurations).map(objectOf);
}

/** Reading the secrets with which Lambda signs in at the source. */
function secrets(properties: JsonObject, types: readonly string[]): readonly JsonObject[] {
  return accesses(properties)
    .filter(({ Type: type }) => types.includes(String(type)))
    .flatMap(({ URI: uri }) => about('secretsmanager:GetSecretValue', uri));
}

function about(action: string, resource: Json | undefined): readonly JsonObject[] {
  return resource === undefined ? [] : [allowing(action, resource)];
}

function key({ SecretsManagerKmsKeyId: id }: JsonObject): readonly JsonObject[] {
  return id === undefined ? [] : [allowing('kms:Decrypt', keyArn(id))];
}

/** A schema registry of Glue is named by its ARN; any other only has secrets. */
function registry({ SchemaRegistryConfig: config }: JsonObject): readonly JsonObject[] {
  const uri = at(config, 'SchemaRegistryURI') ?? '';
  const name = /^arn:.*:glue:.*:registry\/([^:]+)/.exec(textOf(at(uri, 'Fn::Sub') ?? uri) ?? '')?.[1];
  return [
    ...listOf(at(config, 'AccessConfigs'))
      .map(objectOf)
      .flatMap(({ URI: secret }) => about('secretsmanager:GetSecretValue', secret)),
    ...(name === undefined
      ? []
      : [
          allowing('glue:GetRegistry', uri),
          allowing('glue:GetSchemaVersion', [
            sub(`arn:\${AWS::Partition}:glue:\${AWS::Region}:\${AWS::AccountId}:schema/${name}/*`),
          ]),
        ]),
  ];
}

function inAccount(resource: string): JsonObject {
  return sub(`arn:\${AWS::Partition}:rds:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
}
