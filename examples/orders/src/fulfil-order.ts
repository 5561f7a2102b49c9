import { Signer } from '@aws-sdk/rds-signer';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { Client } from 'pg';
import { parseOrder } from './order';

/** Books orders in the warehouse's database. What fails is reported by message, so that the rest of the batch is not done twice. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const database = await connect();
  try {
    const results = await inSequence(event.Records, record => fulfil(database, record));
    return { batchItemFailures: results.filter(result => !result.ok).map(({ messageId }) => ({ itemIdentifier: messageId })) };
  } finally {
    await database.end();
  }
}

/** Signs in with a token that the execution role makes by itself: there is no password. */
async function connect(): Promise<Client> {
  const { DATABASE_HOST, DATABASE_PORT, DATABASE_USER, DATABASE_NAME } = process.env;
  const signer = new Signer({ hostname: DATABASE_HOST ?? '', port: Number(DATABASE_PORT), username: DATABASE_USER ?? '' });
  const client = new Client({
    host: DATABASE_HOST,
    port: Number(DATABASE_PORT),
    user: DATABASE_USER,
    database: DATABASE_NAME,
    password: await signer.getAuthToken(),
    ssl: { rejectUnauthorized: true },
  });
  await client.connect();
  return client;
}

async function fulfil(database: Client, record: SQSRecord): Promise<void> {
  const order = parseOrder(record.body);
  const { id } = JSON.parse(record.body) as { readonly id?: unknown };
  if (order === undefined || typeof id !== 'string') throw new Error('The message holds no order');
  await database.query(
    'INSERT INTO shipments (order_id, product, quantity) VALUES ($1, $2, $3) ON CONFLICT (order_id) DO NOTHING',
    [id, order.product, order.quantity],
  );
}

interface Result {
  readonly messageId: string;
  readonly ok: boolean;
}

async function inSequence(records: readonly SQSRecord[], process: (record: SQSRecord) => Promise<void>): Promise<Result[]> {
  const results: Result[] = [];
  for (const record of records) {
    try {
      await process(record);
      results.push({ messageId: record.messageId, ok: true });
    } catch (error) {
      console.error('An order was not fulfilled', { messageId: record.messageId, error });
      results.push({ messageId: record.messageId, ok: false });
    }
  }
  return results;
}
