import type { AppIndex } from './app-index';
import { branchesOf } from './branches';
import { variantsOf } from './conditions';
import type { ApiMethodFacts, Json, JsonObject, ResourceFacts, TemplateFacts } from './facts';
import { at, isObject, listOf, textOf } from './json';
import { behindOf, isPreflight, operationsOf } from './open-api';
import { boundBy } from './source-bounds';
import { readPolicy } from './statements';
import { lookup, notComputable, splitText } from './symbolic';

/**
 * Every method and route that asks, or fails to ask, who is calling: without preflights that API Gateway answers by itself, and without messages on
 * an open WebSocket.
 */
export function apiMethodsOf(index: AppIndex): readonly ApiMethodFacts[] {
  return distinct([
    ...index.ofType('AWS::ApiGateway::Method').flatMap(resource => restMethods(index, resource)),
    ...index.ofType('AWS::ApiGatewayV2::Route').flatMap(resource => routes(index, resource)),
    ...index.ofType('AWS::ApiGateway::RestApi').flatMap(resource => described(index, resource, 'rest')),
    ...index
      .ofType('AWS::ApiGatewayV2::Api')
      .flatMap(resource => [
        ...described(index, resource, 'http'),
        ...quickCreated(index, resource),
        ...unguarded(index, resource),
      ]),
  ]);
}

function restMethods(index: AppIndex, resource: ResourceFacts): readonly ApiMethodFacts[] {
  return variantsOf(resource).flatMap(({ properties }) => {
    const method = textOf(properties.HttpMethod)?.toUpperCase() ?? 'ANY';
    const integration = at(properties, 'Integration');
    const uri = at(integration, 'Uri');
    const [type, connection] = ['Type', 'ConnectionType'].map(name => textOf(at(integration, name)));
    const behind = behindOf({ type, uri: textOf(uri), connection });
    if (isPreflight(method, behind)) return [];
    const api = apiOf(resource.template, properties.RestApiId);
    return {
      resource,
      kind: 'rest',
      method,
      authorization: orPolicyOf(api.api, textOf(properties.AuthorizationType) ?? 'NONE'),
      property: 'Properties.AuthorizationType',
      behind,
      ...api,
      ...functionOf(index, resource.template, uri),
    };
  });
}

function routes(index: AppIndex, resource: ResourceFacts): readonly ApiMethodFacts[] {
  return variantsOf(resource).flatMap(({ properties }) => {
    const route = textOf(properties.RouteKey) ?? '$default';
    const { api } = apiOf(resource.template, properties.ApiId);
    const kind = protocolOf(api, route);
    const integration = integrationOf(resource.template, properties.Target);
    const uri = branchesOf(integration?.IntegrationUri)[0]?.value;
    const behind = behindRoute(integration, textOf(uri));
    if (kind === 'websocket' ? route !== '$connect' : isPreflight(splitText(route, ' ')[0], behind)) return [];
    return {
      resource,
      kind,
      method: route,
      authorization: textOf(properties.AuthorizationType) ?? 'NONE',
      property: 'Properties.AuthorizationType',
      // Whoever has connected may send anything afterwards, whatever answers the connecting.
      behind: kind === 'websocket' ? 'unknown' : behind,
      api,
      ...functionOf(index, resource.template, uri),
    };
  });
}

/** Routes of an API that stands elsewhere tell its protocol by their form, except `$default`, which may be either and is judged as HTTP. */
function protocolOf(api: ResourceFacts | undefined, route: string): 'http' | 'websocket' {
  const protocols = branchesOf(api?.properties.ProtocolType).map(({ value }) => textOf(value)?.toUpperCase());
  if (protocols.length > 0) return protocols.every(protocol => protocol === 'WEBSOCKET') ? 'websocket' : 'http';
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
      behind: 'unknown',
      api,
    });
    if (!isObject(body)) {
      return body !== undefined ? [hidden('Body')] : properties.BodyS3Location !== undefined ? [hidden('BodyS3Location')] : [];
    }
    const operations = operationsOf(body).map(({ method, path, authorization, property, behind, integrationUri: uri }) => ({
      resource: api,
      kind,
      method: `${method} ${path}`,
      authorization: orPolicyOf(api, authorization),
      property: `Properties.Body.${property}`,
      behind,
      api,
      ...functionOf(index, api.template, uri),
    }));
    return Object.hasOwn(body, 'Fn::Transform') ? [...operations, hidden('Body')] : operations;
  });
}

/** An API with a target of its own gets one route for everything, and that asks nobody unless an override says so. */
function quickCreated(index: AppIndex, api: ResourceFacts): readonly ApiMethodFacts[] {
  return variantsOf(api).flatMap(({ properties }) =>
    properties.Target === undefined
      ? []
      : {
          resource: api,
          kind: 'http',
          method: textOf(properties.RouteKey) ?? '$default',
          authorization: overridden(index, api) ?? 'NONE',
          property: 'Properties.Target',
          behind: /^https?:/i.test(textOf(properties.Target) ?? '') ? 'server' : 'function',
          api,
          ...functionOf(index, api.template, properties.Target),
        },
  );
}

