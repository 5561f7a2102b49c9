import { fn, methodsOf, propertiesOf, sam, unknownIn } from './build';
import type { AppFacts, Json, JsonObject } from '../../../lib/model/facts';
import { at } from '../../../lib/model/json';

const event = (type: string, properties: JsonObject): JsonObject => ({
  F: fn({ Events: { E: { Type: type, Properties: { Path: '/x', Method: 'get', ...properties } } } }),
});
const rest = (Auth: Json, asked: JsonObject = {}, more: JsonObject = {}) =>
  sam({
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', Auth, ...more } },
    ...event('Api', { RestApiId: { Ref: 'Api' }, ...asked }),
  });
const http = (Auth: Json, asked: JsonObject = {}) =>
  sam({
    Api: { Type: 'AWS::Serverless::HttpApi', Properties: { Auth } },
    ...event('HttpApi', { ApiId: { Ref: 'Api' }, ...asked }),
  });

const AUTHORIZER = 'x-amazon-apigateway-authorizer';
const AUTHTYPE = 'x-amazon-apigateway-authtype';
const IAM = { type: 'apiKey', name: 'Authorization', in: 'header', [AUTHTYPE]: 'awsSigv4' };
const URI = 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Arn}/invocations';

const schemes = (facts: AppFacts, ...path: string[]): Json | undefined => at(propertiesOf(facts, 'Api').Body, ...path);
const security = (facts: AppFacts, method = 'get'): Json | undefined =>
  at(propertiesOf(facts, 'Api').Body, 'paths', '/x', method, 'security');

describe('an authorizer of a REST API', () => {
  const header = (name: string) => ({ type: 'apiKey', name, in: 'header' });

  test.each<[string, JsonObject, JsonObject]>([
    [
      'a user pool',
      { UserPoolArn: 'p' },
      {
        ...header('Authorization'),
        [AUTHTYPE]: 'cognito_user_pools',
        [AUTHORIZER]: { type: 'cognito_user_pools', providerARNs: ['p'] },
      },
    ],
    [
      'some user pools, asked by a header',
      { UserPoolArn: ['p', 'q'], Identity: { Header: 'X' } },
      {
        ...header('X'),
        [AUTHTYPE]: 'cognito_user_pools',
        [AUTHORIZER]: { type: 'cognito_user_pools', providerARNs: ['p', 'q'] },
      },
    ],
    [
      'a user pool, whatever a function would be given',
      { UserPoolArn: 'p', FunctionPayloadType: 'REQUEST' },
      {
        ...header('Authorization'),
        [AUTHTYPE]: 'cognito_user_pools',
        [AUTHORIZER]: { type: 'cognito_user_pools', providerARNs: ['p'] },
      },
    ],
    [
      'a function that reads a token',
      { FunctionArn: { Ref: 'Arn' }, FunctionInvokeRole: 'r', Identity: { ValidationExpression: '^x$', ReauthorizeEvery: 5 } },
      {
        ...header('Authorization'),
        [AUTHTYPE]: 'custom',
        [AUTHORIZER]: {
          type: 'token',
          authorizerUri: URI,
          authorizerCredentials: 'r',
          authorizerResultTtlInSeconds: 5,
          identityValidationExpression: '^x$',
        },
      },
    ],
    [
      'a function that reads a request',
      {
        FunctionArn: { Ref: 'Arn' },
        FunctionPayloadType: 'REQUEST',
        FunctionInvokeRole: 'NONE',
        Identity: {
          Header: 'X',
          Headers: ['A', 'B', { Ref: 'C' }],
          QueryStrings: ['q'],
          StageVariables: ['s'],
          Context: ['c'],
          ReauthorizeEvery: 0,
        },
      },
      {
        ...header('Unused'),
        [AUTHTYPE]: 'custom',
        [AUTHORIZER]: {
          type: 'request',
          authorizerUri: URI,
          authorizerResultTtlInSeconds: 0,
          identitySource:
            'method.request.header.A, method.request.header.B, method.request.querystring.q, stageVariables.s, context.c',
        },
      },
    ],
    [
      'a function that is not told',
      {},
      {
        ...header('Authorization'),
        [AUTHTYPE]: 'custom',
        [AUTHORIZER]: { type: 'token', authorizerUri: URI.replace('${Arn}', '${?FunctionArn}') },
      },
    ],
  ])('is %s', (_, One, expected) =>
    expect(schemes(rest({ Authorizers: { One } }), 'securityDefinitions')).toEqual({
      One: expected,
      AWS_IAM: IAM,
      api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
    }),
  );
});

