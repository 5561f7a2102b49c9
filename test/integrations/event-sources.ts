import { Stack } from 'aws-cdk-lib';
import { AuthorizationType } from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Integrations } from './integration';
import { aBucket, aQueue, aStream } from './neighbours';
import { SecretAccess } from '../../lib';
import { aFunction, networkOf } from '../apps';

const LATEST = { startingPosition: lambda.StartingPosition.LATEST };

/** What a poller needs to reach a broker or a cluster in a network, beyond what a function in a network has anyway. */
const DESCRIBE_NETWORK = ['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs'];

export const EVENT_SOURCES = {
  'a queue': scope => {
    const queue = aQueue(scope);
    aFunction(scope).addEventSource(new sources.SqsEventSource(queue, { maxConcurrency: 2, reportBatchItemFailures: true }));
  },
  'a queue under a customer key': scope => {
    const encryptionMasterKey = new kms.Key(scope, 'Key', { enableKeyRotation: true });
    const queue = new sqs.Queue(scope, 'Queue', { encryptionMasterKey, enforceSSL: true });
    aFunction(scope).addEventSource(new sources.SqsEventSource(queue));
  },
  'a table': scope => {
    const table = new dynamodb.TableV2(scope, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    aFunction(scope).addEventSource(new sources.DynamoEventSource(table, { ...LATEST, onFailure: deadLetters(scope) }));
  },
  'a stream': scope => {
    const stream = aStream(scope);
    aFunction(scope).addEventSource(new sources.KinesisEventSource(stream, { ...LATEST, onFailure: deadLetters(scope) }));
  },
  'a consumer of a stream': scope => {
    const stream = aStream(scope);
    const consumer = new kinesis.StreamConsumer(scope, 'Consumer', { stream, streamConsumerName: 'orders' });
    aFunction(scope).addEventSource(new sources.KinesisConsumerEventSource(consumer, LATEST));
  },
  'objects in a bucket': scope => {
    const bucket = aBucket(scope);
    aFunction(scope).addEventSource(new sources.S3EventSourceV2(bucket, { events: [s3.EventType.OBJECT_CREATED] }));
  },
  'a topic': scope => {
    aFunction(scope).addEventSource(new sources.SnsEventSource(new sns.Topic(scope, 'Topic', { enforceSSL: true })));
  },
  'an API': scope => {
    const options = { authorizationType: AuthorizationType.IAM };
    aFunction(scope).addEventSource(new sources.ApiEventSource('GET', '/orders', options));
  },
  'a cluster of MSK': scope => {
    const source = new sources.ManagedKafkaEventSource({
      clusterArn: arnOf(scope, 'kafka', 'cluster/orders/11111111-2222-3333-4444-555555555555-1'),
      topic: 'orders',
      secret: new secretsmanager.Secret(scope, 'Secret'),
      onFailure: deadLetters(scope),
      provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 2 },
      ...LATEST,
    });
    aFunction(scope).addEventSource(source);
  },
  'a Kafka cluster of ones own': scope => {
    const { vpc, subnets } = networkOf(scope);
    const source = new sources.SelfManagedKafkaEventSource({
      bootstrapServers: ['kafka.internal.example:9096'],
      topic: 'orders',
      secret: new secretsmanager.Secret(scope, 'Secret'),
      vpc,
      vpcSubnets: subnets,
      securityGroup: new ec2.SecurityGroup(scope, 'Pollers', { vpc, allowAllOutbound: false }),
      ...LATEST,
    });
    aFunction(scope).addEventSource(source);
  },
  'a broker of Amazon MQ': scope => {
    const broker = arnOf(scope, 'mq', 'broker:orders:b-11111111-2222-3333-4444-555555555555');
    const secret = new secretsmanager.Secret(scope, 'Secret');
    const fn = aFunction(scope, 'Fn', { secrets: { BROKER: SecretAccess.read(secret) } });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['mq:DescribeBroker'], resources: [broker] }));
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: DESCRIBE_NETWORK, resources: ['*'] }));
    new lambda.CfnEventSourceMapping(scope, 'Mapping', {
      eventSourceArn: broker,
      functionName: fn.functionName,
      queues: ['orders'],
      sourceAccessConfigurations: [{ type: 'BASIC_AUTH', uri: secret.secretArn }],
    });
  },
  'a change stream of DocumentDB': scope => {
    const cluster = arnOf(scope, 'rds', 'cluster:orders');
    const secret = new secretsmanager.Secret(scope, 'Secret');
    const fn = aFunction(scope, 'Fn', { secrets: { CLUSTER: SecretAccess.read(secret) } });
    const related = ['cluster-pg', 'subgrp'].map(kind => arnOf(scope, 'rds', `${kind}:orders`));
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['rds:DescribeDBClusters', 'rds:DescribeDBClusterParameters', 'rds:DescribeDBSubnetGroups'],
        resources: [cluster, ...related],
      }),
    );
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: DESCRIBE_NETWORK, resources: ['*'] }));
    new lambda.CfnEventSourceMapping(scope, 'Mapping', {
      eventSourceArn: cluster,
      functionName: fn.functionName,
      startingPosition: 'LATEST',
      documentDbEventSourceConfig: { databaseName: 'orders', fullDocument: 'Default' },
      sourceAccessConfigurations: [{ type: 'BASIC_AUTH', uri: secret.secretArn }],
    });
  },
} satisfies Integrations;

function deadLetters(scope: Construct): sources.SqsDlq {
  return new sources.SqsDlq(aQueue(scope, 'DeadLetters'));
}

function arnOf(scope: Construct, service: string, rest: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}
