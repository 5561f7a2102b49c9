import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, findingsOf, said } from '../said';

const hidden = { Parameters: { Setting: { Type: 'String' } } };
const SETTING = { Ref: 'Setting' };

describe('validation of requests', () => {
  const WHOLE = { ValidateRequestBody: true, ValidateRequestParameters: 'true' };
  const rest = (properties: JsonObject, others: JsonObject = {}) =>
    beside({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders', ...properties } }, ...others }, hidden);
  const validator = (properties: JsonObject) => ({
    V: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ...properties } },
  });
  const method = (RequestValidatorId: Json, RestApiId: Json = { Ref: 'Api' }, more: JsonObject = {}) => ({
    M: {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId, HttpMethod: 'GET', AuthorizationType: 'AWS_IAM', RequestValidatorId, ...more },
    },
  });
  const body = (...validators: [JsonObject, string]) => ({
    Body: {
      openapi: '3.0.1',
      'x-amazon-apigateway-request-validators': validators[0],
      paths: { '/orders': { post: { security: [{ sigv4: [] }], 'x-amazon-apigateway-request-validator': validators[1] } } },
      components: { securitySchemes: { sigv4: { 'x-amazon-apigateway-authtype': 'awsSigv4' } } },
    },
  });
  const all = { validateRequestBody: true, validateRequestParameters: true };

  test.each<[string, ReturnType<typeof rest>, string]>([
    ['none', rest({}), 'fail'],
    ['one that is used', rest({}, { ...validator(WHOLE), ...method({ Ref: 'V' }) }), ''],
    ['one that nobody uses', rest({}, { ...validator(WHOLE), ...method('other') }), 'fail'],
    ['one that another API uses', rest({}, { ...validator(WHOLE), ...method({ Ref: 'V' }, 'z9y8') }), 'fail'],
    ['one of another API', rest({}, { ...validator({ ...WHOLE, RestApiId: 'z9y8' }), ...method({ Ref: 'V' }) }), 'fail'],
    [
      'one that looks at the body only',
      rest({}, { ...validator({ ValidateRequestBody: true }), ...method({ Ref: 'V' }) }),
      'fail',
    ],
    ['a described one', rest(body({ all }, 'all')), ''],
    ['a described one that nobody uses', rest(body({ all }, 'none')), 'fail'],
    ['a described one that looks at half', rest(body({ half: { validateRequestBody: true } }, 'half')), 'fail'],
    ['a description and a validator', rest({ Body: { paths: {} } }, validator(WHOLE)), ''],
    [
      'two described ones, of which one that looks at half is used first',
      rest({
        Body: {
          'x-amazon-apigateway-request-validators': { all, half: { validateRequestBody: true } },
          'x-amazon-apigateway-request-validator': 'half',
          paths: { '/': { post: { security: [], 'x-amazon-apigateway-request-validator': 'all' } } },
        },
      }),
      '',
    ],
    ['a description of somebody else', rest({ Body: SETTING }), 'unknown'],
    ['a description that a macro writes', rest({ Body: { 'Fn::Transform': { Name: 'AWS::Include' } } }), 'unknown'],
    ['a description in a bucket', rest({ BodyS3Location: { Bucket: 'b', Key: 'k' } }), 'unknown'],
  ])('%s', (_, example, verdict) =>
    expect(
      findingsOf(Control.API_REQUESTS_VALIDATED, example)
        .map(finding => finding.verdict)
        .join(),
    ).toBe(verdict),
  );
});

