import { fn, made, managedOf, methodsOf, place, propertiesOf, rightsOf, sam, stateMachine, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const table = (properties: JsonObject = {}): JsonObject => ({ Type: 'AWS::Serverless::SimpleTable', Properties: properties });

test.each<[string, JsonObject, JsonObject]>([
  ['nothing', {}, { BillingMode: 'PAY_PER_REQUEST', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] }],
  [
    'a key',
    { PrimaryKey: { Name: 'n', Type: 'Number' } },
    { AttributeDefinitions: [{ AttributeName: 'n', AttributeType: 'N' }] },
  ],
  ['a key in words of DynamoDB', { PrimaryKey: { Name: 'n', Type: 'B' } }, { AttributeDefinitions: [{ AttributeType: 'B' }] }],
  ['encryption', { SSESpecification: { SSEEnabled: true } }, { SSESpecification: { SSEEnabled: true } }],
  ['a throughput', { ProvisionedThroughput: { ReadCapacityUnits: 1 } }, { ProvisionedThroughput: { ReadCapacityUnits: 1 } }],
])('a table with %s', (_, properties, expected) => {
  const facts = sam({ T: table(properties) });
  expect(made(facts)).toEqual({ T: 'DynamoDB::Table' });
  expect(propertiesOf(facts, 'T')).toMatchObject(expected);
});

test('a layer keeps the name under which functions refer to it', () => {
  const facts = sam({
    L: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 's3://b/k' } },
    F: fn({ Layers: [{ Ref: 'L' }] }),
  });
  expect(propertiesOf(facts, 'L')).toEqual({ LayerName: 'L', Content: { S3Bucket: 'b', S3Key: 'k' } });
  expect(propertiesOf(facts, 'F').Layers).toEqual(['${L}']);
});

test.each<[string, Json]>([
  ['from a repository', { ApplicationId: 'arn', SemanticVersion: '1.0.0' }],
  ['by an address', 'https://example.com/app.yaml'],
  ['by a condition', { 'Fn::If': ['C', 'a', 'b'] }],
])('an application %s is a stack that nobody has seen', (_, Location) => {
  const facts = sam({ A: { Type: 'AWS::Serverless::Application', Properties: { Location } } });
  expect(unknownIn(facts)).toEqual(['A Properties.TemplateURL: deploys a template that was not given']);
  expect(place(facts, 'A', 'Properties.TemplateURL')).toBe('A Properties.Location');
});

