import type { Pair } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import { LARGEST_YAML } from './read-text';
import { YamlSource } from './yaml-source';

/** Where things stand in the text of a template, for people who open it. */
export class TemplateLines {
  private readonly source: YamlSource | undefined;
  private readonly resources = new Map<string, Pair>();

  /** Never throws: what cannot be found has no line. */
  constructor(text: string) {
    this.source = sourceOf(text);
    const resources = pairOf(this.source?.document.contents, 'Resources')?.value;
    if (!isMap(resources)) return;
    for (const pair of resources.items) {
      const name = nameOf(pair);
      if (name !== undefined) this.resources.set(name, pair);
    }
  }

  /** The line of the property, else of the resource. */
  public lineOf(logicalId: string, property: string | undefined): number | undefined {
    const resource = this.resources.get(logicalId);
    if (resource === undefined) return undefined;
    return this.source?.lineOf(nodeAt(resource, property) ?? resource.key);
  }
}

function sourceOf(text: string): YamlSource | undefined {
  if (text.length > LARGEST_YAML) return undefined;
  try {
    return new YamlSource(text);
  } catch {
    return undefined;
  }
}

/** Names may hold dots themselves, so the longest that fits is taken. */
function nodeAt(resource: Pair, property: string | undefined): unknown {
  let found: unknown;
  let value: unknown = resource.value;
  for (let names = property?.split('.') ?? []; names.length > 0;) {
    const item = itemOf(value, names[0]);
    const { pair, length } = item === undefined ? longestPair(value, names) : { pair: undefined, length: 1 };
    if (length === 0) return undefined;
    found = item ?? pair?.key;
    value = item ?? pair?.value;
    names = names.slice(length);
  }
  return found;
}

function longestPair(value: unknown, names: readonly string[]): { readonly pair?: Pair; readonly length: number } {
  for (let length = names.length; length > 0; length--) {
    const pair = pairOf(value, names.slice(0, length).join('.'));
    if (pair !== undefined) return { pair, length };
  }
  return { length: 0 };
}

/** A single value where a list is usual is its only item. */
function itemOf(value: unknown, name: string): unknown {
  if (!/^\d+$/.test(name)) return undefined;
  if (isSeq(value)) return value.items[Number(name)];
  return name === '0' && pairOf(value, name) === undefined ? value : undefined;
}

function pairOf(value: unknown, name: string): Pair | undefined {
  return isMap(value) ? value.items.find(pair => nameOf(pair) === name) : undefined;
}

function nameOf({ key }: Pair): string | undefined {
  return isScalar(key) ? (key.source ?? String(key.value)) : undefined;
}
