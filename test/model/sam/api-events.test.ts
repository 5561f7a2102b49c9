import { fn, made, methodsOf, propertiesOf, sam, stateMachine, unknownIn } from './build';
import type { AppFacts, Json, JsonObject } from '../../../lib/model/facts';
import { at } from '../../../lib/model/json';

const INTEGRATION = 'x-amazon-apigateway-integration';
const INVOKED = 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations';
const STREAMED =
  'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2021-11-15/functions/${F.Arn}/response-streaming-invocations';
const CALLERS = 'arn:${AWS::Partition}:iam::*:user/*';

const rest = (event: JsonObject, properties: JsonObject = {}) =>
  sam({
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', ...properties } },
    F: fn({ Events: { E: { Type: 'Api', Properties: { RestApiId: { Ref: 'Api' }, Path: '/x', Method: 'get', ...event } } } }),
  });
const http = (event: JsonObject, properties: JsonObject = {}) =>
  sam({
    Api: { Type: 'AWS::Serverless::HttpApi', Properties: properties },
    F: fn({ Events: { E: { Type: 'HttpApi', Properties: { ApiId: { Ref: 'Api' }, Path: '/x', Method: 'get', ...event } } } }),
  });
const integration = (facts: AppFacts, api = 'Api', method = 'get'): Json | undefined =>
  at(propertiesOf(facts, api).Body, 'paths', '/x', method, INTEGRATION);

describe('an operation runs the function', () => {
  const proxy = { type: 'aws_proxy', httpMethod: 'POST', uri: INVOKED };
  const iam = { DefaultAuthorizer: 'AWS_IAM' };

  test.each<[string, () => AppFacts, JsonObject]>([
    ['of a REST API', () => rest({ PayloadFormatVersion: '1.0' }), proxy],
    ['of a REST API for so long', () => rest({ TimeoutInMillis: 5 }), { ...proxy, timeoutInMillis: 5 }],
    [
      'in a stream',
      () => rest({ ResponseTransferMode: 'RESPONSE_STREAM' }),
      { ...proxy, uri: STREAMED, responseTransferMode: 'STREAM' },
    ],
    ['of an HTTP API', () => http({}), { ...proxy, payloadFormatVersion: '2.0' }],
    ['of an HTTP API with older events', () => http({ PayloadFormatVersion: '1.0' }), { ...proxy, payloadFormatVersion: '1.0' }],
    [
      'of an HTTP API that asks for a signature',
      () => http({ Auth: { Authorizer: 'AWS_IAM' } }, { Auth: { EnableIamAuthorizer: true } }),
      { ...proxy, payloadFormatVersion: '2.0' },
    ],
    ['with the rights of who signs', () => rest({ Auth: { Authorizer: 'AWS_IAM' } }), { ...proxy, credentials: CALLERS }],
    ['with the rights of who signs, as the API says', () => rest({}, { Auth: iam }), { ...proxy, credentials: CALLERS }],
    [
      'with the rights of who signs, said twice',
      () => rest({ Auth: { Authorizer: 'AWS_IAM', InvokeRole: 'CALLER_CREDENTIALS' } }),
      { ...proxy, credentials: CALLERS },
    ],
    [
      'with the rights of a role',
      () => rest({ Auth: { Authorizer: 'AWS_IAM', InvokeRole: 'r' } }),
      { ...proxy, credentials: 'r' },
    ],
    ['with the rights of the API’s role', () => rest({}, { Auth: { ...iam, InvokeRole: 'r' } }), { ...proxy, credentials: 'r' }],
    ['with the API’s own rights', () => rest({}, { Auth: { ...iam, InvokeRole: 'NONE' } }), proxy],
    [
      'with the API’s own rights, against the rule',
      () => rest({ Auth: { Authorizer: 'AWS_IAM', InvokeRole: 'NONE' } }, { Auth: { ...iam, InvokeRole: 'r' } }),
      proxy,
    ],
    [
      'with the API’s own rights where it asks something else',
      () => rest({ Auth: { ApiKeyRequired: true } }, { Auth: iam }),
      proxy,
    ],
    ['with the API’s own rights where it asks nothing', () => rest({ Auth: { InvokeRole: 'r' } }), proxy],
  ])('%s', (_, facts, expected) => expect(integration(facts())).toEqual(expected));
});

