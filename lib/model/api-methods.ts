import type { AppIndex } from './app-index';
import { branchesOf } from './branches';
import { variantsOf } from './conditions';
import type { ApiMethodFacts, Json, JsonObject, ResourceFacts, TemplateFacts } from './facts';
import { at, isObject, textOf } from './json';
import { operationsOf } from './open-api';
import { lookup, notComputable } from './symbolic';

/** Every method and route that asks, or fails to ask, who is calling: without preflights and without messages on an open WebSocket. */
export function apiMethodsOf(index: AppIndex): readonly ApiMethodFacts[] {
  return distinct([
    ...index.ofType('AWS::ApiGateway::Method').flatMap(resource => restMethods(index, resource)),
    ...index.ofType('AWS::ApiGatewayV2::Route').flatMap(resource => routes(index, resource)),
    ...index.ofType('AWS::ApiGateway::RestApi').flatMap(resource => described(index, resource, 'rest')),
    ...index
      .ofType('AWS::ApiGatewayV2::Api')
      .flatMap(resource => [...described(index, resource, 'http'), ...quickCreated(index, resource)]),
  ]);
}

function restMethods(index: AppIndex, resource: ResourceFacts): readonly ApiMethodFacts[] {
  return variantsOf(resource).flatMap(({ properties }) => {
    const method = textOf(properties.HttpMethod)?.toUpperCase() ?? 'ANY';
    if (method === 'OPTIONS') return [];
    return {
      resource,
      kind: 'rest',
      method,
      authorization: textOf(properties.AuthorizationType) ?? 'NONE',
      property: 'Properties.AuthorizationType',
      ...apiOf(resource.template, properties.RestApiId),
      ...functionOf(index, resource.template, at(properties, 'Integration', 'Uri')),
    };
  });
}

function routes(index: AppIndex, resource: ResourceFacts): readonly ApiMethodFacts[] {
  return variantsOf(resource).flatMap(({ properties }) => {
    const route = textOf(properties.RouteKey) ?? '$default';
    const { api } = apiOf(resource.template, properties.ApiId);
    const kind = protocolOf(api, route);
    if (kind === 'websocket' ? route !== '$connect' : route.startsWith('OPTIONS ')) return [];
    return {
      resource,
      kind,
      method: route,
      authorization: textOf(properties.AuthorizationType) ?? 'NONE',
      property: 'Properties.AuthorizationType',
      ...(api === undefined ? {} : { api }),
      ...functionOf(index, resource.template, integrationUri(resource.template, properties.Target)),
    };
  });
}

/** Routes of an API that stands elsewhere tell its protocol by their form, except `$default`, which may be either and is judged as HTTP. */
function protocolOf(api: ResourceFacts | undefined, route: string): 'http' | 'websocket' {
  const protocols = branchesOf(api?.properties.ProtocolType).map(({ value }) => textOf(value)?.toUpperCase());
  if (protocols.length > 0) return protocols.includes('WEBSOCKET') ? 'websocket' : 'http';
  return route === '$default' || /\s\//.test(route) ? 'http' : 'websocket';
}

/** An OpenAPI body; one that lies elsewhere hides what it asks for. */
function described(index: AppIndex, api: ResourceFacts, kind: 'rest' | 'http'): readonly ApiMethodFacts[] {
  return variantsOf(api).flatMap(({ properties }) => {
    const { Body: body } = properties;
    const hidden = (property: string): ApiMethodFacts => ({
      resource: api,
      kind,
      method: 'ANY',
      authorization: notComputable(property),
      property: `Properties.${property}`,
      api,
    });
    if (!isObject(body)) {
      return body !== undefined ? [hidden('Body')] : properties.BodyS3Location !== undefined ? [hidden('BodyS3Location')] : [];
    }
    const operations = operationsOf(body).map(({ method, path, authorization, property, integrationUri: uri }) => ({
      resource: api,
      kind,
      method: `${method} ${path}`,
      authorization,
      property: `Properties.Body.${property}`,
      api,
      ...functionOf(index, api.template, uri),
    }));
    return Object.hasOwn(body, 'Fn::Transform') ? [...operations, hidden('Body')] : operations;
  });
}

/** An API with a target of its own gets one route for everything, and that asks nobody. */
function quickCreated(index: AppIndex, api: ResourceFacts): readonly ApiMethodFacts[] {
  return variantsOf(api).flatMap(({ properties }) =>
    properties.Target === undefined
      ? []
      : {
          resource: api,
          kind: 'http',
          method: textOf(properties.RouteKey) ?? '$default',
          authorization: 'NONE',
          property: 'Properties.Target',
          api,
          ...functionOf(index, api.template, properties.Target),
        },
  );
}

function apiOf(template: TemplateFacts, id: Json | undefined): { api?: ResourceFacts } {
  const api = lookup(template, textOf(id) ?? '')?.resource;
  return api === undefined ? {} : { api };
}

function integrationUri(template: TemplateFacts, target: Json | undefined): Json | undefined {
  const id = textOf(target)?.replace(/^integrations\//, '') ?? '';
  const properties: JsonObject | undefined = lookup(template, id)?.resource.properties;
  return branchesOf(properties?.IntegrationUri)[0]?.value;
}

function functionOf(index: AppIndex, template: TemplateFacts, uri: Json | undefined): { function?: ResourceFacts } {
  const text = textOf(uri);
  if (text === undefined) return {};
  const arn = /\/functions\/(.*)\/invocations$/.exec(text)?.[1] ?? text;
  const found = index.findFunction(template, arn);
  return found === undefined ? {} : { function: found.function };
}

function distinct(methods: readonly ApiMethodFacts[]): readonly ApiMethodFacts[] {
  const key = ({ resource, method, authorization, property }: ApiMethodFacts): string =>
    JSON.stringify([resource.template.namespace, resource.logicalId, method, authorization, property]);
  return [...new Map(methods.map(method => [key(method), method])).values()];
}
