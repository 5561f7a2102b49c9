import { dirname, join, basename } from 'path';
import type { Json, JsonObject, ResourceFacts, ShippedCode, TemplateFacts } from './facts';
import { expandLoops } from './for-each';
import { at, isObject, isTrue, listOf, objectOf, textOf } from './json';
import { expandServerless } from './sam/expand';
import type { Unmade } from './sam/making';
import type { Origin } from './sam/origin';

/** A template as it was read, with what its folder tells about it. */
export interface TemplateSource {
  readonly path: string;
  readonly body: JsonObject;
  /** The stack's construct path. */
  readonly stackPath?: string;
  /** The name under which it is deployed; without it, the one that CDK gives by default. */
  readonly stackName?: string;
  readonly account?: string;
  readonly region?: string;
  readonly shipped?: ShippedCode;
  /** The address from which it is deployed instead, where no file of the app lies there. */
  readonly elsewhere?: string;
  /** The resources that deploy it as a nested stack, an empty list where none does; without the list, those whose `aws:asset:path` names this file. */
  readonly nestedIn?: readonly Nesting[];
}

/** An `AWS::CloudFormation::Stack` by the template in which it stands. */
export interface Nesting {
  readonly path: string;
  readonly logicalId: string;
}

/** One template on its way to becoming facts: its sections as written, and the resources found so far. */
export interface Template extends TemplateFacts {
  readonly stackName: string;
  /** The address of what is deployed in its place. */
  readonly elsewhere?: string;
  readonly resources: Map<string, ResourceFacts>;
  readonly handedOut: Map<string, Json>;
  readonly asides: Map<string, Json>;
  /** Its metadata, and its rules for parameters, as written. */
  readonly around: ReadonlyMap<string, Json>;
  readonly app: ReadonlyMap<string, Template>;
  /** Resources as written, and in place of SAM's what they become. */
  readonly declared: ReadonlyMap<string, JsonObject>;
  readonly outputs: ReadonlyMap<string, JsonObject>;
  /** What rewrites the template before it is deployed. */
  readonly transforms: readonly string[];
  /** True where its loops have more iterations than are written out. */
  readonly loopsCut: boolean;
  /** Where the user wrote what SAM's transform made, by logical id. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** What of SAM nobody can tell what becomes of it. */
  readonly unmade: readonly Unmade[];
}

/** The resource that deploys a nested stack. */
export interface Parent {
  readonly template: Template;
  readonly logicalId: string;
}

/** All templates of the app, with the ties between them that their places on disk tell. */
export class Templates {
  public readonly all: readonly Template[];
  private readonly parents = new Map<Template, Parent[]>();
  private readonly nested = new Map<string, Template>();
  private readonly byStackName = new Map<string, Template[]>();

  constructor(sources: readonly TemplateSource[]) {
    const app = new Map<string, Template>();
    this.all = sources.map(source => {
      const template = templateOf(source, namespaceFor(source, app), app);
      app.set(template.namespace, template);
      return template;
    });
    for (const template of this.all) append(this.byStackName, template.stackName, template);
    this.nest(sources);
  }

  /** The resources that deploy this template as a nested stack. */
  public parentsOf(template: Template): readonly Parent[] {
    return this.parents.get(template) ?? [];
  }

  /** The template that an `AWS::CloudFormation::Stack` deploys, where it is among those given. */
  public nestedIn(template: TemplateFacts, logicalId: string): Template | undefined {
    return this.nested.get(`${template.namespace}#${logicalId}`);
  }

  /** The template of a stack, as seen from another one. */
  public ofStack(name: string, region: string | undefined, from: TemplateFacts): Template | undefined {
    const candidates = this.byStackName.get(name) ?? [];
    return nearest(
      candidates.filter(candidate => region === undefined || candidate.region === undefined || candidate.region === region),
      candidate => candidate,
      from,
    );
  }

