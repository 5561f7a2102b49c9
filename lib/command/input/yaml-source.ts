import type { Document, Node, ParsedNode, YAMLMap } from 'yaml';
import { isAlias, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { DEEPEST, nestsTooDeeply } from './nesting';
import { UnreadableText } from './unreadable-text';
import type { Json, JsonObject } from '../../model/facts';
import { isObject } from '../../model/json';

/** Values that aliases may repeat, all together. */
const MOST_REPEATED = 100_000;

const STANDARD_TAG = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;
const INTRINSICS = new Set(
  [
    ...['And', 'Base64', 'Cidr', 'Equals', 'FindInMap', 'ForEach', 'GetAtt', 'GetAZs', 'GetStackOutput', 'If', 'ImportValue'],
    ...['Join', 'Length', 'Not', 'Or', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
  ].map(name => `!${name}`),
);

/** YAML with the place of everything in it. JSON is YAML too, so this also tells the lines of a JSON file. */
export class YamlSource {
  public readonly document: Document.Parsed<ParsedNode>;
  private readonly lines = new LineCounter();

  /** Throws `UnreadableText` where the text nests too deeply to be taken apart; other faults are found by `toJson`. */
  constructor(text: string) {
    if (nestsTooDeeply(text)) throw new UnreadableText('it nests too deeply');
    this.document = parseDocument(text, {
      lineCounter: this.lines,
      // Below this level a second document would be left out without a word.
      logLevel: 'error',
      merge: false,
      prettyErrors: false,
      resolveKnownTags: false,
      schema: 'core',
      // Repeated keys are found by `toJson`, in one pass over each map.
      uniqueKeys: false,
      version: '1.2',
    });
  }

  public lineOf(node: unknown): number | undefined {
    const offset = (node as { readonly range?: readonly number[] | null } | null | undefined)?.range?.[0];
    return offset === undefined ? undefined : this.lines.linePos(offset).line;
  }

  /** What the text says, with CloudFormation's short forms written out. Throws `UnreadableText`. */
  public toJson(): Json {
    const [error] = this.document.errors;
    if (error !== undefined) {
      throw new UnreadableText(`${FORMAT}: ${error.message}`, this.lines.linePos(error.pos[0]).line);
    }
    return new Conversion(this).convert(this.document.contents, 0).json;
  }
}

const FORMAT = 'it is no valid YAML';

/** A value, with how many values stand in it and how deep they nest when every alias is written out. */
interface Converted {
  readonly json: Json;
  readonly size: number;
  readonly height: number;
}

class Conversion {
  private readonly anchored = new Map<string, Converted | undefined>();
  private repeated = 0;

  constructor(private readonly source: YamlSource) {}

  public convert(node: Node | null, depth: number): Converted {
    if (node === null) return { json: null, size: 1, height: 0 };
    if (isAlias(node)) return this.alias(node, depth);
    const { anchor } = node as { readonly anchor?: string };
    if (anchor !== undefined) this.anchored.set(anchor, undefined);
    const plain = this.untagged(node, depth);
    const converted = { ...plain, json: this.tagged(node, plain.json) };
    if (anchor !== undefined) this.anchored.set(anchor, converted);
    return converted;
  }

  private untagged(node: Node, depth: number): Converted {
    if (isScalar(node)) return { json: scalar(node), size: 1, height: 0 };
    let size = 1;
    let height = 0;
    const inner = (child: unknown): Json => {
      const converted = this.convert(child as Node | null, depth + 1);
      size += converted.size;
      height = Math.max(height, converted.height + 1);
      return converted.json;
    };
    if (isSeq(node)) {
      const items = node.items.map(inner);
      return { json: items, size, height };
    }
    const entries = new Map<string, Json>();
    const merged: JsonObject[] = [];
    for (const { key, value } of (node as YAMLMap).items) {
      const name = this.keyOf(key as Node | null, depth);
      if (isMerge(key)) {
        merged.push(...this.mapsIn(key as Node, inner(value)));
        continue;
      }
      if (entries.has(name)) this.refuse(key as Node, `the key '${name}' stands twice in one place`);
      entries.set(name, inner(value));
    }
    for (const [name, value] of merged.flatMap(Object.entries<Json>)) if (!entries.has(name)) entries.set(name, value);
    return { json: Object.fromEntries(entries) as JsonObject, size, height };
  }

  /** CloudFormation takes no merged maps, but what packages a template writes them out; the first of several counts. */
  private mapsIn(key: Node, merged: Json): JsonObject[] {
    const maps = Array.isArray(merged) ? merged : [merged];
    return maps.every(isObject) ? maps : this.refuse(key, "what '<<' merges is no map");
  }

  private keyOf(key: Node | null, depth: number): string {
    if (isScalar(key)) return key.source ?? String(key.value);
    const { json } = this.convert(key, depth + 1);
    return typeof json === 'string' ? json : this.refuse(key, 'a key is no text');
  }

  private alias(node: Node & { readonly source: string }, depth: number): Converted {
    if (!this.anchored.has(node.source)) this.refuse(node, `nothing is called '&${node.source}'`);
    const target = this.anchored.get(node.source) ?? this.refuse(node, `'*${node.source}' stands within itself`);
    this.repeated += target.size;
    if (depth + target.height > DEEPEST) this.refuse(node, 'it nests too deeply');
    if (this.repeated > MOST_REPEATED) this.refuse(node, 'its aliases repeat too much');
    return target;
  }

  private tagged(node: Node, json: Json): Json {
    const { tag } = node as { readonly tag?: string };
    if (tag === undefined || STANDARD_TAG.test(tag)) return json;
    const operand = isScalar(node) ? (node.source ?? json) : json;
    if (tag === '!Ref' || tag === '!Condition') return { [tag.slice(1)]: operand };
    if (!INTRINSICS.has(tag)) return this.refuse(node, `the tag '${tag}' is none of CloudFormation's`);
    return { [`Fn::${tag.slice(1)}`]: tag === '!GetAtt' ? attribute(operand) : operand };
  }

  private refuse(node: Node | null, reason: string): never {
    throw new UnreadableText(reason, this.source.lineOf(node));
  }
}

/** Numbers that YAML would rewrite (account ids with a leading zero, versions) and dates stay as they are written. */
function scalar({ value, source, type }: { readonly value: unknown; readonly source?: string; readonly type?: string }): Json {
  if (type === 'PLAIN' && typeof value === 'string' && /^(?:yes|no|on|off)$/i.test(value)) return /^(?:yes|on)$/i.test(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return typeof value === 'number' && String(value) === source ? value : (source ?? String(value));
}

function isMerge(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

function attribute(operand: Json): Json {
  if (typeof operand !== 'string') return operand;
  const dot = operand.indexOf('.');
  return dot < 0 ? operand : [operand.slice(0, dot), operand.slice(dot + 1)];
}