describe('models of bodies', () => {
  const Models = (...Schemas: Json[]) =>
    Object.fromEntries(
      Schemas.map((Schema, index) => [
        `Model${index}`,
        { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, ContentType: 'application/json', Schema } },
      ]),
    );
  const posted = (RequestModels: JsonObject | undefined, models: JsonObject = {}, HttpMethod = 'POST') =>
    beside(
      {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
        V: {
          Type: 'AWS::ApiGateway::RequestValidator',
          Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true, ValidateRequestParameters: true },
        },
        M: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            RestApiId: { Ref: 'Api' },
            HttpMethod,
            AuthorizationType: 'AWS_IAM',
            RequestValidatorId: { Ref: 'V' },
            ...(RequestModels === undefined ? {} : { RequestModels }),
          },
        },
        ...models,
      },
      hidden,
    );
  const modelled = (...schemas: Json[]) =>
    posted(Object.fromEntries(schemas.map((_, index) => [`type/${index}`, { Ref: `Model${index}` }])), Models(...schemas));
  const LOOSE = ['fail info Api [API-10]'];
  const required = { required: ['product'] };
  test.each<[string, ReturnType<typeof posted>, string[]]>([
    ['none', posted(undefined), LOOSE],
    ['none, for a method that takes everything', posted(undefined, {}, 'ANY'), LOOSE],
    ['none, for a change', posted({}, {}, 'PATCH'), LOOSE],
    ['none, in small letters', posted({}, {}, 'put'), LOOSE],
    ['none, where there is no body', posted(undefined, {}, 'GET'), []],
    ['the one that every API has', posted({ 'application/json': 'Empty' }), LOOSE],
    ['one that stands elsewhere', posted({ 'application/json': 'Order' }), []],
    ['one that names properties', modelled({ type: 'object', properties: { product: { type: 'string' } } }), []],
    ['one as text', modelled('{"required":["product"]}'), []],
    ['one as text that says nothing', modelled('{"$schema":"http://json-schema.org/draft-04/schema#","type":"object"}'), LOOSE],
    ['one that is no schema', modelled('orders'), []],
    ['one that says nothing', modelled({}), LOOSE],
    ['one that only says what it is', modelled({ $id: 'order', title: 'Order', description: 'An order', type: 'object' }), LOOSE],
    ['one whose list of properties is empty', modelled({ type: 'object', properties: {} }), LOOSE],
    ['one that lets nothing else in', modelled({ type: 'object', additionalProperties: false }), []],
    ['one that says something and one that does not', modelled(required, {}), LOOSE],
    ['two that say something', modelled(required, required), []],
  ])('%s', (_, example, expected) => expect(said(Control.API_REQUESTS_VALIDATED, example)).toEqual(expected));

  test('the method is named', () =>
    expect(findingsOf(Control.API_REQUESTS_VALIDATED, posted({}))).toMatchObject([
      { message: expect.stringContaining("'M'"), relatedResources: ['M'] },
    ]));
});

test('where a description stands that nobody can see', () => {
  const api = (Properties: JsonObject) => beside({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties } }, hidden);
  const property = (Properties: JsonObject) => findingsOf(Control.API_REQUESTS_VALIDATED, api(Properties))[0].property;
  expect(property({ Body: SETTING })).toBe('Properties.Body');
  expect(property({ BodyS3Location: { Bucket: 'b', Key: 'k' } })).toBe('Properties.BodyS3Location');
});

