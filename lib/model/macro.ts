import type { Json, JsonObject } from './facts';
import { DEEPEST, isObject } from './json';

/** Where in a value the first macro stands. */
export function placeOfMacro(value: Json): string | undefined {
  return wayToMacro(value, 0)?.reverse().join('.');
}

/** From the macro outwards: the way is spelled out only where there is one. */
function wayToMacro(value: Json, depth: number): string[] | undefined {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  if (isObject(value) && Object.hasOwn(value, 'Fn::Transform')) return [];
  for (const key in value) {
    const inner = (value as JsonObject)[key];
    const found = typeof inner === 'object' ? wayToMacro(inner, depth + 1) : undefined;
    if (found !== undefined) return [...found, key];
  }
  return undefined;
}
