import { isIntrinsic } from './intrinsic';
import type { Json, JsonObject } from '../facts';
import { at, DEEPEST, isObject, objectOf } from '../json';

/** The properties of a resource of SAM with what the template states for all of its type: objects are merged, lists joined, all else overridden. */
export function withGlobals(template: JsonObject, resource: JsonObject): JsonObject {
  const section = String(resource.Type).replace('AWS::Serverless::', '');
  const globals = objectOf(at(template, 'Globals', section));
  const ignored = resource.IgnoreGlobals;
  const heeded =
    ignored === '*' ? [] : Object.entries(globals).filter(([name]) => !(Array.isArray(ignored) && ignored.includes(name)));
  return merge(Object.fromEntries(heeded), objectOf(resource.Properties), 0) as JsonObject;
}

function merge(global: Json | undefined, local: Json, depth: number): Json {
  if (Array.isArray(global) && Array.isArray(local)) return [...global, ...local];
  if (!isObject(global) || !isObject(local) || isIntrinsic(global) || isIntrinsic(local) || depth > DEEPEST) return local;
  const merged = new Map<string, Json>(Object.entries(global));
  for (const [key, value] of Object.entries(local)) {
    merged.set(key, merge(merged.get(key), value, depth + 1));
  }
  return Object.fromEntries(merged);
}
