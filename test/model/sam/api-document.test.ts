import { fn, methodsOf, place, propertiesOf, sam } from './build';
import type { AppFacts, Json, JsonObject } from '../../../lib/model/facts';
import { at } from '../../../lib/model/json';

const INTEGRATION = 'x-amazon-apigateway-integration';
const LAMBDA = 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations';
const Authorizers = { Pool: { UserPoolArn: 'p' } };
const TOKENS = { Token: { JwtConfiguration: { issuer: 'i', audience: ['a'] }, IdentitySource: '$request.header.A' } };

const from = (type: string, properties: JsonObject = {}): JsonObject => ({
  E: { Type: type, Properties: { Path: '/x', Method: 'get', ...properties } },
});
const rest = (properties: JsonObject, event: JsonObject = {}, more: JsonObject = {}) =>
  sam({
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', ...properties } },
    F: fn({ Events: from('Api', { RestApiId: { Ref: 'Api' }, ...event }) }, more),
  });
const http = (properties: JsonObject, event: JsonObject = {}, more: JsonObject = {}) =>
  sam({
    Api: { Type: 'AWS::Serverless::HttpApi', Properties: properties },
    F: fn({ Events: from('HttpApi', { ApiId: { Ref: 'Api' }, ...event }) }, more),
  });
const bodyOf = (facts: AppFacts): JsonObject => propertiesOf(facts, 'Api').Body as JsonObject;
const operation = (facts: AppFacts, method = 'get', path = '/x'): Json | undefined => at(bodyOf(facts), 'paths', path, method);

/** An operation that the user describes himself. */
const run = (more: JsonObject = {}): JsonObject => ({
  [INTEGRATION]: { type: 'aws_proxy', uri: { 'Fn::Sub': LAMBDA } },
  ...more,
});

