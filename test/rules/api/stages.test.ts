import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { httpStage, restStage } from '../../../lib/rules/api/api-examples';
import type { Example } from '../../../lib/rules/example';
import { beside, findingsOf, said } from '../said';

const hidden: Pick<Example, 'Parameters'> = { Parameters: { Setting: { Type: 'String' } } };
const SETTING = { Ref: 'Setting' };
const deployment = (Properties: JsonObject, others: JsonObject = {}) =>
  beside({ D: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'a1b2c3', ...Properties } }, ...others });
const DESTINATION = 'arn:aws:logs:eu-west-1:111122223333:log-group:calls';

describe('access logs', () => {
  const rest = (AccessLogSetting: Json) => restStage({ AccessLogSetting });
  test.each<[string, Example, string[]]>([
    ['nothing to write', rest({ DestinationArn: DESTINATION }), ['warning API-02 API-03']],
    ['a number for a format', rest({ DestinationArn: DESTINATION, Format: 123 }), ['warning API-02 API-03']],
    ['a number for a place', rest({ DestinationArn: 123, Format: '{}' }), ['warning API-02 API-03']],
    ['an empty place', rest({ DestinationArn: ' ', Format: '{}' }), ['warning API-02 API-03']],
    ['text', rest({ DestinationArn: DESTINATION, Format: '$context.requestId' }), ['info API-03']],
    ['a JSON number', rest({ DestinationArn: DESTINATION, Format: '1e3' }), ['info API-03']],
    [
      'JSON with bare values',
      rest({ DestinationArn: DESTINATION, Format: '{"a":$context.status, "b":[$context.responseLength]}' }),
      [],
    ],
    ['a format of somebody else', rest({ DestinationArn: DESTINATION, Format: SETTING }), []],
    [
      'a format with something of somebody else',
      rest({ DestinationArn: DESTINATION, Format: { 'Fn::Sub': '${Setting} $context.requestId' } }),
      ['info API-03'],
    ],
    [
      'a format that ends with something of somebody else',
      rest({ DestinationArn: DESTINATION, Format: { 'Fn::Sub': '$context.requestId ${Setting}' } }),
      ['info API-03'],
    ],
    ['nothing in JSON', rest({ DestinationArn: DESTINATION, Format: 'null' }), ['info API-03']],
    ['a text for a setting', rest('somewhere'), ['warning API-02 API-03']],
    [
      'an HTTP API that logs',
      httpStage({ AccessLogSettings: { DestinationArn: DESTINATION, Format: '{"a":"$context.requestId"}' } }),
      [],
    ],
    [
      'an HTTP API with the setting of a REST API',
      httpStage({ AccessLogSetting: { DestinationArn: DESTINATION, Format: '{}' } }),
      ['warning API-02 API-03'],
    ],
    ['a WebSocket API', httpStage({}, 'WEBSOCKET'), ['warning API-02 API-03']],
    ['a deployment that describes a stage', deployment({ StageDescription: {} }), ['warning API-02 API-03']],
    ['a deployment that names a stage', deployment({ StageName: 'prod' }), ['warning API-02 API-03']],
    [
      'a deployment that logs',
      deployment({ StageDescription: { AccessLogSetting: { DestinationArn: DESTINATION, Format: '{}' } } }),
      [],
    ],
    ['a deployment that nobody takes up', deployment({}), ['info API-02']],
    [
      'a deployment that a stage takes up',
      deployment(
        {},
        {
          Stage: {
            Type: 'AWS::ApiGateway::Stage',
            Properties: { DeploymentId: { Ref: 'D' }, AccessLogSetting: { DestinationArn: DESTINATION, Format: '{}' } },
          },
        },
      ),
      [],
    ],
  ])('%s', (_, example, expected) =>
    expect(
      findingsOf(Control.API_CALLS_LOGGED, { ...hidden, ...example }).map(
        ({ severity, controls }) => `${severity} ${controls.join(' ')}`,
      ),
    ).toEqual(expected),
  );

  test('a deployment of which another is taken up is taken up by nobody', () => {
    const D = { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'a1b2c3' } };
    const Stage = {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { DeploymentId: { Ref: 'E' }, AccessLogSetting: { DestinationArn: DESTINATION, Format: '{}' } },
    };
    expect(findingsOf(Control.API_CALLS_LOGGED, beside({ D, E: D, Stage })).map(({ resource }) => resource)).toEqual(['D']);
  });

  test.each<[string, Example]>([
    ['a REST API', restStage({ AccessLogSetting: undefined })],
    ['an HTTP API', httpStage({})],
    ['a WebSocket API', httpStage({}, 'WEBSOCKET')],
  ])('the stage of %s is told as that', (kind, example) => {
    expect(findingsOf(Control.API_CALLS_LOGGED, example)[0].message).toContain(`of ${kind} logs no calls`);
  });

  test('a setting that only the deployment knows is unknown', () =>
    expect(said(Control.API_CALLS_LOGGED, { ...hidden, ...rest(SETTING) })).toEqual([
      'unknown warning Stage Properties.AccessLogSetting [API-02 API-03]',
    ]));
});

