import type { Json } from './facts';
import { isObject } from './json';

/** Templates nest far less deeply than this. */
const DEEPEST = 150;

/** Where in a value the first macro stands. */
export function placeOfMacro(value: Json, path: readonly string[] = []): string | undefined {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return undefined;
  if (isObject(value) && Object.hasOwn(value, 'Fn::Transform')) return path.join('.');
  for (const [key, inner] of Object.entries(value)) {
    const found = placeOfMacro(inner, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
