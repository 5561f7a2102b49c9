import { fn, made, methodsOf, place, propertiesOf, sam, stateMachine, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const AUTHORIZERS: JsonObject = { Pool: { UserPoolArn: 'pool' }, Lambda: { FunctionArn: { 'Fn::GetAtt': ['A', 'Arn'] } } };
const REST: JsonObject = { Authorizers: AUTHORIZERS, DefaultAuthorizer: 'Pool' };
const HTTP: JsonObject = {
  Authorizers: {
    Token: { JwtConfiguration: { issuer: 'i', audience: ['a'] }, IdentitySource: '$request.header.Authorization' },
    Lambda: { FunctionArn: { 'Fn::GetAtt': ['A', 'Arn'] }, AuthorizerPayloadFormatVersion: '2.0', Identity: { Headers: ['X'] } },
  },
  DefaultAuthorizer: 'Token',
  EnableIamAuthorizer: true,
};

const calling = (Type: string, properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  F: fn({ Events: { E: { Type, Properties: { Path: '/x', Method: 'get', ...properties } } } }, more),
});
const rest = (properties: JsonObject, event: JsonObject = {}, more: JsonObject = {}) =>
  sam({
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', ...properties } },
    ...calling('Api', { RestApiId: { Ref: 'Api' }, ...event }, more),
  });
const http = (properties: JsonObject, event: JsonObject = {}, more: JsonObject = {}) =>
  sam({
    Api: { Type: 'AWS::Serverless::HttpApi', Properties: properties },
    ...calling('HttpApi', { ApiId: { Ref: 'Api' }, ...event }, more),
  });

describe('an API that event sources imply', () => {
  test('is one REST API for all of them', () => {
    const facts = sam({
      ...calling('Api', {}),
      G: fn({ Events: { E: { Type: 'Api', Properties: { Path: '/y', Method: 'ANY' } } } }),
    });
    expect(made(facts)).toMatchObject({
      ServerlessRestApi: 'ApiGateway::RestApi',
      ServerlessRestApiDeployment: 'ApiGateway::Deployment',
      ServerlessRestApiProdStage: 'ApiGateway::Stage',
      FEPermissionProd: 'Lambda::Permission',
      GEPermissionProd: 'Lambda::Permission',
    });
    expect(methodsOf(facts)).toEqual(['rest GET /x NONE F', 'rest ANY /y NONE G']);
    expect(facts.apiMethods.map(({ property }) => place(facts, 'ServerlessRestApi', property))).toEqual([
      'F Properties.Events.E',
      'G Properties.Events.E',
    ]);
    expect(place(facts, 'ServerlessRestApiProdStage', 'Properties.AccessLogSetting')).toBe('F Properties.Events.E');
  });

  test('is an HTTP API for others, with a route for everything where none is named', () => {
    const facts = sam({
      F: fn({ Events: { E: { Type: 'HttpApi' }, G: { Type: 'HttpApi', Properties: { Path: '/x', Method: 'get' } } } }),
    });
    expect(made(facts)).toEqual({
      F: 'Lambda::Function',
      FRole: 'IAM::Role',
      FEPermission: 'Lambda::Permission',
      ServerlessHttpApi: 'ApiGatewayV2::Api',
      ServerlessHttpApiApiGatewayDefaultStage: 'ApiGatewayV2::Stage',
    });
    expect(methodsOf(facts)).toEqual(['http ANY $default NONE F', 'http GET /x NONE F']);
  });

  test('asks what the globals say', () => {
    const Globals = { Api: { Auth: { DefaultAuthorizer: 'AWS_IAM' } }, HttpApi: { Auth: HTTP } };
    expect(methodsOf(sam(calling('Api', {}), { Globals }))).toEqual(['rest GET /x AWS_IAM F']);
    expect(methodsOf(sam(calling('HttpApi', {}), { Globals }))).toEqual(['http GET /x JWT F']);
  });

  test('stands under the condition of its only function, or any of several', () => {
    const condition = (resources: JsonObject) => sam(resources).templates[0].resources.get('ServerlessRestApi')?.condition;
    const other = (Condition?: string) => ({
      G: fn(
        { Events: { E: { Type: 'Api', Properties: { Path: '/y', Method: 'get' } } } },
        Condition === undefined ? {} : { Condition },
      ),
    });
    expect(condition(calling('Api', {}, { Condition: 'C' }))).toBe('C');
    expect(condition({ ...calling('Api', {}, { Condition: 'C' }), ...other('D') })).toBe('ServerlessRestApiCondition');
    expect(condition({ ...calling('Api', {}, { Condition: 'C' }), ...other() })).toBeUndefined();
    const facts = sam({ ...calling('Api', {}, { Condition: 'C' }), ...other('D') });
    expect(facts.templates[0].conditions.get('ServerlessRestApiCondition')).toEqual({
      'Fn::Or': [{ Condition: 'C' }, { Condition: 'D' }],
    });
    expect(methodsOf(facts)).toEqual(['rest GET /x NONE F', 'rest GET /y NONE G']);
  });

  test('is the one that the template states under its name', () => {
    const ServerlessRestApi = {
      Type: 'AWS::Serverless::Api',
      Properties: { StageName: 'v1', Auth: { DefaultAuthorizer: 'AWS_IAM' } },
    };
    expect(methodsOf(sam({ ServerlessRestApi, ...calling('Api', {}) }))).toEqual(['rest GET /x AWS_IAM F']);
  });
});

