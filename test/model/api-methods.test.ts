import { lambda, modelOf, role } from './build';
import type { Json, JsonObject } from '../../lib/model/facts';

function methodsOf(resources: JsonObject) {
  return modelOf({ Resources: { Role: role(), F: lambda(), ...resources } }).apiMethods.map(
    ({ resource, api, function: target, ...method }) => ({
      in: resource.logicalId,
      ...method,
      ...(api === undefined ? {} : { api: api.logicalId }),
      ...(target === undefined ? {} : { function: target.logicalId }),
    }),
  );
}

function said(resources: JsonObject): string[] {
  return methodsOf(resources).map(({ kind, method, authorization }) => `${kind} ${method} ${authorization}`);
}

const REST: JsonObject = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };
const HTTP: JsonObject = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } };
const SOCKET: JsonObject = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } };
const URI = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${F.Arn}/invocations';
const method = (properties: JsonObject): JsonObject => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: { Ref: 'Api' }, ...properties },
});
const route = (properties: JsonObject): JsonObject => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: { Ref: 'Api' }, ...properties },
});

test.each<[string, JsonObject, string[]]>([
  ['asks nobody', { HttpMethod: 'GET', AuthorizationType: 'NONE' }, ['rest GET NONE']],
  ['says nothing', { HttpMethod: 'get' }, ['rest GET NONE']],
  ['names no method', { AuthorizationType: 'AWS_IAM' }, ['rest ANY AWS_IAM']],
  ['depends on a parameter', { HttpMethod: 'GET', AuthorizationType: { Ref: 'Auth' } }, ['rest GET ${Auth}']],
  [
    'depends on a condition',
    { HttpMethod: 'GET', AuthorizationType: { 'Fn::If': ['C', 'AWS_IAM', 'NONE'] } },
    ['rest GET AWS_IAM', 'rest GET NONE'],
  ],
  [
    'differs elsewhere',
    { HttpMethod: 'GET', AuthorizationType: 'AWS_IAM', ApiKeyRequired: { 'Fn::If': ['C', true, false] } },
    ['rest GET AWS_IAM'],
  ],
  ['answers a preflight', { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE' }, []],
])('a REST method that %s', (_, properties, expected) => {
  expect(said({ Api: REST, M: method(properties) })).toEqual(expected);
});

test('a method knows its API, the function behind it, and where its authorization stands', () => {
  expect(methodsOf({ Api: REST, M: method({ HttpMethod: 'GET', Integration: { Uri: { 'Fn::Sub': URI } } }) })).toEqual([
    {
      in: 'M',
      kind: 'rest',
      method: 'GET',
      authorization: 'NONE',
      property: 'Properties.AuthorizationType',
      behind: 'function',
      api: 'Api',
      function: 'F',
    },
  ]);
  expect(methodsOf({ M: method({ HttpMethod: 'GET', Integration: { Uri: 'https://example.com' } }) })).toEqual([
    { in: 'M', kind: 'rest', method: 'GET', authorization: 'NONE', property: 'Properties.AuthorizationType', behind: 'unknown' },
  ]);
});

test.each<[string, JsonObject, JsonObject, string[]]>([
  ['an HTTP route', HTTP, { RouteKey: 'GET /x' }, ['http GET /x NONE']],
  ['an HTTP route with an authorizer', HTTP, { RouteKey: 'GET /x', AuthorizationType: 'JWT' }, ['http GET /x JWT']],
  ['the default route', HTTP, { RouteKey: '$default' }, ['http $default NONE']],
  ['a route without a key', HTTP, {}, ['http $default NONE']],
  ['a preflight', HTTP, { RouteKey: 'OPTIONS /x' }, []],
  ['a connection', SOCKET, { RouteKey: '$connect' }, ['websocket $connect NONE']],
  ['a message where nobody guards the connection', SOCKET, { RouteKey: 'send' }, ['websocket $connect NONE']],
  ['a preflight that is proxied somewhere unknown', HTTP, { RouteKey: 'OPTIONS /x', Target: 'integrations/${X}' }, []],
])('%s is told with its authorization', (_, api, properties, expected) => {
  expect(said({ Api: api, R: route(properties) })).toEqual(expected);
});

test.each<[string, string[]]>([
  ['GET /x', ['http GET /x NONE']],
  ['$default', ['http $default NONE']],
  ['$connect', ['websocket $connect NONE']],
  ['send', []],
])('the route %s of an API elsewhere tells its protocol by its form', (RouteKey, expected) => {
  expect(said({ R: route({ ApiId: 'abc', RouteKey }) })).toEqual(expected);
});

test('a route knows the function behind its integration', () => {
  const integration = (IntegrationUri: Json): JsonObject => ({
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { IntegrationUri },
  });
  const Target = { 'Fn::Sub': 'integrations/${I}' };
  const behind = (resources: JsonObject) =>
    methodsOf({ Api: HTTP, R: route({ RouteKey: 'GET /', Target }), ...resources })[0].function;
  expect(behind({ I: integration({ 'Fn::GetAtt': ['F', 'Arn'] }) })).toBe('F');
  expect(behind({ I: integration({ 'Fn::Sub': URI }) })).toBe('F');
  expect(behind({ I: integration({}) })).toBeUndefined();
  expect(behind({})).toBeUndefined();
});

const QUEUE = 'arn:aws:apigateway:eu-west-1:sqs:path/111122223333/orders';

test.each<[string, string, JsonObject]>([
  ['function', 'a function', { Type: 'AWS_PROXY', Uri: { 'Fn::Sub': URI } }],
  ['service', 'a queue', { Type: 'AWS', Uri: QUEUE }],
  [
    'service',
    'a queue of wherever it is',
    { Type: 'AWS', Uri: { 'Fn::Sub': QUEUE.replace('aws:apigateway:eu-west-1', '${AWS::Partition}:apigateway:${AWS::Region}') } },
  ],
  ['server', 'a server whose answers are rewritten', { Type: 'HTTP', Uri: 'https://orders.example' }],
  ['service', "an action of a table's", { Type: 'AWS', Uri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem' }],
  ['network', 'a server behind a link', { Type: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', Uri: 'https://orders.internal' }],
  ['server', 'a server', { Type: 'http_proxy', Uri: 'https://orders.example' }],
  ['answer', 'an answer of its own', { Type: 'MOCK' }],
  ['unknown', 'what another template says', { Type: 'AWS', Uri: { 'Fn::ImportValue': 'target' } }],
])('a REST method and its description reach a %s: %s', (behind, _, integration) => {
  const lower = Object.fromEntries(
    Object.entries(integration).map(([name, value]) => [name[0].toLowerCase() + name.slice(1), value]),
  );
  const operation = { 'x-amazon-apigateway-integration': lower };
  expect(methodsOf({ Api: REST, M: method({ HttpMethod: 'GET', Integration: integration }) })[0]).toMatchObject({ behind });
  expect(methodsOf(described({ paths: { '/x': { get: operation } } }))[0]).toMatchObject({ behind });
});

test.each<[string, string, JsonObject, JsonObject]>([
  ['function', 'a function', HTTP, { IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['F', 'Arn'] } }],
  ['service', 'a queue', HTTP, { IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'SQS-SendMessage' }],
  ['network', 'a balancer', HTTP, { IntegrationType: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', IntegrationUri: 'arn:aws:elb' }],
  ['server', 'a server', HTTP, { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://orders.example' }],
  ['unknown', 'whatever messages on an open connection do', SOCKET, { IntegrationType: 'MOCK' }],
])('a route reaches a %s: %s', (behind, _, api, properties) => {
  const I: JsonObject = { Type: 'AWS::ApiGatewayV2::Integration', Properties: properties };
  const key = api === SOCKET ? '$connect' : 'GET /x';
  const R = route({ RouteKey: key, Target: { 'Fn::Sub': 'integrations/${I}' } });
  expect(methodsOf({ Api: api, I, R })).toMatchObject([{ behind }]);
});

test('a preflight counts where a function or a service acts on it', () => {
  const options = (integration: JsonObject) =>
    said({ Api: REST, M: method({ HttpMethod: 'OPTIONS', Integration: integration }) });
  expect(options({ Type: 'MOCK' })).toEqual([]);
  expect(options({ Type: 'HTTP_PROXY', Uri: 'https://orders.example' })).toEqual([]);
  expect(options({ Type: 'AWS', Uri: QUEUE })).toEqual(['rest OPTIONS NONE']);
  expect(options({ Type: 'AWS_PROXY', Uri: { 'Fn::Sub': URI } })).toEqual(['rest OPTIONS NONE']);
});

test('an API with a target of its own has a route for everybody', () => {
  const api = (more: JsonObject): JsonObject => ({
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { ProtocolType: 'HTTP', Target: { 'Fn::GetAtt': ['F', 'Arn'] }, ...more },
  });
  expect(methodsOf({ Api: api({}) })).toEqual([
    {
      in: 'Api',
      kind: 'http',
      method: '$default',
      authorization: 'NONE',
      property: 'Properties.Target',
      behind: 'function',
      api: 'Api',
      function: 'F',
    },
  ]);
  expect(said({ Api: api({ RouteKey: 'GET /x' }) })).toEqual(['http GET /x NONE']);
  expect(methodsOf({ Api: api({ Target: 'https://orders.example' }) })[0]).toMatchObject({ behind: 'server' });
  expect(methodsOf({ Api: api({ Target: 'http://orders.example' }) })[0]).toMatchObject({ behind: 'server' });
});

test.each<[JsonObject, string]>([
  [{ Route: { AuthorizationType: 'AWS_IAM' } }, 'AWS_IAM'],
  [{ Route: { AuthorizationType: 'NONE' } }, 'NONE'],
  [{ Stage: {} }, 'NONE'],
  [{ ApiId: { Ref: 'Other' }, Route: { AuthorizationType: 'AWS_IAM' } }, 'NONE'],
])('unless it is overridden: %j', (overrides, authorization) => {
  const Api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Target: { 'Fn::GetAtt': ['F', 'Arn'] } } };
  const Override = {
    Type: 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides',
    Properties: { ApiId: { Ref: 'Api' }, ...overrides },
  };
  expect(said({ Api, Override })).toEqual([`http $default ${authorization}`]);
});

const SCHEMES: JsonObject = {
  key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  cognito: {
    type: 'apiKey',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools' },
  },
  poolless: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'cognito_user_pools' },
  pool: { type: 'apiKey', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools' } },
  custom: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'custom', 'x-amazon-apigateway-authorizer': { type: 'token' } },
  jwt: { type: 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt' } },
  odd: { 'x-amazon-apigateway-authorizer': 'x' },
  untyped: { 'x-amazon-apigateway-authorizer': {} },
  keyed: { type: 'apiKey', name: 'x-api-key', 'x-amazon-apigateway-authorizer': { type: 'request' } },
  basic: { type: 'http', name: 'x-api-key' },
  cookie: { type: 'apiKey', name: 'session', in: 'cookie' },
  oauth: { type: 'oauth2' },
  hidden: { Ref: 'Scheme' },
};

const body = (operation: Json, more: JsonObject = {}): JsonObject => ({
  openapi: '3.0.1',
  paths: { '/x': { get: operation } },
  components: { securitySchemes: SCHEMES },
  ...more,
});
const described = (value: Json, Type = 'AWS::ApiGateway::RestApi'): JsonObject => ({
  Api: { Type, Properties: { Body: value } },
});

test.each<[string, Json, JsonObject, string]>([
  ['nothing', {}, {}, 'NONE'],
  ['a signature', { security: [{ sigv4: [] }] }, {}, 'AWS_IAM'],
  ['a user pool', { security: [{ cognito: [] }] }, {}, 'COGNITO_USER_POOLS'],
  ['a user pool by its authorizer', { security: [{ pool: [] }] }, {}, 'COGNITO_USER_POOLS'],
  ['an authorizer', { security: [{ custom: [] }] }, {}, 'CUSTOM'],
  ['an authorizer of some kind', { security: [{ odd: [] }] }, {}, 'CUSTOM'],
  ['an authorizer of no kind', { security: [{ untyped: [] }] }, {}, 'CUSTOM'],
  ['a token', { security: [{ jwt: [] }] }, {}, 'JWT'],
  ['an API key, which identifies no caller', { security: [{ key: [] }] }, {}, 'NONE'],
  ['an API key and an authorizer', { security: [{ key: [], custom: [] }] }, {}, 'CUSTOM'],
  ['an authorizer or nothing', { security: [{ custom: [] }, {}] }, {}, 'NONE'],
  ['an authorizer and, as if it were instead, an API key', { security: [{ custom: [] }, { key: [] }] }, {}, 'CUSTOM'],
  ['both, or an API key', { security: [{ key: [], custom: [] }, { key: [] }] }, {}, 'CUSTOM'],
  ['an authorizer or a scheme without one', { security: [{ custom: [] }, { oauth: [] }] }, {}, 'NONE'],
  ['a scheme without an authorizer, or an authorizer', { security: [{ oauth: [] }, { custom: [] }] }, {}, 'NONE'],
  ['an authorizer or a cookie, which nobody checks', { security: [{ custom: [] }, { cookie: [] }] }, {}, 'NONE'],
  ['one authorizer or another', { security: [{ custom: [] }, { jwt: [] }] }, {}, 'CUSTOM'],
  ['nothing or an API key', { security: [{}, { key: [] }] }, {}, 'NONE'],
  ['a scheme without an authorizer', { security: [{ oauth: [] }] }, {}, 'NONE'],
  ['a scheme that is not there', { security: [{ nobody: [] }] }, {}, 'NONE'],
  ['a scheme that nobody knows', { security: [{ hidden: [] }] }, {}, '${Scheme}'],
  ['what nobody knows', { security: { Ref: 'Security' } }, {}, '${Security}'],
  ["the API's authorizer", {}, { security: [{ custom: [] }] }, 'CUSTOM'],
  ["an exception from the API's authorizer", { security: [] }, { security: [{ custom: [] }] }, 'NONE'],
  ['a signature in words of its own', { 'x-amazon-apigateway-auth': { type: 'aws_iam' } }, {}, 'AWS_IAM'],
  [
    'its authorizer, whatever it says of signatures',
    { security: [{ custom: [] }], 'x-amazon-apigateway-auth': { type: 'NONE' } },
    {},
    'CUSTOM',
  ],
  ['an authorizer that reads the key', { security: [{ keyed: [] }] }, {}, 'CUSTOM'],
  ['an authorizer or a password, which nobody checks', { security: [{ custom: [] }, { basic: [] }] }, {}, 'NONE'],
  ['a user pool that nobody names', { security: [{ poolless: [] }] }, {}, 'NONE'],
  ['no signature in words of its own', { 'x-amazon-apigateway-auth': { type: 'NONE' } }, {}, 'NONE'],
  ["the API's signature", {}, { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }, 'AWS_IAM'],
  ['what a parameter says', { 'x-amazon-apigateway-auth': { type: { Ref: 'Auth' } } }, {}, '${Auth}'],
  ['a scheme in the older notation', { security: [{ old: [] }] }, { securityDefinitions: { old: SCHEMES.sigv4 } }, 'AWS_IAM'],
])('an operation asks for %s', (_, operation, more, authorization) => {
  expect(said(described(body(operation, more)))).toEqual([`rest GET /x ${authorization}`]);
});

test('an OpenAPI body tells each operation, its place and its function, but no preflight', () => {
  const operation = { 'x-amazon-apigateway-integration': { uri: { 'Fn::Sub': URI } } };
  const paths = { '/x': { post: operation, options: {}, parameters: [], 'x-amazon-apigateway-any-method': {} }, '/y': 'odd' };
  expect(methodsOf(described({ paths }))).toEqual([
    {
      in: 'Api',
      kind: 'rest',
      method: 'POST /x',
      authorization: 'NONE',
      property: 'Properties.Body.paths./x.post',
      behind: 'function',
      api: 'Api',
      function: 'F',
    },
    {
      in: 'Api',
      kind: 'rest',
      method: 'ANY /x',
      authorization: 'NONE',
      property: 'Properties.Body.paths./x.x-amazon-apigateway-any-method',
      behind: 'unknown',
      api: 'Api',
    },
  ]);
  expect(said(described(body({}), 'AWS::ApiGatewayV2::Api'))).toEqual(['http GET /x NONE']);
});

test.each<[string, JsonObject, string[]]>([
  ['lies in a bucket', { BodyS3Location: { Bucket: 'b' } }, ['rest ANY ${?BodyS3Location}']],
  ['is a reference', { Body: { Ref: 'Body' } }, ['rest ANY ${?Body}']],
  ['is included', { Body: { 'Fn::Transform': { Name: 'AWS::Include' } } }, ['rest ANY ${?Body}']],
  ['includes a part', { Body: { paths: { '/x': { get: {} } }, 'Fn::Transform': {} } }, ['rest GET /x NONE', 'rest ANY ${?Body}']],
])('an API whose body %s hides what it asks for', (_, properties, expected) => {
  expect(said({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: properties } })).toEqual(expected);
});

describe('a private API that leaves it to its policy who may call', () => {
  const ENDPOINT = 'vpce-0a1b2c3d4e5f60718';
  const statement = (Effect: string, Condition: JsonObject, more: JsonObject = {}): JsonObject => ({
    Effect,
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: 'execute-api:/*',
    Condition,
    ...more,
  });
  const open = statement('Allow', {});
  const bound = statement('Allow', { StringEquals: { 'aws:SourceVpce': ENDPOINT } });
  const others = { StringNotEquals: { 'aws:SourceVpce': ENDPOINT } };
  const asks = (Statement: Json, AuthorizationType = 'NONE', endpoint: Json = { Types: ['PRIVATE'] }): string[] =>
    said({
      Api: { ...REST, Properties: { EndpointConfiguration: endpoint, Policy: { Statement } } },
      M: method({ HttpMethod: 'GET', AuthorizationType }),
    });

  test.each<[string, Json]>([
    ['lets one endpoint in', bound],
    ['lets one network in', statement('Allow', { StringEquals: { 'aws:sourcevpc': 'vpc-0a1b' } })],
    ['lets two endpoints in', statement('Allow', { StringEquals: { 'aws:SourceVpce': [ENDPOINT, 'vpce-1'] } })],
    ['lets an endpoint of the app in', statement('Allow', { StringEquals: { 'aws:SourceVpce': { Ref: 'Endpoint' } } })],
    ['lets everybody in and sends away all but one endpoint', [open, statement('Deny', others)]],
    ['sends them away wherever they go', [open, statement('Deny', others, { Action: '*', Resource: '*' })]],
    [
      'sends away others besides',
      [open, statement('Deny', others), statement('Deny', { Bool: { 'aws:SecureTransport': 'false' } })],
    ],
  ])('asks for a network where it %s', (_, statements) => expect(asks(statements)).toEqual(['rest GET NETWORK']));

  test.each<[string, Json]>([
    ['lets everybody in', open],
    ['lets nobody in', []],
    ['only sends away', statement('Deny', others)],
    ['lets everybody in beside one endpoint', [bound, open]],
    ['lets any endpoint in', statement('Allow', { StringLike: { 'aws:SourceVpce': 'vpce-*' } })],
    ['names an endpoint or any', statement('Allow', { StringLike: { 'aws:SourceVpce': [ENDPOINT, '*'] } })],
    ['names no endpoint', statement('Allow', { StringEquals: { 'aws:SourceVpce': '' } })],
    ['lets everybody but one endpoint in', statement('Allow', others)],
    ['lets in who comes through no endpoint too', statement('Allow', { StringEqualsIfExists: { 'aws:SourceVpce': ENDPOINT } })],
    [
      'goes by what callers say of themselves',
      statement('Allow', { StringEquals: { 'aws:PrincipalTag/aws:SourceVpce': ENDPOINT } }),
    ],
    ['sends away one endpoint', [open, statement('Deny', { StringEquals: { 'aws:SourceVpce': ENDPOINT } })]],
    ['sends others away from one path', [open, statement('Deny', others, { Resource: 'execute-api:/prod/GET/orders' })]],
    [
      'sends some of the others away',
      [open, statement('Deny', { ...others, StringEquals: { 'aws:PrincipalAccount': '111122223333' } })],
    ],
    ['sends one account away', [open, statement('Deny', others, { Principal: { AWS: '111122223333' } })]],
    ['sends others away sometimes', [open, { 'Fn::If': ['IsStrict', statement('Deny', others), { Ref: 'AWS::NoValue' }] }]],
    ['says what only the deployment knows', [bound, { Ref: 'Statement' }]],
  ])('asks nobody where it %s', (_, statements) => expect(asks(statements)).toEqual(['rest GET NONE']));

  test('asks its authorizer first', () => expect(asks(bound, 'AWS_IAM')).toEqual(['rest GET AWS_IAM']));

  test.each<[string, Json]>([
    ['regional', { Types: ['REGIONAL'] }],
    ['private and regional', { Types: ['PRIVATE', 'REGIONAL'] }],
    ['of no kind', { Types: [] }],
    ['of a kind that only the deployment knows', { Types: [{ Ref: 'Type' }] }],
  ])('is none where its endpoint is %s', (_, endpoint) => expect(asks(bound, 'NONE', endpoint)).toEqual(['rest GET NONE']));

  test('asks the same of the operations of its description', () => {
    const Properties = { EndpointConfiguration: { Types: ['PRIVATE'] }, Policy: { Statement: bound }, Body: body({}) };
    expect(said({ Api: { ...REST, Properties } })).toEqual(['rest GET /x NETWORK']);
  });

  test.each<[string, JsonObject, string]>([
    [
      'its description holds the policy',
      { Body: { ...body({}), 'x-amazon-apigateway-policy': { Statement: bound } } },
      'NETWORK',
    ],
    ['its description lets everybody in', { Body: { ...body({}), 'x-amazon-apigateway-policy': { Statement: open } } }, 'NONE'],
    [
      'its description lets everybody in beside its policy',
      { Policy: { Statement: bound }, Body: { ...body({}), 'x-amazon-apigateway-policy': { Statement: open } } },
      'NONE',
    ],
    [
      'both let one endpoint in',
      { Policy: { Statement: bound }, Body: { ...body({}), 'x-amazon-apigateway-policy': { Statement: bound } } },
      'NETWORK',
    ],
    ['it has no policy', { Body: body({}) }, 'NONE'],
  ])('where %s', (_, properties, expected) => {
    const Properties = { EndpointConfiguration: { Types: ['PRIVATE'] }, ...properties };
    expect(said({ Api: { ...REST, Properties } })).toEqual([`rest GET /x ${expected}`]);
  });
});

test('a WebSocket is guarded by a route of its own for the connection, and of no other', () => {
  const own = (ApiId: string, RouteKey: string, more: JsonObject = {}) => route({ ApiId: { Ref: ApiId }, RouteKey, ...more });
  const Guard = own('Api', '$connect', { AuthorizationType: 'AWS_IAM' });
  const guarded = ['websocket $connect AWS_IAM'];
  expect(said({ Api: SOCKET, Guard, Send: own('Api', 'send') })).toEqual(guarded);
  expect(said({ Api: SOCKET, Guard, Default: own('Api', '$default') })).toEqual(guarded);
  expect(said({ Api: SOCKET })).toEqual([]);
  expect(said({ Api: SOCKET, Guard, Other: SOCKET })).toEqual(guarded);
  expect(said({ Api: SOCKET, Guard, Other: SOCKET, Send: own('Other', 'send') })).toEqual([
    ...guarded,
    'websocket $connect NONE',
  ]);
});

test('an API that is a WebSocket under one condition only is judged as HTTP too', () => {
  const Api = { ...SOCKET, Properties: { ProtocolType: { 'Fn::If': ['IsLive', 'WEBSOCKET', 'HTTP'] } } };
  expect(said({ Api, R: route({ RouteKey: '$default' }) })).toEqual(['http $default NONE']);
});

test('a route knows its API', () => {
  expect(methodsOf({ Api: HTTP, R: route({ RouteKey: 'GET /x' }) })).toMatchObject([{ in: 'R', api: 'Api' }]);
  expect(methodsOf({ R: route({ ApiId: 'abc', RouteKey: 'GET /x' }) })[0].api).toBeUndefined();
});
