import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ServerlessGuard } from 'cdk-secure-function';

// The same service as it is usually written. Nothing in it looks wrong, and `cdk synth` refuses it.
const app = new App();
ServerlessGuard.protect(app);
const stack = new Stack(app, 'UnsafeOrders');

const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(3) });
const signingKey = new secretsmanager.Secret(stack, 'SigningKey');

const role = new iam.Role(stack, 'LambdaRole', {
  assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
});
role.addToPolicy(new iam.PolicyStatement({ actions: ['dynamodb:*', 'sqs:*'], resources: ['*'] }));

const environment = { TABLE_NAME: table.tableName, QUEUE_URL: queue.queueUrl };
const placeOrder = new NodejsFunction(stack, 'PlaceOrder', {
  entry: `${__dirname}/src/place-order.ts`,
  runtime: lambda.Runtime.NODEJS_22_X,
  role,
  environment: { ...environment, SIGNING_KEY: signingKey.secretValue.unsafeUnwrap() },
});
new apigateway.LambdaRestApi(stack, 'Api', { handler: placeOrder });

const fulfilOrder = new NodejsFunction(stack, 'FulfilOrder', {
  entry: `${__dirname}/src/fulfil-order.ts`,
  runtime: lambda.Runtime.NODEJS_20_X,
  role,
});
fulfilOrder.addEventSource(new SqsEventSource(queue));

const reconcile = new NodejsFunction(stack, 'Reconcile', { entry: `${__dirname}/src/reconcile.ts`, role, environment });
reconcile.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
new events.Rule(stack, 'Hourly', {
  schedule: events.Schedule.rate(Duration.hours(1)),
  targets: [new targets.LambdaFunction(reconcile)],
});