test.each<[string, JsonObject, JsonObject, string]>([
  ['nothing', {}, {}, 'NONE'],
  ['the usual authorizer', REST, {}, 'COGNITO_USER_POOLS'],
  ['another authorizer', REST, { Auth: { Authorizer: 'Lambda' } }, 'CUSTOM'],
  ['a signature', REST, { Auth: { Authorizer: 'AWS_IAM' } }, 'AWS_IAM'],
  ['nobody, against the rule', REST, { Auth: { Authorizer: 'NONE' } }, 'NONE'],
  [
    'its own authorizer where there is no usual one',
    { Authorizers: AUTHORIZERS },
    { Auth: { Authorizer: 'Pool' } },
    'COGNITO_USER_POOLS',
  ],
  ['an API key, which identifies no caller', { ApiKeyRequired: true }, {}, 'NONE'],
  ['an API key beside an authorizer', { ...REST, ApiKeyRequired: true }, {}, 'COGNITO_USER_POOLS'],
  ['an authorizer by a parameter', { Authorizers: AUTHORIZERS, DefaultAuthorizer: { Ref: 'Known' } }, {}, 'COGNITO_USER_POOLS'],
  ['what is not defined', REST, { Auth: { Authorizer: 'Nobody' } }, '${?Authorizer(Nobody)}'],
  ['what a condition decides', REST, { Auth: { Authorizer: { 'Fn::If': ['C', 'Pool', 'NONE'] } } }, '${?Authorizer}'],
  ['what is computed as a whole', { 'Fn::If': ['C', {}, {}] }, {}, '${?Auth}'],
])('an operation of a REST API asks for %s', (_, Auth, event, authorization) => {
  const Parameters = { Known: { Type: 'String', Default: 'Pool' } };
  const Resources = {
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', Auth } },
    ...calling('Api', { RestApiId: { Ref: 'Api' }, ...event }),
  };
  expect(methodsOf(sam(Resources, { Parameters }))).toEqual([`rest GET /x ${authorization} F`]);
});