describe('execution logs', () => {
  const settings = (...MethodSettings: JsonObject[]) => restStage({ MethodSettings });
  test.each<[string, Example, string]>([
    ['every method', settings({ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' }), ''],
    ['every method by a bare star', settings({ HttpMethod: '*', ResourcePath: '*', LoggingLevel: 'INFO' }), ''],
    ['one method', settings({ HttpMethod: 'GET', ResourcePath: '/', LoggingLevel: 'ERROR' }), ''],
    ['no level that there is', settings({ HttpMethod: 'GET', ResourcePath: '/', LoggingLevel: 'SUPER' }), 'fail'],
    ['no level', settings({ HttpMethod: 'GET', ResourcePath: '/' }), 'fail'],
    ['a level that nobody knows', settings({ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: SETTING }), 'unknown'],
    ['a deployment', deployment({ StageDescription: { LoggingLevel: 'ERROR' } }), ''],
    ['a deployment without', deployment({ StageDescription: {} }), 'fail'],
    ['a WebSocket API', httpStage({ DefaultRouteSettings: { LoggingLevel: 'ERROR' } }, 'WEBSOCKET'), ''],
    [
      'a route of a WebSocket API',
      httpStage(
        { RouteSettings: { send: { LoggingLevel: 'OFF' } }, DefaultRouteSettings: { LoggingLevel: 'ERROR' } },
        'WEBSOCKET',
      ),
      'fail',
    ],
  ])('%s', (_, example, verdict) =>
    expect(
      findingsOf(Control.API_EXECUTION_LOGGED, { ...hidden, ...example })
        .map(finding => finding.verdict)
        .join(),
    ).toBe(verdict),
  );
});

test.each<[Json | undefined, string]>([
  [true, ''],
  ['true', ''],
  [false, 'fail'],
  [undefined, 'fail'],
  [SETTING, 'unknown'],
])('tracing of a REST API: %j', (TracingEnabled, verdict) => {
  const found = findingsOf(Control.API_TRACED, { ...hidden, ...restStage({ TracingEnabled }) });
  expect(found.map(finding => finding.verdict).join()).toBe(verdict);
});

test('an HTTP API has no traces, no cache and no firewall to ask for', () => {
  const rules = [Control.API_TRACED, Control.API_CACHE_ENCRYPTED, Control.API_BEHIND_WEB_ACL, Control.API_PRESENTS_CERTIFICATE];
  expect(rules.flatMap(rule => said(rule, httpStage({})))).toEqual([]);
  expect(rules.flatMap(rule => said(rule, deployment({})))).toEqual([]);
  expect(said(Control.API_EXECUTION_LOGGED, deployment({}))).toEqual([]);
  expect(said(Control.API_THROTTLED, deployment({}))).toEqual([]);
});

describe('throttling', () => {
  const limits = (rate: Json, burst: Json) => ({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst });
  test.each<[string, Example, string | undefined]>([
    ['none', restStage({ MethodSettings: undefined }), 'Properties.MethodSettings'],
    [
      'taken away',
      restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ...limits(-1, '-1') }] }),
      'Properties.MethodSettings',
    ],
    ['zero, an off switch', restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ...limits(0, 0) }] }), undefined],
    [
      'of a parameter',
      restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ...limits(SETTING, SETTING) }] }),
      undefined,
    ],
    [
      'of every path of one method',
      restStage({ MethodSettings: [{ HttpMethod: 'GET', ResourcePath: '/*', ...limits(10, 5) }] }),
      'Properties.MethodSettings',
    ],
    [
      'of every method of some paths',
      restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/orders/*', ...limits(10, 5) }] }),
      'Properties.MethodSettings',
    ],
    [
      'of every method of a path that begins with a star',
      restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*/items', ...limits(10, 5) }] }),
      'Properties.MethodSettings',
    ],
    [
      'of every method, by a bare star',
      restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '*', ...limits(10, 5) }] }),
      undefined,
    ],
    ['of a deployment', deployment({ StageDescription: limits(10, 5) }), undefined],
    ['of no deployment', deployment({ StageDescription: {} }), 'Properties.StageDescription'],
    ['of one route', httpStage({ RouteSettings: { 'GET /': limits(10, 5) } }), 'Properties.DefaultRouteSettings'],
  ])('%s', (_, example, property) =>
    expect(findingsOf(Control.API_THROTTLED, { ...hidden, ...example }).map(finding => finding.property)).toEqual(
      property === undefined ? [] : [property],
    ),
  );
});

test('the limits that are missing are counted', () => {
  const message = (limit: JsonObject) =>
    findingsOf(Control.API_THROTTLED, restStage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ...limit }] }))[0]
      .message;
  expect(message({ ThrottlingRateLimit: 10 })).toMatch(/ThrottlingBurstLimit for every method is /);
  expect(message({})).toMatch(
    /ThrottlingRateLimit and ThrottlingBurstLimit for every method are |Throttling\w+ and Throttling\w+ for every method are /,
  );
});