describe('versions of TLS', () => {
  const domain = (Properties: JsonObject) => beside({ D: { Type: 'AWS::ApiGateway::DomainName', Properties } }, hidden);
  const newer = (...DomainNameConfigurations: JsonObject[]) =>
    beside({ D: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainNameConfigurations } } }, hidden);
  const own = (Properties: JsonObject) => beside({ D: { Type: 'AWS::ApiGateway::RestApi', Properties } }, hidden);
  test.each<[string, ReturnType<typeof domain>, string[]]>([
    ['1.0', domain({ SecurityPolicy: 'TLS_1_0' }), ['error']],
    ['1.2', domain({ SecurityPolicy: 'TLS_1_2' }), []],
    ['1.3', domain({ SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09' }), []],
    ['whatever', domain({ SecurityPolicy: 'NONE' }), ['error']],
    ['left out', domain({}), ['warning']],
    ['of a parameter', domain({ SecurityPolicy: SETTING }), ['warning']],
    ['of an HTTP API', newer({ SecurityPolicy: 'TLS_1_2' }, { SecurityPolicy: 'TLS_1_0' }), ['error']],
    ['of an HTTP API, left out', newer({ CertificateArn: 'x' }), []],
    ['of the own endpoint', own({}), ['info']],
    ['of the own endpoint, old', own({ SecurityPolicy: 'TLS_1_0' }), ['info']],
    ['of the own endpoint, of a parameter', own({ SecurityPolicy: SETTING }), ['info']],
    ['of the own endpoint of a region', own({ EndpointConfiguration: { Types: ['REGIONAL'] } }), ['info']],
    ['that only begins as a new one', domain({ SecurityPolicy: 'TLS_1_25' }), ['error']],
    ['that only ends as a new one', domain({ SecurityPolicy: 'OLD_TLS_1_2' }), ['error']],
    ['of the own endpoint, new', own({ SecurityPolicy: 'SecurityPolicy_TLS13_1_2_2021_06' }), []],
    ['of a private endpoint', own({ EndpointConfiguration: { Types: ['PRIVATE'] } }), []],
    ['of an endpoint that is switched off', own({ DisableExecuteApiEndpoint: 'true' }), []],
  ])('%s', (_, example, expected) =>
    expect(findingsOf(Control.API_TLS_CURRENT, example).map(({ severity }) => severity)).toEqual(expected),
  );

  test('the configuration that is old is pointed at', () =>
    expect(said(Control.API_TLS_CURRENT, newer({}, { SecurityPolicy: 'TLS_1_0' }))).toEqual([
      'fail error D Properties.DomainNameConfigurations.1.SecurityPolicy [API-12]',
    ]));
});

describe('the front door', () => {
  const rest = (properties: JsonObject, domain: JsonObject, DomainName: Json = { Ref: 'D' }) =>
    beside({
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders', ...properties } },
      D: {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: { DomainName: 'orders.example.com', SecurityPolicy: 'TLS_1_2', ...domain },
      },
      M: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { RestApiId: { Ref: 'Api' }, DomainName } },
    });
  const mtls = { MutualTlsAuthentication: { TruststoreUri: 's3://trust/clients.pem' } };
  test.each<[string, ReturnType<typeof rest>, string[]]>([
    ['asks for certificates', rest({}, mtls), ['error']],
    ['asks for certificates, by its name', rest({}, mtls, 'orders.example.com'), ['error']],
    ['asks for nothing', rest({}, {}), ['info']],
    ['stands elsewhere', rest({}, mtls, 'other.example.com'), ['info']],
    ['stands before another API', rest({}, mtls, { Ref: 'Gone' }), ['info']],
    ['is the only one', rest({ DisableExecuteApiEndpoint: 'true' }, mtls), []],
  ])('%s', (_, example, expected) =>
    expect(findingsOf(Control.API_FRONT_DOOR_ONLY, example).map(({ severity }) => severity)).toEqual(expected),
  );
});

test('a front door of another API is none', () => {
  const api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };
  const Mapping = {
    Type: 'AWS::ApiGatewayV2::ApiMapping',
    Properties: { ApiId: { Ref: 'Other' }, DomainName: 'orders.example.com', Stage: 'prod' },
  };
  expect(said(Control.API_FRONT_DOOR_ONLY, beside({ Api: api, Other: api, Mapping })).map(text => text.split(' ')[2])).toEqual([
    'Other',
  ]);
});

test('a front door that asks for certificates is told as that', () => {
  const domain = (more: JsonObject) =>
    findingsOf(
      Control.API_FRONT_DOOR_ONLY,
      beside({
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } },
        D: {
          Type: 'AWS::ApiGateway::DomainName',
          Properties: { DomainName: 'o.example.com', SecurityPolicy: 'TLS_1_2', ...more },
        },
        M: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { RestApiId: { Ref: 'Api' }, DomainName: { Ref: 'D' } } },
      }),
    )[0].message;
  expect(domain({ MutualTlsAuthentication: { TruststoreUri: 's3://trust/clients.pem' } })).toContain(
    "client certificates that 'D' asks for",
  );
  expect(domain({})).not.toContain('client certificates');
});