test.each<[string, JsonObject, JsonObject, string]>([
  ['nothing', {}, {}, 'NONE'],
  ['the usual token', HTTP, {}, 'JWT'],
  ['a function', HTTP, { Auth: { Authorizer: 'Lambda' } }, 'CUSTOM'],
  ['a signature', HTTP, { Auth: { Authorizer: 'AWS_IAM' } }, 'AWS_IAM'],
  ['nobody, against the rule', HTTP, { Auth: { Authorizer: 'NONE' } }, 'NONE'],
  ['a signature that is not enabled', {}, { Auth: { Authorizer: 'AWS_IAM' } }, '${?Authorizer(AWS_IAM)}'],
])('a route of an HTTP API asks for %s', (_, Auth, event, authorization) => {
  expect(methodsOf(http({ Auth }, event))).toEqual([`http GET /x ${authorization} F`]);
});

test('what an API asks and does not tell is told, where it stands', () => {
  expect(unknownIn(rest({ Auth: { DefaultAuthorizer: { 'Fn::Sub': 'x' } } }))).toEqual([
    'Api Properties.Auth.DefaultAuthorizer: computes by which authorizer it knows its callers',
  ]);
  expect(unknownIn(rest({ Auth: REST }, { Auth: { Authorizer: 'Nobody' } }))).toEqual([
    'F Properties.Events.E: names the authorizer Nobody, which it does not have',
  ]);
  expect(unknownIn(rest({ Auth: { Authorizers: { Ref: 'X' }, DefaultAuthorizer: 'Pool' } }))).toEqual([
    'Api Properties.Auth: computes which authorizers it has',
  ]);
});

test('preflights are answered by the API itself, and need an authorizer only where the API says so', () => {
  const facts = rest({ Cors: "'https://example.com'", Auth: REST });
  const paths = (propertiesOf(facts, 'Api').Body as { paths: JsonObject }).paths['/x'] as JsonObject;
  expect(paths.options).toMatchObject({
    'x-amazon-apigateway-integration': {
      type: 'mock',
      responses: {
        default: {
          responseParameters: {
            'method.response.header.Access-Control-Allow-Origin': "'https://example.com'",
            'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS'",
          },
        },
      },
    },
  });
  expect(methodsOf(facts)).toEqual(['rest GET /x COGNITO_USER_POOLS F']);
  expect(propertiesOf(http({ CorsConfiguration: true }), 'Api')).toMatchObject({
    Body: { 'x-amazon-apigateway-cors': { allowOrigins: ['*'] } },
  });
  expect(propertiesOf(http({ CorsConfiguration: { AllowOrigins: ['a'], AllowCredentials: true } }), 'Api')).toMatchObject({
    Body: { 'x-amazon-apigateway-cors': { allowOrigins: ['a'], allowCredentials: true } },
  });
  const preflight = (AddDefaultAuthorizerToCorsPreflight: boolean) =>
    methodsOf(rest({ Auth: { ...REST, AddDefaultAuthorizerToCorsPreflight } }, { Method: 'OPTIONS' }));
  expect(preflight(false)).toEqual(['rest OPTIONS /x NONE F']);
  expect(preflight(true)).toEqual(['rest OPTIONS /x COGNITO_USER_POOLS F']);
});

test('a preflight tells what else is allowed', () => {
  const Cors = { AllowOrigin: "'*'", AllowHeaders: "'X'", AllowCredentials: true, MaxAge: "'1'" };
  const text = JSON.stringify(propertiesOf(rest({ Cors }, { Method: 'any' }), 'Api').Body);
  expect(text).toContain('Access-Control-Allow-Credentials":"\'true\'"');
  expect(text).toContain("'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'");
});