describe('a state machine', () => {
  test('has its logs, its traces and a role', () => {
    const facts = sam({
      S: stateMachine({ Logging: { Level: 'ALL' }, Tracing: { Enabled: true }, Name: 'n', Type: 'EXPRESS', Tags: { a: 'b' } }),
    });
    expect(made(facts)).toEqual({ S: 'StepFunctions::StateMachine', SRole: 'IAM::Role' });
    expect(propertiesOf(facts, 'S')).toMatchObject({
      Definition: { StartAt: 'A' },
      LoggingConfiguration: { Level: 'ALL' },
      TracingConfiguration: { Enabled: true },
      StateMachineName: 'n',
      StateMachineType: 'EXPRESS',
      RoleArn: '${SRole.Arn}',
    });
    expect(place(facts, 'S', 'Properties.LoggingConfiguration.Level')).toBe('S Properties.Logging.Level');
    expect(place(facts, 'S', 'Properties.TracingConfiguration')).toBe('S Properties.Tracing');
  });

  test('has rights that are judged also where SAM refuses them beside a role', () => {
    const Policies = [{ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }];
    const facts = sam({ S: stateMachine({ Role: 'arn', Policies }) });
    expect(rightsOf(facts, 'SRole')).toEqual(expect.arrayContaining([expect.stringContaining('s3:*')]));
    expect(propertiesOf(facts, 'S')).toMatchObject({ RoleArn: 'arn' });
    expect(unknownIn(facts)).toEqual(["S Properties.Policies: states 'Role' and 'Policies', of which SAM takes only one"]);
  });

  test('runs under the role that is given, and may be described elsewhere', () => {
    const facts = sam({ S: stateMachine({ Role: 'arn', DefinitionUri: 's3://b/k' }) });
    expect(made(facts)).toEqual({ S: 'StepFunctions::StateMachine' });
    expect(propertiesOf(facts, 'S')).toMatchObject({ RoleArn: 'arn', DefinitionS3Location: { Bucket: 'b', Key: 'k' } });
  });

  test('is started by rules and schedules, under a role of its own', () => {
    const Events = {
      R: { Type: 'EventBridgeRule', Properties: { Pattern: {} } },
      S: { Type: 'Schedule', Properties: { Schedule: 's', RoleArn: 'given' } },
      V: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 's' } },
    };
    const facts = sam({ M: stateMachine({ Events, PermissionsBoundary: 'b' }) });
    expect(made(facts)).toMatchObject({
      MR: 'Events::Rule',
      MRRole: 'IAM::Role',
      MS: 'Events::Rule',
      MV: 'Scheduler::Schedule',
      MVRole: 'IAM::Role',
    });
    expect(made(facts)).not.toHaveProperty('MSRole');
    expect(rightsOf(facts, 'MRRole')).toEqual(['states:StartExecution on ${M}']);
    expect(propertiesOf(facts, 'MRRole').PermissionsBoundary).toBe('b');
    expect(propertiesOf(facts, 'MR')).toMatchObject({ Targets: [{ RoleArn: '${MRRole.Arn}', Id: 'MRStepFunctionsTarget' }] });
    expect(unknownIn(sam({ M: stateMachine({ Events: { Q: { Type: 'SQS' } } }) }))).toEqual([
      'M Properties.Events.Q: has an event source that is not known: SQS',
    ]);
  });

  test('is started by its alias where it is told so', () => {
    const Events = { R: { Type: 'EventBridgeRule' } };
    const facts = sam({ M: stateMachine({ AutoPublishAlias: 'live', UseAliasAsEventTarget: true, Events }) });
    expect(made(facts)).toMatchObject({
      MVersion: 'StepFunctions::StateMachineVersion',
      MAliaslive: 'StepFunctions::StateMachineAlias',
    });
    expect(propertiesOf(facts, 'MR')).toMatchObject({ Targets: [{ Arn: '${MAliaslive}' }] });
    expect(propertiesOf(sam({ M: stateMachine({ AutoPublishAlias: 'live', Events }) }), 'MR')).toMatchObject({
      Targets: [{ Arn: '${M}' }],
    });
  });
});

describe('a WebSocket API', () => {
  const socket = (properties: JsonObject = {}) =>
    sam({
      W: {
        Type: 'AWS::Serverless::WebSocketApi',
        Properties: {
          Routes: { $connect: { FunctionArn: { 'Fn::GetAtt': ['F', 'Arn'] } }, send: { FunctionArn: 'f' } },
          ...properties,
        },
      },
      F: fn(),
    });

  test.each<[string, JsonObject, string]>([
    ['nothing', {}, 'NONE'],
    ['a signature', { Auth: { AuthType: 'AWS_IAM' } }, 'AWS_IAM'],
    ['a function', { Auth: { AuthType: 'CUSTOM', AuthArn: 'a' } }, 'CUSTOM'],
  ])('asks for %s when a connection is opened', (_, properties, authorization) => {
    expect(methodsOf(socket(properties))).toEqual([`websocket $connect ${authorization} F`]);
  });

  test('becomes routes, integrations, permissions and a stage', () => {
    const facts = socket({
      StageName: 'v1',
      AccessLogSettings: { DestinationArn: 'l' },
      Auth: { AuthType: 'CUSTOM', AuthArn: 'a' },
    });
    expect(made(facts)).toMatchObject({
      W: 'ApiGatewayV2::Api',
      WConnectRoute: 'ApiGatewayV2::Route',
      WConnectIntegration: 'ApiGatewayV2::Integration',
      WConnectPermission: 'Lambda::Permission',
      WConnectAuthorizer: 'ApiGatewayV2::Authorizer',
      WAuthorizerPermission: 'Lambda::Permission',
      WSendRoute: 'ApiGatewayV2::Route',
      Wv1Stage: 'ApiGatewayV2::Stage',
    });
    expect(place(facts, 'WConnectRoute', 'Properties.AuthorizationType')).toBe('W Properties.Auth');
    expect(place(facts, 'Wv1Stage', 'Properties.AccessLogSettings')).toBe('W Properties.AccessLogSettings');
    expect(made(socket({ Auth: { AuthType: 'CUSTOM', AuthArn: 'a', InvokeRole: 'r' } }))).not.toHaveProperty(
      'WAuthorizerPermission',
    );
    expect(made(socket())).toHaveProperty('WDefaultStage');
  });
});