describe('the description that SAM writes', () => {
  test.each<[string, () => AppFacts, JsonObject]>([
    ['of a REST API', () => rest({}), { swagger: '2.0', info: { version: '1.0', title: '${AWS::StackName}' } }],
    ['of a REST API with a name', () => rest({ Name: 'n' }), { swagger: '2.0', info: { version: '1.0', title: 'n' } }],
    ['in the words of OpenAPI 2', () => rest({ OpenApiVersion: '2.0' }), { swagger: '2.0' }],
    ['in the words of OpenAPI 3', () => rest({ OpenApiVersion: '3.0.2' }), { openapi: '3.0.2' }],
    ['of an HTTP API', () => http({}), { openapi: '3.0.1', info: { version: '1.0', title: '${AWS::StackName}' } }],
  ])('%s says what it is', (_, facts, expected) => expect(bodyOf(facts())).toMatchObject(expected));

  test('of a REST API states an operation with what it runs and what it asks', () => {
    expect(bodyOf(rest({ Auth: { Authorizers, DefaultAuthorizer: 'Pool' } }))).toEqual({
      swagger: '2.0',
      info: expect.any(Object) as unknown,
      paths: {
        '/x': {
          get: {
            [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST', uri: LAMBDA },
            responses: {},
            security: [{ Pool: [] }],
          },
        },
      },
      securityDefinitions: expect.objectContaining({ Pool: expect.any(Object) as unknown }) as unknown,
    });
  });

  test('of an HTTP API has schemes only where there are some', () => {
    expect(bodyOf(http({}))).toEqual({
      openapi: '3.0.1',
      info: expect.any(Object) as unknown,
      paths: {
        '/x': {
          get: {
            [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST', uri: LAMBDA, payloadFormatVersion: '2.0' },
            responses: {},
          },
        },
      },
    });
    expect(at(bodyOf(http({ Auth: { Authorizers: TOKENS } })), 'components', 'securitySchemes')).toHaveProperty('Token');
    expect(bodyOf(rest({ OpenApiVersion: '3.0.1', Auth: { Authorizers } }))).not.toHaveProperty('securityDefinitions');
  });
});

test.each<[string, () => AppFacts]>([
  ['HTTP', () => http({})],
  ['REST', () => rest({})],
])('an operation of a managed %s API stands where its event source does', (_, facts) => {
  expect(place(facts(), 'Api', 'Properties.Body.paths./x.get')).toBe('F Properties.Events.E');
  expect(place(facts(), 'Api', 'Properties.Body.paths./x.get.security')).toBe('F Properties.Events.E');
});

describe('a description of the user', () => {
  const described = (paths: JsonObject, more: JsonObject = {}): JsonObject => ({
    swagger: '2.0',
    info: { a: 1 },
    paths,
    ...more,
  });
  const USUAL = { Authorizers, DefaultAuthorizer: 'Pool' };
  const asked = (security: Json, auth: JsonObject = USUAL): Json | undefined => {
    const Auth = auth;
    return at(operation(rest({ Auth, DefinitionBody: described({ '/x': { get: run({ security }) } }) })), 'security');
  };

  test('keeps what it says, its schemes too', () => {
    const own = { type: 'apiKey', name: 'X', in: 'header' };
    const DefinitionBody = described({ '/x': { get: run({ summary: 's' }) } }, { securityDefinitions: { own }, tags: [] });
    expect(bodyOf(rest({ DefinitionBody, Auth: USUAL }))).toEqual({
      swagger: '2.0',
      info: { a: 1 },
      tags: [],
      paths: {
        '/x': { get: { [INTEGRATION]: { type: 'aws_proxy', uri: LAMBDA }, summary: 's', security: [{ Pool: [] }] } },
      },
      securityDefinitions: expect.objectContaining({ own, Pool: expect.any(Object) as unknown }) as unknown,
    });
  });

  test('of OpenAPI 3 has its schemes there', () => {
    const own = { type: 'apiKey', name: 'X', in: 'header' };
    const DefinitionBody = { openapi: '3.0.1', paths: {}, components: { schemas: { a: {} }, securitySchemes: { own } } };
    const { components, securityDefinitions } = bodyOf(rest({ DefinitionBody, Auth: USUAL }));
    expect(components).toMatchObject({ schemas: { a: {} }, securitySchemes: { own, Pool: {} } });
    expect(securityDefinitions).toBeUndefined();
    expect(bodyOf(http({ DefinitionBody }, { Path: '/y' })).components).toEqual(DefinitionBody.components);
  });

  test.each<[string, Json, Json]>([
    ['nothing', [], [{ Pool: [] }]],
    ['only a key', [{ api_key: [] }], [{ api_key: [], Pool: [] }]],
    [
      'either of two keys',
      [{ a: [] }, { b: [] }],
      [
        { a: [], Pool: [] },
        { b: [], Pool: [] },
      ],
    ],
    ['its own authorizer', [{ Pool: ['s'] }], [{ Pool: ['s'] }]],
    ['its own authorizer and a key', [{ api_key: [], Pool: ['s'] }], [{ api_key: [], Pool: ['s'] }]],
    ['its own authorizer or a key', [{ api_key: [] }, { Pool: [] }], [{ api_key: [] }, { Pool: [] }]],
    ['a signature', [{ AWS_IAM: [] }], [{ AWS_IAM: [] }]],
    ['nobody', [{ NONE: [] }], [{ NONE: [] }]],
  ])('that asks for %s asks for the usual authorizer too where it names none', (_, security, expected) =>
    expect(asked(security)).toEqual(expected),
  );

  test('asks nobody where the API’s usual authorizer is none', () => {
    expect(asked(null, { DefaultAuthorizer: 'NONE' })).toEqual([]);
    expect(asked([{ a: [] }], { DefaultAuthorizer: 'NONE' })).toEqual([]);
  });

  test('asks what it asks where the API has no usual authorizer', () => {
    expect(asked([{ a: [] }], { Authorizers })).toEqual([{ a: [] }]);
    expect(asked([], { Authorizers })).toEqual([]);
  });

  test('asks nobody knows what where the deployment makes the authorizers', () => {
    expect(asked([{ a: [] }], { Authorizers: { Ref: 'X' } })).toBe('${?Auth}');
  });

  test('of an HTTP API keeps whatever requirement it states', () => {
    const kept = (security: Json, method = 'get'): Json | undefined => {
      const DefinitionBody = { openapi: '3.0.1', paths: { '/x': { [method]: run({ security }) } } };
      const facts = http({ DefinitionBody, Auth: { Authorizers: TOKENS, DefaultAuthorizer: 'Token' } }, { Path: '/y' });
      return at(operation(facts, method), 'security');
    };
    expect(kept([{ own: [] }])).toEqual([{ own: [] }]);
    expect(kept([{ NONE: [] }])).toEqual([{ NONE: [] }]);
    expect(kept([])).toEqual([{ Token: [] }]);
    expect(kept([], 'options')).toEqual([]);
  });

  test('of an HTTP API asks nobody in a preflight, whatever authorizers the deployment makes', () => {
    const DefinitionBody = { openapi: '3.0.1', paths: { '/x': { options: run() } } };
    expect(operation(http({ DefinitionBody, Auth: { Authorizers: { Ref: 'X' } } }, { Path: '/y' }), 'options')).toEqual({
      [INTEGRATION]: { type: 'aws_proxy', uri: LAMBDA },
    });
  });

  test('is left alone where it runs nothing', () => {
    const item = {
      parameters: [{ name: 'a' }],
      summary: 'text',
      get: null,
      put: { summary: 's' },
      post: { Ref: 'AWS::NoValue' },
    };
    const facts = rest({ Auth: USUAL, DefinitionBody: described({ '/x': item, '/y': null, '/z': 'text' }) });
    expect(at(bodyOf(facts), 'paths')).toEqual({
      '/x': { parameters: [{ name: 'a' }], summary: 'text', get: null, put: { summary: 's' } },
      '/y': {},
      '/z': {},
    });
  });

  test('asks in each branch of a decision, on an operation or on a whole path', () => {
    const no = { Ref: 'AWS::NoValue' };
    const own = run({ security: [{ NONE: [] }] });
    const facts = rest({
      Auth: USUAL,
      DefinitionBody: described({
        '/x': { get: { 'Fn::If': ['C', run(), { 'Fn::If': ['D', own, no] }] } },
        '/y': { 'Fn::If': ['C', { get: run(), put: own }, { 'Fn::If': ['D', { get: own }, no] }] },
      }),
    });
    const ran = { [INTEGRATION]: { type: 'aws_proxy', uri: LAMBDA } };
    const usual = { ...ran, security: [{ Pool: [] }] };
    const open = { ...ran, security: [{ NONE: [] }] };
    expect(at(bodyOf(facts), 'paths')).toEqual({
      '/x': { get: { 'Fn::If': ['C', usual, { 'Fn::If': ['D', open, no] }] } },
      '/y': {
        get: { 'Fn::If': ['C', usual, { 'Fn::If': ['D', open, no] }] },
        put: { 'Fn::If': ['C', open, no] },
      },
    });
  });

  test.each<[string, (deep: Json) => JsonObject]>([
    ['an operation', deep => ({ '/x': { get: deep } })],
    ['a path', deep => ({ '/x': deep })],
  ])('may decide on %s more deeply than anybody does', (_, around) => {
    let deep: Json = run();
    for (let level = 0; level < 20_000; level++) deep = { 'Fn::If': ['C', deep, { Ref: 'AWS::NoValue' }] };
    expect(() => rest({ Auth: USUAL, DefinitionBody: described(around(deep)) })).not.toThrow();
  });
});

describe('an operation of an event source in a description of the user', () => {
  const DefinitionBody = { openapi: '3.0.1', paths: { '/x': { get: run({ summary: 's', security: [{ own: [] }] }) } } };
  const tokens = { Authorizers: TOKENS, DefaultAuthorizer: 'Token' };
  const theirs = { [INTEGRATION]: { type: 'aws_proxy', uri: LAMBDA }, summary: 's' };

  test('leaves there what an HTTP API runs already, and asks what the event source says', () => {
    expect(operation(http({ DefinitionBody, Auth: tokens }))).toEqual({ ...theirs, security: [{ own: [] }] });
    expect(operation(http({ DefinitionBody, Auth: tokens }, { Auth: { Authorizer: 'NONE' } }))).toEqual({
      ...theirs,
      security: [],
    });
    expect(operation(http({ DefinitionBody }))).toEqual({ ...theirs, security: [{ own: [] }] });
  });

  test('completes what an HTTP API describes and does not run', () => {
    const bare = { openapi: '3.0.1', paths: { '/x': { get: { summary: 's' } } } };
    expect(operation(http({ DefinitionBody: bare, Auth: tokens }))).toEqual({
      [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST', uri: LAMBDA, payloadFormatVersion: '2.0' },
      responses: {},
      summary: 's',
      security: [{ Token: [] }],
    });
  });

  test('runs in place of what a REST API runs there', () => {
    expect(operation(rest({ DefinitionBody, MergeDefinitions: true }))).toEqual({
      [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST', uri: LAMBDA },
      responses: {},
      summary: 's',
      security: [{ own: [] }],
    });
  });

  test('asks of its own where a REST API says nothing else of it', () => {
    const Auth = { OverrideApiAuth: true, Authorizer: 'NONE' };
    expect(operation(rest({ DefinitionBody }, { Auth }))).toEqual({ ...theirs, security: [] });
    expect(at(bodyOf(rest({ DefinitionBody }, { Auth, Path: '/y' })), 'paths')).not.toHaveProperty('/y');
    expect(at(bodyOf(rest({ DefinitionBody }, { Auth, Method: 'put' })), 'paths', '/x')).not.toHaveProperty('put');
  });

  test('stands only under the condition of its function, and beside what stands under another', () => {
    const ran = { [INTEGRATION]: { type: 'aws_proxy', httpMethod: 'POST', uri: LAMBDA }, responses: {} };
    expect(operation(rest({}, {}, { Condition: 'C' }))).toEqual({ 'Fn::If': ['C', ran, { Ref: 'AWS::NoValue' }] });
    const event = from('Api', { RestApiId: { Ref: 'Api' } });
    const both = sam({
      Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1' } },
      F: fn({ Events: event }, { Condition: 'C' }),
      G: fn({ Events: event }, { Condition: 'D' }),
    });
    const other = { ...ran, [INTEGRATION]: { ...ran[INTEGRATION], uri: LAMBDA.replace('F.Arn', 'G.Arn') } };
    expect(operation(both)).toEqual({
      'Fn::If': ['D', other, { 'Fn::If': ['C', ran, { Ref: 'AWS::NoValue' }] }],
    });
    expect(methodsOf(both)).toHaveLength(2);
  });
});
