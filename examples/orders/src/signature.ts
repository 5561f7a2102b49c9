import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Order } from './order';
import { candidatesOf, previousOf, readSecret } from './secret';

/** An order as it was placed, with its number. */
export interface PlacedOrder extends Order {
  readonly id: string;
}

/** Signs an order with the key as it is, or was five minutes ago. */
export async function sign(order: PlacedOrder, keyId: string): Promise<string> {
  return signWith(await readSecret(keyId), order).toString('hex');
}

/** Whether this service signed the order: with the key as it is, or as it was before its last rotation. */
export async function isSigned(order: PlacedOrder, signature: string, keyId: string): Promise<boolean> {
  for await (const key of candidatesOf(keyId)) if (fits(key, order, signature)) return true;
  const key = await previousOf(keyId);
  return key !== undefined && fits(key, order, signature);
}

function fits(key: string, order: PlacedOrder, signature: string): boolean {
  const expected = signWith(key, order);
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function signWith(key: string, { id, product, quantity }: PlacedOrder): Buffer {
  return createHmac('sha256', key).update(`${id}:${product}:${quantity}`).digest();
}
