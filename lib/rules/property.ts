import type { Json } from '../model/facts';

/** A value as it stands in a message: `left out`, `PassThrough`. */
export function spoken(value: Json | undefined): string {
  if (value === undefined) return 'left out';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
