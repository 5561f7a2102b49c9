import { fn, made, methodsOf, place, propertiesOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const CALLED = { 'Fn::GetAtt': ['F', 'Arn'] };
const socket = (properties: JsonObject = {}, more: JsonObject = {}) =>
  sam(
    {
      W: { Type: 'AWS::Serverless::WebSocketApi', Properties: { Routes: { $connect: { FunctionArn: CALLED } }, ...properties } },
      F: fn(),
    },
    more,
  );
const uri = (arn: string): string =>
  `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
const called = (path: string): string =>
  `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${W.ApiId}/${path}`;

test('becomes an API and a stage that deploys itself', () => {
  const facts = socket();
  expect(propertiesOf(facts, 'W')).toEqual({ Name: 'W', ProtocolType: 'WEBSOCKET' });
  expect(propertiesOf(facts, 'WDefaultStage')).toEqual({ ApiId: '${W}', StageName: 'default', AutoDeploy: true });
  expect(place(facts, 'W', 'Properties.ProtocolType')).toBe('W Properties.Routes');
});

test('keeps what it says of the API and of the stage', () => {
  const api = {
    ApiKeySelectionExpression: 'k',
    Description: 'd',
    DisableExecuteApiEndpoint: true,
    DisableSchemaValidation: true,
    IpAddressType: 'dualstack',
    Name: 'n',
    RouteSelectionExpression: 'r',
    Tags: { a: 'b' },
  };
  const stage = {
    AccessLogSettings: { DestinationArn: 'l' },
    DefaultRouteSettings: { ThrottlingBurstLimit: 1 },
    RouteSettings: { $connect: { ThrottlingBurstLimit: 1 } },
    StageName: 'v1',
    StageVariables: { a: 'b' },
  };
  const facts = socket({ ...api, ...stage });
  expect(propertiesOf(facts, 'W')).toEqual({ ...api, ProtocolType: 'WEBSOCKET' });
  expect(propertiesOf(facts, 'Wv1Stage')).toEqual({ ...stage, ApiId: '${W}', AutoDeploy: true });
  expect(place(facts, 'Wv1Stage', 'Properties.StageVariables.a')).toBe('W Properties.StageVariables.a');
});

test.each<[string, Json, string]>([
  ['by default', 'default', 'WDefaultStage'],
  ['after its name', 'v1', 'Wv1Stage'],
  ['only a stage where the name is computed', { Ref: 'Name' }, 'WStage'],
])('its stage is called %s', (_, StageName, expected) => {
  expect(Object.keys(made(socket({ StageName }))).filter(id => id.endsWith('Stage'))).toEqual([expected]);
});

test('every route has an integration, and a permission for its stage', () => {
  const route = {
    ApiKeyRequired: true,
    ModelSelectionExpression: 'm',
    OperationName: 'o',
    RequestModels: { a: 'b' },
    RequestParameters: { p: { Required: true } },
    RouteResponseSelectionExpression: '$default',
  };
  const Routes = { sendMessage: { ...route, FunctionArn: CALLED, IntegrationTimeout: 1 }, $disconnect: { FunctionArn: 'g' } };
  const facts = socket({ Routes, StageName: 'v1' });
  expect(propertiesOf(facts, 'WSendmessageRoute')).toEqual({
    ...route,
    ApiId: '${W}',
    RouteKey: 'sendMessage',
    Target: 'integrations/${WSendmessageIntegration}',
  });
  expect(propertiesOf(facts, 'WSendmessageIntegration')).toEqual({
    ApiId: '${W}',
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: uri('${F.Arn}'),
    TimeoutInMillis: 1,
  });
  expect(propertiesOf(facts, 'WSendmessagePermission')).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: '${F.Arn}',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: called('v1/sendMessage'),
  });
  expect(propertiesOf(facts, 'WDisconnectPermission')).toMatchObject({ FunctionName: 'g', SourceArn: called('v1/$disconnect') });
  expect(propertiesOf(socket(), 'WConnectPermission').SourceArn).toBe(called('default/$connect'));
  expect(place(facts, 'WSendmessageRoute')).toBe('W Properties.Routes.sendMessage');
  expect(place(facts, 'WSendmessageIntegration', 'Properties.IntegrationUri')).toBe('W Properties.Routes.sendMessage');
  expect(place(facts, 'WSendmessagePermission', 'Properties.SourceArn')).toBe('W Properties.Routes.sendMessage');
});

describe('who may open a connection', () => {
  test('is asked of a function, which the API may call', () => {
    const Auth = { AuthType: 'CUSTOM', AuthArn: { Ref: 'Arn' }, IdentitySource: ['route.request.header.Auth'] };
    const facts = socket({ Auth, Routes: { $connect: { FunctionArn: CALLED }, $default: { FunctionArn: CALLED } } });
    expect(propertiesOf(facts, 'WConnectRoute')).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: '${WConnectAuthorizer}',
    });
    expect(propertiesOf(facts, 'WDefaultRoute')).not.toHaveProperty('AuthorizationType');
    expect(propertiesOf(facts, 'WConnectAuthorizer')).toEqual({
      ApiId: '${W}',
      AuthorizerType: 'REQUEST',
      AuthorizerUri: uri('${Arn}'),
      IdentitySource: ['route.request.header.Auth'],
      Name: 'WConnectAuthorizer',
    });
    expect(propertiesOf(facts, 'WAuthorizerPermission')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: '${Arn}',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: called('authorizers/*'),
    });
    expect(place(facts, 'WConnectAuthorizer', 'Properties.AuthorizerUri')).toBe('W Properties.Auth');
    expect(place(facts, 'WAuthorizerPermission', 'Properties.FunctionName')).toBe('W Properties.Auth');
  });

  test('is asked of a function by a role', () => {
    const facts = socket({ Auth: { AuthType: 'CUSTOM', AuthArn: 'a', InvokeRole: 'r', Name: 'n' } });
    expect(propertiesOf(facts, 'WConnectAuthorizer')).toMatchObject({ AuthorizerCredentialsArn: 'r', Name: 'n' });
    expect(made(facts)).not.toHaveProperty('WAuthorizerPermission');
  });

  test.each<[string, Json, string]>([
    ['by a signature', 'AWS_IAM', 'AWS_IAM'],
    ['of nobody', 'NONE', 'NONE'],
    ['of nobody where a signature stands in small letters', 'aws_iam', 'NONE'],
    ['of nobody where a function stands in small letters', 'custom', 'NONE'],
    ['by a parameter', { Ref: 'Kind' }, 'AWS_IAM'],
    ['by what nobody can tell', { 'Fn::ImportValue': 'x' }, '${?Fn::ImportValue(x)}'],
  ])('is asked %s', (_, AuthType, expected) => {
    const Parameters = { Kind: { Type: 'String', Default: 'AWS_IAM' } };
    expect(methodsOf(socket({ Auth: { AuthType } }, { Parameters }))).toEqual([`websocket $connect ${expected} F`]);
  });
});
