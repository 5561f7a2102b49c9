import type { ApiAuth } from './api-auth';
import type { ApiDraft, ApiOperation } from './apis';
import { isManaged } from './apis';
import { onlyIf, present } from './intrinsic';
import type { ForeignPlace } from './sam-resource';
import { decision, isNoValue, NO_VALUE } from '../branches';
import type { Json, JsonObject } from '../facts';
import { at, isObject, listOf, objectOf, textOf } from '../json';

const INTEGRATION = 'x-amazon-apigateway-integration';
const DEEPEST = 50;

/** The description of an API with what event sources add to it, and where they do. */
interface ApiDocument {
  readonly body: JsonObject;
  readonly foreign: readonly ForeignPlace[];
}

type Paths = Map<string, Map<string, Json>>;

/** Writes the operations into the API's description, each with what it asks of its caller. */
export function documentOf(
  draft: ApiDraft,
  auth: ApiAuth,
  preflight: ((methods: readonly string[]) => Json) | undefined,
): ApiDocument {
  const given = objectOf(draft.properties.DefinitionBody);
  const paths = isManaged(draft) ? new Map<string, Map<string, Json>>() : pathsOf(draft, auth, objectOf(given.paths));
  for (const operation of draft.operations) {
    const methods = paths.get(operation.path) ?? new Map<string, Json>();
    const isOnlyAuth = operation.definition[INTEGRATION] === undefined;
    if (isOnlyAuth && !methods.has(operation.method)) continue;
    methods.set(operation.method, written(draft, auth, operation, methods.get(operation.method)));
    paths.set(operation.path, methods);
  }
  if (preflight !== undefined) for (const methods of paths.values()) answerPreflight(methods, preflight);
  const body = {
    ...(isManaged(draft) ? skeletonOf(draft) : given),
    paths: Object.fromEntries([...paths].map(([path, methods]) => [path, Object.fromEntries(methods)])),
  };
  return {
    body: { ...body, ...schemesIn(draft, auth, body) },
    foreign: draft.operations.map(({ path, method, from, written: place }) => ({
      made: `Body.paths.${path}.${method}`,
      from,
      written: place,
    })),
  };
}

function skeletonOf({ kind, properties }: ApiDraft): JsonObject {
  const info = { version: '1.0', title: properties.Name ?? { Ref: 'AWS::StackName' } };
  return kind === 'http' || textOf(properties.OpenApiVersion)?.startsWith('3') === true
    ? { openapi: textOf(properties.OpenApiVersion) ?? '3.0.1', info }
    : { swagger: '2.0', info };
}

function schemesIn({ kind }: ApiDraft, { schemes }: ApiAuth, body: JsonObject): JsonObject {
  if (Object.keys(schemes).length === 0) return {};
  if (kind === 'rest' && body.openapi === undefined) {
    return { securityDefinitions: { ...objectOf(body.securityDefinitions), ...schemes } };
  }
  const components = objectOf(body.components);
  return { components: { ...components, securitySchemes: { ...objectOf(components.securitySchemes), ...schemes } } };
}

/** An operation of an event source, in place of what the user described there, or beside it. */
function written(draft: ApiDraft, auth: ApiAuth, operation: ApiOperation, described: Json | undefined): Json {
  const isThere = draft.kind === 'http' && at(described, INTEGRATION) !== undefined;
  const definition = isThere ? {} : operation.definition;
  const security = auth.securityFor(operation);
  const choice = decision(described ?? null);
  const before = choice === undefined ? objectOf(described) : {};
  const keeps = operation.auth === undefined && before.security !== undefined;
  const whole = { ...before, ...definition, ...(keeps ? {} : present({ security })) };
  const condition = textOf(operation.from.body.Condition);
  if (condition === undefined) return whole;
  return choice === undefined ? onlyIf(condition, whole) : { 'Fn::If': [condition, whole, described as Json] };
}

/** What the user described himself; where it runs something and says nothing of its callers, it asks what the API asks. */
function pathsOf(draft: ApiDraft, auth: ApiAuth, paths: JsonObject): Paths {
  const usual = (method: string): Json | undefined =>
    auth.securityFor({ auth: undefined, method, from: draft.owner, written: 'Auth' });
  const asking = (method: string, operation: Json, depth = 0): Json => {
    const choice = decision(operation);
    if (choice !== undefined && depth < DEEPEST) {
      const branch = (value: Json): Json => asking(method, value, depth + 1);
      return { 'Fn::If': [choice.condition, branch(choice.then), branch(choice.otherwise)] };
    }
    if (at(operation, INTEGRATION) === undefined) return operation;
    return withUsual(objectOf(operation), usual(method.toLowerCase()), auth);
  };
  return new Map(
    Object.entries(paths).map(([path, item]) => [
      path,
      new Map([...methodsOf(item)].map(([method, operation]) => [method, asking(method, operation)])),
    ]),
  );
}

/** The methods of a path; a decision on the whole path becomes one on each of them. */
function methodsOf(item: Json, depth = 0): ReadonlyMap<string, Json> {
  const choice = decision(item);
  if (choice === undefined || depth > DEEPEST) return new Map(Object.entries(isNoValue(item) ? {} : objectOf(item)));
  const [then, otherwise] = [choice.then, choice.otherwise].map(branch => methodsOf(branch, depth + 1));
  return new Map(
    [...new Set([...then.keys(), ...otherwise.keys()])].map(method => [
      method,
      { 'Fn::If': [choice.condition, then.get(method) ?? NO_VALUE, otherwise.get(method) ?? NO_VALUE] },
    ]),
  );
}

function withUsual(operation: JsonObject, usual: Json | undefined, { decides }: ApiAuth): JsonObject {
  const stated = listOf(operation.security);
  if (usual === undefined || stated.some(decides)) return operation;
  const [requirement] = listOf(usual);
  if (!isObject(requirement)) return { ...operation, security: usual };
  return { ...operation, security: (stated.length === 0 ? [{}] : stated).map(one => ({ ...objectOf(one), ...requirement })) };
}

/** An answer of API Gateway itself to browsers that ask what they may send. */
function answerPreflight(methods: Map<string, Json>, preflight: (methods: readonly string[]) => Json): void {
  if (!methods.has('options')) methods.set('options', preflight([...methods.keys()]));
}
