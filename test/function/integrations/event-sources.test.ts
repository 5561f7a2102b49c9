import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SelfManagedKafkaEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { describeIntegrations, FN_NAME } from './describe-integrations';
import { Concurrency } from '../../../lib';
import { aFunction, newStack, refusal } from '../../apps';
import { EVENT_SOURCES } from '../../integrations/event-sources';

const DEAD_LETTERS = { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DeadLetters'), 'Arn'] } } };
const MAPPING = 'AWS::Lambda::EventSourceMapping';

const on = (resource: string, ...actions: string[]): string[] => actions.map(action => `${action} on ${resource}`);
const POLL_QUEUE = on(
  'Queue.Arn',
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
);
const SEND_DEAD_LETTERS = on('DeadLetters.Arn', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage');
const READ_STREAM = on(
  'Stream.Arn',
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamConsumer',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
  'kinesis:ListStreams',
  'kinesis:SubscribeToShard',
);
const DESCRIBE_NETWORK = on('*', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs');
const READ_SECRET = on('Secret', 'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue');

const local = (service: string, rest: string): string => `arn:Partition:${service}:Region:AccountId:${rest}`;

describeIntegrations('an event source', EVENT_SOURCES, {
  'a queue': {
    rights: POLL_QUEUE,
    resources: [[MAPPING, { FunctionName: FN_NAME, FunctionResponseTypes: ['ReportBatchItemFailures'] }]],
  },
  'a queue under a customer key': {
    rights: [...POLL_QUEUE, 'kms:Decrypt on Key.Arn'],
    resources: [[MAPPING, { FunctionName: FN_NAME }]],
  },
  'a table': {
    rights: [
      ...on(
        'Table.StreamArn',
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ),
      ...SEND_DEAD_LETTERS,
    ],
    resources: [[MAPPING, { FunctionName: FN_NAME, DestinationConfig: DEAD_LETTERS }]],
  },
  'a stream': {
    rights: [...READ_STREAM, ...SEND_DEAD_LETTERS],
    resources: [[MAPPING, { FunctionName: FN_NAME, DestinationConfig: DEAD_LETTERS }]],
  },
  'a consumer of a stream': {
    rights: [...READ_STREAM, ...on('Consumer.ConsumerARN', 'kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard')],
    resources: [[MAPPING, { FunctionName: FN_NAME }]],
  },
  'objects in a bucket': { invokers: ['s3.amazonaws.com: lambda:InvokeFunction on Fn.Arn for Bucket.Arn of AccountId'] },
  'a topic': { invokers: ['sns.amazonaws.com: lambda:InvokeFunction on Fn.Arn for Topic'] },
  'an API': {
    invokers: ['DeploymentStageprod', undefined].map(stage => {
      const api = 'StackFnC636521AApiEventSourceA7A86A4F';
      const source = local('execute-api', `${api}/${stage === undefined ? 'test-invoke-stage' : `${api}${stage}`}/GET/orders`);
      return `apigateway.amazonaws.com: lambda:InvokeFunction on Fn.Arn for ${source}`;
    }),
    resources: [['AWS::ApiGateway::Method', { AuthorizationType: 'AWS_IAM' }]],
  },
  'a cluster of MSK': {
    rights: [
      ...DESCRIBE_NETWORK,
      ...on(
        local('kafka', 'cluster/orders/11111111-2222-3333-4444-555555555555-1'),
        'kafka:DescribeCluster',
        'kafka:DescribeClusterV2',
        'kafka:GetBootstrapBrokers',
        'kafka:ListScramSecrets',
      ),
      ...READ_SECRET,
      ...SEND_DEAD_LETTERS,
    ],
    resources: [
      [MAPPING, { FunctionName: FN_NAME, Topics: ['orders'], DestinationConfig: DEAD_LETTERS }],
      ['AWS::IAM::Role', { ManagedPolicyArns: Match.absent() }],
    ],
  },
  'a Kafka cluster of ones own': {
    rights: [...DESCRIBE_NETWORK, ...READ_SECRET],
    resources: [[MAPPING, { FunctionName: FN_NAME, Topics: ['orders'] }]],
  },
  'a broker of Amazon MQ': {
    rights: [
      ...DESCRIBE_NETWORK,
      ...on(local('mq', 'broker:orders:b-11111111-2222-3333-4444-555555555555'), 'mq:DescribeBroker'),
    ],
    resources: [[MAPPING, { FunctionName: FN_NAME, Queues: ['orders'] }]],
  },
  'a change stream of DocumentDB': {
    rights: [
      ...DESCRIBE_NETWORK,
      ...['cluster', 'cluster-pg', 'subgrp'].flatMap(kind =>
        on(
          local('rds', `${kind}:orders`),
          'rds:DescribeDBClusterParameters',
          'rds:DescribeDBClusters',
          'rds:DescribeDBSubnetGroups',
        ),
      ),
    ],
    resources: [[MAPPING, { FunctionName: FN_NAME, DocumentDBEventSourceConfig: Match.anyValue() }]],
  },
});

describe('a function that reads from Kafka', () => {
  const readFromKafka = (timeout: Duration): void => {
    const stack = newStack();
    const source = new SelfManagedKafkaEventSource({
      bootstrapServers: ['kafka.example:9096'],
      topic: 'orders',
      secret: new secretsmanager.Secret(stack, 'Secret'),
      startingPosition: lambda.StartingPosition.LATEST,
    });
    aFunction(stack, 'Fn', { limits: { concurrency: Concurrency.reserved(1), timeout } }).addEventSource(source);
  };

  test('leaves Lambda a minute to try again', () => {
    expect(() => readFromKafka(Duration.minutes(15))).toThrow(
      refusal(`'limits.timeout'`, 'must be at most 14 minutes for a function that reads from Kafka', '15 minutes'),
    );
    expect(() => readFromKafka(Duration.minutes(14))).not.toThrow();
  });
});