describe('an API that describes itself', () => {
  const run = (more: JsonObject = {}): JsonObject => ({
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      uri: { 'Fn::Sub': 'arn:aws:apigateway:r:lambda:path/2015-03-31/functions/${F.Arn}/invocations' },
    },
    ...more,
  });
  const body = (paths: JsonObject): JsonObject => ({ swagger: '2.0', info: {}, paths });

  test('asks what it says, and what its authorizer says where it says nothing', () => {
    const DefinitionBody = body({
      '/a': { get: run(), options: { 'x-amazon-apigateway-integration': { type: 'mock' } } },
      '/b': {
        get: run({ security: [{ Lambda: [] }] }),
        post: run({ security: [{ NONE: [] }] }),
        put: run({ security: [{ api_key: [] }] }),
      },
      '/c': { 'Fn::If': ['C', { get: run() }, { Ref: 'AWS::NoValue' }] },
      '/d': { get: { 'Fn::If': ['C', run(), { Ref: 'AWS::NoValue' }] } },
    });
    const facts = rest({ DefinitionBody, Auth: REST }, { Path: '/elsewhere' });
    expect(methodsOf(facts)).toEqual([
      'rest GET /a COGNITO_USER_POOLS F',
      'rest GET /b CUSTOM F',
      'rest POST /b NONE F',
      'rest PUT /b COGNITO_USER_POOLS F',
      'rest GET /c COGNITO_USER_POOLS F',
      'rest GET /d COGNITO_USER_POOLS F',
    ]);
    expect(place(facts, 'Api', 'Properties.Body.paths./a.get')).toBe('Api Properties.DefinitionBody.paths./a.get');
  });

  test('takes operations of event sources only where it is told to', () => {
    const DefinitionBody = body({ '/x': { get: run() } });
    expect(methodsOf(rest({ DefinitionBody }, { Path: '/y' }))).toEqual(['rest GET /x NONE F']);
    expect(methodsOf(rest({ DefinitionBody, MergeDefinitions: true }, { Path: '/y' }))).toEqual([
      'rest GET /x NONE F',
      'rest GET /y NONE F',
    ]);
    expect(methodsOf(rest({ DefinitionBody, Auth: REST }, { Auth: { OverrideApiAuth: true, Authorizer: 'NONE' } }))).toEqual([
      'rest GET /x NONE F',
    ]);
    expect(methodsOf(rest({ DefinitionBody }, { Path: '/y', Auth: { OverrideApiAuth: true } }))).toEqual(['rest GET /x NONE F']);
  });

  test('takes them always where it is an HTTP API, beside what is there', () => {
    const DefinitionBody = {
      openapi: '3.0.1',
      info: {},
      paths: { '/x': { get: run({ security: [{ Lambda: [] }] }), options: run() } },
    };
    expect(methodsOf(http({ DefinitionBody, Auth: HTTP }, { Path: '/y' }))).toEqual([
      'http GET /x CUSTOM F',
      'http OPTIONS /x NONE F',
      'http GET /y JWT F',
    ]);
    expect(methodsOf(http({ DefinitionBody, Auth: HTTP }))).toEqual(['http GET /x CUSTOM F', 'http OPTIONS /x NONE F']);
  });

  test('elsewhere hides what it asks', () => {
    expect(methodsOf(rest({ DefinitionUri: 's3://b/k' }))).toEqual(['rest ANY ${?BodyS3Location} -']);
    expect(methodsOf(http({ DefinitionUri: { Bucket: 'b', Key: 'k' } }))).toEqual(['http ANY ${?BodyS3Location} -']);
    expect(methodsOf(rest({ DefinitionBody: { 'Fn::Transform': { Name: 'AWS::Include' } } }))).toEqual(['rest ANY ${?Body} -']);
    expect(methodsOf(http({ DefinitionBody: { 'Fn::Transform': { Name: 'AWS::Include' } } }))).toEqual(['http ANY ${?Body} -']);
    expect(place(rest({ DefinitionUri: './api.yaml' }), 'Api', 'Properties.BodyS3Location')).toBe('Api Properties.DefinitionUri');
  });
});

test('an operation stands only under the condition of its function, and two may stand in one place', () => {
  const event = { E: { Type: 'Api', Properties: { RestApiId: { Ref: 'Api' }, Path: '/x', Method: 'get' } } };
  const Conditions = { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, D: { 'Fn::Not': [{ Condition: 'C' }] } };
  const Api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1' } };
  const facts = sam(
    { Api, F: fn({ Events: event }, { Condition: 'C' }), G: fn({ Events: event }, { Condition: 'D' }) },
    { Conditions },
  );
  expect(facts.apiMethods.map(method => method.function?.logicalId).sort()).toEqual(['F', 'G']);
});

