import * as fc from 'fast-check';
import { evaluate } from '../../../lib/checks/evaluate';
import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { source } from '../build';

const TYPES = [
  'Api',
  'Application',
  'Connector',
  'Function',
  'GraphQLApi',
  'HttpApi',
  'LayerVersion',
  'SimpleTable',
  'StateMachine',
  'WebFunction',
  'WebSocketApi',
].map(name => `AWS::Serverless::${name}`);

const PROPERTIES = [
  'AccessLogSetting',
  'Auth',
  'AutoPublishAlias',
  'CodeUri',
  'Connectors',
  'Cors',
  'CorsConfiguration',
  'DeadLetterQueue',
  'DefinitionBody',
  'DefinitionUri',
  'DeploymentPreference',
  'Destination',
  'Domain',
  'EndpointConfiguration',
  'Environment',
  'EventInvokeConfig',
  'Events',
  'FunctionUrlConfig',
  'Location',
  'MergeDefinitions',
  'OpenApiVersion',
  'PackageType',
  'Permissions',
  'Policies',
  'PrimaryKey',
  'Role',
  'RouteSettings',
  'Routes',
  'Source',
  'StageName',
  'Tags',
  'Tracing',
  'VpcConfig',
];

const EVENTS = [
  'AlexaSkill',
  'Api',
  'CloudWatchLogs',
  'Cognito',
  'DocumentDB',
  'EventBridgeRule',
  'HttpApi',
  'IoTRule',
  'Kinesis',
  'MQ',
  'MSK',
  'S3',
  'SNS',
  'SQS',
  'Schedule',
  'ScheduleV2',
  'SelfManagedKafka',
];

const KEYS = [
  'AccessAssociation',
  'Alarms',
  'ApiId',
  'Arn',
  'AuthType',
  'Authorizer',
  'Authorizers',
  'BasePath',
  'Bucket',
  'CreateUsagePlan',
  'DeadLetterConfig',
  'DefaultAuthorizer',
  'Destination',
  'DestinationConfig',
  'DomainName',
  'Events',
  'Fn::If',
  'FunctionArn',
  'Id',
  'Identity',
  'JwtConfiguration',
  'Method',
  'OnFailure',
  'Path',
  'Properties',
  'ResourcePolicy',
  'RestApiId',
  'Route53',
  'S3ReadPolicy',
  'SchemaRegistryConfig',
  'SourceAccessConfigurations',
  'SqsSubscription',
  'Statement',
  'Topic',
  'Type',
  'UsagePlan',
  'UserPool',
  '__proto__',
  'constructor',
  'get',
  'paths',
  'x-amazon-apigateway-integration',
];

const ODD: Json[] = [
  null,
  [],
  {},
  '',
  'x',
  0,
  true,
  [null],
  [[]],
  { a: null },
  'NONE',
  'PRIVATE',
  'SHARED',
  'AWS_IAM',
  'R0',
  '/x',
  'get',
];
const REFERENCES: Json[] = [
  { Ref: 'R0' },
  { Ref: 'AWS::NoValue' },
  { 'Fn::GetAtt': ['R1', 'Arn'] },
  { 'Fn::Sub': '${R0.Alias}' },
  { Ref: 'R1.Stage' },
];

const judge = (body: JsonObject): void => {
  evaluate(buildModel([source('A', body)]), { profile: 'strict', asOf: new Date('2026-01-01') });
};

const { value } = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...ODD, ...REFERENCES, ...EVENTS),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.tuple(tie('value'), tie('value')).map(([then, otherwise]): Json => ({ 'Fn::If': ['C', then, otherwise] })),
    fc.dictionary(fc.constantFrom(...KEYS, ...PROPERTIES), tie('value'), { maxKeys: 4 }),
  ),
}));
const properties = fc.dictionary(fc.constantFrom(...PROPERTIES), value, { maxKeys: 6 });
const events = fc.dictionary(
  fc.constantFrom('A', 'B', '__proto__'),
  fc.tuple(fc.constantFrom(...EVENTS), value).map(([Type, Properties]): Json => ({ Type, Properties })),
  { maxKeys: 3 },
);
const resource = fc
  .tuple(fc.constantFrom(...TYPES), properties, fc.option(events), fc.option(value), value)
  .map(([Type, Properties, Events, Connectors, Condition]): JsonObject => ({
    Type,
    Properties: Events === null ? Properties : { ...Properties, Events },
    ...(Connectors === null ? {} : { Connectors }),
    Condition,
    Metadata: Condition,
    IgnoreGlobals: Condition,
  }));

