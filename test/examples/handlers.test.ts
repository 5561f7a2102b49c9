import { createHmac } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, SQSEvent } from 'aws-lambda';
import { Client } from 'pg';
import { handler as fulfil } from '../../examples/orders/src/fulfil-order';
import { parseOrder } from '../../examples/orders/src/order';
import { handler as place } from '../../examples/orders/src/place-order';
import { handler as reconcile } from '../../examples/orders/src/reconcile';

interface Sent {
  readonly command: string;
  readonly input: Record<string, unknown>;
}

/** What the handlers send, with the answers they get. */
function intercept(answers: Readonly<Record<string, unknown>> = {}): Sent[] {
  const sent: Sent[] = [];
  const send = (command: {
    readonly constructor: { readonly name: string };
    readonly input: Record<string, unknown>;
  }): Promise<unknown> => {
    sent.push({ command: command.constructor.name, input: command.input });
    return Promise.resolve(answers[command.constructor.name] ?? {});
  };
  for (const client of [DynamoDBDocumentClient, SecretsManagerClient, SQSClient]) {
    jest.spyOn(client.prototype, 'send').mockImplementation(send as never);
  }
  return sent;
}

afterEach(() => jest.restoreAllMocks());

describe('place-order', () => {
  test('signs, stores and hands on an order', async () => {
    const sent = intercept({ GetSecretValueCommand: { SecretString: 'key' } });
    const result = await place({ body: JSON.stringify({ product: 'tea', quantity: 2 }) } as APIGatewayProxyEvent);

    const { id } = JSON.parse(result.body) as { id: string };
    expect(result.statusCode).toBe(202);
    const stored = JSON.stringify(sent.find(({ command }) => command === 'PutItemCommand' || command === 'PutCommand')?.input);
    expect(stored).toContain(createHmac('sha256', 'key').update(`${id}:tea:2`).digest('hex'));
    expect(JSON.parse(String(sent.find(({ command }) => command === 'SendMessageCommand')?.input.MessageBody))).toEqual({
      id,
      product: 'tea',
      quantity: 2,
    });
  });

  test('refuses what is no order and touches nothing', async () => {
    const sent = intercept();
    const result = await place({ body: '{"product":"tea","quantity":0}' } as APIGatewayProxyEvent);
    expect(result.statusCode).toBe(400);
    expect(sent).toEqual([]);
  });
});

describe('an order', () => {
  test.each([null, '', 'null', '[]', '{"product":"tea"}', '{"product":"a b","quantity":1}', '{"product":"tea","quantity":1.5}'])(
    'is not read from %j',
    body => expect(parseOrder(body)).toBeUndefined(),
  );
});

describe('fulfil-order', () => {
  const message = (messageId: string, body: unknown): SQSEvent['Records'][number] =>
    ({ messageId, body: JSON.stringify(body) }) as SQSEvent['Records'][number];

  test('books what it can, reports what it cannot, and closes the connection', async () => {
    process.env.DATABASE_HOST = 'localhost';
    process.env.DATABASE_PORT = '5433';
    process.env.AWS_REGION = 'eu-west-1';
    process.env.AWS_ACCESS_KEY_ID = 'id';
    process.env.AWS_SECRET_ACCESS_KEY = 'key';
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    jest.spyOn(Client.prototype, 'connect').mockImplementation((() => Promise.resolve()) as never);
    const query = jest.spyOn(Client.prototype, 'query').mockImplementation((() => Promise.resolve()) as never);
    const end = jest.spyOn(Client.prototype, 'end').mockImplementation((() => Promise.resolve()) as never);

    const event = { Records: [message('1', { id: 'a', product: 'tea', quantity: 1 }), message('2', { id: 'b', product: '' })] };
    expect(await fulfil(event)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(query.mock.calls).toEqual([[expect.stringContaining('INSERT INTO shipments'), ['a', 'tea', 1]]]);
    expect(end).toHaveBeenCalledTimes(1);
  });
});

describe('reconcile', () => {
  test('hands on what was placed and never fulfilled', async () => {
    const sent = intercept({ ScanCommand: { Items: [{ id: 'a', product: 'tea', quantity: 1 }] } });
    expect(await reconcile()).toEqual({ resent: 1 });
    expect(sent.map(({ command }) => command)).toEqual(['ScanCommand', 'SendMessageCommand']);
  });
});
