import type { StackProps } from 'aws-cdk-lib';
import { Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { AwsService, Concurrency, Egress, FunctionCode, SecretAccess, SecureFunction, SecureNetwork } from 'cdk-secure-function';
import type { Construct } from 'constructs';
import { accept } from './accepted-findings';

const DATABASE = { name: 'orders', user: 'fulfilment', port: 5433 };

/** The carrier's API, the only place on the internet that the service talks to. */
export const CARRIER_DOMAIN = 'api.carrier.example';

/** What may stand in stacks of its own. */
export interface OrdersStackProps extends StackProps {
  /** The network, where another stack has it. */
  readonly network?: SecureNetwork;
  /** The database of the warehouse, where another stack has it. */
  readonly database?: rds.DatabaseInstance;
}

/** An order service: an API places orders, a queue hands them on, a database books them, a schedule finds what was lost. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: OrdersStackProps = {}) {
    super(scope, id, props);
    const key = createKey(this);
    const network = props.network ?? new SecureNetwork(this, 'Network', { allowedDomains: [CARRIER_DOMAIN] });
    const table = createTable(this, key);
    const queue = createQueue(this, key);
    const signingKey = createSigningKey(this, key);
    const database = props.database ?? createDatabase(this, network, key);

    const placeOrder = new SecureFunction(this, 'PlaceOrder', {
      description: 'Takes an order over the API, signs it, stores it, and hands it on',
      code: FunctionCode.nodejs(`${__dirname}/src/place-order.ts`),
      network,
      limits: { timeout: Duration.seconds(10), memorySize: Size.mebibytes(256), concurrency: Concurrency.reserved(20) },
      secrets: { SIGNING_KEY_ARN: SecretAccess.read(signingKey) },
      egress: [Egress.toAwsService(AwsService.DYNAMODB), Egress.toAwsService(AwsService.SQS)],
      environment: { TABLE_NAME: table.tableName, QUEUE_URL: queue.queueUrl },
    });
    table.grant(placeOrder, 'dynamodb:PutItem');
    queue.grant(placeOrder, 'sqs:SendMessage');
    key.grant(placeOrder, 'kms:Decrypt', 'kms:GenerateDataKey');
    createApi(this, placeOrder, key);

    const fulfilOrder = new SecureFunction(this, 'FulfilOrder', {
      description: `Books orders in the warehouse's database`,
      code: FunctionCode.nodejs(`${__dirname}/src/fulfil-order.ts`),
      network,
      limits: { timeout: Duration.seconds(30), concurrency: Concurrency.reserved(10) },
      egress: [Egress.toConnectable(database, ec2.Port.tcp(DATABASE.port))],
      environment: {
        DATABASE_HOST: database.dbInstanceEndpointAddress,
        DATABASE_PORT: String(DATABASE.port),
        DATABASE_USER: DATABASE.user,
        DATABASE_NAME: DATABASE.name,
        NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
      },
    });
    database.grantConnect(fulfilOrder, DATABASE.user);
    const source = new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 10 });
    fulfilOrder.addEventSource(source);
    accept(fulfilOrder.node.children.find(child => child.node.id.startsWith('SqsEventSource')) ?? this, 'queueKeepsFailures');

    const reconcile = new SecureFunction(this, 'Reconcile', {
      description: 'Hands on what was signed and stored but never fulfilled',
      code: FunctionCode.nodejs(`${__dirname}/src/reconcile.ts`),
      network,
      limits: { timeout: Duration.minutes(5), concurrency: Concurrency.reserved(1) },
      secrets: { SIGNING_KEY_ARN: SecretAccess.read(signingKey) },
      egress: [Egress.toAwsService(AwsService.DYNAMODB), Egress.toAwsService(AwsService.SQS)],
      environment: { TABLE_NAME: table.tableName, QUEUE_URL: queue.queueUrl },
    });
    table.grant(reconcile, 'dynamodb:Scan');
    queue.grant(reconcile, 'sqs:SendMessage');
    key.grant(reconcile, 'kms:Decrypt', 'kms:GenerateDataKey');
    new events.Rule(this, 'Hourly', {
      schedule: events.Schedule.rate(Duration.hours(1)),
      targets: [new targets.LambdaFunction(reconcile, { deadLetterQueue: reconcile.failureQueue, retryAttempts: 2 })],
    });

    const learnClosedDays = new SecureFunction(this, 'LearnClosedDays', {
      description: 'Asks the carrier on which days it collects nothing',
      code: FunctionCode.nodejs(`${__dirname}/src/learn-closed-days.ts`),
      network,
      limits: { timeout: Duration.seconds(30), concurrency: Concurrency.reserved(1) },
      egress: [Egress.toDomain(CARRIER_DOMAIN), Egress.toAwsService(AwsService.DYNAMODB.onlyTables(table))],
      environment: { TABLE_NAME: table.tableName, CARRIER_DOMAIN },
    });
    table.grant(learnClosedDays, 'dynamodb:PutItem');
    key.grant(learnClosedDays, 'kms:Decrypt', 'kms:GenerateDataKey');
    new events.Rule(this, 'Daily', {
      schedule: events.Schedule.rate(Duration.days(1)),
      targets: [new targets.LambdaFunction(learnClosedDays, { deadLetterQueue: learnClosedDays.failureQueue, retryAttempts: 2 })],
    });
  }
}

/** The key of the service's data, which the logs of its API are encrypted with too. */
export function createKey(scope: Stack): kms.Key {
  const key = new kms.Key(scope, 'DataKey', { description: 'Orders at rest', enableKeyRotation: true });
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(`logs.${scope.region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': scope.formatArn({ service: 'logs', resource: 'log-group:*' }) },
      },
    }),
  );
  return key;
}

function createTable(scope: Construct, key: kms.IKey): dynamodb.Table {
  const table = new dynamodb.Table(scope, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
  });
  accept(table, 'tableBackups');
  return table;
}

/** Messages wait six times as long as the function that takes them may run, and end in a queue of their own after five attempts. */
function createQueue(scope: Construct, key: kms.IKey): sqs.Queue {
  const settings = { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: key, enforceSSL: true };
  const deadLetters = new sqs.Queue(scope, 'DeadLetters', { ...settings, retentionPeriod: Duration.days(14) });
  accept(deadLetters, 'endOfTheLine');
  return new sqs.Queue(scope, 'Queue', {
    ...settings,
    visibilityTimeout: Duration.seconds(180),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
  });
}

function createSigningKey(scope: Construct, key: kms.IKey): secretsmanager.Secret {
  const secret = new secretsmanager.Secret(scope, 'SigningKey', {
    description: 'Signs orders; the warehouse verifies them',
    encryptionKey: key,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
  });
  accept(secret, 'rotation');
  return secret;
}

export function createDatabase(scope: Construct, network: SecureNetwork, key: kms.IKey): rds.DatabaseInstance {
  // A database answers and calls nobody. CDK's own group would let it out.
  const group = new ec2.SecurityGroup(scope, 'DatabaseGroup', {
    vpc: network.vpc,
    description: 'The database of orders, which its function connects to',
    allowAllOutbound: false,
  });
  const database = new rds.DatabaseInstance(scope, 'Database', {
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_18 }),
    instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
    vpc: network.vpc,
    vpcSubnets: network.subnets,
    securityGroups: [group],
    databaseName: DATABASE.name,
    port: DATABASE.port,
    iamAuthentication: true,
    multiAz: true,
    storageEncrypted: true,
    storageEncryptionKey: key,
    credentials: rds.Credentials.fromGeneratedSecret('administrator', { encryptionKey: key }),
    backupRetention: Duration.days(14),
    deletionProtection: true,
    removalPolicy: RemovalPolicy.SNAPSHOT,
    autoMinorVersionUpgrade: true,
    cloudwatchLogsExports: ['postgresql', 'upgrade'],
    monitoringInterval: Duration.minutes(1),
    copyTagsToSnapshot: true,
  });
  accept(database, 'databaseBackups');
  accept(database.node.findChild('Secret'), 'unusedPassword');
  accept(database.node.findChild('MonitoringRole'), 'monitoringRole');
  return database;
}

/** Callers sign their requests with credentials of their own: nobody calls it who has no role that may. */
function createApi(scope: Construct, placeOrder: SecureFunction, key: kms.IKey): apigateway.RestApi {
  const accessLogs = new logs.LogGroup(scope, 'AccessLogs', { retention: logs.RetentionDays.THREE_MONTHS, encryptionKey: key });
  const api = new apigateway.RestApi(scope, 'Api', {
    description: 'Places orders',
    // One role for the whole account lets API Gateway write logs, and the account's own stack sets it. Without it the stage's deployment is refused.
    cloudWatchRole: false,
    endpointTypes: [apigateway.EndpointType.REGIONAL],
    defaultMethodOptions: { authorizationType: apigateway.AuthorizationType.IAM },
    deployOptions: {
      tracingEnabled: true,
      throttlingRateLimit: 50,
      throttlingBurstLimit: 100,
      loggingLevel: apigateway.MethodLoggingLevel.INFO,
      accessLogDestination: new apigateway.LogGroupLogDestination(accessLogs),
      accessLogFormat: apigateway.AccessLogFormat.jsonWithStandardFields(),
    },
  });
  const placeOrders = api.root
    .addResource('orders')
    .addMethod('POST', new apigateway.LambdaIntegration(placeOrder, { allowTestInvoke: false }), {
      requestValidatorOptions: { validateRequestBody: true },
      requestModels: {
        'application/json': api.addModel('Order', {
          contentType: 'application/json',
          schema: {
            type: apigateway.JsonSchemaType.OBJECT,
            required: ['product', 'quantity'],
            additionalProperties: false,
            properties: {
              product: { type: apigateway.JsonSchemaType.STRING, pattern: '^[A-Za-z0-9_-]{1,64}$' },
              quantity: { type: apigateway.JsonSchemaType.INTEGER, minimum: 1, maximum: 1000 },
            },
          },
        }),
      },
    });
  accept(placeOrders, 'iamInsteadOfCognito');
  accept(api, 'validatedPerMethod');
  accept(api.deploymentStage, 'privateCallers', 'noCache', 'lambdaBackend');
  return api;
}