test.each<[string, JsonObject, JsonObject]>([
  [
    'a stage with its logs, its traces and its settings',
    {
      AccessLogSetting: { DestinationArn: 'l' },
      TracingEnabled: true,
      MethodSettings: [{ CachingEnabled: true }],
      Tags: { a: 'b' },
    },
    {
      StageName: 'v1',
      AccessLogSetting: { DestinationArn: 'l' },
      TracingEnabled: true,
      MethodSettings: [{ CachingEnabled: true }],
      Tags: [{ Key: 'a', Value: 'b' }],
    },
  ],
])('a REST API has %s', (_, properties, expected) => {
  const facts = rest(properties);
  expect(propertiesOf(facts, 'Apiv1Stage')).toMatchObject(expected);
  expect(place(facts, 'Apiv1Stage', 'Properties.AccessLogSetting')).toBe('Api Properties.AccessLogSetting');
});

test('a stage is called after its name, also where that is no plain word or not known', () => {
  const stages = (facts: ReturnType<typeof sam>) =>
    Object.entries(made(facts)).flatMap(([id, type]) => (type.endsWith('::Stage') ? id : []));
  expect(stages(rest({ StageName: 'my-stage' }))).toEqual([expect.stringMatching(/^ApiStage[0-9a-f]{10}$/)]);
  expect(stages(rest({ StageName: { Ref: 'S' } }))).toEqual(['ApiStage']);
  expect(stages(http({ StageName: 'v1' }))).toEqual(['Apiv1Stage']);
});

test('the second stage that SAM makes is there, unless the description is OpenAPI 3', () => {
  expect(propertiesOf(rest({}), 'ApiDeployment').StageName).toBe('Stage');
  expect(propertiesOf(rest({ OpenApiVersion: '3.0.1', Auth: REST }), 'ApiDeployment')).not.toHaveProperty('StageName');
  expect(methodsOf(rest({ OpenApiVersion: '3.0.1', Auth: REST }))).toEqual(['rest GET /x COGNITO_USER_POOLS F']);
});

test('an HTTP API’s stage has its settings, those of routes from everywhere', () => {
  const facts = http(
    { AccessLogSettings: { DestinationArn: 'l' }, RouteSettings: { 'GET /x': { A: 1 } } },
    { RouteSettings: { B: 2 } },
  );
  expect(propertiesOf(facts, 'ApiApiGatewayDefaultStage')).toMatchObject({
    StageName: '$default',
    AccessLogSettings: { DestinationArn: 'l' },
    RouteSettings: { 'GET /x': { A: 1, B: 2 } },
  });
  const conditional = http({}, { Method: 'any', RouteSettings: { B: 2 } }, { Condition: 'C' });
  expect(propertiesOf(conditional, 'ApiApiGatewayDefaultStage').RouteSettings).toEqual({
    '/x': { 'Fn::If': ['C', { B: 2 }, { Ref: 'AWS::NoValue' }] },
  });
});

test('REST APIs may call the functions of their authorizers unless told otherwise, HTTP APIs only where told', () => {
  const ids = (facts: ReturnType<typeof sam>) => Object.keys(made(facts)).filter(id => id.endsWith('AuthorizerPermission'));
  expect(ids(rest({ Auth: REST }))).toEqual(['ApiLambdaAuthorizerPermission']);
  expect(ids(rest({ Auth: { Authorizers: { L: { FunctionArn: 'a', DisableFunctionDefaultPermissions: true } } } }))).toEqual([]);
  expect(ids(http({ Auth: HTTP }))).toEqual([]);
  expect(ids(http({ Auth: { Authorizers: { L: { FunctionArn: 'a', EnableFunctionDefaultPermissions: true } } } }))).toEqual([
    'ApiLAuthorizerPermission',
  ]);
});

