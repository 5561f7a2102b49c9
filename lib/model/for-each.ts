import type { Json, JsonObject } from './facts';
import { at, DEEPEST, isObject, listOf, textOf } from './json';

const LOOP = 'Fn::ForEach::';
/** CloudFormation allows far fewer; the limit keeps loops within loops from growing without end. */
const MOST_ITERATIONS = 5000;

/**
 * The template with its loops written out. Where nobody knows the items, the loop stands for one that is called like its variable.
 *
 * @param onCut is told where the loops have more iterations than are written out
 */
export function expandLoops(body: JsonObject, onCut: () => void = () => undefined): JsonObject {
  if (!holdsLoop(body, 0)) return body;
  let left = MOST_ITERATIONS;
  return expand(body, 0) as JsonObject;

  function expand(value: Json, depth: number): Json {
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
    if (Array.isArray(value)) return value.map(item => expand(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]): [string, Json][] =>
        key.startsWith(LOOP) ? iterate(inner, depth) : [[key, expand(inner, depth + 1)]],
      ),
    );
  }

  function iterate(loop: Json, depth: number): [string, Json][] {
    const [variable, collection, fragment] = listOf(loop);
    if (typeof variable !== 'string' || !isObject(fragment)) return [];
    const items = itemsOf(body, collection) ?? [variable];
    return items.flatMap(item => {
      if (left-- <= 0) {
        onCut();
        return [];
      }
      return Object.entries(expand(substitute(fragment, variable, item, 0), depth + 1) as JsonObject);
    });
  }
}

function holdsLoop(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.some(item => holdsLoop(item, depth + 1));
  for (const key in value) if (key.startsWith(LOOP) || holdsLoop(value[key], depth + 1)) return true;
  return false;
}

function itemsOf(body: JsonObject, collection: Json | undefined): readonly string[] | undefined {
  if (Array.isArray(collection)) {
    const items = collection.flatMap(item => textOf(item) ?? itemsOf(body, item) ?? []);
    return items.length < collection.length ? undefined : items;
  }
  const parameter = textOf(at(collection, 'Ref'));
  const fallback = textOf(at(body, 'Parameters', parameter ?? '', 'Default'));
  return fallback?.split(',').map(item => item.trim());
}

/** `&{Name}` is the item without what a logical id cannot hold. */
function substitute(value: Json, variable: string, item: string, depth: number): Json {
  const written = (text: string): string =>
    text
      .split(`\${${variable}}`)
      .join(item)
      .split(`&{${variable}}`)
      .join(item.replace(/[^A-Za-z0-9]/g, ''));
  if (typeof value === 'string') return written(value);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map(inner => substitute(inner, variable, item, depth + 1));
  const entries = Object.entries(value);
  if (entries.length === 1 && value.Ref === variable) return item;
  return Object.fromEntries(entries.map(([key, inner]) => [written(key), substitute(inner, variable, item, depth + 1)]));
}