test.each(TYPES)('reads %s with anything in place of its properties', Type => {
  for (const odd of [...ODD, ...REFERENCES]) {
    const each: JsonObject = { Type, Properties: Object.fromEntries(PROPERTIES.map(name => [name, odd])) };
    judge({ Globals: odd, Resources: { R0: { Type, Properties: odd, Connectors: odd }, R1: each } });
    judge({ Globals: { Function: odd, Api: odd, HttpApi: odd }, Resources: { R0: each } });
  }
});

test.each(EVENTS)('reads an event source %s with anything in place of its properties', Type => {
  for (const odd of [...ODD, ...REFERENCES]) {
    const inner = Object.fromEntries(KEYS.filter(key => key !== '__proto__').map(name => [name, odd]));
    for (const Properties of [odd, inner]) {
      judge({ Resources: { R0: { Type: 'AWS::Serverless::Function', Properties: { Events: { E: { Type, Properties } } } } } });
      judge({
        Resources: { R0: { Type: 'AWS::Serverless::StateMachine', Properties: { Events: { E: { Type, Properties } } } } },
      });
    }
  }
});

test('never throws, whatever SAM holds', () => {
  fc.assert(
    fc.property(fc.array(resource, { maxLength: 4 }), value, properties, (resources, globals, shared) => {
      const Resources = Object.fromEntries(resources.map((one, index) => [`R${index}`, one]));
      judge({ Transform: globals, Globals: globals, Resources, Conditions: { C: globals } });
      judge({ Globals: { Function: shared, Api: shared, HttpApi: shared }, Resources, Parameters: { R0: { Default: globals } } });
    }),
    { numRuns: 300 },
  );
});

test('what nests without end is read no deeper than anything else', () => {
  let deep: Json = 'x';
  for (let level = 0; level < 5000; level++) deep = level % 2 === 0 ? { 'Fn::If': ['C', deep, 'y'] } : { a: [deep] };
  const Properties = {
    Policies: deep,
    Environment: deep,
    Auth: deep,
    DefinitionBody: { openapi: '3.0.1', paths: { '/x': deep } },
    Domain: { DomainName: deep },
  };
  const Resources = Object.fromEntries(TYPES.map((Type, index) => [`R${index}`, { Type, Properties }]));
  const refer = { P: { Type: 'T', Properties: { Value: { Ref: 'R0.Stage' } } } };
  judge({ Globals: { Function: { Environment: deep }, Api: { Auth: deep } }, Resources: { ...Resources, ...refer } });
});

test('stays linear: ten times the functions take no more than a multiple of the time', () => {
  const body = (count: number): JsonObject => ({
    Globals: {
      Function: { Runtime: 'nodejs22.x', Environment: { Variables: { A: '1' } } },
      Api: { Auth: { DefaultAuthorizer: 'AWS_IAM' } },
    },
    Resources: {
      B: { Type: 'AWS::S3::Bucket' },
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index): [string, Json] => [
          `F${index}`,
          {
            Type: 'AWS::Serverless::Function',
            Properties: {
              AutoPublishAlias: 'live',
              Policies: ['AWSLambdaExecute', { S3ReadPolicy: { BucketName: { Ref: 'B' } } }],
              Events: {
                A: { Type: 'Api', Properties: { Path: `/x${index}`, Method: 'get' } },
                H: { Type: 'HttpApi', Properties: { Path: `/x${index}`, Method: 'get' } },
                S: { Type: 'S3', Properties: { Bucket: { Ref: 'B' }, Events: 's3:ObjectCreated:*' } },
              },
            },
          },
        ]),
      ),
    },
  });
  const seconds = (count: number): number => {
    const start = process.hrtime.bigint();
    buildModel([source('A', body(count))]);
    return Number(process.hrtime.bigint() - start) / 1e9;
  };
  seconds(200);
  expect(seconds(2000)).toBeLessThan(40 * Math.max(seconds(200), 0.01));
});
