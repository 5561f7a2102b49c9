import type { Apis, ApiDraft, ApiKind } from './apis';
import { methodIn, methodOut, takesOperations } from './apis';
import type { EventTarget, SamEvent } from './event';
import { permit } from './event';
import { present, ref, sub } from './intrinsic';
import { roleOf } from './rule-events';
import type { Json, JsonObject } from '../facts';
import { at, isTrue, objectOf, textOf } from '../json';

const INTEGRATION = 'x-amazon-apigateway-integration';
const DEFAULT_ROUTE = '$default';

/** `Api` and `HttpApi`: an operation of an API that runs the function, and what lets the API do so. */
export function expandApiEvent(target: EventTarget, event: SamEvent, apis: Apis): void {
  const kind: ApiKind = event.type === 'Api' ? 'rest' : 'http';
  const place = placeOf(target, event, kind);
  if (place === undefined) return;
  const reference = event.properties[kind === 'rest' ? 'RestApiId' : 'ApiId'];
  const api = apis.find(kind, reference, target.from, event.written);
  const isDefault = place.path === DEFAULT_ROUTE && place.method === methodIn('any');
  if (isDefault) api?.catchAll.add(target.from);
  if (isDefault || api?.catchAll.has(target.from) !== true) {
    // Where an event source names no API, one is implied.
    permitApi(target, event, place, reference ?? ref((api as ApiDraft).logicalId), api);
  }
  if (api !== undefined) add(api, target, event, place, integrationOf(target, event, kind, api.properties.Auth));
}

/** A state machine that an API starts, with a role for the API. */
export function expandStartByApi(target: EventTarget, event: SamEvent, apis: Apis): void {
  const place = placeOf(target, event, 'rest');
  if (place === undefined) return;
  const role = roleOf(target, event, 'apigateway.amazonaws.com', `${event.logicalId}Role`);
  const api = apis.find('rest', event.properties.RestApiId, target.from, event.written);
  const integration = {
    type: 'aws',
    httpMethod: 'POST',
    uri: sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution'),
    credentials: role,
  };
  if (api !== undefined) add(api, target, event, place, integration);
}

interface Route {
  readonly path: string;
  readonly method: string;
}

function placeOf({ making, from }: EventTarget, { properties, written }: SamEvent, kind: ApiKind): Route | undefined {
  const path = making.literal(properties.Path);
  const method = making.literal(properties.Method);
  if (kind === 'http' && properties.Path === undefined && properties.Method === undefined) {
    return { path: DEFAULT_ROUTE, method: methodIn('any') };
  }
  if (path !== undefined && method !== undefined) return { path, method: methodIn(method) };
  making.cannot(from, 'has an operation of an API whose path or method is not written out', `Properties.${written}`);
  return undefined;
}

function add(
  api: ApiDraft,
  { from }: EventTarget,
  { type, properties, written }: SamEvent,
  route: Route,
  integration: JsonObject,
): void {
  const isTaken = takesOperations(api, type === 'Api' ? 'rest' : 'http');
  if (!isTaken && !isTrue(at(properties.Auth, 'OverrideApiAuth'))) return;
  const definition: JsonObject = isTaken ? { [INTEGRATION]: integration, responses: {} } : {};
  const { Auth: auth, RouteSettings: routeSettings } = properties;
  api.operations.push({ ...route, definition, auth, routeSettings, from, written });
}

function integrationOf({ arn }: EventTarget, { properties }: SamEvent, kind: ApiKind, usual: Json | undefined): JsonObject {
  const streams = properties.ResponseTransferMode === 'RESPONSE_STREAM';
  const path = streams
    ? '2021-11-15/functions/${Target}/response-streaming-invocations'
    : '2015-03-31/functions/${Target}/invocations';
  return present({
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: sub(`arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/${path}`, { Target: arn }),
    payloadFormatVersion: kind === 'http' ? (properties.PayloadFormatVersion ?? '2.0') : undefined,
    timeoutInMillis: properties.TimeoutInMillis,
    credentials: kind === 'rest' ? credentialsOf(objectOf(properties.Auth), objectOf(usual)) : undefined,
    ...(streams ? { responseTransferMode: 'STREAM' } : {}),
  });
}

/** API Gateway calls a function with the rights of a caller who signs, unless told otherwise. */
function credentialsOf(own: JsonObject, usual: JsonObject): Json | undefined {
  const authorizer = Object.keys(own).length === 0 ? usual.DefaultAuthorizer : own.Authorizer;
  const role = own.InvokeRole ?? usual.InvokeRole ?? 'CALLER_CREDENTIALS';
  if (authorizer !== 'AWS_IAM' || role === 'NONE') return undefined;
  return role === 'CALLER_CREDENTIALS' ? sub('arn:${AWS::Partition}:iam::*:user/*') : role;
}

function permitApi(target: EventTarget, event: SamEvent, route: Route, id: Json, api: ApiDraft | undefined): void {
  const path = route.path.replace(/(.)\/$/, '$1').replace(/\{[A-Za-z0-9._-]+\+?\}/g, '*');
  const resource = path === DEFAULT_ROUTE ? '*' : `${methodOut(route.method)}${path.replace(/\$\{/g, '${!')}`;
  const stage = api === undefined ? 'AllStages' : (textOf(api.properties.StageName) ?? 'Stage');
  permit(target, event, {
    principal: 'apigateway.amazonaws.com',
    suffix: event.type === 'Api' ? stage : '',
    sourceArn: sub(`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${ApiId}/*/${resource}`, {
      ApiId: id,
    }),
  });
}
