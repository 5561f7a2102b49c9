import type { Json } from '../facts';
import { DEEPEST, isObject } from '../json';

const PART =
  /(?:^|\w\.)(?:Alias|ApiKey|Deployment|Destination(?:Queue|Topic)|DomainName|Stage|UsagePlan(?:Key)?|Version)(?![\w-])/;

/** Whether the user refers anywhere to a part of what SAM makes. Most templates do not. */
export function mentionsParts(value: Json, depth = 0): boolean {
  if (typeof value === 'string') return PART.test(value);
  return depth <= DEEPEST && Object.values(value ?? {}).some(inner => mentionsParts(inner, depth + 1));
}

/** The same value with `Orders.Alias`, `Api.Stage` and their like replaced by what they mean. */
export function withReferences<T extends Json>(value: T, references: ReadonlyMap<string, string>): T {
  return references.size === 0 ? value : (replace(value, references, 0) as T);
}

function replace(value: Json, references: ReadonlyMap<string, string>, depth: number): Json {
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) {
    const items = value.map(item => replace(item, references, depth + 1));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [[name, operand]] = entries;
    if (name === 'Ref') return typeof operand === 'string' && references.has(operand) ? { Ref: references.get(operand)! } : value;
    if (name === 'Fn::GetAtt') {
      const meant = attributeOf(operand, references);
      return meant === operand ? value : { 'Fn::GetAtt': meant };
    }
    if (name === 'Fn::Sub') return { 'Fn::Sub': substituted(operand, references, depth) };
  }
  const replaced = entries.map(([key, inner]): [string, Json] => [key, replace(inner, references, depth + 1)]);
  // Most of a template refers to nothing of the kind, and stays the same object.
  return replaced.every(([, inner], index) => inner === entries[index][1]) ? value : Object.fromEntries(replaced);
}

function attributeOf(operand: Json, references: ReadonlyMap<string, string>): Json {
  const parts = typeof operand === 'string' ? operand.split('.') : operand;
  if (!Array.isArray(parts) || !parts.every(part => typeof part === 'string')) return operand;
  const [logicalId, property, ...rest] = parts.join('.').split('.');
  const meant = references.get(`${logicalId}.${property}`);
  return meant === undefined || rest.length === 0 ? operand : [meant, rest.join('.')];
}

function substituted(operand: Json, references: ReadonlyMap<string, string>, depth: number): Json {
  if (typeof operand === 'string') return inText(operand, references);
  if (!Array.isArray(operand) || typeof operand[0] !== 'string') return operand;
  const [text, ...others] = operand;
  return [inText(text as string, references), ...others.map(other => replace(other, references, depth + 1))];
}

function inText(text: string, references: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+\.\w+)((?:\.\w+)*)\}/g, (part, name: string, rest: string) => {
    const meant = references.get(name);
    return meant === undefined ? part : `\${${meant}${rest}}`;
  });
}