  private nest(sources: readonly TemplateSource[]): void {
    const byPath = new Map(this.all.map(template => [join(template.path), template]));
    const tied = new Set(this.all.filter((_, index) => sources[index].nestedIn !== undefined));
    this.all.forEach((template, index) => {
      for (const { path, logicalId } of sources[index].nestedIn ?? []) this.tie(byPath.get(join(path)), logicalId, template);
    });
    for (const parent of this.all) {
      for (const [logicalId, resource] of parent.declared) {
        const asset = at(resource, 'Metadata', 'aws:asset:path');
        if (resource.Type !== 'AWS::CloudFormation::Stack' || typeof asset !== 'string') continue;
        const child = byPath.get(join(dirname(parent.path), asset));
        if (child && !tied.has(child)) this.tie(parent, logicalId, child);
      }
    }
  }

  private tie(parent: Template | undefined, logicalId: string, child: Template | undefined): void {
    if (!parent || !child) return;
    this.nested.set(`${parent.namespace}#${logicalId}`, child);
    append(this.parents, child, { template: parent, logicalId });
  }
}

/** Adds to the list under a key. */
export function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/**
 * Of several things with one name, the one that a template means: its own, else the one of its account and region, else the one of its
 * assembly. Nothing where two are equally near.
 */
export function nearest<T>(
  candidates: readonly T[],
  homeOf: (candidate: T) => TemplateFacts,
  from: TemplateFacts,
): T | undefined {
  const ranked = candidates.map(candidate => ({ candidate, distance: distance(homeOf(candidate), from) }));
  const least = Math.min(...ranked.map(({ distance: far }) => far));
  const closest = ranked.filter(({ distance: far }) => far === least);
  return closest.length === 1 ? closest[0].candidate : undefined;
}

function distance(template: TemplateFacts, from: TemplateFacts): number {
  if (template === from) return 0;
  const elsewhere = template.account !== from.account || template.region !== from.region;
  return 1 + (elsewhere ? 2 : 0) + (dirname(template.path) === dirname(from.path) ? 0 : 1);
}

function templateOf(source: TemplateSource, namespace: string, app: ReadonlyMap<string, Template>): Template {
  let loopsCut = false;
  const { body, origins, unmade } = expandServerless(expandLoops(objectOf(source.body), () => (loopsCut = true)));
  const parameters = section(body, 'Parameters');
  return {
    path: source.path,
    stackPath: source.stackPath,
    account: source.account,
    region: source.region,
    shipped: source.shipped,
    elsewhere: source.elsewhere,
    namespace,
    app,
    stackName: source.stackName ?? source.stackPath?.split('/').join('-') ?? stem(source.path),
    resources: new Map(),
    declared: section(body, 'Resources'),
    parameters,
    noEcho: new Set([...parameters].filter(([, { NoEcho: hidden }]) => isTrue(hidden)).map(([name]) => name)),
    outputs: section(body, 'Outputs'),
    handedOut: new Map(),
    asides: new Map(),
    around: new Map(
      ['Metadata', 'Rules'].flatMap((name): [string, Json][] => (isObject(body[name]) ? [[name, body[name]]] : [])),
    ),
    description: typeof body.Description === 'string' ? body.Description : undefined,
    mappings: at(body, 'Mappings'),
    transforms: listOf(at(body, 'Transform')).map(transform => textOf(transform) ?? textOf(at(transform, 'Name')) ?? 'a macro'),
    loopsCut,
    origins,
    unmade,
    conditions: new Map(Object.entries(objectOf(at(body, 'Conditions')))),
  };
}

function section(body: JsonObject, name: string): ReadonlyMap<string, JsonObject> {
  return new Map(Object.entries(objectOf(at(body, name))).filter((entry): entry is [string, JsonObject] => isObject(entry[1])));
}

/** The construct path reads best; a file's name serves elsewhere, and its whole path where that is taken. */
function namespaceFor(source: TemplateSource, taken: ReadonlyMap<string, Template>): string {
  const candidates = [source.stackPath, stem(source.path), source.path].flatMap(name => textOf(name) || []);
  const free = candidates.map(name => name.replace(/[^\w./@-]/g, '_')).find(name => !taken.has(name));
  return free ?? `${taken.size}`;
}

function stem(path: string): string {
  return basename(path).replace(/(?:\.nested)?(?:\.template)?\.(?:json|ya?ml|template)$/, '');
}
