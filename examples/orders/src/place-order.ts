import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { parseOrder } from './order';
import { sign } from './signature';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const queue = new SQSClient();

/** Takes an order over the API, signs it, stores it, and hands it on. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const order = parseOrder(event.body);
  if (order === undefined) {
    return { statusCode: 400, body: JSON.stringify({ message: 'An order has a product and a quantity from 1 to 1000' }) };
  }

  const id = randomUUID();
  const signature = await sign({ id, ...order }, process.env.SIGNING_KEY_ARN ?? '');
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
