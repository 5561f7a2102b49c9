import { Apis } from './apis';
import { expandConnector } from './connector';
import { expandDeployment } from './deployment';
import { expandEvents } from './events';
import type { Expanded } from './function';
import { expandFunction } from './function';
import { withGlobals } from './globals';
import { expandHttpApi } from './http-api';
import { pick } from './intrinsic';
import type { Unmade } from './making';
import { Making } from './making';
import type { Origin } from './origin';
import { connectSources } from './push-events';
import { mentionsParts, withReferences } from './references';
import { expandRestApi } from './rest-api';
import type { SamResource } from './sam-resource';
import { expandApplication, expandLayerVersion, expandSimpleTable } from './simple-resources';
import { expandStateMachine } from './state-machine';
import { expandWebFunction } from './web-function';
import { expandWebSocketApi } from './web-socket-api';
import type { Json, JsonObject } from '../facts';
import { at, isObject, objectOf } from '../json';
import { placeOfMacro } from '../macro';

/** A template after SAM's transform, and what the user wrote of what is in it. */
interface Expansion {
  readonly body: JsonObject;
  readonly origins: ReadonlyMap<string, Origin>;
  /** What of SAM stays as it is, because nobody can tell what becomes of it. */
  readonly unmade: readonly Unmade[];
}

const SIMPLE: ReadonlyMap<string, (making: Making, from: SamResource) => void> = new Map([
  ['AWS::Serverless::Application', expandApplication],
  ['AWS::Serverless::LayerVersion', expandLayerVersion],
  ['AWS::Serverless::SimpleTable', expandSimpleTable],
  ['AWS::Serverless::WebFunction', expandWebFunction],
  ['AWS::Serverless::WebSocketApi', expandWebSocketApi],
]);

/**
 * Does what SAM's transform does before CloudFormation sees the template, as far as it decides what is deployed: with the names that it documents, except
 * that layers, versions and deployments have no hash behind theirs.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
 */
export function expandServerless(body: JsonObject): Expansion {
  if (!Object.values(objectOf(body.Resources)).some(isConcerned)) return { body, origins: new Map(), unmade: [] };
  const making = new Making(body);
  const serverless = [...making.resources]
    .filter(([, resource]) => isServerless(resource))
    .map(([id, resource]) => read(body, id, resource));
  const connectors = connectorsOf(making, serverless);
  serverless.forEach(from => tellMacro(making, from));
  const of = (...types: readonly string[]): readonly SamResource[] =>
    serverless.filter(({ type }) => types.includes(type.replace('AWS::Serverless::', '')));
  const apis = new Apis(making, body);
  of('Api', 'HttpApi').forEach(api => apis.state(api));
  of('Function').forEach(from => {
    const made = expandFunction(making, from);
    if (made.alias !== undefined) expandDeployment(making, from, made.alias);
    connectEvents(making, from, made, apis);
  });
  of('StateMachine').forEach(from => connectEvents(making, from, expandStateMachine(making, from), apis));
  for (const draft of apis.all.values()) (draft.kind === 'rest' ? expandRestApi : expandHttpApi)(making, draft);
  for (const from of serverless) SIMPLE.get(from.type)?.(making, from);
  connectSources(making);
  for (const connector of connectors) {
    const isDone = expandConnector(making, connector);
    if (isDone && connector.written === undefined) making.resources.delete(connector.logicalId);
  }
  const references = mentionsParts(body) ? making.references : new Map<string, string>();
  return {
    body: {
      ...withReferences(present(body), references),
      Resources: withReferences(Object.fromEntries(making.resources) as JsonObject, references),
      Conditions: { ...objectOf(body.Conditions), ...Object.fromEntries(making.conditions) },
    },
    origins: making.origins,
    unmade: [...making.unmade.values()],
  };
}

/** A macro in a resource of SAM runs before the transform: nobody knows what that is given. */
function tellMacro(making: Making, from: SamResource): void {
  // The description of an API, and that of a state machine, pass on as they are, and those who read them find the macro.
  const { DefinitionBody: _, Definition: __, ...properties } = from.properties;
  const place = placeOfMacro(properties);
  if (place === undefined) return;
  making.cannot(from, 'is rewritten by a macro before it is deployed', place === '' ? 'Properties' : `Properties.${place}`);
}

function isConcerned(resource: Json): boolean {
  return isObject(resource) && (isServerless(resource) || isObject(resource.Connectors));
}

function isServerless({ Type: type }: JsonObject): boolean {
  return typeof type === 'string' && type.startsWith('AWS::Serverless::');
}

function read(template: JsonObject, logicalId: string, body: JsonObject): SamResource {
  return { logicalId, type: String(body.Type), properties: withGlobals(template, body), body };
}

/** The sections in which the user may refer to what SAM makes. */
function present({ Resources: _, ...sections }: JsonObject): JsonObject {
  return sections;
}

function connectEvents(making: Making, from: SamResource, { name, arn, role, finish }: Expanded, apis: Apis): void {
  expandEvents({ making, from, name, arn, role }, apis);
  finish();
}

/** Connectors of their own, and those that are written into their sources. */
function connectorsOf(making: Making, serverless: readonly SamResource[]) {
  const own = serverless
    .filter(({ type }) => type === 'AWS::Serverless::Connector')
    .map(from => ({ logicalId: from.logicalId, from, properties: from.properties }));
  const inner = [...making.resources].flatMap(([id, body]) =>
    Object.entries(objectOf(body.Connectors)).map(([name, stated]) => {
      const properties: JsonObject = objectOf(at(stated, 'Properties'));
      const source: Json = { Id: id, ...(isObject(properties.SourceReference) ? properties.SourceReference : {}) };
      return {
        logicalId: `${id}${name}`,
        from: { logicalId: id, type: String(body.Type), properties, body: { ...pick(body, 'Metadata'), ...objectOf(stated) } },
        properties: { ...properties, Source: source },
        written: `/Connectors.${name}`,
      };
    }),
  );
  return [...own, ...inner] as { logicalId: string; from: SamResource; properties: JsonObject; written?: string }[];
}