function overridden(index: AppIndex, api: ResourceFacts): string | undefined {
  const overrides = index
    .ofType('AWS::ApiGatewayV2::ApiGatewayManagedOverrides')
    .filter(({ template, properties }) => apiOf(template, properties.ApiId).api === api);
  return overrides
    .map(({ properties }) => textOf(at(properties.Route, 'AuthorizationType')))
    .find(stated => stated !== undefined);
}

function apiOf(template: TemplateFacts, id: Json | undefined): { api?: ResourceFacts } {
  return { api: lookup(template, textOf(id) ?? '')?.resource };
}

/** What has a subtype calls a service; what has none and is proxied to AWS is a function. */
function behindRoute(integration: JsonObject | undefined, uri: string | undefined): ApiMethodFacts['behind'] {
  const type = textOf(integration?.IntegrationType);
  if (integration?.IntegrationSubtype !== undefined) return 'service';
  return type?.toUpperCase() === 'AWS_PROXY'
    ? 'function'
    : behindOf({ type, uri, connection: textOf(integration?.ConnectionType) });
}

/** Nobody asks who opens a connection where no route does, and then every message comes from anybody. */
function unguarded(index: AppIndex, api: ResourceFacts): readonly ApiMethodFacts[] {
  if (textOf(api.properties.ProtocolType)?.toUpperCase() !== 'WEBSOCKET') return [];
  const keys = index
    .ofType('AWS::ApiGatewayV2::Route')
    .filter(route => apiOf(route.template, route.properties.ApiId).api === api)
    .flatMap(route => branchesOf(route.properties.RouteKey).map(({ value }) => textOf(value)));
  if (keys.length === 0 || keys.includes('$connect')) return [];
  return [
    {
      resource: api,
      kind: 'websocket',
      method: '$connect',
      authorization: 'NONE',
      property: 'Properties.ProtocolType',
      behind: 'unknown',
      api,
    },
  ];
}

/** What a private API's own policy asks of callers that no authorizer asks anything: to come through a certain network or endpoint. */
function orPolicyOf(api: ResourceFacts | undefined, authorization: string): string {
  if (authorization.toUpperCase() !== 'NONE' || api === undefined) return authorization;
  const { EndpointConfiguration: endpoint, Policy, Body } = api.properties;
  const types = listOf(at(endpoint, 'Types')).map(textOf);
  if (types.length === 0 || !types.every(type => type === 'PRIVATE')) return authorization;
  // A description may bring the policy along. Which of two holds is not told, so both have to ask.
  const policies = Object.entries({
    'Properties.Policy': Policy,
    'Properties.Body.x-amazon-apigateway-policy': at(Body, 'x-amazon-apigateway-policy'),
  }).filter(([, document]) => document !== undefined);
  const isBound = policies.length > 0 && policies.every(([property, document]) => isBoundToNetwork(api, property, document));
  return isBound ? 'NETWORK' : authorization;
}

function isBoundToNetwork(resource: ResourceFacts, property: string, document: Json | undefined): boolean {
  const { statements, unknown } = readPolicy({ resource, document, property, conditional: false });
  const allows = statements.flatMap(({ statement }) => (statement.effect === 'Allow' ? [statement] : []));
  const denies = statements.flatMap(({ statement, conditional }) =>
    statement.effect === 'Deny' && !conditional ? [statement] : [],
  );
  const isBound = allows.length > 0 && allows.every(allow => NETWORK_KEYS.some(key => areNamed(boundBy(allow, denies, key))));
  return unknown.length === 0 && isBound;
}

const NETWORK_KEYS = ['aws:SourceVpc', 'aws:SourceVpce'];

function areNamed(networks: readonly string[] | undefined): boolean {
  return networks !== undefined && networks.every(network => network !== '' && !/[*?]/.test(network));
}

function integrationOf(template: TemplateFacts, target: Json | undefined): JsonObject | undefined {
  const id = textOf(target)?.replace(/^integrations\//, '') ?? '';
  return lookup(template, id)?.resource.properties;
}

function functionOf(index: AppIndex, template: TemplateFacts, uri: Json | undefined): { function?: ResourceFacts } {
  const text = textOf(uri);
  if (text === undefined) return {};
  const arn = /\/functions\/(.*)\/invocations$/.exec(text)?.[1] ?? text;
  const found = index.findFunction(template, arn);
  return found === undefined ? {} : { function: found.function };
}

function distinct(methods: readonly ApiMethodFacts[]): readonly ApiMethodFacts[] {
  const key = ({ resource, method, authorization, property, function: target }: ApiMethodFacts): string =>
    JSON.stringify([resource.template.namespace, resource.logicalId, method, authorization, property, target?.logicalId]);
  return [...new Map(methods.map(method => [key(method), method])).values()];
}
