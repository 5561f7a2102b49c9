import { fn, made, methodsOf, place, propertiesOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { resource } from '../build';

const rest = (properties: JsonObject = {}, more: JsonObject = {}) =>
  sam({ A: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', ...properties }, ...more } });
/** An API that is implied by its only event source, under these globals. */
const implied = (Api: JsonObject, event: JsonObject = {}, more: JsonObject = {}) =>
  sam(
    { F: fn({ Events: { E: { Type: 'Api', Properties: { Path: '/x', Method: 'get', ...event } } } }, more) },
    { Globals: { Api } },
  );

const LAMBDA = { Authorizers: { 'my-auth': { FunctionArn: { Ref: 'Arn' } } } };

test('becomes an API, a deployment and a stage', () => {
  const facts = rest({ Name: 'n' }, { Condition: 'C' });
  expect(made(facts)).toEqual({
    A: 'ApiGateway::RestApi',
    ADeployment: 'ApiGateway::Deployment',
    Av1Stage: 'ApiGateway::Stage',
  });
  expect(propertiesOf(facts, 'A')).toEqual({
    Name: 'n',
    Body: expect.objectContaining({ swagger: '2.0', paths: {} }) as unknown,
  });
  expect(propertiesOf(facts, 'ADeployment')).toEqual({ RestApiId: '${A}', StageName: 'Stage' });
  expect(propertiesOf(facts, 'Av1Stage')).toEqual({ StageName: 'v1', RestApiId: '${A}', DeploymentId: '${ADeployment}' });
  expect(Object.keys(made(facts)).map(id => resource(facts, id).condition)).toEqual(['C', 'C', 'C']);
});

test.each<[string, JsonObject, JsonObject]>([
  ['in S3', { DefinitionUri: 's3://b/k?versionId=7' }, { BodyS3Location: { Bucket: 'b', Key: 'k', Version: '7' } }],
  ['by a macro', { DefinitionBody: { 'Fn::Transform': { Name: 'M' } } }, { Body: expect.anything() as never }],
  ['as text', { DefinitionBody: 'text' }, { Body: 'text' }],
])('is described %s, and nothing is added to that', (_, properties, expected) => {
  const facts = rest({ ...properties, Auth: { DefaultAuthorizer: 'Nobody' } });
  expect(propertiesOf(facts, 'A')).toEqual(expected);
  expect(place(facts, 'A', 'Properties.Body.paths')).toBe('A Properties.DefinitionBody.paths');
  expect(place(facts, 'A', 'Properties.BodyS3Location')).toBe('A Properties.DefinitionUri');
});

test('deploys once where its description is OpenAPI 3', () => {
  expect(propertiesOf(rest({ OpenApiVersion: '3.0.1' }), 'ADeployment')).toEqual({ RestApiId: '${A}' });
});

test.each<[string, Json, unknown]>([
  ['its name', 'v1', 'Av1Stage'],
  ['nothing where its name is computed', { Ref: 'S' }, 'AStage'],
  ['a hash where its name is no plain word', 'my-stage', expect.stringMatching(/^AStage[0-9a-f]{10}$/)],
  ['a hash where its name ends as none', 'stage-', expect.stringMatching(/^AStage[0-9a-f]{10}$/)],
])('has a stage that is called after %s', (_, StageName, expected) => {
  const facts = rest({ StageName });
  expect(Object.keys(made(facts)).filter(id => made(facts)[id] === 'ApiGateway::Stage')).toEqual([expected]);
});

test('what holds nothing is not there', () => {
  const Events = { E: { Type: 'Api', Properties: { RestApiId: { Ref: 'A' }, Path: '/x', Method: 'get' } } };
  const nothing = { DefinitionBody: null, DefinitionUri: null, Cors: null, EndpointConfiguration: null, OpenApiVersion: null };
  const A = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', ...nothing } };
  const facts = sam({ A, F: fn({ Events }) });
  expect(methodsOf(facts)).toEqual(['rest GET /x NONE F']);
  expect(Object.keys(propertiesOf(facts, 'A'))).toEqual(['Body']);
  expect(propertiesOf(facts, 'ADeployment').StageName).toBe('Stage');
  const none = sam(
    { F: fn({ Events: { E: { Type: 'Api', Properties: { Path: '/x', Method: 'get' } } } }) },
    { Globals: { Api: nothing } },
  );
  expect(methodsOf(none)).toEqual(['rest GET /x NONE F']);
});

test.each<[string, Json, Json | undefined]>([
  ['a word', 'REGIONAL', { Types: ['REGIONAL'] }],
  ['a parameter', { Ref: 'Kind' }, { Types: ['${Kind}'] }],
  ['a decision', { 'Fn::If': ['C', 'PRIVATE', 'REGIONAL'] }, { Types: [{ 'Fn::If': ['C', 'PRIVATE', 'REGIONAL'] }] }],
  [
    'an object',
    { Type: 'PRIVATE', VPCEndpointIds: ['vpce-1'], IpAddressType: 'dualstack' },
    { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'], IpAddressType: 'dualstack' },
  ],
  ['an object in words of CloudFormation', { VpcEndpointIds: ['vpce-1'] }, { VpcEndpointIds: ['vpce-1'] }],
])('says by %s where it is reached', (_, EndpointConfiguration, expected) => {
  expect(propertiesOf(rest({ EndpointConfiguration }), 'A').EndpointConfiguration).toEqual(expected);
});

describe('an authorizer’s function', () => {
  const permission = {
    Action: 'lambda:InvokeFunction',
    FunctionName: '${Arn}',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${A}/authorizers/*',
  };
  const permissions = (facts: ReturnType<typeof sam>): JsonObject[] =>
    [...facts.templates[0].resources.values()].flatMap(({ type, properties }) =>
      type === 'AWS::Lambda::Permission' ? [properties] : [],
    );

  test('may be called by the API, and nothing else of it', () => {
    const facts = rest({ Auth: LAMBDA });
    expect(permissions(facts)).toEqual([permission]);
    const id = Object.keys(made(facts)).find(name => name.endsWith('AuthorizerPermission')) ?? 'none';
    expect(place(facts, id)).toBe('A Properties.Auth.Authorizers.my-auth');
    expect(place(facts, id, 'Properties.SourceArn')).toBe('A Properties.Auth.Authorizers.my-auth');
  });

  test('of an implied API is called where the API’s first event source says', () => {
    const facts = implied({ Auth: { Authorizers: { L: { FunctionArn: 'a' } } } });
    expect(place(facts, 'ServerlessRestApiLAuthorizerPermission')).toBe('F Properties.Events.E');
  });
});

describe('where the user wrote what becomes of it', () => {
  const Auth = { Authorizers: { Pool: { UserPoolArn: 'p' } }, ResourcePolicy: { CustomStatements: [{ Effect: 'Deny' }] } };
  const stated = { Auth, EndpointConfiguration: { Type: 'REGIONAL' }, Tags: { a: 'b' }, TracingEnabled: true };

  test.each<[string, string, string]>([
    ['A', 'Properties.Body.securityDefinitions.Pool', 'A Properties.Auth.Authorizers'],
    ['A', 'Properties.Body.components.securitySchemes.Pool', 'A Properties.Auth.Authorizers'],
    ['A', 'Properties.Body.info', 'A Properties.Body.info'],
    ['A', 'Properties.EndpointConfiguration.Types', 'A Properties.EndpointConfiguration'],
    ['A', 'Properties.Policy.Statement.0', 'A Properties.Auth.ResourcePolicy'],
    ['Av1Stage', 'Properties.TracingEnabled', 'A Properties.TracingEnabled'],
    ['Av1Stage', 'Properties.Tags.0.Value', 'A Properties.Tags'],
    ['ADeployment', 'Properties.StageName', 'A -'],
  ])('%s %s', (id, property, expected) => expect(place(rest(stated), id, property)).toBe(expected));

  test.each<[string, string]>([
    ['ServerlessRestApi', 'Properties.Body.securityDefinitions.Pool'],
    ['ServerlessRestApi', 'Properties.EndpointConfiguration'],
    ['ServerlessRestApi', 'Properties.Policy'],
    ['ServerlessRestApiProdStage', 'Properties.Tags'],
    ['ServerlessRestApiDeployment', 'Properties.StageName'],
  ])('is its event source where it is implied: %s %s', (id, property) => {
    expect(place(implied(stated), id, property)).toBe('F Properties.Events.E');
  });
});

test('an implied API stands under the condition of its event sources, and so does all that it becomes', () => {
  const facts = implied({ Auth: { Authorizers: { L: { FunctionArn: 'a' } } } }, {}, { Condition: 'C' });
  const ids = Object.keys(made(facts)).filter(id => id.startsWith('Serverless'));
  expect(ids).toHaveLength(4);
  expect(ids.map(id => resource(facts, id).condition)).toEqual(['C', 'C', 'C', 'C']);
  expect(facts.templates[0].conditions.size).toBe(0);
  const [D, B] = ['D', 'B'].map(Condition =>
    fn({ Events: { E: { Type: 'Api', Properties: { Path: `/${Condition}`, Method: 'get' } } } }, { Condition }),
  );
  const either = sam({ F: D, G: B });
  expect(resource(either, 'ServerlessRestApiProdStage').condition).toBe('ServerlessRestApiCondition');
  expect(either.templates[0].conditions.get('ServerlessRestApiCondition')).toEqual({
    'Fn::Or': [{ Condition: 'B' }, { Condition: 'D' }],
  });
});

test('an API that is stated stands under its own condition, whatever its event sources’ are', () => {
  const event = (Path: string): JsonObject => ({
    E: { Type: 'Api', Properties: { RestApiId: { Ref: 'A' }, Path, Method: 'get' } },
  });
  const facts = sam({
    A: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1' } },
    F: fn({ Events: event('/x') }, { Condition: 'C' }),
    G: fn({ Events: event('/y') }, { Condition: 'D' }),
  });
  expect(resource(facts, 'A').condition).toBeUndefined();
  expect(facts.templates[0].conditions.size).toBe(0);
});
