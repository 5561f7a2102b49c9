import { createHmac, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { parseOrder } from './order';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const queue = new SQSClient();
const secrets = new SecretsManagerClient();

/** A rotated key is seen after five minutes at the latest. */
const KEY_LIFETIME_MS = 5 * 60 * 1000;
let signingKey: { readonly value: string; readonly readAt: number } | undefined;

/** Takes an order over the API, signs it, stores it, and hands it on. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const order = parseOrder(event.body);
  if (order === undefined) {
    return { statusCode: 400, body: JSON.stringify({ message: 'An order has a product and a quantity from 1 to 1000' }) };
  }

  const id = randomUUID();
  const signature = createHmac('sha256', await currentKey())
    .update(`${id}:${order.product}:${order.quantity}`)
    .digest('hex');
  await table.send(
    new PutCommand({
      TableName: process.env.TABLE_NAME,
      Item: { id, ...order, signature, status: 'PLACED', placedAt: new Date().toISOString() },
      ConditionExpression: 'attribute_not_exists(id)',
    }),
  );
  await queue.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ id, ...order }) }));
  return { statusCode: 202, body: JSON.stringify({ id }) };
}

async function currentKey(): Promise<string> {
  if (signingKey === undefined || Date.now() - signingKey.readAt > KEY_LIFETIME_MS) {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.SIGNING_KEY_ARN }));
    if (SecretString === undefined) throw new Error('The signing key has no text');
    signingKey = { value: SecretString, readAt: Date.now() };
  }
  return signingKey.value;
}
