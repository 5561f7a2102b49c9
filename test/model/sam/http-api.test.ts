import { fn, made, place, propertiesOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const event = (properties: JsonObject = {}): JsonObject => ({
  E: { Type: 'HttpApi', Properties: { Path: '/x', Method: 'get', ...properties } },
});
const http = (properties: JsonObject = {}) => sam({ A: { Type: 'AWS::Serverless::HttpApi', Properties: properties } });
const implied = (HttpApi: JsonObject, more: JsonObject = {}) => sam({ F: fn({ Events: event(more) }) }, { Globals: { HttpApi } });
const STAGE = { ApiId: '${A}', StageName: '$default', AutoDeploy: true };

test('becomes an API and a stage that deploys itself', () => {
  const facts = http({ Description: 'd', DisableExecuteApiEndpoint: true, FailOnWarnings: true });
  expect(made(facts)).toEqual({ A: 'ApiGatewayV2::Api', AApiGatewayDefaultStage: 'ApiGatewayV2::Stage' });
  expect(propertiesOf(facts, 'A')).toEqual({
    Description: 'd',
    DisableExecuteApiEndpoint: true,
    FailOnWarnings: true,
    Body: expect.objectContaining({ openapi: '3.0.1', paths: {} }) as unknown,
  });
  expect(propertiesOf(facts, 'AApiGatewayDefaultStage')).toEqual(STAGE);
});

test('has a stage with what it says of it', () => {
  const stage = {
    AccessLogSettings: { DestinationArn: 'l' },
    DefaultRouteSettings: { ThrottlingBurstLimit: 1 },
    StageVariables: { a: 'b' },
    Tags: { a: 'b' },
    RouteSettings: { 'GET /x': { ThrottlingBurstLimit: 1 } },
  };
  const facts = http({ ...stage, StageName: 'v1' });
  expect(propertiesOf(facts, 'Av1Stage')).toEqual({ ...stage, ApiId: '${A}', StageName: 'v1', AutoDeploy: true });
  expect(place(facts, 'Av1Stage', 'Properties.AccessLogSettings.DestinationArn')).toBe(
    'A Properties.AccessLogSettings.DestinationArn',
  );
});

test.each<[string, JsonObject, JsonObject]>([
  ['in S3', { DefinitionUri: { Bucket: 'b', Key: 'k' } }, { BodyS3Location: { Bucket: 'b', Key: 'k' } }],
  ['by a macro', { DefinitionBody: { 'Fn::Transform': { Name: 'M' } } }, { Body: expect.anything() as never }],
  ['as text', { DefinitionBody: 'text' }, { Body: 'text' }],
])('is described %s, and nothing is added to that', (_, properties, expected) => {
  const facts = http({ ...properties, CorsConfiguration: true });
  expect(propertiesOf(facts, 'A')).toEqual(expected);
  expect(place(facts, 'A', 'Properties.Body.paths')).toBe('A Properties.DefinitionBody.paths');
  expect(place(facts, 'A', 'Properties.BodyS3Location')).toBe('A Properties.DefinitionUri');
});

test.each<[string, Json, JsonObject, Json | undefined]>([
  ['of the API', { 'GET /x': { A: 1 }, 'GET /y': { C: 1 } }, {}, { 'GET /x': { A: 1 }, 'GET /y': { C: 1 } }],
  ['of the event source', null, { RouteSettings: { B: 2 } }, { 'GET /x': { B: 2 } }],
  [
    'of both, of which the event source’s count',
    { 'GET /x': { A: 1, B: 1 } },
    { RouteSettings: { B: 2 } },
    { 'GET /x': { A: 1, B: 2 } },
  ],
  ['of every method', null, { Method: 'any', RouteSettings: { B: 2 } }, { '/x': { B: 2 } }],
  ['that are computed', { Ref: 'S' }, {}, '${S}'],
  ['that are no object', null, { RouteSettings: 'none' }, undefined],
  ['that nobody states', null, {}, undefined],
])('a route has the settings %s', (_, RouteSettings, properties, expected) => {
  const facts = sam({
    A: { Type: 'AWS::Serverless::HttpApi', Properties: { RouteSettings } },
    F: fn({ Events: event({ ApiId: { Ref: 'A' }, ...properties }) }),
  });
  const own = propertiesOf(facts, 'AApiGatewayDefaultStage');
  expect(own).toEqual(expected === undefined ? STAGE : { ...STAGE, RouteSettings: expected });
});

describe('where the user wrote what becomes of it', () => {
  const stated = { Auth: { Authorizers: { L: { FunctionArn: 'a', EnableFunctionDefaultPermissions: true } } } };

  test.each<[string, string, string]>([
    ['A', 'Properties.Body.components.securitySchemes.L', 'A Properties.Auth.Authorizers'],
    ['A', 'Properties.Body.x-amazon-apigateway-cors', 'A Properties.CorsConfiguration'],
    ['A', 'Properties.Body.info', 'A Properties.Body.info'],
    ['A', 'Properties.DisableExecuteApiEndpoint', 'A Properties.DisableExecuteApiEndpoint'],
    ['AApiGatewayDefaultStage', 'Properties.AccessLogSettings', 'A Properties.AccessLogSettings'],
    ['ALAuthorizerPermission', 'Properties.SourceArn', 'A Properties.Auth.Authorizers.L'],
  ])('%s %s', (id, property, expected) => expect(place(http(stated), id, property)).toBe(expected));

  test.each<[string, string]>([
    ['ServerlessHttpApi', 'Properties.Body.components.securitySchemes.L'],
    ['ServerlessHttpApi', 'Properties.Body.x-amazon-apigateway-cors'],
    ['ServerlessHttpApi', 'Properties.DisableExecuteApiEndpoint'],
    ['ServerlessHttpApiApiGatewayDefaultStage', 'Properties.AccessLogSettings'],
    ['ServerlessHttpApiLAuthorizerPermission', 'Properties.SourceArn'],
  ])('is its event source where it is implied: %s %s', (id, property) => {
    expect(place(implied(stated), id, property)).toBe('F Properties.Events.E');
  });
});
