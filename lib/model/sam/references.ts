import type { Json } from '../facts';

const DEEPEST = 150;

/** The same value with `Orders.Alias`, `Api.Stage` and their like replaced by what they mean. */
export function withReferences<T extends Json>(value: T, references: ReadonlyMap<string, string>): T {
  return references.size === 0 ? value : (replace(value, references, 0) as T);
}

function replace(value: Json, references: ReadonlyMap<string, string>, depth: number): Json {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map(item => replace(item, references, depth + 1));
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [[name, operand]] = entries;
    if (name === 'Ref' && typeof operand === 'string') return { Ref: references.get(operand) ?? operand };
    if (name === 'Fn::GetAtt') return { 'Fn::GetAtt': attributeOf(operand, references) };
    if (name === 'Fn::Sub') return { 'Fn::Sub': substituted(operand, references, depth) };
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, replace(inner, references, depth + 1)]));
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
