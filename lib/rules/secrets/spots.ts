import { branchesOf } from '../../model/branches';
import type { Json, JsonObject } from '../../model/facts';
import { isObject, textOf } from '../../model/json';

/** A text of a template, what it is called there, and where it stands. */
export interface Spot {
  /** `Properties.MasterUserPassword` */
  readonly property: string;
  /** What the text is the value of: its key, or the name that stands beside it. */
  readonly name: string;
  readonly text: string;
  /** Whether the name was given by whoever wrote the template, as names of variables are, and is no word of CloudFormation. */
  readonly named: boolean;
}

/** `{ Name: 'DB_PASSWORD', Value: '…' }` says what a value is called beside it, under one of these pairs of words. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['Name', 'Value'],
  ['name', 'value'],
  ['Key', 'Value'],
  ['key', 'value'],
  ['HeaderName', 'HeaderValue'],
  ['OptionName', 'Value'],
  ['ParameterKey', 'ParameterValue'],
];

/** Every text in a value, also in JSON that stands in it as text. */
export function spotsIn(value: Json, property: string, name = '', named = false): readonly Spot[] {
  return branchesOf(value).flatMap(({ value: one }) => {
    if (Array.isArray(one)) return one.flatMap((inner, index) => spotsIn(inner, `${property}.${index}`, name, named));
    if (isObject(one)) return ofObject(one, property, named);
    const text = textOf(one);
    if (text === undefined) return [];
    const parsed = jsonIn(text);
    return parsed === undefined
      ? [{ property, name, text, named }]
      : spotsIn(parsed, property, name, true).map(spot => ({ ...spot, property }));
  });
}

function ofObject(object: JsonObject, property: string, named: boolean): readonly Spot[] {
  const pair = PAIRS.find(([label, value]) => typeof object[label] === 'string' && object[value] !== undefined);
  return Object.entries(object).flatMap(([key, inner]) =>
    key === pair?.[1]
      ? spotsIn(inner, `${property}.${key}`, String(object[pair[0]]), true)
      : spotsIn(inner, `${property}.${key}`, key, named),
  );
}

/** What a text holds where it is JSON of several values. */
function jsonIn(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const parsed = JSON.parse(text) as Json;
    return typeof parsed === 'object' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