describe('an authorizer of an HTTP API', () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      'an issuer of tokens',
      { JwtConfiguration: { Issuer: 'i', Audience: ['a'] }, IdentitySource: '$request.header.Authorization' },
      {
        type: 'oauth2',
        [AUTHORIZER]: {
          type: 'jwt',
          jwtConfiguration: { issuer: 'i', audience: ['a'] },
          identitySource: '$request.header.Authorization',
        },
      },
    ],
    [
      'a function',
      {
        FunctionArn: { Ref: 'Arn' },
        FunctionInvokeRole: 'r',
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        Identity: { Headers: ['A'], QueryStrings: ['q'], StageVariables: ['s'], Context: ['c'], ReauthorizeEvery: 0 },
      },
      {
        type: 'apiKey',
        name: 'Unused',
        in: 'header',
        [AUTHORIZER]: {
          type: 'request',
          authorizerUri: URI,
          authorizerCredentials: 'r',
          authorizerResultTtlInSeconds: 0,
          identitySource: ['$request.header.A', '$request.querystring.q', '$stageVariables.s', '$context.c'],
          authorizerPayloadFormatVersion: '2.0',
          enableSimpleResponses: true,
        },
      },
    ],
  ])('is %s', (_, One, expected) => {
    expect(schemes(http({ Authorizers: { One } }), 'components', 'securitySchemes')).toEqual({ One: expected });
    expect(schemes(http({ Authorizers: { One }, EnableIamAuthorizer: true }), 'components', 'securitySchemes')).toEqual({
      One: expected,
      AWS_IAM: IAM,
    });
  });
});

test('an authorizer that is called like one of API Gateway’s own counts', () => {
  const AWS_IAM = { JwtConfiguration: { issuer: 'i' }, IdentitySource: '$request.header.A' };
  const auth = { Authorizers: { AWS_IAM }, EnableIamAuthorizer: true, DefaultAuthorizer: 'AWS_IAM' };
  expect(methodsOf(http(auth))).toEqual(['http GET /x JWT F']);
});

