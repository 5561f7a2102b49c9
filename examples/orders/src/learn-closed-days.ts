import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient());

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PATIENCE_MS = 5_000;

/** Asks the carrier on which days it collects nothing, so that nobody is promised a delivery. */
export async function handler(): Promise<{ readonly days: number }> {
  const { CARRIER_DOMAIN, TABLE_NAME } = process.env;
  const response = await fetch(`https://${CARRIER_DOMAIN}/v1/closed-days`, {
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`The carrier answered ${response.status}`);
  const days = parseDays(await response.json());
  await table.send(new PutCommand({ TableName: TABLE_NAME, Item: { id: 'closed-days', days } }));
  return { days: days.length };
}

/** The carrier may send what it likes; a year has no more days than this. */
function parseDays(answer: unknown): string[] {
  const days = Array.isArray(answer) ? answer.filter(day => typeof day === 'string' && DAY.test(day)) : [];
  if (!Array.isArray(answer) || days.length !== answer.length || days.length > 366) {
    throw new Error('The carrier sent no list of days');
  }
  return days as string[];
}
