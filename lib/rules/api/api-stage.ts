import type { AppFacts, Json, ResourceFacts, ResourceVariantFacts } from '../../model/facts';
import { at, isObject, listOf, objectOf, textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';

/** What can be a stage: a deployment makes one of its own where it describes it. */
export const STAGE_TYPES = ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment', 'AWS::ApiGatewayV2::Stage'];

/** What a stage says of the calls of an API, whichever resource describes it. */
export interface ApiStage {
  readonly resource: ResourceFacts;
  readonly kind: 'rest' | 'http' | 'websocket';
  /** Where the settings stand: `Properties`, or `Properties.StageDescription` of a deployment. */
  readonly property: string;
  /** The settings of the stage as a whole. */
  readonly settings: Json;
  /** Where and how calls are logged, as written, and under which name. */
  readonly accessLog: { readonly value: Json | undefined; readonly name: string };
  /** What holds for every method, as far as it is said, and what holds for some. */
  readonly everyMethod: Json;
  readonly someMethods: readonly Json[];
  readonly name?: string;
  /** The API's id, as written. */
  readonly api?: string;
}

/**
 * The stage that a resource is or makes; nothing for a deployment that only others turn into a stage, nor for the stage that SAM adds unasked, of
 * which there is one finding and not one for each setting.
 */
export function stageOf({ resource, properties }: ResourceVariantFacts): ApiStage | undefined {
  return resource.type === 'AWS::ApiGatewayV2::Stage'
    ? routesOf(resource, properties)
    : resource.type === 'AWS::ApiGateway::Stage'
      ? methodsOf(resource, properties, properties, 'Properties')
      : deployedStage(resource, properties);
}

function deployedStage(resource: ResourceFacts, properties: ResourceVariantFacts['properties']): ApiStage | undefined {
  const { StageDescription: description, StageName: name } = properties;
  if (resource.expandedFrom !== undefined) return undefined;
  if (!isObject(description) && name === undefined) return undefined;
  return methodsOf(resource, properties, objectOf(description), 'Properties.StageDescription');
}

function methodsOf(
  resource: ResourceFacts,
  { RestApiId: api, StageName: name }: ResourceVariantFacts['properties'],
  settings: ResourceVariantFacts['properties'],
  property: string,
): ApiStage {
  const methods = listOf(settings.MethodSettings);
  const every = methods.filter(isForEveryMethod);
  return {
    resource,
    kind: 'rest',
    property,
    settings,
    accessLog: { value: settings.AccessLogSetting, name: 'AccessLogSetting' },
    // A deployment may also say for every method what a stage says in its list.
    everyMethod: { ...settings, ...Object.assign({}, ...every.map(objectOf)) },
    someMethods: methods.filter(method => !isForEveryMethod(method)),
    ...named(name, api),
  };
}

function isForEveryMethod(settings: Json): boolean {
  return textOf(at(settings, 'HttpMethod')) === '*' && /^\/?\*$/.test(textOf(at(settings, 'ResourcePath')) ?? '');
}

function routesOf(resource: ResourceFacts, properties: ResourceVariantFacts['properties']): ApiStage {
  const { ApiId: api, StageName: name } = properties;
  const protocol = textOf(lookup(resource.template, textOf(api) ?? '')?.resource.properties.ProtocolType);
  return {
    resource,
    kind: protocol?.toUpperCase() === 'WEBSOCKET' ? 'websocket' : 'http',
    property: 'Properties',
    settings: properties,
    accessLog: { value: properties.AccessLogSettings, name: 'AccessLogSettings' },
    everyMethod: objectOf(properties.DefaultRouteSettings),
    someMethods: Object.values(objectOf(properties.RouteSettings)),
    ...named(name, api),
  };
}

function named(name: Json | undefined, api: Json | undefined): { name?: string; api?: string } {
  const [nameText, apiText] = [textOf(name), textOf(api)];
  return { ...(nameText === undefined ? {} : { name: nameText }), ...(apiText === undefined ? {} : { api: apiText }) };
}

/** The kinds of integration that an API has, as far as the templates tell: `AWS_PROXY`, `HTTP`. */
export function integrationsOf(app: AppFacts, stage: ApiStage): readonly string[] {
  const api = lookup(stage.resource.template, stage.api ?? '')?.resource;
  const methods = (app.resourcesByType.get('AWS::ApiGateway::Method') ?? []).filter(
    ({ template, properties }) => api !== undefined && lookup(template, textOf(properties.RestApiId) ?? '')?.resource === api,
  );
  const operations = Object.values(objectOf(at(api?.properties.Body, 'paths'))).flatMap(path => Object.values(objectOf(path)));
  return [
    ...methods.map(({ properties }) => textOf(at(properties.Integration, 'Type'))),
    ...operations.map(operation => textOf(at(operation, 'x-amazon-apigateway-integration', 'type'))),
  ].flatMap(kind => kind?.toUpperCase() ?? []);
}