describe('which API an event source means', () => {
  test('is the implied one where it names none, or nothing', () => {
    for (const ApiId of [null, undefined]) {
      const facts = sam({
        F: fn({ Events: { E: { Type: 'HttpApi', Properties: { Path: '/x', Method: 'get', ApiId: ApiId as Json } } } }),
      });
      expect(made(facts)).toHaveProperty('ServerlessHttpApi');
      expect(methodsOf(facts)).toEqual(['http GET /x NONE F']);
    }
  });

  test('is a REST API where an event source of an HTTP API names one, and not the other way round', () => {
    const Auth = { DefaultAuthorizer: 'AWS_IAM' };
    const Api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', Auth } };
    const HttpApi = { Type: 'AWS::Serverless::HttpApi' };
    const event = (Type: string, properties: JsonObject) => ({
      F: fn({ Events: { E: { Type, Properties: { Path: '/x', Method: 'get', ...properties } } } }),
    });
    expect(methodsOf(sam({ Api, ...event('HttpApi', { ApiId: { Ref: 'Api' } }) }))).toEqual(['rest GET /x AWS_IAM F']);
    expect(methodsOf(sam({ HttpApi, ...event('Api', { RestApiId: { Ref: 'HttpApi' } }) }))).toEqual([]);
  });

  test('is the one of a name, or of a parameter that names it', () => {
    const Parameters = { Name: { Type: 'String', Default: 'Api' } };
    const Api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1' } };
    for (const RestApiId of ['Api', { Ref: 'Api' }, { Ref: 'Name' }]) {
      const Events = { E: { Type: 'Api', Properties: { Path: '/x', Method: 'get', RestApiId } } };
      const known = RestApiId === 'Api' || at(RestApiId, 'Ref') === 'Api';
      expect(methodsOf(sam({ Api, F: fn({ Events }) }, { Parameters }))).toEqual(known ? ['rest GET /x NONE F'] : []);
    }
  });
});

