import { expandDomain } from './domain';
import { attribute, pick, present, ref, sub } from './intrinsic';
import type { Making } from './making';
import { idOf } from './making';
import { stageIdOf } from './rest-api';
import type { SamResource } from './sam-resource';
import type { Json, JsonObject } from '../facts';
import { objectOf } from '../json';

const ACCOUNT = '${AWS::Region}:${AWS::AccountId}';
const DEFAULT_STAGE = 'default';
const API = [
  'ApiKeySelectionExpression',
  'Description',
  'DisableExecuteApiEndpoint',
  'DisableSchemaValidation',
  'IpAddressType',
  'RouteSelectionExpression',
  'Tags',
];
const STAGE = ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'StageVariables'];
const ROUTE = [
  'ApiKeyRequired',
  'ModelSelectionExpression',
  'OperationName',
  'RequestModels',
  'RequestParameters',
  'RouteResponseSelectionExpression',
];

/** A WebSocket API with its routes, its authorizer, its stage and its domain. */
export function expandWebSocketApi(making: Making, from: SamResource): void {
  const { logicalId, properties } = from;
  const api = { ...pick(properties, ...API), Name: properties.Name ?? logicalId, ProtocolType: 'WEBSOCKET' };
  making.make(from, logicalId, 'AWS::ApiGatewayV2::Api', api, { places: { ProtocolType: 'Routes' } });
  for (const [key, route] of Object.entries(objectOf(properties.Routes))) expandRoute(making, from, key, objectOf(route));
  const stageName = properties.StageName ?? DEFAULT_STAGE;
  const stage = `${logicalId}${stageName === DEFAULT_STAGE ? 'DefaultStage' : stageIdOf(stageName)}`;
  const made = {
    ...pick(properties, ...STAGE),
    ApiId: ref(logicalId),
    StageName: stageName,
    AutoDeploy: true,
  };
  making.make(from, stage, 'AWS::ApiGatewayV2::Stage', made, { places: { '': '*' } });
  making.references.set(`${logicalId}.Stage`, stage);
  expandDomain(making, { kind: 'http', logicalId, properties, owner: from }, stage, {});
}

function expandRoute(making: Making, from: SamResource, key: string, route: JsonObject): void {
  const { logicalId, properties } = from;
  const name = key.replace('$', '');
  const id = `${logicalId}${idOf(name.charAt(0).toUpperCase() + name.slice(1).toLowerCase())}`;
  const written = `Routes.${key}`;
  const authorization = key === '$connect' ? expandAuth(making, from) : {};
  const made = {
    ...pick(route, ...ROUTE),
    ...authorization,
    ApiId: ref(logicalId),
    RouteKey: key,
    Target: { 'Fn::Join': ['/', ['integrations', ref(`${id}Integration`)]] },
  };
  making.make(from, `${id}Route`, 'AWS::ApiGatewayV2::Route', made, {
    places: { '': `${written}*`, AuthorizationType: 'Auth', AuthorizerId: 'Auth' },
  });
  const arn = route.FunctionArn ?? '';
  const integration = present({
    ApiId: ref(logicalId),
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: invocationOf(arn),
    TimeoutInMillis: route.IntegrationTimeout,
  });
  making.make(from, `${id}Integration`, 'AWS::ApiGatewayV2::Integration', integration, { places: { '': written } });
  permit(making, from, `${id}Permission`, arn, `\${Stage}/${key}`, { Stage: properties.StageName ?? DEFAULT_STAGE }, written);
}

/** Who may open a connection. SAM takes a kind in small letters, and then asks nobody. */
function expandAuth(making: Making, from: SamResource): JsonObject {
  const { logicalId, properties } = from;
  const auth = objectOf(properties.Auth);
  const type = making.literal(auth.AuthType) ?? auth.AuthType;
  if (type !== 'CUSTOM') return present({ AuthorizationType: typeof type === 'string' && type !== 'AWS_IAM' ? 'NONE' : type });
  const id = `${logicalId}ConnectAuthorizer`;
  const arn = auth.AuthArn ?? '';
  const authorizer = present({
    ApiId: ref(logicalId),
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invocationOf(arn),
    AuthorizerCredentialsArn: auth.InvokeRole,
    IdentitySource: auth.IdentitySource,
    Name: auth.Name ?? id,
  });
  making.make(from, id, 'AWS::ApiGatewayV2::Authorizer', authorizer, { places: { '': 'Auth' } });
  if (auth.InvokeRole === undefined) permit(making, from, `${logicalId}AuthorizerPermission`, arn, 'authorizers/*', {}, 'Auth');
  return { AuthorizationType: 'CUSTOM', AuthorizerId: ref(id) };
}

function invocationOf(arn: Json): JsonObject {
  return sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function}/invocations', {
    Function: arn,
  });
}

function permit(
  making: Making,
  from: SamResource,
  id: string,
  arn: Json,
  path: string,
  variables: JsonObject,
  written: string,
): void {
  const permission: JsonObject = {
    Action: 'lambda:InvokeFunction',
    FunctionName: arn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sub(`arn:\${AWS::Partition}:execute-api:${ACCOUNT}:\${ApiId}/${path}`, {
      ...variables,
      ApiId: attribute(from.logicalId, 'ApiId'),
    }),
  };
  making.make(from, id, 'AWS::Lambda::Permission', permission, { places: { '': written } });
}
