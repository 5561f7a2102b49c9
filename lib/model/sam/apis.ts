import { withGlobals } from './globals';
import { present } from './intrinsic';
import type { Making } from './making';
import type { SamResource } from './sam-resource';
import type { Json, JsonObject } from '../facts';
import { at, isTrue, textOf } from '../json';

/** An operation that an event source adds to an API. */
export interface ApiOperation {
  readonly path: string;
  /** `get`, or `x-amazon-apigateway-any-method`. */
  readonly method: string;
  readonly definition: JsonObject;
  /** The event source's own `Auth`. */
  readonly auth: Json | undefined;
  readonly routeSettings: Json | undefined;
  readonly from: SamResource;
  /** `Events.GetOrders` */
  readonly written: string;
}

export type ApiKind = 'rest' | 'http';

/** An API on its way: what the template states of it, and what event sources add. */
export interface ApiDraft {
  readonly kind: ApiKind;
  readonly logicalId: string;
  /** Those that hold something. */
  readonly properties: JsonObject;
  /** What the user wrote: the API, or for an implicit one the first resource with an event source for it. */
  readonly owner: SamResource;
  /** Where in the owner; absent for an API of its own. */
  readonly written?: string;
  readonly operations: ApiOperation[];
  /** The functions that answer whatever no other operation does; one permission is enough for them. */
  readonly catchAll: Set<SamResource>;
}

const TYPES: Readonly<Record<ApiKind, string>> = { rest: 'AWS::Serverless::Api', http: 'AWS::Serverless::HttpApi' };
const IMPLICIT: Readonly<Record<ApiKind, string>> = { rest: 'ServerlessRestApi', http: 'ServerlessHttpApi' };
const ANY = 'x-amazon-apigateway-any-method';

/** The APIs of a template, those that it states and those that event sources imply. */
export class Apis {
  public readonly all = new Map<string, ApiDraft>();

  constructor(
    private readonly making: Making,
    private readonly template: JsonObject,
  ) {}

  public state(from: SamResource): void {
    const kind = from.type === TYPES.rest ? 'rest' : 'http';
    this.all.set(from.logicalId, {
      kind,
      logicalId: from.logicalId,
      properties: present(from.properties),
      owner: from,
      operations: [],
      catchAll: new Set<SamResource>(),
    });
  }

  /** The API that an event source names, or the implicit one where it names none. */
  public find(kind: ApiKind, reference: Json | undefined, from: SamResource, written: string): ApiDraft | undefined {
    if (reference === undefined || reference === null) {
      const known = this.all.get(IMPLICIT[kind]);
      return known?.kind === kind ? known : this.imply(kind, from, written);
    }
    const found = this.all.get(textOf(at(reference, 'Ref')) ?? this.making.literal(reference) ?? '');
    // SAM lets an event source of an HTTP API name a REST API.
    return found?.kind === kind || kind === 'http' ? found : undefined;
  }

  private imply(kind: ApiKind, owner: SamResource, written: string): ApiDraft {
    const resource: JsonObject = { Type: TYPES[kind], Properties: kind === 'rest' ? { StageName: 'Prod' } : {} };
    const draft = {
      kind,
      logicalId: IMPLICIT[kind],
      properties: present(withGlobals(this.template, resource)),
      owner,
      written,
      operations: [],
      catchAll: new Set<SamResource>(),
    };
    this.all.set(draft.logicalId, draft);
    return draft;
  }
}

/** Whether SAM writes the description of an API, and not the user. */
export function isManaged({ properties }: ApiDraft): boolean {
  return properties.DefinitionBody === undefined && properties.DefinitionUri === undefined;
}

/** Whether event sources of a kind add operations to the API's description. */
export function takesOperations(draft: ApiDraft, kind: ApiKind): boolean {
  return isManaged(draft) || kind === 'http' || isTrue(draft.properties.MergeDefinitions);
}

/** A method as a description names it. */
export function methodIn(method: string): string {
  const lower = method.toLowerCase();
  return lower === 'any' ? ANY : lower;
}

/** The same as a permission names it. */
export function methodOut(method: string): string {
  return method === ANY ? '*' : method.toUpperCase();
}

/** The condition under which an API of event sources stands: where it is the only one for all of them. */
export function conditionOf(making: Making, { logicalId, operations }: ApiDraft): string | undefined {
  const conditions = new Set(operations.map(({ from }) => textOf(from.body.Condition)));
  if (conditions.has(undefined)) return undefined;
  const [only, ...others] = [...conditions] as string[];
  if (others.length === 0) return only;
  const either = `${logicalId}Condition`;
  making.conditions.set(either, { 'Fn::Or': [only, ...others].sort().map((name): Json => ({ Condition: name })) });
  return either;
}
