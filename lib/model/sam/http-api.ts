import { readAuth } from './api-auth';
import { documentOf } from './api-document';
import type { ApiDraft } from './apis';
import { isManaged, methodOut } from './apis';
import { archiveAt } from './code';
import { CORS, httpCors } from './cors';
import { expandDomain } from './domain';
import { isIntrinsic, onlyIf, pick, present, ref } from './intrinsic';
import type { Making } from './making';
import { optionsOf, permitAuthorizers, stageIdOf } from './rest-api';
import type { Json } from '../facts';
import { isObject, objectOf, textOf } from '../json';

const STAGE = ['AccessLogSettings', 'DefaultRouteSettings', 'StageVariables', 'Tags'];
const DEFAULT_STAGE = '$default';

/** An HTTP API with its stage, its domain and what its authorizers need. */
export function expandHttpApi(making: Making, draft: ApiDraft): void {
  const { logicalId, properties, owner } = draft;
  const options = optionsOf(making, draft);
  const { body, foreign } = bodyOf(making, draft);
  const location = properties.DefinitionUri;
  const api = {
    ...pick(properties, 'Description', 'DisableExecuteApiEndpoint', 'FailOnWarnings'),
    ...present({
      Body: location === undefined ? body : undefined,
      BodyS3Location: location === undefined ? undefined : archiveAt(location, 'Bucket', 'Key', 'Version'),
    }),
  };
  const own = {
    'Body.components.securitySchemes': 'Auth.Authorizers',
    [`Body.${CORS}`]: 'CorsConfiguration',
  };
  making.make(owner, logicalId, 'AWS::ApiGatewayV2::Api', api, {
    ...options,
    places: {
      ...options.places,
      ...(draft.written === undefined ? own : {}),
      ...(isManaged(draft) ? {} : { Body: 'DefinitionBody*', BodyS3Location: 'DefinitionUri' }),
    },
    foreign,
  });
  const name = properties.StageName ?? DEFAULT_STAGE;
  const stage = `${logicalId}${name === DEFAULT_STAGE ? 'ApiGatewayDefaultStage' : stageIdOf(name)}`;
  const made = {
    ...pick(properties, ...STAGE),
    ...present({ ApiId: ref(logicalId), StageName: name, AutoDeploy: true, RouteSettings: routeSettingsOf(draft) }),
  };
  const places = draft.written === undefined ? { places: { '': '*' } } : {};
  making.make(owner, stage, 'AWS::ApiGatewayV2::Stage', made, { ...options, ...places });
  making.references.set(`${logicalId}.Stage`, stage);
  expandDomain(making, draft, stage, options);
  permitAuthorizers(making, draft, options);
}

function bodyOf(making: Making, draft: ApiDraft) {
  const { DefinitionBody: given, CorsConfiguration: cors } = draft.properties;
  if (given !== undefined && (!isObject(given) || isIntrinsic(given))) return { body: given, foreign: [] };
  const { body, foreign } = documentOf(draft, readAuth(making, draft), undefined);
  return { body: { ...body, ...httpCors(making.literal(cors) ?? cors, body[CORS]) }, foreign };
}

/** Settings of routes, those of the API and those that event sources state. */
function routeSettingsOf({ properties, operations }: ApiDraft): Json | undefined {
  const routes = new Map(Object.entries(objectOf(properties.RouteSettings)));
  for (const { path, method, routeSettings, from } of operations) {
    if (!isObject(routeSettings)) continue;
    const route = methodOut(method) === '*' ? path : `${methodOut(method)} ${path}`;
    const condition = textOf(from.body.Condition);
    const settings = { ...objectOf(routes.get(route)), ...routeSettings };
    routes.set(route, condition === undefined ? settings : onlyIf(condition, settings));
  }
  return routes.size === 0 ? properties.RouteSettings : Object.fromEntries(routes);
}