describe('what an operation asks', () => {
  const Authorizers = {
    Pool: { UserPoolArn: 'p', AuthorizationScopes: ['read'] },
    Plain: { UserPoolArn: 'p' },
  };
  const USUAL = { Authorizers, DefaultAuthorizer: 'Pool' };

  test.each<[string, JsonObject, JsonObject, Json | undefined]>([
    ['nothing where nothing is said', {}, {}, undefined],
    ['nothing by default', { DefaultAuthorizer: null }, {}, undefined],
    ['nothing where the default is left out', { Authorizers, DefaultAuthorizer: { Ref: 'AWS::NoValue' } }, {}, undefined],
    ['the usual authorizer, with its scopes', USUAL, {}, [{ Pool: ['read'] }]],
    ['the usual authorizer where its own is left out', USUAL, { Authorizer: null }, [{ Pool: ['read'] }]],
    ['another authorizer', USUAL, { Authorizer: 'Plain' }, [{ Plain: [] }]],
    [
      'the usual authorizer for other scopes',
      USUAL,
      { Authorizer: 'Pool', AuthorizationScopes: ['write'] },
      [{ Pool: ['write'] }],
    ],
    ['an authorizer for no scopes', USUAL, { Authorizer: 'Pool', AuthorizationScopes: [] }, [{ Pool: [] }]],
    ['a signature', USUAL, { Authorizer: 'AWS_IAM' }, [{ AWS_IAM: [] }]],
    ['nobody', USUAL, { Authorizer: 'NONE' }, []],
    ['a key', { ApiKeyRequired: true }, {}, [{ api_key: [] }]],
    ['a key of its own', {}, { ApiKeyRequired: true }, [{ api_key: [] }]],
    ['no key, against the rule', { ApiKeyRequired: true }, { ApiKeyRequired: false }, undefined],
    ['a key beside the authorizer, and not instead', { ...USUAL, ApiKeyRequired: true }, {}, [{ Pool: ['read'], api_key: [] }]],
    ['a key where it asks nobody', { ...USUAL, ApiKeyRequired: true }, { Authorizer: 'NONE' }, [{ api_key: [] }]],
  ])('is %s', (_, auth, own, expected) => expect(security(rest(auth, { Auth: own }))).toEqual(expected));

  test('is no key where the API is an HTTP API', () => {
    expect(security(http({ ApiKeyRequired: true }, { Auth: { ApiKeyRequired: true } }))).toBeUndefined();
  });

  test.each<[string, JsonObject, string]>([
    ['the usual authorizer', {}, 'COGNITO_USER_POOLS'],
    ['the usual authorizer where that is said', { AddDefaultAuthorizerToCorsPreflight: true }, 'COGNITO_USER_POOLS'],
    ['nobody where the API says so', { AddDefaultAuthorizerToCorsPreflight: false }, 'NONE'],
  ])('is %s in a preflight to a function of a REST API', (_, auth, expected) => {
    expect(methodsOf(rest({ ...USUAL, ...auth }, { Method: 'options' }))).toEqual([`rest OPTIONS /x ${expected} F`]);
    expect(methodsOf(rest({ ...USUAL, ...auth }))).toEqual(['rest GET /x COGNITO_USER_POOLS F']);
  });

  test('is nobody in a preflight to a function of an HTTP API, unless the event source says otherwise', () => {
    const Token = { JwtConfiguration: { issuer: 'i' }, IdentitySource: '$request.header.A' };
    const auth = { Authorizers: { Token }, DefaultAuthorizer: 'Token', AddDefaultAuthorizerToCorsPreflight: true };
    expect(methodsOf(http(auth))).toEqual(['http GET /x JWT F']);
    expect(methodsOf(http(auth, { Method: 'options' }))).toEqual(['http OPTIONS /x NONE F']);
    expect(methodsOf(http(auth, { Method: 'options', Auth: { Authorizer: 'Token' } }))).toEqual(['http OPTIONS /x JWT F']);
  });
});

describe('authorizers that the deployment makes', () => {
  const COMPUTED = ['Api Properties.Auth: computes which authorizers it has'];

  test.each<[string, Json]>([
    ['as a whole', { 'Fn::If': ['C', {}, {}] }],
    ['by a name', 'Auth'],
    ['in part', { 'Fn::Transform': { Name: 'M' }, DefaultAuthorizer: 'Pool' }],
    ['by a reference', { Authorizers: { Ref: 'X' } }],
    ['in a list', { Authorizers: ['Pool'] }],
  ])('%s are told, and what an operation asks is not known', (_, auth) => {
    const facts = rest(auth);
    expect(unknownIn(facts)).toEqual(expect.arrayContaining(COMPUTED));
    expect(methodsOf(facts)).toEqual([expect.stringMatching(/^rest GET \/x \$\{\?.*\} F$/)]);
  });

  test.each<[string, Json]>([
    ['nothing', null],
    ['an object', {}],
    ['no authorizers', { Authorizers: null }],
    ['names that only look like functions', { Authorizers: { 'MyFn::Pool': { UserPoolArn: 'p' } } }],
  ])('are not meant by %s', (_, auth) => {
    expect(unknownIn(rest(auth))).toEqual([]);
    expect(methodsOf(rest(auth))).toEqual(['rest GET /x NONE F']);
  });

  test('do not hide what an operation asks of its own', () => {
    const auth = { Authorizers: { Ref: 'X' } };
    expect(methodsOf(rest(auth, { Auth: { Authorizer: 'AWS_IAM' } }))).toEqual(['rest GET /x AWS_IAM F']);
    expect(methodsOf(rest(auth, { Auth: { Authorizer: 'NONE' } }))).toEqual(['rest GET /x NONE F']);
    expect(unknownIn(rest(auth, { Auth: { Authorizer: 'Pool' } }))).toEqual(COMPUTED);
  });
});