describe('a web function', () => {
  const web = (properties: JsonObject = {}) =>
    sam({
      W: {
        Type: 'AWS::Serverless::WebFunction',
        Properties: { AuthType: 'IamAuth', Runtime: 'nodejs24.x', CodeUri: 's3://b/k', ...properties },
      },
    });

  test('becomes a function, a revision, an endpoint and a role', () => {
    const facts = web({
      EnvironmentVariables: { A: '1' },
      EntryPoint: 'a.js',
      LoggingConfig: { LogGroup: 'g' },
      RevisionWeights: { r: 100 },
    });
    expect(made(facts)).toEqual({
      W: 'Lambda::WebFunction',
      WRole: 'IAM::Role',
      WRevision: 'Lambda::WebFunctionRevision',
      WEndpoint: 'Lambda::WebFunctionEndpoint',
    });
    expect(propertiesOf(facts, 'WRevision').ServiceConfig).toMatchObject({
      EnvironmentVariables: { A: '1', AWS_LAMBDA_NODEJS_ENTRYPOINT: 'a.js' },
      TelemetryConfig: { LoggingConfig: { LogGroup: 'g' } },
    });
    expect(propertiesOf(facts, 'WEndpoint')).toMatchObject({
      AuthType: 'IamAuth',
      RevisionWeights: [{ RevisionId: 'r', Weight: 100 }],
    });
    expect(place(facts, 'WEndpoint', 'Properties.AuthType')).toBe('W Properties.AuthType');
    expect(place(facts, 'WRevision', 'Properties.ServiceConfig.EnvironmentVariables.A')).toBe(
      'W Properties.EnvironmentVariables.A',
    );
  });

  test('runs under the role that is given', () => {
    const facts = web({ ExecutionRoleArn: 'arn', EnvironmentVariables: { Ref: 'E' } });
    expect(made(facts)).not.toHaveProperty('WRole');
    expect(propertiesOf(facts, 'WRevision').ServiceConfig).toMatchObject({
      ExecutionRoleArn: 'arn',
      EnvironmentVariables: '${E}',
    });
  });
});

test.each<[string, JsonObject, string[]]>([
  ['in its properties', { 'Fn::Transform': { Name: 'M' } }, ['F Properties']],
  [
    'in its event sources',
    { Events: { E: { Type: 'SNS', Properties: { 'Fn::Transform': { Name: 'M' } } } } },
    ['F Properties.Events.E.Properties'],
  ],
  [
    'in its environment',
    { Environment: { 'Fn::Transform': { Name: 'M' } } },
    ['F Properties.Environment', 'F Properties.Environment'],
  ],
])('a macro %s is told, because it decides what SAM is given', (_, properties, expected) => {
  const facts = sam({ F: fn(properties) });
  expect(facts.unjudged.map(({ resource, property }) => `${resource?.logicalId} ${property}`)).toEqual(expected);
});