describe('authorizers', () => {
  const http = (Properties: JsonObject) => beside({ A: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties } });
  const rest = (Properties: JsonObject) => beside({ A: { Type: 'AWS::ApiGateway::Authorizer', Properties } });
  const body = (authorizer: JsonObject) =>
    beside({
      A: {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: {
          ProtocolType: 'HTTP',
          Body: { paths: {}, components: { securitySchemes: { a: { 'x-amazon-apigateway-authorizer': authorizer } } } },
        },
      },
    });
  const HEADER = '$request.header.Authorization';
  test.each<[string, ReturnType<typeof http>, number]>([
    ['a token for nobody', http({ AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'x', Audience: [] } }), 1],
    ['a token for the empty name', http({ AuthorizerType: 'jwt', JwtConfiguration: { Issuer: 'x', Audience: [''] } }), 1],
    ['a token for us', http({ AuthorizerType: 'JWT', JwtConfiguration: { Issuer: 'x', Audience: 'us' } }), 0],
    ['a described token for nobody', body({ type: 'jwt', jwtConfiguration: { issuer: 'x' } }), 1],
    ['a described token for us', body({ type: 'jwt', jwtConfiguration: { issuer: 'x', audience: ['us'] } }), 0],
    [
      'a yes that is kept',
      http({
        AuthorizerType: 'REQUEST',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 60,
        IdentitySource: [HEADER],
      }),
      1,
    ],
    ['a yes that is not kept', http({ AuthorizerType: 'REQUEST', EnableSimpleResponses: true, IdentitySource: [HEADER] }), 0],
    [
      'a yes for one path',
      http({
        AuthorizerType: 'REQUEST',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: '60',
        IdentitySource: [HEADER, '$request.path'],
      }),
      0,
    ],
    ['a policy that is kept', http({ AuthorizerType: 'REQUEST', AuthorizerResultTtlInSeconds: 60, IdentitySource: [HEADER] }), 0],
    [
      'a described yes that is kept',
      body({ type: 'request', enableSimpleResponses: true, authorizerResultTtlInSeconds: 60, identitySource: HEADER }),
      1,
    ],
    [
      'a described yes for one route',
      body({
        type: 'request',
        enableSimpleResponses: true,
        authorizerResultTtlInSeconds: 60,
        identitySource: `${HEADER},$context.routeKey`,
      }),
      0,
    ],
    ['a described policy that is kept', body({ type: 'request', authorizerResultTtlInSeconds: 60, identitySource: HEADER }), 0],
    [
      'a described yes that is kept for everybody',
      body({ type: 'request', enableSimpleResponses: true, authorizerResultTtlInSeconds: 60 }),
      1,
    ],
    ['what says nothing of its kind', http({ EnableSimpleResponses: true }), 0],
    ['a described one that says nothing of its kind', body({}), 0],
    [
      'a yes for one method of WebSockets',
      http({
        AuthorizerType: 'REQUEST',
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 60,
        IdentitySource: ['context.routeKey'],
      }),
      0,
    ],
    [
      'an answer for an address that is not kept, in text',
      rest({ Type: 'REQUEST', IdentitySource: 'context.identity.sourceIp', AuthorizerResultTtlInSeconds: '0' }),
      0,
    ],
    ['a token from where tokens do not come', rest({ Type: 'TOKEN', IdentitySource: 'method.request.header.Host' }), 0],
    ['what says nothing', rest({ IdentitySource: 'context.identity.sourceIp' }), 0],
    ['a described policy', body({ type: 'request' }), 0],
    [
      'an answer for an address',
      rest({ Type: 'REQUEST', IdentitySource: 'context.identity.sourceIp, method.request.header.User-Agent' }),
      1,
    ],
    [
      'an answer for a header',
      rest({ Type: 'REQUEST', IdentitySource: 'context.identity.sourceIp,method.request.header.Authorization' }),
      0,
    ],
    [
      'an answer for an address that is not kept',
      rest({ Type: 'REQUEST', IdentitySource: 'context.identity.sourceIp', AuthorizerResultTtlInSeconds: 0 }),
      0,
    ],
    ['an answer without a source', rest({ Type: 'REQUEST' }), 0],
    ['a token', rest({ Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization' }), 0],
  ])('%s', (_, example, count) => expect(said(Control.AUTHORIZER_EXACT, example)).toHaveLength(count));
});
