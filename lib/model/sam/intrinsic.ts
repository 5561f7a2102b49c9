import type { Json, JsonObject } from '../facts';
import { isObject } from '../json';

export function ref(logicalId: string): JsonObject {
  return { Ref: logicalId };
}

export function attribute(logicalId: string, name = 'Arn'): JsonObject {
  return { 'Fn::GetAtt': [logicalId, name] };
}

export function sub(text: string, variables?: JsonObject): JsonObject {
  return { 'Fn::Sub': variables === undefined ? text : [text, variables] };
}

/** Whether a value is computed, so that SAM takes it as it is. */
export function isIntrinsic(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && name !== undefined && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'));
}

/** An object without the keys that hold nothing. The keys are names of properties and never the user's own words. */
export function present(entries: Readonly<Record<string, Json | undefined>>): JsonObject {
  const held: JsonObject = {};
  for (const name of Object.keys(entries)) {
    const value = entries[name];
    if (value !== undefined && value !== null) held[name] = value;
  }
  return held;
}

/** These properties as they are, those that are there. */
export function pick(properties: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap(name => (Object.hasOwn(properties, name) ? [[name, properties[name]] as const] : [])));
}

/** A value that stands only under a condition. */
export function onlyIf(condition: string, value: Json): JsonObject {
  return { 'Fn::If': [condition, value, { Ref: 'AWS::NoValue' }] };
}
