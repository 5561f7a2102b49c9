import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';

/** What CDK writes for a resource. */
interface Body {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | string[];
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What a resource of CDK is made of, for those who look behind its types. */
interface Parts {
  readonly rawOverrides?: object;
  readonly cfnProperties?: Readonly<Record<string, unknown>>;
  readonly cfnPropertyNames?: Readonly<Record<string, string>>;
  _toCloudFormation(): unknown;
  shouldSynthesize(): boolean;
}

function partsOf(resource: CfnResource): Parts {
  return resource as unknown as Parts;
}

/** How CDK writes every resource. */
const WRITE = partsOf(CfnResource.prototype)._toCloudFormation;
/** What that asks on the way. Whoever replaces one of these on a single resource writes something of their own. */
const ASKED = ['cfnProperties', 'renderProperties', 'shouldSynthesize'];

/**
 * A resource as the template will say it at this moment, overrides and all.
 *
 * Writing out a resource takes CDK long, and a synthesis asks about thousands. What nobody overrode is read from the resource itself instead, and only
 * the part that somebody asks about.
 */
export class Written {
  private readonly stack: Stack;
  private readonly parts: Parts;
  private readonly isPlain: boolean;
  private held: ReadonlyMap<string, unknown> | undefined;
  private body: Body | undefined;

  constructor(private readonly resource: CfnResource) {
    this.stack = Stack.of(resource);
    this.parts = partsOf(resource);
    this.isPlain = isPlain(resource);
  }

  public get type(): string {
    return this.isPlain ? this.resource.cfnResourceType : this.whole.Type;
  }

  /** The logical id of the condition under which the resource is deployed. */
  public get condition(): string | undefined {
    if (!this.isPlain) return this.whole.Condition;
    const { condition } = this.resource.cfnOptions;
    return condition && (this.stack.resolve(condition.logicalId) as string);
  }

  /** Whether it stays when its stack is deleted. */
  public get isRetained(): boolean {
    return /^Retain/.test((this.isPlain ? this.resource.cfnOptions.deletionPolicy : this.whole.DeletionPolicy) ?? '');
  }

  /** Whether it is made after the other one, and goes before it. */
  public isAfter(other: CfnResource): boolean {
    if (this.isPlain && partsOf(other).shouldSynthesize() && this.resource.obtainDependencies().includes(other)) return true;
    return [this.dependsOn].flat().includes(this.stack.getLogicalId(other));
  }

  /** The logical ids of what is made before it. */
  public get dependsOn(): string | readonly string[] | undefined {
    return this.whole.DependsOn;
  }

  /** What stands under a property, or deeper in it. */
  public at(property: string, ...path: readonly string[]): unknown {
    const value = this.own.has(property) ? this.stack.resolve(this.own.get(property)) : this.whole.Properties?.[property];
    return path.reduce(member, value);
  }

  /** Whether a property will say the same as a value, tokens and all. What cannot be told from the parts is written out. */
  public says(property: string, value: unknown): boolean {
    const isOwn = this.own.has(property);
    if (isOwn && isSame(this.own.get(property), value)) return true;
    const expected = canonical(this.stack.resolve(value));
    return (isOwn && canonical(this.at(property)) === expected) || canonical(this.whole.Properties?.[property]) === expected;
  }

  /** What the resource itself holds for its properties, where that is what will be written. */
  private get own(): ReadonlyMap<string, unknown> {
    this.held ??= new Map(this.isPlain ? held(this.parts) : []);
    return this.held;
  }

  private get whole(): Body {
    this.body ??= this.write();
    return this.body;
  }

  private write(): Body {
    const { Resources = {} } = this.stack.resolve(this.parts._toCloudFormation()) as {
      readonly Resources?: Record<string, Body>;
    };
    return Object.values(Resources)[0] ?? { Type: 'nothing' };
  }
}

/** Whether a resource is written as CDK writes it, and nobody overrode anything. */
function isPlain(resource: CfnResource): boolean {
  const { rawOverrides, _toCloudFormation: write } = partsOf(resource);
  if (rawOverrides === undefined || Object.keys(rawOverrides).length > 0 || write !== WRITE) return false;
  return !ASKED.some(name => Object.hasOwn(resource, name)) && partsOf(resource).shouldSynthesize();
}

function held({ cfnProperties = {}, cfnPropertyNames = {} }: Parts): [string, unknown][] {
  return Object.entries(cfnPropertyNames).map(([key, name]) => [name, cfnProperties[key]]);
}

/** CDK's own objects spell `zipFile` what a template spells `ZipFile`. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  return members[name] ?? members[name.charAt(0).toLowerCase() + name.slice(1)];
}

/** Whether two values say the same whatever their tokens turn out to be. Says no where it would have to look closer. */
function isSame(x: unknown, y: unknown): boolean {
  if (x === y) return true;
  if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return false;
  if (x instanceof PolicyDocument && y instanceof PolicyDocument) return isSame(x.toJSON(), y.toJSON());
  if (Token.isUnresolved(x) || Token.isUnresolved(y) || Array.isArray(x) !== Array.isArray(y)) return false;
  const [ours, theirs] = [x, y].map(membersOf);
  return ours.size === theirs.size && [...ours].every(([name, inner]) => isSame(inner, theirs.get(name)));
}

function membersOf(value: object): ReadonlyMap<string, unknown> {
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return new Map(members.map(([name, inner]) => [capitalized(name), inner] as const));
}

/** Keys in order and capitalized, since a resource's properties are written `tracingConfig` in code and `TracingConfig` in the template. */
function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries([...membersOf(inner)].sort(([x], [y]) => (x < y ? -1 : 1)));
  });
  return text ?? 'undefined';
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
