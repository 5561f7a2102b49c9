import type { Json, JsonObject } from './facts';

/** A template may hold anything anywhere; these read it without trusting it. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, an empty one where it is none. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** What the object itself holds under the key, never what it inherits. */
export function at(value: unknown, ...path: readonly string[]): Json | undefined {
  let inner = value;
  for (const key of path) inner = isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
  return inner as Json | undefined;
}

/** A list as it is, a single value as a list of one, nothing as an empty list. */
export function listOf(value: Json | undefined): readonly Json[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** Scalars as CloudFormation reads them in place of text. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** True for `true` and for `"true"`, which CloudFormation reads alike. */
export function isTrue(value: Json | undefined): boolean {
  return textOf(value)?.toLowerCase() === 'true';
}

/** Templates nest far less deeply. Whatever walks over a value calls itself for each of its levels, and would run out of stack. */
export const DEEPEST = 150;

/** What a text says where it is JSON; nothing where it is none, or nests deeper than anything that somebody wrote. */
export function jsonIn(text: string): Json | undefined {
  try {
    const json = JSON.parse(text) as Json;
    return nestsDeeper(json, DEEPEST) ? undefined : json;
  } catch {
    return undefined;
  }
}

function nestsDeeper(json: Json, levels: number): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return levels === 0 || Object.values(json).some(inner => nestsDeeper(inner, levels - 1));
}
