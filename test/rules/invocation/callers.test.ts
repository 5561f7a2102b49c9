import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, findingsOf, said } from '../said';

const permission = (Properties: JsonObject, Type = 'AWS::Lambda::Permission') =>
  beside({ P: { Type, Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', ...Properties } } });

test.each<[JsonObject, string, string]>([
  [{ Principal: '*' }, Control.NO_PUBLIC_INVOKER, 'PERM-01'],
  [{ Principal: '*', Action: 'lambda:*' }, Control.NO_PUBLIC_INVOKER, 'PERM-01 PERM-03'],
  [{ Principal: '111122223333', Action: 'lambda:GetFunction' }, Control.NO_PUBLIC_INVOKER, 'PERM-03'],
  [
    { Principal: 'arn:aws:iam::111122223333:role/x', Action: ['lambda:InvokeFunction', 'lambda:GetFunction'] },
    Control.NO_PUBLIC_INVOKER,
    'PERM-03',
  ],
  [
    { Principal: { 'Fn::GetAtt': ['Role', 'Arn'] }, Action: ['lambda:InvokeFunction', 'lambda:GetFunction'] },
    Control.PERMISSION_ONLY_INVOKES,
    'PERM-03',
  ],
  [{ Principal: 'sns.amazonaws.com' }, Control.INVOKER_BOUND_TO_SOURCE, 'PERM-01 PERM-02'],
])('%j breaks %s', (properties, rule, controls) =>
  expect(findingsOf(rule, permission(properties)).map(finding => finding.controls.join(' '))).toEqual([controls]),
);

describe('what an API invokes', () => {
  const api = (SourceArn: Json, Principal = 'apigateway.amazonaws.com') => permission({ Principal, SourceArn });
  const of = (route: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}${route}`,
  });

  test.each<[string, number]>([
    ['', 1],
    ['/*', 1],
    ['/*/*', 1],
    ['/*/*/*', 1],
    ['/prod/*/*', 1],
    ['/prod/GET/*', 0],
    ['/*/*/orders', 0],
    ['/*/$connect', 0],
    ['/authorizers/a1b2', 0],
  ])('by %j', (route, count) => expect(said(Control.API_PERMISSION_NAMES_ITS_ROUTE, api(of(route)))).toHaveLength(count));

  test('by a topic, or by another service, is not asked about', () => {
    expect(said(Control.API_PERMISSION_NAMES_ITS_ROUTE, api('arn:aws:sns:eu-west-1:111122223333:orders'))).toEqual([]);
    expect(said(Control.API_PERMISSION_NAMES_ITS_ROUTE, api(of('/*/*'), 'sns.amazonaws.com'))).toEqual([]);
    expect(said(Control.API_PERMISSION_NAMES_ITS_ROUTE, permission({ Principal: 'apigateway.amazonaws.com' }))).toEqual([]);
  });

  test('as a whole, where the API is there for this one function', () => {
    const method = (target: string) => ({
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        HttpMethod: 'ANY',
        AuthorizationType: 'AWS_IAM',
        Integration: {
          Type: 'AWS_PROXY',
          Uri: { 'Fn::Sub': `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\${${target}.Arn}/invocations` },
        },
      },
    });
    const Other = { Type: 'AWS::Lambda::Function', Properties: {} };
    const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };
    const resources = { ...api(of('/*/*')).Resources, Api, Other };
    const rule = Control.API_PERMISSION_NAMES_ITS_ROUTE;
    expect(said(rule, beside({ ...resources, Any: method('Function') }))).toEqual([]);
    expect(said(rule, beside({ ...resources, Any: method('Function'), Else: method('Other') }))).toHaveLength(1);
    const answers = { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, Integration: { Type: 'MOCK' } } };
    const elsewhere = method('Other');
    const ofOther = { ...elsewhere, Properties: { ...(elsewhere.Properties as JsonObject), RestApiId: { Ref: 'OtherApi' } } };
    const more = { Options: answers, OtherApi: Api, Their: ofOther };
    expect(said(rule, beside({ ...resources, Any: method('Function'), ...more }))).toEqual([]);
    const hidden = {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: { Ref: 'Api' }, Integration: { Ref: 'AWS::StackName' } },
    };
    expect(said(rule, beside({ ...resources, Any: method('Function'), Hidden: hidden }))).toHaveLength(1);
    expect(said(rule, beside({ ...resources, Options: answers }))).toHaveLength(1);
  });

  test('by a resource policy', () => {
    const PolicyDocument = {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: '*',
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/*' } },
        },
      ],
    };
    const P = {
      Type: 'AWS::Lambda::ResourcePolicy',
      Properties: { ResourceArn: { 'Fn::GetAtt': ['Function', 'Arn'] }, PolicyDocument },
    };
    expect(findingsOf(Control.API_PERMISSION_NAMES_ITS_ROUTE, beside({ P })).map(({ property }) => property)).toEqual([
      'Properties.PolicyDocument',
    ]);
  });
});

test.each<[string, string[], boolean]>([
  ['one service', ['sns.amazonaws.com'], false],
  ['one service in two partitions', ['sns.amazonaws.com', 'sns.${AWS::URLSuffix}'], false],
  ['two services', ['sns.amazonaws.com', 's3.amazonaws.com'], true],
  ['a service and an account', ['sns.amazonaws.com', '111122223333'], false],
])('a function invoked by %s', (_, principals, expected) => {
  const permissions = principals.map((Principal, index) => [
    `P${index}`,
    {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', Principal: { 'Fn::Sub': Principal } },
    },
  ]);
  expect(said(Control.ONE_INVOKER_PER_FUNCTION, beside(Object.fromEntries(permissions) as JsonObject))).toHaveLength(
    expected ? 1 : 0,
  );
});

test.each<[Json, string[]]>([
  [{ 'Fn::If': ['IsProd', 'AWS_IAM', 'AWS_IAM'] }, []],
  [{ 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] }, ['fail NONE']],
  [{ 'Fn::If': ['IsProd', 'AWS_IAM', { 'Fn::If': ['IsDev', 'NONE', { Ref: 'AWS::NoValue' }] }] }, ['fail NONE', 'fail left out']],
  [{ 'Fn::If': ['IsProd', 'AWS_IAM', { Ref: 'Mode' }] }, ['unknown told']],
  [{ a: 'b' }, ['fail Object']],
])('a function URL with %j', (AuthType, expected) => {
  const equals = (region: string) => ({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, region] });
  const example = beside(
    { U: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Function' }, AuthType } } },
    { Parameters: { Mode: { Type: 'String' } }, Conditions: { IsProd: equals('eu-west-1'), IsDev: equals('eu-west-2') } },
  );
  const found = findingsOf(Control.FUNCTION_URL_REQUIRES_IAM, example).map(
    ({ verdict, message }) => `${verdict} ${/NONE|left out|\$\{Mode\}|object/i.exec(message)?.[0]}`,
  );
  expect(found.map(text => text.replace('${Mode}', 'told').replace(/object/i, 'Object'))).toEqual(expected);
});

describe('methods and routes', () => {
  const method = (AuthorizationType: Json, Integration: JsonObject) =>
    beside({ M: { Type: 'AWS::ApiGateway::Method', Properties: { HttpMethod: 'GET', AuthorizationType, Integration } } });
  const route = (AuthorizationType: Json) =>
    beside({
      M: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: 'a1b2c3', RouteKey: 'GET /orders', AuthorizationType } },
    });
  const asked = (example: ReturnType<typeof route>) =>
    findingsOf(Control.API_REQUIRES_AUTHORIZATION, example).map(({ severity, message }) => `${severity} ${message.slice(0, 12)}`);
  const FUNCTION = {
    Type: 'AWS_PROXY',
    Uri: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations' },
  };

  test.each<[string, ReturnType<typeof route>, string[]]>([
    ['that asks by IAM', method('AWS_IAM', FUNCTION), []],
    ['that asks in small letters', method('aws_iam', FUNCTION), []],
    ['that asks an authorizer', method('CUSTOM', FUNCTION), []],
    ['that asks nothing', method('NONE', FUNCTION), ['error The method G']],
    [
      'that asks nothing before a server',
      method('NONE', { Type: 'HTTP_PROXY', Uri: 'https://example.com' }),
      ['warning The method G'],
    ],
    ['that asks nothing before an answer', method('NONE', { Type: 'MOCK' }), ['info The method G']],
    ['of an HTTP API that asks for a token', route('JWT'), []],
    ['of an HTTP API that asks nothing', route('NONE'), ['error The route GE']],
  ])('one %s', (_, example, expected) => expect(asked(example)).toEqual(expected));
});

describe('cross-origin rules', () => {
  const url = (Cors: Json) =>
    beside({
      U: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Function' }, AuthType: 'AWS_IAM', Cors } },
    });
  const preflight = (parameters: JsonObject) =>
    beside({
      M: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          HttpMethod: 'OPTIONS',
          AuthorizationType: 'NONE',
          Integration: { Type: 'MOCK', IntegrationResponses: [{ StatusCode: 204, ResponseParameters: parameters }] },
        },
      },
    });
  const header = (name: string) => `method.response.header.Access-Control-Allow-${name}`;
  const sam = (Type: string, Properties: JsonObject) =>
    beside({ A: { Type: `AWS::Serverless::${Type}`, Properties } }, { Transform: 'AWS::Serverless-2016-10-31' });
  const answering = (responseParameters: JsonObject) => ({
    'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { statusCode: 200, responseParameters } } },
  });
  const described = (...answers: JsonObject[]) =>
    beside({
      R: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Body: { paths: Object.fromEntries(answers.map((answer, at) => [`/${at}`, { options: answering(answer) }])) },
        },
      },
    });
  const OPEN = { [header('Origin')]: "'*'" };

  test.each<[string, ReturnType<typeof url>, string[]]>([
    ['a list with a star', url({ AllowOrigins: ['https://a.example.com', '*'] }), ['warning']],
    ['a star as text', url({ AllowOrigins: '*' }), ['warning']],
    ['a star under a scheme', url({ AllowOrigins: ['https://*'], AllowCredentials: 'true' }), ['error']],
    ['a star under the plain scheme', url({ AllowOrigins: ['http://*'] }), ['warning']],
    ['a star behind a name', url({ AllowOrigins: ['https://example.com.*'] }), []],
    ['no rule at all', url({ Ref: 'AWS::NoValue' }), []],
    ['a star before a name', url({ AllowOrigins: ['https://*.example.com'], AllowCredentials: true }), []],
    ['no origin', url({ AllowMethods: ['GET'] }), []],
    ['a preflight with credentials', preflight({ [header('Origin')]: "'*'", [header('Credentials')]: "'true'" }), ['error']],
    ['a preflight without', preflight({ [header('Origin')]: "'*'", [header('Credentials')]: "'false'" }), ['warning']],
    ['a preflight that says something else', preflight({ [header('Methods')]: "'GET'" }), []],
    ['descriptions of preflights', described(OPEN, OPEN), ['warning']],
    ['one of them with credentials', described(OPEN, { ...OPEN, [header('Credentials')]: "'true'" }), ['error']],
    ['a description for one page', described({ [header('Origin')]: "'https://a.example.com'" }), []],
    ['an HTTP API of SAM', sam('HttpApi', { CorsConfiguration: true }), ['warning']],
    ['an HTTP API of SAM for one page', sam('HttpApi', { CorsConfiguration: { AllowOrigins: ['https://a.example.com'] } }), []],
    [
      'a description of an HTTP API',
      beside({
        A: {
          Type: 'AWS::ApiGatewayV2::Api',
          Properties: { Body: { 'x-amazon-apigateway-cors': { allowOrigins: ['*'], allowCredentials: true } } },
        },
      }),
      ['error'],
    ],
  ])('%s', (_, example, expected) =>
    expect(findingsOf(Control.CORS_NAMES_ITS_ORIGINS, example).map(({ severity }) => severity)).toEqual(expected),
  );

  test('one bad branch is a bad rule', () => {
    const example = url({ AllowOrigins: { 'Fn::If': ['IsDev', ['*'], ['https://a.example.com']] } });
    const Conditions = { IsDev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } };
    expect(findingsOf(Control.CORS_NAMES_ITS_ORIGINS, { ...example, Conditions }).map(({ message }) => message)).toEqual([
      expect.stringMatching(/\(when IsDev is true\)$/),
    ]);
  });
});

test.each<[Json, string]>([
  ['IamAuth', ''],
  ['ApplicationManaged', 'fail'],
  [{ Ref: 'Mode' }, 'unknown'],
])('an endpoint of a web function with %j', (AuthType, verdict) => {
  const example = beside(
    { E: { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: { AuthType } } },
    { Parameters: { Mode: { Type: 'String' } } },
  );
  expect(
    findingsOf(Control.WEB_ENDPOINT_REQUIRES_IAM, example)
      .map(finding => finding.verdict)
      .join(),
  ).toBe(verdict);
});