describe('caches', () => {
  const settings = (...MethodSettings: JsonObject[]) => restStage({ MethodSettings });
  const EVERY = { HttpMethod: '*', ResourcePath: '/*' };
  test.each<[string, Example, string[]]>([
    ['no cache', settings(EVERY), ['info']],
    ['no settings', restStage({ MethodSettings: undefined }), ['info']],
    ['a cache', settings({ ...EVERY, CachingEnabled: true }), ['warning']],
    ['an encrypted cache', settings({ ...EVERY, CachingEnabled: true, CacheDataEncrypted: true }), []],
    [
      'one method without',
      settings(
        { ...EVERY, CacheDataEncrypted: true },
        { HttpMethod: 'GET', ResourcePath: '/', CachingEnabled: true, CacheDataEncrypted: false },
      ),
      ['warning'],
    ],
    [
      'one method like all',
      settings({ ...EVERY, CacheDataEncrypted: true }, { HttpMethod: 'GET', ResourcePath: '/', CachingEnabled: true }),
      [],
    ],
    [
      'one method with, and all without',
      settings(
        { ...EVERY, CachingEnabled: true, CacheDataEncrypted: false },
        { HttpMethod: 'GET', ResourcePath: '/', CachingEnabled: true, CacheDataEncrypted: true },
      ),
      ['warning'],
    ],
    ['a setting that nobody knows', settings({ ...EVERY, CachingEnabled: true, CacheDataEncrypted: SETTING }), []],
    ['a deployment', deployment({ StageDescription: { CachingEnabled: 'true', CacheDataEncrypted: 'false' } }), ['warning']],
    ['an encrypted deployment', deployment({ StageDescription: { CachingEnabled: 'true', CacheDataEncrypted: 'true' } }), []],
  ])('%s', (_, example, expected) =>
    expect(findingsOf(Control.API_CACHE_ENCRYPTED, { ...hidden, ...example }).map(({ severity }) => severity)).toEqual(expected),
  );
});

describe('firewalls', () => {
  const firewall = (ResourceArn: Json, Type = 'AWS::WAFv2::WebACLAssociation') =>
    restStage({}, { Firewall: { Type, Properties: { ResourceArn, WebACLArn: 'x' } } });
  test.each<[string, Example, number]>([
    ['by the stage', firewall({ 'Fn::Sub': 'arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/${Stage}' }), 0],
    ['by its name', firewall({ 'Fn::Join': ['', ['arn:aws:apigateway:x::/restapis/', { Ref: 'Api' }, '/stages/prod']] }), 0],
    [
      'of the older kind',
      firewall({ 'Fn::Sub': 'arn:aws:apigateway:x::/restapis/${Api}/stages/prod' }, 'AWS::WAFRegional::WebACLAssociation'),
      0,
    ],
    ['by the older form of its ARN', firewall({ 'Fn::Sub': 'arn:aws:apigateway:x::/restapis/${Api}/stage/prod' }), 0],
    ['of another API', firewall('arn:aws:apigateway:x::/restapis/z9y8/stages/prod'), 1],
    ['of another stage', firewall({ 'Fn::Sub': 'arn:aws:apigateway:x::/restapis/${Api}/stages/test' }), 1],
    ['of the API', firewall({ Ref: 'Api' }), 1],
    ['of what nobody knows', firewall({ a: 'b' }), 1],
    ['of a stage without an API', restStage({ RestApiId: undefined }), 1],
    ['of a stage without a name', restStage({ StageName: undefined }), 0],
  ])('%s', (_, example, count) => expect(said(Control.API_BEHIND_WEB_ACL, example)).toHaveLength(count));
});

describe('client certificates', () => {
  const method = (Type: string) => ({
    Type: 'AWS::ApiGateway::Method',
    Properties: { RestApiId: { Ref: 'Api' }, HttpMethod: 'GET', AuthorizationType: 'AWS_IAM', Integration: { Type } },
  });
  const stage = (others: JsonObject) => restStage({ ClientCertificateId: undefined }, others);
  const body = (type: string) =>
    stage({
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Body: { paths: { '/': { get: { security: [], 'x-amazon-apigateway-integration': { type } } } } } },
      },
    });
  test.each<[string, Example, number]>([
    ['functions', stage({ A: method('AWS_PROXY') }), 0],
    ['services and mocks', stage({ A: method('AWS'), B: method('MOCK') }), 0],
    ['a function and a backend', stage({ A: method('AWS_PROXY'), B: method('HTTP') }), 1],
    ['mocks only', stage({ B: method('MOCK') }), 1],
    ['a described function', body('aws_proxy'), 0],
    ['a described backend', body('http_proxy'), 1],
    [
      'a method of another API',
      stage({ A: { ...method('AWS_PROXY'), Properties: { RestApiId: 'z9y8', Integration: { Type: 'AWS_PROXY' } } } }),
      1,
    ],
  ])('%s', (_, example, count) => expect(said(Control.API_PRESENTS_CERTIFICATE, example)).toHaveLength(count));
});
