/** What a customer orders. */
export interface Order {
  readonly product: string;
  readonly quantity: number;
}

/** Reads an order from text that anybody may have written; undefined where it is none. */
export function parseOrder(body: string | null): Order | undefined {
  if (body === null || body.length > 10_000) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  const { product, quantity } = (parsed ?? {}) as Partial<Record<keyof Order, unknown>>;
  if (typeof product !== 'string' || !/^[\w-]{1,64}$/.test(product)) return undefined;
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > 1000) return undefined;
  return { product, quantity };
}