test('a macro in the description of a state machine passes on with it', () => {
  expect(unknownIn(sam({ S: stateMachine({ Definition: { 'Fn::Transform': { Name: 'M' } } }) }))).toEqual([]);
});

test.each(['GraphQLApi', 'CapacityProvider', 'NetworkConnector', 'MicrovmImage', 'Whatever'])(
  '%s is told, because nobody expands it',
  name => {
    expect(unknownIn(sam({ X: { Type: `AWS::Serverless::${name}` } }))).toEqual([
      `X Type: becomes other resources, because AWS::Serverless::${name} is a macro`,
    ]);
  },
);

describe('a domain', () => {
  const Domain = {
    DomainName: 'example.com',
    CertificateArn: 'c',
    SecurityPolicy: 'TLS_1_2',
    Route53: { HostedZoneId: 'z', IpV6: true },
  };
  const rest = (domain: Json) => sam({ A: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', Domain: domain } } });
  const http = (domain: Json) => sam({ A: { Type: 'AWS::Serverless::HttpApi', Properties: { Domain: domain } } });
  const of = (facts: ReturnType<typeof sam>, type: string): string =>
    Object.entries(made(facts)).find(([, one]) => one === type)?.[0] ?? 'none';

  test('of a REST API', () => {
    const facts = rest(Domain);
    const id = of(facts, 'ApiGateway::DomainName');
    expect(propertiesOf(facts, id)).toEqual({
      DomainName: 'example.com',
      RegionalCertificateArn: 'c',
      SecurityPolicy: 'TLS_1_2',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    expect(place(facts, id, 'Properties.SecurityPolicy')).toBe('A Properties.Domain.SecurityPolicy');
    expect(propertiesOf(facts, 'ABasePathMapping')).toEqual({ DomainName: `\${${id}}`, RestApiId: '${A}', Stage: '${Av1Stage}' });
    expect(propertiesOf(facts, of(facts, 'Route53::RecordSetGroup')).RecordSets).toHaveLength(2);
  });

  test('at the edge, and under paths', () => {
    const facts = rest({ ...Domain, EndpointConfiguration: 'EDGE', BasePath: ['a-b', 'c'] });
    expect(propertiesOf(facts, of(facts, 'ApiGateway::DomainName'))).toMatchObject({ CertificateArn: 'c' });
    expect(propertiesOf(facts, 'AabBasePathMapping').BasePath).toBe('ab');
    expect(JSON.stringify(propertiesOf(facts, of(facts, 'Route53::RecordSetGroup')))).toContain('Z2FDTNDATAQYW2');
    expect(propertiesOf(rest({ ...Domain, BasePath: 'a-b', NormalizeBasePath: false }), 'AabBasePathMapping').BasePath).toBe(
      'a-b',
    );
  });

  test('in a network', () => {
    const facts = rest({
      ...Domain,
      EndpointConfiguration: 'PRIVATE',
      AccessAssociation: { VpcEndpointId: 'vpce-1' },
      Route53: { HostedZoneName: 'z', SeparateRecordSetGroup: true, VpcEndpointDomainName: 'd' },
    });
    expect(Object.values(made(facts))).toEqual(
      expect.arrayContaining([
        'ApiGateway::DomainNameV2',
        'ApiGateway::BasePathMappingV2',
        'ApiGateway::DomainNameAccessAssociation',
        'Route53::RecordSetGroup',
      ]),
    );
  });

  test('of an HTTP API', () => {
    const facts = http({ ...Domain, BasePath: '/x/' });
    const id = of(facts, 'ApiGatewayV2::DomainName');
    expect(propertiesOf(facts, id)).toEqual({
      DomainName: 'example.com',
      DomainNameConfigurations: [{ CertificateArn: 'c', EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
    });
    expect(place(facts, id, 'Properties.DomainNameConfigurations.0.SecurityPolicy')).toBe('A Properties.Domain.SecurityPolicy');
    expect(propertiesOf(facts, 'AxApiMapping').ApiMappingKey).toBe('x');
  });

  test('that is computed is told', () => {
    expect(unknownIn(rest({ 'Fn::If': ['C', {}, {}] }))).toEqual([
      'A Properties.Domain: has a domain that is computed as a whole',
    ]);
    expect(unknownIn(rest({}))).toEqual(['A Properties.Domain: has a domain that is computed as a whole']);
  });

  test('of two APIs in one zone has one group of records', () => {
    const api = (name: string) => ({
      Type: 'AWS::Serverless::HttpApi',
      Properties: { Domain: { ...Domain, DomainName: name, Route53: { HostedZoneId: 'z' } } },
    });
    const facts = sam({ A: api('a.com'), B: api('b.com') });
    expect(propertiesOf(facts, of(facts, 'Route53::RecordSetGroup')).RecordSets).toHaveLength(2);
  });
});

describe('what SAM’s own references mean', () => {
  const refer = (value: Json) => {
    const facts = sam({
      F: fn({ AutoPublishAlias: 'live', EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'SQS' } } } }),
      A: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1' } },
      P: { Type: 'Test::Subject', Properties: { Value: value } },
    });
    return propertiesOf(facts, 'P').Value;
  };

  test.each<[string, Json, Json]>([
    ['an alias', { Ref: 'F.Alias' }, '${FAliaslive}'],
    ['a version', { Ref: 'F.Version' }, '${FVersion}'],
    ['an attribute of an alias', { 'Fn::GetAtt': ['F.Alias', 'AliasArn'] }, '${FAliaslive.AliasArn}'],
    ['the same in one text', { 'Fn::GetAtt': 'F.Version.Version' }, '${FVersion.Version}'],
    ['the same as YAML reads it', { 'Fn::GetAtt': ['F', 'Alias.AliasArn'] }, '${FAliaslive.AliasArn}'],
    ['a queue that is made', { 'Fn::GetAtt': ['F.DestinationQueue', 'Arn'] }, '${FEventInvokeConfigOnFailureQueue.Arn}'],
    ['a stage', { Ref: 'A.Stage' }, '${Av1Stage}'],
    ['a stage in a text', { 'Fn::Sub': 'https://x/${A.Stage}/${F.Arn}' }, 'https://x/${Av1Stage}/${F.Arn}'],
    [
      'an attribute in a text',
      { 'Fn::Sub': ['${F.Alias.AliasArn} ${X}', { X: { Ref: 'F.Version' } }] },
      '${FAliaslive.AliasArn} ${FVersion}',
    ],
    ['nothing of SAM', { 'Fn::GetAtt': ['F', 'Arn'] }, '${F.Arn}'],
    ['the made role', { 'Fn::GetAtt': ['FRole', 'Arn'] }, '${FRole.Arn}'],
  ])('%s', (_, value, expected) => expect(refer([value])).toEqual([expected]));

  test.each<[string, Json]>([
    ['a number', { Ref: 7 }],
    ['no text', { 'Fn::GetAtt': [7] }],
    ['an object', { 'Fn::Sub': { a: 1 } }],
  ])('a reference by %s stays as it is', (_, value) => expect(() => refer(value)).not.toThrow());

  test('outputs are read with them', () => {
    const Outputs = { O: { Value: { Ref: 'F.Alias' }, Export: { Name: 'alias' } } };
    const facts = sam(
      { F: fn({ AutoPublishAlias: 'live' }), P: { Type: 'T', Properties: { Value: { 'Fn::ImportValue': 'alias' } } } },
      { Outputs },
    );
    expect(propertiesOf(facts, 'P').Value).toBe('${FAliaslive}');
  });
});

test('a layer’s and a table’s role are none', () => expect(managedOf(sam({ T: table() }), 'TRole')).toEqual([]));
