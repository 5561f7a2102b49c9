import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { isSigned } from './signature';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const queue = new SQSClient();

/** An order that still waits after a quarter of an hour was lost between the table and the queue. */
const PATIENCE_MS = 15 * 60 * 1000;

/** Hands on what was stored but never fulfilled. What this service did not sign, somebody else wrote into its table: it stays where it is. */
export async function handler(): Promise<{ readonly resent: number; readonly refused: number }> {
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
  let refused = 0;
  for await (const { Items = [] } of pages) {
    for (const { id, product, quantity, signature } of Items) {
      if (!(await isSigned({ id, product, quantity }, String(signature), process.env.SIGNING_KEY_ARN ?? ''))) {
        console.error('An order was not signed by this service', { id });
        refused += 1;
        continue;
      }
      await queue.send(
        new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ id, product, quantity }) }),
      );
      resent += 1;
    }
  }
  return { resent, refused };
}
