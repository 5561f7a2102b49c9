import { ExpectedResult, IntegTest, InvocationType } from '@aws-cdk/integ-tests-alpha';
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { AwsService, Concurrency, Egress, FlowLogs, FunctionCode, SecretAccess, SecureFunction, SecureNetwork } from '../lib';

/**
 * With an account: the function reads its secret and writes its table through the endpoints of an isolated network, and everything is deleted again.
 * Without one: the snapshot is verified.
 */
const app = new App({ context: { 'aws:cdk:disable-creation-stack-traces': true } });

const stack = new Stack(app, 'SecureFunctionIntegration');
const network = new SecureNetwork(stack, 'Network', {
  flowLogs: FlowLogs.toCloudWatch({ removalPolicy: RemovalPolicy.DESTROY }),
});
const secret = new secretsmanager.Secret(stack, 'Secret', { removalPolicy: RemovalPolicy.DESTROY });
const table = new dynamodb.Table(stack, 'Table', {
  partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  removalPolicy: RemovalPolicy.DESTROY,
});

const fn = new SecureFunction(stack, 'Function', {
  runtime: lambda.Runtime.NODEJS_24_X,
  code: FunctionCode.inline(`
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const { GetSecretValueCommand, SecretsManagerClient } = require('@aws-sdk/client-secrets-manager');
exports.handler = async () => {
  const { ARN } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN }));
  await new DynamoDBClient().send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item: { id: { S: 'placed' } } }));
  const outside = await fetch('https://example.com', { signal: AbortSignal.timeout(3000) }).then(() => 'open', () => 'closed');
  return { secret: ARN === process.env.SECRET_ARN, outside };
};`),
  network,
  limits: { timeout: Duration.seconds(20), concurrency: Concurrency.reserved(1) },
  secrets: { SECRET_ARN: SecretAccess.read(secret) },
  egress: [Egress.toAwsService(AwsService.DYNAMODB)],
  environment: { TABLE_NAME: table.tableName },
  logs: { removalPolicy: RemovalPolicy.DESTROY },
});
table.grantWriteData(fn);
new CfnOutput(stack, 'FunctionName', { value: fn.functionName });

const test = new IntegTest(app, 'SecureFunctionTest', { testCases: [stack], diffAssets: true });
test.assertions
  .invokeFunction({ functionName: fn.functionName, invocationType: InvocationType.REQUEST_RESPONSE })
  .expect(ExpectedResult.objectLike({ Payload: JSON.stringify({ secret: true, outside: 'closed' }) }));
