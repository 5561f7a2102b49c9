import { createHmac } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, SQSEvent } from 'aws-lambda';
import { Client } from 'pg';
import { handler as fulfil } from '../../examples/orders/src/fulfil-order';
import { handler as learn } from '../../examples/orders/src/learn-closed-days';
import { parseOrder } from '../../examples/orders/src/order';
import { handler as place } from '../../examples/orders/src/place-order';
import { handler as reconcile } from '../../examples/orders/src/reconcile';

interface Sent {
  readonly command: string;
  readonly input: Record<string, unknown>;
}

/** An answer, or what makes it out of the request. */
type Answer =
  Readonly<Record<string, unknown>> | ((input: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>);

/** What the handlers send, with the answers they get. */
function intercept(answers: Readonly<Record<string, Answer>> = {}): Sent[] {
  const sent: Sent[] = [];
  const send = (command: {
    readonly constructor: { readonly name: string };
    readonly input: Record<string, unknown>;
  }): Promise<unknown> => {
    sent.push({ command: command.constructor.name, input: command.input });
    const answer = answers[command.constructor.name] ?? {};
    return new Promise(resolve => resolve(typeof answer === 'function' ? answer(command.input) : answer));
  };
  for (const client of [DynamoDBDocumentClient, SecretsManagerClient, SQSClient]) {
    jest.spyOn(client.prototype, 'send').mockImplementation(send as never);
  }
  return sent;
}

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

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

  test('remembers the key for five minutes, and then follows its rotation', async () => {
    process.env.SIGNING_KEY_ARN = 'remembered';
    jest.useFakeTimers({ advanceTimers: true });
    const start = Date.now();
    const signature = async (key: string, minutes: number): Promise<boolean> => {
      jest.setSystemTime(start + minutes * 60_000);
      const sent = intercept({ GetSecretValueCommand: { SecretString: key } });
      const { id } = JSON.parse((await place(order)).body) as { id: string };
      const expected = createHmac('sha256', key).update(`${id}:tea:2`).digest('hex');
      return JSON.stringify(sent).includes(expected);
    };
    const order = { body: JSON.stringify({ product: 'tea', quantity: 2 }) } as APIGatewayProxyEvent;
    expect(await signature('old', 0)).toBe(true);
    expect(await signature('new', 4)).toBe(false);
    expect(await signature('new', 6)).toBe(true);
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
  const order = { id: 'a', product: 'tea', quantity: 1 };
  const signedWith = (key: string): object => ({
    ...order,
    signature: createHmac('sha256', key).update('a:tea:1').digest('hex'),
  });

  /** The secret as it is and as it was; without the latter it was never rotated. */
  const secretIs = (current: string, previous?: string): Answer => {
    return ({ VersionStage }) => {
      if (VersionStage === undefined) return { SecretString: current };
      if (previous === undefined) throw Object.assign(new Error('No such stage'), { name: 'ResourceNotFoundException' });
      return { SecretString: previous };
    };
  };

  const reads = (sent: readonly Sent[]): number => sent.filter(({ command }) => command === 'GetSecretValueCommand').length;

  test('hands on what was placed and never fulfilled', async () => {
    process.env.SIGNING_KEY_ARN = 'signed';
    const sent = intercept({ ScanCommand: { Items: [signedWith('key')] }, GetSecretValueCommand: secretIs('key') });
    expect(await reconcile()).toEqual({ resent: 1, refused: 0 });
    expect(sent.map(({ command }) => command)).toEqual(['ScanCommand', 'GetSecretValueCommand', 'SendMessageCommand']);
  });

  test('follows a rotation at once: what does not fit the key that it remembers is held against the key as it is', async () => {
    process.env.SIGNING_KEY_ARN = 'rotated';
    intercept({ ScanCommand: { Items: [signedWith('old')] }, GetSecretValueCommand: secretIs('old') });
    await reconcile();
    jest.restoreAllMocks();

    const sent = intercept({ ScanCommand: { Items: [signedWith('new')] }, GetSecretValueCommand: secretIs('new', 'old') });
    expect(await reconcile()).toEqual({ resent: 1, refused: 0 });
    expect(reads(sent)).toBe(1);
  });

  test('hands on what was signed before the rotation', async () => {
    process.env.SIGNING_KEY_ARN = 'signed-before';
    intercept({ ScanCommand: { Items: [signedWith('old')] }, GetSecretValueCommand: secretIs('new', 'old') });
    expect(await reconcile()).toEqual({ resent: 1, refused: 0 });
  });

  test.each([
    ['with another key', secretIs('key')],
    ['with another key, after a rotation', secretIs('key', 'old')],
  ])('leaves alone what was signed %s', async (_case, secret) => {
    process.env.SIGNING_KEY_ARN = _case;
    const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const sent = intercept({ ScanCommand: { Items: [signedWith('stranger'), order] }, GetSecretValueCommand: secret });
    expect(await reconcile()).toEqual({ resent: 0, refused: 2 });
    expect(sent.map(({ command }) => command)).not.toContain('SendMessageCommand');
    expect(JSON.stringify(error.mock.calls)).not.toContain('key');
  });

  test('fails where the key cannot be read, and hands on nothing', async () => {
    process.env.SIGNING_KEY_ARN = 'denied';
    const denied = (): never => {
      throw Object.assign(new Error('Denied'), { name: 'AccessDeniedException' });
    };
    const sent = intercept({ ScanCommand: { Items: [signedWith('key')] }, GetSecretValueCommand: denied });
    await expect(reconcile()).rejects.toThrow('Denied');
    expect(sent.map(({ command }) => command)).not.toContain('SendMessageCommand');
  });
});

describe('learn-closed-days', () => {
  const answering = (answer: unknown, status = 200): jest.SpyInstance =>
    jest.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(JSON.stringify(answer), { status })));

  test('stores what the carrier says', async () => {
    process.env.CARRIER_DOMAIN = 'api.carrier.example';
    const sent = intercept();
    const fetched = answering(['2026-12-24', '2026-12-25']);
    expect(await learn()).toEqual({ days: 2 });
    expect(fetched).toHaveBeenCalledWith(
      'https://api.carrier.example/v1/closed-days',
      expect.objectContaining({ redirect: 'error' }),
    );
    expect(sent).toEqual([
      {
        command: 'PutCommand',
        input: expect.objectContaining({ Item: { id: 'closed-days', days: ['2026-12-24', '2026-12-25'] } }),
      },
    ]);
  });

  test.each([
    ['an error', [], 500],
    ['no list', { days: [] }, 200],
    ['what is no day', ['tomorrow'], 200],
    ['more than a year has', new Array(367).fill('2026-12-24'), 200],
  ])('stores nothing where the carrier sends %s', async (_, answer, status) => {
    const sent = intercept();
    answering(answer, status);
    await expect(learn()).rejects.toThrow('The carrier');
    expect(sent).toEqual([]);
  });
});
