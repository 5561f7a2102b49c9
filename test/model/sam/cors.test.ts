import { fn, place, propertiesOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { at } from '../../../lib/model/json';

const INTEGRATION = 'x-amazon-apigateway-integration';
const HEADER = 'method.response.header.Access-Control-';

const rest = (properties: JsonObject, ...methods: string[]) =>
  sam({
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', ...properties } },
    F: fn({
      Events: Object.fromEntries(
        methods.map(Method => [Method, { Type: 'Api', Properties: { RestApiId: { Ref: 'Api' }, Path: '/x', Method } }]),
      ),
    }),
  });
const preflight = (Cors: Json, ...methods: string[]): Json | undefined =>
  at(propertiesOf(rest({ Cors }, ...(methods.length === 0 ? ['get'] : methods)), 'Api').Body, 'paths', '/x', 'options');
const headers = (Cors: Json, ...methods: string[]): Json | undefined =>
  at(preflight(Cors, ...methods), INTEGRATION, 'responses', 'default', 'responseParameters');

const Parameters = { Yes: { Type: 'String', Default: true }, No: { Type: 'String', Default: false } };
const http = (properties: JsonObject) =>
  sam({ Api: { Type: 'AWS::Serverless::HttpApi', Properties: properties } }, { Parameters });
const cors = (CorsConfiguration: Json, more: JsonObject = {}): Json | undefined =>
  at(propertiesOf(http({ CorsConfiguration, ...more }), 'Api').Body, 'x-amazon-apigateway-cors');

test.each<[string, Json]>([
  ['nothing', null],
  ['no', false],
  ['an empty text', ''],
  ['an empty object', {}],
])('an API that says %s answers no preflights', (_, stated) => {
  expect(preflight(stated)).toBeUndefined();
  expect(cors(stated)).toBeUndefined();
  expect(cors(stated, { DefinitionBody: { openapi: '3.0.1', paths: {}, 'x-amazon-apigateway-cors': { maxAge: 1 } } })).toEqual({
    maxAge: 1,
  });
});

describe('a REST API', () => {
  test('answers a preflight itself', () => {
    expect(preflight("'a'")).toEqual({
      responses: { '200': { description: 'Default response for CORS method' } },
      [INTEGRATION]: {
        type: 'mock',
        requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
        responses: {
          default: {
            statusCode: '200',
            responseParameters: { [`${HEADER}Allow-Origin`]: "'a'", [`${HEADER}Allow-Methods`]: "'GET,OPTIONS'" },
          },
        },
      },
    });
  });

  test.each<[string, Json, JsonObject]>([
    ['every origin where it names none', { MaxAge: "'1'" }, { 'Allow-Origin': "'*'", 'Max-Age': "'1'" }],
    ['an origin that is computed', { 'Fn::Sub': "'https://${D}'" }, { 'Allow-Origin': "'https://${D}'" }],
    [
      'what it says',
      { AllowOrigin: "'a'", AllowHeaders: "'h'", AllowMethods: "'m'", AllowCredentials: true },
      { 'Allow-Origin': "'a'", 'Allow-Headers': "'h'", 'Allow-Methods': "'m'", 'Allow-Credentials': "'true'" },
    ],
    ['no credentials where it says so', { AllowOrigin: "'a'", AllowCredentials: false }, { 'Allow-Origin': "'a'" }],
  ])('allows %s', (_, stated, expected) => {
    const methods = { 'Allow-Methods': "'GET,OPTIONS'" };
    const whole = Object.entries({ ...methods, ...expected }).map(([name, value]) => [`${HEADER}${name}`, value]);
    expect(headers(stated)).toEqual(Object.fromEntries(whole));
  });

  test.each<[string, string[], string]>([
    ['its methods, in order', ['put', 'get'], "'GET,OPTIONS,PUT'"],
    ['every method where it has one for all', ['any', 'get'], "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'"],
  ])('allows %s', (_, methods, expected) => {
    expect(headers("'a'", ...methods)).toMatchObject({ [`${HEADER}Allow-Methods`]: expected });
  });

  test('leaves a preflight to a function that takes it', () => {
    expect(headers("'a'", 'options', 'get')).toBeUndefined();
    expect(preflight("'a'", 'options', 'get')).toMatchObject({ [INTEGRATION]: { type: 'aws_proxy' } });
  });
});

describe('an HTTP API', () => {
  const STATED = {
    AllowOrigins: ['a'],
    AllowHeaders: ['h'],
    AllowMethods: ['m'],
    ExposeHeaders: ['e'],
    MaxAge: 1,
    AllowCredentials: true,
  };
  const MADE = {
    allowOrigins: ['a'],
    allowHeaders: ['h'],
    allowMethods: ['m'],
    exposeHeaders: ['e'],
    maxAge: 1,
    allowCredentials: true,
  };

  test.each<[string, Json, Json | undefined]>([
    ['every origin', true, { allowOrigins: ['*'] }],
    ['every origin by a parameter', { Ref: 'Yes' }, { allowOrigins: ['*'] }],
    ['nothing by a parameter', { Ref: 'No' }, undefined],
    ['what stands in a branch, whatever that is', { 'Fn::If': ['C', STATED, true] }, { 'Fn::If': ['C', MADE, true] }],
    ['what it says', STATED, MADE],
    ['what a parameter says', { 'Fn::Split': [',', { Ref: 'Origins' }] }, { allowOrigins: expect.anything() as never }],
    [
      'what a condition decides',
      { 'Fn::If': ['C', STATED, { 'Fn::If': ['D', { AllowOrigins: ['*'] }, { Ref: 'AWS::NoValue' }] }] },
      { 'Fn::If': ['C', MADE, { 'Fn::If': ['D', { allowOrigins: ['*'] }, {}] }] },
    ],
  ])('allows %s', (_, stated, expected) => expect(cors(stated)).toEqual(expected));

  test('allows what its description says where its settings say nothing of that', () => {
    const DefinitionBody = {
      openapi: '3.0.1',
      paths: {},
      'x-amazon-apigateway-cors': { allowOrigins: ['*'], maxAge: 9 },
    };
    expect(cors(true, { DefinitionBody })).toEqual({ allowOrigins: ['*'], maxAge: 9 });
    expect(cors({ AllowHeaders: ['h'], MaxAge: 1 }, { DefinitionBody })).toEqual({
      allowOrigins: ['*'],
      allowHeaders: ['h'],
      maxAge: 1,
    });
  });

  test('may decide more deeply than anybody does', () => {
    let deep: Json = STATED;
    for (let level = 0; level < 20_000; level++) deep = { 'Fn::If': ['C', deep, true] };
    expect(() => cors(deep)).not.toThrow();
  });

  test('says so where the user wrote it', () => {
    const facts = http({ CorsConfiguration: STATED });
    expect(place(facts, 'Api', 'Properties.Body.x-amazon-apigateway-cors.allowOrigins')).toBe('Api Properties.CorsConfiguration');
  });
});