describe('a permission', () => {
  const sourceOf = (facts: AppFacts, id: string): Json => propertiesOf(facts, id).SourceArn;
  const called = (api: string, rest_: string): string =>
    `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:${api}/*/${rest_}`;

  test.each<[string, JsonObject, string]>([
    ['the root', { Path: '/' }, 'GET/'],
    ['a path', { Path: '/a/b' }, 'GET/a/b'],
    ['a path that ends with a slash', { Path: '/a/b/' }, 'GET/a/b'],
    ['variables', { Path: '/{a}/x/{b_c.d-e+}', Method: 'ANY' }, '*/*/x/*'],
    ['what looks like a substitution', { Path: '/${x y}' }, 'GET/${x y}'],
  ])('holds for %s', (_, event, expected) => expect(sourceOf(rest(event), 'FEPermissionv1')).toBe(called('${Api}', expected)));

  test('holds for an API that is implied', () => {
    const facts = sam({ F: fn({ Events: { E: { Type: 'Api', Properties: { Path: '/x', Method: 'get' } } } }) });
    expect(propertiesOf(facts, 'FEPermissionProd')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: '${F}',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: called('${ServerlessRestApi}', 'GET/x'),
    });
  });

  test('holds for an API of elsewhere, by the name that it has', () => {
    const event = (Type: string, named: JsonObject) =>
      sam({ F: fn({ Events: { E: { Type, Properties: { Path: '/x', Method: 'get', ...named } } } }) });
    const imported = { 'Fn::ImportValue': 'x' };
    expect(sourceOf(event('Api', { RestApiId: imported }), 'FEPermissionAllStages')).toBe(
      called('${?Fn::ImportValue(x)}', 'GET/x'),
    );
    expect(sourceOf(event('HttpApi', { ApiId: imported }), 'FEPermission')).toBe(called('${?Fn::ImportValue(x)}', 'GET/x'));
  });

  test('holds for what the event source names, whatever that is', () => {
    expect(sourceOf(rest({ RestApiId: 'Api' }), 'FEPermissionv1')).toBe(called('Api', 'GET/x'));
  });

  test('is called after a stage that is only known later', () => {
    expect(made(rest({}, { StageName: { Ref: 'S' } }))).toHaveProperty('FEPermissionStage');
  });

  test('for everything is enough for the function, and for no other', () => {
    const event = (properties: JsonObject = {}): JsonObject => ({ Type: 'HttpApi', Properties: properties });
    const all = event();
    const facts = sam({
      F: fn({ Events: { A: event({ Path: '/a', Method: 'get' }), B: all, C: event({ Path: '/c', Method: 'get' }) } }),
      G: fn({ Events: { D: event({ Path: '/d', Method: 'any' }), E: event({ Path: '$default', Method: 'get' }) } }),
      H: fn({ Events: { A: event({ Path: '/a', Method: 'any' }), B: event({ Path: '/b', Method: 'get' }) } }),
    });
    const permissions = Object.keys(made(facts)).filter(id => id.includes('Permission'));
    expect(permissions).toEqual(['FBPermission', 'GEPermission', 'GDPermission', 'HAPermission', 'HBPermission']);
    expect(sourceOf(facts, 'FBPermission')).toBe(called('${ServerlessHttpApi}', '*'));
  });

  test('for everything of an API of elsewhere is made too', () => {
    const facts = sam({ F: fn({ Events: { E: { Type: 'HttpApi', Properties: { ApiId: { 'Fn::ImportValue': 'x' } } } } }) });
    expect(made(facts)).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role', FEPermission: 'Lambda::Permission' });
  });
});

test.each<[string, string, JsonObject]>([
  ['path', 'HttpApi', { Method: 'get' }],
  ['method', 'HttpApi', { Path: '/x' }],
  ['path', 'Api', { Method: 'get' }],
  ['method', 'Api', { Path: '/x' }],
  ['path and method', 'Api', {}],
])('an operation without a %s is told: %s', (_, Type, properties) => {
  const facts = sam({ F: fn({ Events: { E: { Type, Properties: properties } } }) });
  expect(unknownIn(facts)).toEqual(['F Properties.Events.E: has an operation of an API whose path or method is not written out']);
  expect(facts.apiMethods).toEqual([]);
});

test('a description of the user is not changed by an event source that only asks for a permission', () => {
  const run = { [INTEGRATION]: { type: 'aws_proxy', uri: { 'Fn::Sub': INVOKED } } };
  const DefinitionBody = { swagger: '2.0', paths: { '/x': { get: run } } };
  const Auth = { Authorizers: { Pool: { UserPoolArn: 'p' } }, DefaultAuthorizer: 'Pool' };
  expect(methodsOf(rest({ Auth: { Authorizer: 'NONE' } }, { DefinitionBody, Auth }))).toEqual([
    'rest GET /x COGNITO_USER_POOLS F',
  ]);
});

describe('a state machine', () => {
  const started = (properties: JsonObject, more: JsonObject = {}) =>
    sam({
      ...more,
      S: stateMachine({ Events: { E: { Type: 'Api', Properties: { Path: '/x', Method: 'post', ...properties } } } }),
    });

  test('is started under a role by an implied API', () => {
    expect(integration(started({}), 'ServerlessRestApi', 'post')).toEqual({
      type: 'aws',
      httpMethod: 'POST',
      uri: 'arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution',
      credentials: '${SERole.Arn}',
    });
  });

  test('is started by an API of elsewhere, of which nothing else is known', () => {
    expect(made(started({ RestApiId: { 'Fn::ImportValue': 'x' } }))).toEqual({
      S: 'StepFunctions::StateMachine',
      SRole: 'IAM::Role',
      SERole: 'IAM::Role',
    });
  });
});