test.each<[string, JsonObject, string]>([
  ['one method', {}, 'GET/x'],
  ['any method', { Method: 'any' }, '*/x'],
  ['a path with a variable', { Path: '/x/{id}' }, 'GET/x/*'],
  ['whatever is below a path', { Path: '/{proxy+}' }, 'GET/*'],
  ['a path that ends with a slash', { Path: '/x/' }, 'GET/x'],
])('an API may invoke the function for %s', (_, event, resource) => {
  const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/${resource}`;
  expect(propertiesOf(rest({}, event), 'FEPermissionv1')).toMatchObject({
    Principal: 'apigateway.amazonaws.com',
    SourceArn: arn,
  });
});

test('an API of elsewhere may invoke the function, and nothing else is known of it', () => {
  const facts = sam(calling('Api', { RestApiId: { 'Fn::ImportValue': 'x' } }));
  expect(made(facts)).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role', FEPermissionAllStages: 'Lambda::Permission' });
  expect(methodsOf(sam({ ...calling('Api', { RestApiId: { Ref: 'Api' } }), Api: { Type: 'AWS::Serverless::HttpApi' } }))).toEqual(
    [],
  );
});

test('an operation whose path is computed is told', () => {
  expect(unknownIn(sam(calling('Api', { Path: { 'Fn::Sub': '/${X}' } })))).toEqual([
    'F Properties.Events.E: has an operation of an API whose path or method is not written out',
  ]);
  expect(unknownIn(sam({ S: stateMachine({ Events: { E: { Type: 'Api', Properties: {} } } }) }))).toHaveLength(1);
});

test('the caller’s own rights are used where the event source says so', () => {
  const credentials = (Auth: JsonObject): Json | undefined => {
    const { paths } = propertiesOf(rest({}, { Auth }), 'Api').Body as {
      paths: Record<string, Record<string, Record<string, JsonObject>>>;
    };
    return paths['/x'].get['x-amazon-apigateway-integration'].credentials;
  };
  expect(credentials({ Authorizer: 'AWS_IAM' })).toBe('arn:${AWS::Partition}:iam::*:user/*');
  expect(credentials({ Authorizer: 'AWS_IAM', InvokeRole: 'NONE' })).toBeUndefined();
  expect(credentials({ Authorizer: 'AWS_IAM', InvokeRole: 'r' })).toBe('r');
  expect(credentials({})).toBeUndefined();
});

describe('who may call from where', () => {
  const policy = (ResourcePolicy: JsonObject, more: JsonObject = {}): Json =>
    propertiesOf(rest({ Auth: { ResourcePolicy }, ...more }), 'Api').Policy;
  const said = (statements: Json): string[] =>
    (statements as { Statement: JsonObject[] }).Statement.map(({ Effect, Principal, Condition }) =>
      JSON.stringify([Effect, Principal, Condition]),
    );

  test.each<[string, JsonObject, unknown[][]]>([
    ['accounts', { AwsAccountWhitelist: ['1'] }, [['Allow', { AWS: ['1'] }, null]]],
    ['all but accounts', { AwsAccountBlacklist: ['1'] }, [['Deny', { AWS: ['1'] }, null]]],
    [
      'addresses',
      { IpRangeWhitelist: ['a'] },
      [
        ['Allow', '*', null],
        ['Deny', '*', { NotIpAddress: { 'aws:SourceIp': ['a'] } }],
      ],
    ],
    [
      'all but addresses',
      { IpRangeBlacklist: ['a'] },
      [
        ['Allow', '*', null],
        ['Deny', '*', { IpAddress: { 'aws:SourceIp': ['a'] } }],
      ],
    ],
    [
      'networks and endpoints',
      { SourceVpcWhitelist: ['vpc-1', 'vpce-1'] },
      [
        ['Allow', '*', null],
        ['Deny', '*', { StringNotEquals: { 'aws:SourceVpc': ['vpc-1'], 'aws:SourceVpce': ['vpce-1'] } }],
      ],
    ],
    [
      'endpoints by reference',
      { IntrinsicVpceWhitelist: [{ Ref: 'E' }] },
      [
        ['Allow', '*', null],
        ['Deny', '*', { StringNotEquals: { 'aws:SourceVpce': ['${E}'] } }],
      ],
    ],
    [
      'all but networks',
      { IntrinsicVpcBlacklist: ['vpc-1'] },
      [
        ['Allow', '*', null],
        ['Deny', '*', { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } }],
      ],
    ],
    ['what the user writes', { CustomStatements: [{ Effect: 'Deny', Principal: '*' }] }, [['Deny', '*', null]]],
  ])('%s', (_, stated, expected) => expect(said(policy(stated))).toEqual(expected.map(one => JSON.stringify(one))));

  test('a private API that only an endpoint reaches asks for the network', () => {
    const facts = rest({
      EndpointConfiguration: { Type: 'PRIVATE', VPCEndpointIds: ['vpce-1'] },
      Auth: { ResourcePolicy: { SourceVpcWhitelist: ['vpce-1'] } },
    });
    expect(methodsOf(facts)).toEqual(['rest GET /x NETWORK F']);
    expect(propertiesOf(facts, 'Api').EndpointConfiguration).toEqual({ Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] });
    expect(propertiesOf(rest({ EndpointConfiguration: 'REGIONAL' }), 'Api').EndpointConfiguration).toEqual({
      Types: ['REGIONAL'],
    });
  });

  test('an event source speaks for its operation', () => {
    const facts = rest({}, { Auth: { ResourcePolicy: { AwsAccountWhitelist: ['1'] } } });
    expect(propertiesOf(facts, 'Api').Policy).toMatchObject({ Statement: [{ Resource: 'execute-api:/v1/GET/x' }] });
    expect(policy({ AwsAccountWhitelist: ['1'] }, { Policy: { Statement: [] } })).toEqual({ Statement: [] });
  });
});

test('a state machine is started by an operation, under a role of its own', () => {
  const facts = sam({ S: stateMachine({ Events: { E: { Type: 'Api', Properties: { Path: '/s', Method: 'post' } } } }) });
  expect(made(facts)).toMatchObject({ ServerlessRestApi: 'ApiGateway::RestApi', SERole: 'IAM::Role' });
  expect(propertiesOf(facts, 'SERole')).toMatchObject({
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: ['apigateway.amazonaws.com'] } }] },
  });
});

test('streamed answers call the function another way', () => {
  const uri = JSON.stringify(propertiesOf(rest({}, { ResponseTransferMode: 'RESPONSE_STREAM' }), 'Api').Body);
  expect(uri).toContain('/response-streaming-invocations');
});

test('usage plans are made for one API or for all', () => {
  const facts = rest({ Auth: { UsagePlan: { CreateUsagePlan: 'PER_API', Quota: { Limit: 1 } } } });
  expect(made(facts)).toMatchObject({
    ApiUsagePlan: 'ApiGateway::UsagePlan',
    ApiApiKey: 'ApiGateway::ApiKey',
    ApiUsagePlanKey: 'ApiGateway::UsagePlanKey',
  });
  const api = {
    Type: 'AWS::Serverless::Api',
    Properties: { StageName: 'v1', Auth: { UsagePlan: { CreateUsagePlan: 'SHARED' } } },
  };
  expect(propertiesOf(sam({ A: api, B: api }), 'ServerlessUsagePlan').ApiStages).toHaveLength(2);
  expect(made(rest({ Auth: { UsagePlan: { CreateUsagePlan: 'NONE' } } }))).not.toHaveProperty('ApiUsagePlan');
});
