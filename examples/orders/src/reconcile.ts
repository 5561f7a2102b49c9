import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const queue = new SQSClient();

/** An order that still waits after a quarter of an hour was lost between the table and the queue. */
const PATIENCE_MS = 15 * 60 * 1000;

/** Hands on what was stored but never fulfilled. */
export async function handler(): Promise<{ readonly resent: number }> {
  const pages = paginateScan(
    { client: table },
    {
      TableName: process.env.TABLE_NAME,
      FilterExpression: '#status = :placed AND placedAt < :before',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':placed': 'PLACED', ':before': new Date(Date.now() - PATIENCE_MS).toISOString() },
    },
  );
  let resent = 0;
  for await (const { Items = [] } of pages) {
    for (const { id, product, quantity } of Items) {
      await queue.send(
        new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ id, product, quantity }) }),
      );
      resent += 1;
    }
  }
  return { resent };
}
