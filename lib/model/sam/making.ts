import { createHash } from 'crypto';
import { pick, present } from './intrinsic';
import type { Origin } from './origin';
import { originOf } from './origin';
import type { MakeOptions, SamResource } from './sam-resource';
import type { Json, JsonObject } from '../facts';
import { at, DEEPEST, isObject, objectOf, textOf } from '../json';

const PATH = 'aws:cdk:path';

/** Something of SAM that stays as the user wrote it. */
export interface Unmade {
  readonly logicalId: string;
  readonly property: string;
  readonly what: string;
}

/** What the transform makes of one template, on its way. */
export class Making {
  /** All resources of the template; what SAM replaces is exchanged here. */
  public readonly resources: Map<string, JsonObject>;
  /** Conditions that the transform adds. */
  public readonly conditions = new Map<string, Json>();
  public readonly origins = new Map<string, Origin>();
  /** What `Orders.Alias` and its like mean. */
  public readonly references = new Map<string, string>();
  /** What stays as it is, each once. */
  public readonly unmade = new Map<string, Unmade>();
  /** What buckets of the template shall notify, and user pools shall call, by their logical ids. */
  public readonly notifications = new Map<string, Json[]>();
  public readonly triggers = new Map<string, Json[]>();
  private readonly written: ReadonlySet<string>;

  constructor(private readonly template: JsonObject) {
    const resources = Object.entries(objectOf(template.Resources)).filter((entry): entry is [string, JsonObject] =>
      isObject(entry[1]),
    );
    this.resources = new Map(resources);
    this.written = new Set(this.resources.keys());
  }

  /** Puts a made resource into the template: under a name of its own, or in place of what the user wrote. */
  public make(from: SamResource, logicalId: string, type: string, properties: JsonObject, options: MakeOptions = {}): void {
    const isMain = logicalId === from.logicalId;
    if (!isMain && this.written.has(logicalId)) {
      this.cannot(from, `becomes ${logicalId} too, and another resource is called that already`);
      return;
    }
    const { Condition: condition, Metadata: metadata, DeletionPolicy: deletion, UpdateReplacePolicy: replacement } = from.body;
    this.resources.set(logicalId, {
      ...(isMain
        ? from.body
        : present({ Metadata: placedAt(metadata), DeletionPolicy: deletion, UpdateReplacePolicy: replacement })),
      ...present({ Condition: options.condition ?? (options.shared === true && !isMain ? undefined : condition) }),
      Type: type,
      Properties: properties,
    });
    this.origins.set(logicalId, originOf(from, isMain, options));
  }

  /** Keeps what is to be added to a plain resource until all of it is known. */
  public gather(kind: 'notifications' | 'triggers', logicalId: string, value: Json): void {
    const gathered = this[kind].get(logicalId) ?? [];
    gathered.push(value);
    this[kind].set(logicalId, gathered);
  }

  /** Says that something of a resource is not expanded. */
  public cannot(from: SamResource, what: string, property = 'Type'): void {
    const { logicalId } = from;
    this.unmade.set(JSON.stringify([logicalId, property, what]), { logicalId, property, what });
  }

  /** Text that the transform knows: written out, or a parameter's default. */
  public literal(value: Json | undefined): string | undefined {
    if (!isObject(value) || Object.keys(value).length !== 1) return textOf(value);
    return typeof value.Ref === 'string' ? textOf(at(this.template, 'Parameters', value.Ref, 'Default')) : undefined;
  }

  /** The name of a condition that holds where another does not. */
  public negated(condition: string): string {
    const name = `NOT${condition}`;
    this.conditions.set(name, { 'Fn::Not': [{ Condition: condition }] });
    return name;
  }
}

/** Of the metadata, which pass to everything that is made, only the construct counts: what else they say is said once. */
function placedAt(metadata: Json | undefined): Json | undefined {
  return isObject(metadata) ? pick(metadata, PATH) : undefined;
}

/** What SAM appends to the name of a resource that it makes anew when the value changes. */
export function hashOf(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(sorted(value, 0));
  return createHash('sha1').update(text).digest('hex').slice(0, 10);
}

/** A part of a logical id for a text that may hold anything. */
export function idOf(text: string): string {
  return /^[A-Za-z0-9]*$/.test(text) ? text : hashOf(text);
}

/** The keys in order, so that it does not count how the user ordered them. */
function sorted(value: Json, depth: number): Json {
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) return value.map(item => sorted(item, depth + 1));
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map(key => [key, sorted(value[key], depth + 1)]));
}
