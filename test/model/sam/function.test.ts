import { fn, listening, made, managedOf, place, propertiesOf, rightsOf, sam, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';

const NO_VALUE = { Ref: 'AWS::NoValue' };

test('a function becomes a function of the same name and a role', () => {
  const facts = sam({ F: fn() });
  expect(made(facts)).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role' });
  expect(facts.functions[0].role).toMatchObject({ resource: { logicalId: 'FRole' } });
  expect(facts.roles[0].trust[0].principals).toEqual([{ type: 'Service', value: 'lambda.amazonaws.com' }]);
});

test.each<[string, JsonObject, JsonObject]>([
  ['code in S3', {}, { Code: { S3Bucket: 'bucket', S3Key: 'key' } }],
  ['a version of code in S3', { CodeUri: 's3://b/k?versionId=7' }, { Code: { S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: '7' } }],
  ['code by bucket and key', { CodeUri: { Bucket: 'b', Key: { Ref: 'K' } } }, { Code: { S3Bucket: 'b', S3Key: '${K}' } }],
  ['code that is packaged later', { CodeUri: './src' }, { Code: { S3Key: '${?Package(./src)}' } }],
  ['code that is written out', { CodeUri: NO_VALUE, InlineCode: 'x' }, { Code: { ZipFile: 'x' } }],
  ['an image', { PackageType: 'Image', ImageUri: 'repo:tag' }, { Code: { ImageUri: 'repo:tag' }, PackageType: 'Image' }],
  ['an image that is built later', { PackageType: 'Image' }, { Code: { ImageUri: '${?ImageUri}' } }],
  ['a key for its code', { SourceKMSKeyArn: 'k' }, { Code: { SourceKMSKeyArn: 'k' } }],
  ['tracing', { Tracing: 'Active' }, { TracingConfig: { Mode: 'Active' } }],
  ['a dead-letter queue', { DeadLetterQueue: { Type: 'SQS', TargetArn: 'q' } }, { DeadLetterConfig: { TargetArn: 'q' } }],
  ['tags', { Tags: { a: 'b' } }, { Tags: [{ Key: 'a', Value: 'b' }] }],
  ['tags that are computed', { Tags: { Ref: 'T' } }, { Tags: '${T}' }],
  [
    'limits',
    { Timeout: 3, MemorySize: 128, ReservedConcurrentExecutions: 1 },
    { Timeout: 3, MemorySize: 128, ReservedConcurrentExecutions: 1 },
  ],
  ['loops', { RecursiveLoop: 'Allow' }, { RecursiveLoop: 'Allow' }],
  [
    'capacity of its own',
    { CapacityProviderConfig: { Arn: 'a' } },
    { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'a' } } },
  ],
])('passes on %s', (_, properties, expected) => expect(propertiesOf(sam({ F: fn(properties) }), 'F')).toMatchObject(expected));

test('tracing that is switched off is no tracing, also by a parameter', () => {
  const Parameters = { T: { Type: 'String', Default: 'Disabled' } };
  for (const Tracing of ['Disabled', { Ref: 'T' }, '', null]) {
    const facts = sam({ F: fn({ Tracing }) }, { Parameters });
    expect(propertiesOf(facts, 'F')).not.toHaveProperty('TracingConfig');
    expect(managedOf(facts, 'FRole')).toEqual(['service-role/AWSLambdaBasicExecutionRole']);
  }
});

test.each<[string, JsonObject, string[]]>([
  ['nothing else', {}, []],
  ['tracing', { Tracing: 'PassThrough' }, ['AWSXrayWriteOnlyAccess']],
  ['a network', { VpcConfig: { SubnetIds: ['s'] } }, ['service-role/AWSLambdaVPCAccessExecutionRole']],
])('the role that SAM makes has what it needs for %s', (_, properties, others) => {
  expect(managedOf(sam({ F: fn(properties) }), 'FRole')).toEqual(['service-role/AWSLambdaBasicExecutionRole', ...others]);
});

test('a durable function has the policy for that', () => {
  expect(managedOf(sam({ F: fn({ DurableConfig: {} }) }), 'FRole')).toEqual([
    'service-role/AWSLambdaBasicDurableExecutionRolePolicy',
  ]);
});

test.each<[string, JsonObject, string[]]>([
  ['a queue', { Type: 'SQS', TargetArn: 'q' }, ['sqs:SendMessage on q']],
  ['a topic', { Type: 'SNS', TargetArn: 't' }, ['sns:Publish on t']],
  ['something else', { Type: 'X', TargetArn: 't' }, []],
])('the role may send what fails to %s', (_, DeadLetterQueue, rights) => {
  expect(rightsOf(sam({ F: fn({ DeadLetterQueue }) }), 'FRole')).toEqual(rights);
});

test('the role has the boundary, the path and the trust that the function states', () => {
  const AssumeRolePolicyDocument = { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] };
  const facts = sam({ F: fn({ PermissionsBoundary: 'b', RolePath: '/x/', AssumeRolePolicyDocument }) });
  expect(propertiesOf(facts, 'FRole')).toMatchObject({ PermissionsBoundary: 'b', Path: '/x/', AssumeRolePolicyDocument });
  expect(place(facts, 'FRole', 'Properties.AssumeRolePolicyDocument.Statement.0')).toBe(
    'F Properties.AssumeRolePolicyDocument.Statement.0',
  );
  expect(place(facts, 'FRole', 'Properties.Path')).toBe('F Properties.RolePath');
});

describe('a role that the user gives', () => {
  const Conditions = { C: { 'Fn::Equals': ['a', 'b'] } };
  const given = (Role: Json) => sam({ F: fn({ Role }), R: { Type: 'AWS::IAM::Role' } }, { Conditions });

  test('is the only one', () => {
    const facts = given({ 'Fn::GetAtt': ['R', 'Arn'] });
    expect(made(facts)).toEqual({ F: 'Lambda::Function', R: 'IAM::Role' });
    expect(facts.functions[0].role).toMatchObject({ resource: { logicalId: 'R' } });
  });

  test.each<[string, Json, Json, string | undefined]>([
    [
      'under a condition is made otherwise',
      { 'Fn::If': ['C', 'arn', NO_VALUE] },
      { 'Fn::If': ['C', 'arn', '${FRole.Arn}'] },
      'NOTC',
    ],
    [
      'unless a condition holds is made then',
      { 'Fn::If': ['C', NO_VALUE, 'arn'] },
      { 'Fn::If': ['C', '${FRole.Arn}', 'arn'] },
      'C',
    ],
    ['in neither branch is made always', { 'Fn::If': ['C', NO_VALUE, NO_VALUE] }, '${FRole.Arn}', undefined],
    ['that is null is made always', null, '${FRole.Arn}', undefined],
  ])('%s', (_, role, expected, condition) => {
    const facts = given(role);
    expect(made(facts)).toMatchObject({ FRole: 'IAM::Role' });
    expect(propertiesOf(facts, 'F').Role).toEqual(expected);
    expect(facts.templates[0].resources.get('FRole')?.condition).toBe(condition);
    expect([...facts.templates[0].conditions.keys()]).toEqual(condition === 'NOTC' ? ['C', 'NOTC'] : ['C']);
  });

  test('in both branches is never made', () => {
    const facts = given({ 'Fn::If': ['C', 'a', 'b'] });
    expect(made(facts)).not.toHaveProperty('FRole');
    expect(propertiesOf(facts, 'F').Role).toEqual({ 'Fn::If': ['C', 'a', 'b'] });
  });
});

test('an alias is published with its version, and everything else is connected with it', () => {
  const facts = sam({ F: fn({ AutoPublishAlias: 'live-1', FunctionUrlConfig: { AuthType: 'AWS_IAM' }, EventInvokeConfig: {} }) });
  expect(made(facts)).toEqual({
    F: 'Lambda::Function',
    FRole: 'IAM::Role',
    FVersion: 'Lambda::Version',
    FAliasliveD1: 'Lambda::Alias',
    FUrl: 'Lambda::Url',
    FEventInvokeConfig: 'Lambda::EventInvokeConfig',
  });
  expect(propertiesOf(facts, 'FAliasliveD1')).toMatchObject({
    Name: 'live-1',
    FunctionName: '${F}',
    FunctionVersion: '${FVersion.Version}',
  });
  expect(propertiesOf(facts, 'FUrl').TargetFunctionArn).toBe('${FAliasliveD1}');
  expect(facts.functions[0].asyncConfigs[0].qualifier).toBe('live-1');
  expect(place(facts, 'FAliasliveD1')).toBe('F Properties.AutoPublishAlias');
});

test('a version and an alias say what the function states of them, and nothing else', () => {
  const published = {
    AutoPublishAlias: 'live',
    VersionDescription: 'd',
    ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 },
    CapacityProviderConfig: { Arn: 'a' },
    FunctionScalingConfig: { MinExecutionEnvironments: 3 },
  };
  const facts = sam(listening('SNS', { Topic: 't' }, published));
  expect(propertiesOf(facts, 'FVersion')).toEqual({
    FunctionName: '${F}',
    Description: 'd',
    FunctionScalingConfig: { MinExecutionEnvironments: 3 },
  });
  expect(propertiesOf(facts, 'FAliaslive')).toEqual({
    Name: 'live',
    FunctionName: '${F}',
    FunctionVersion: '${FVersion.Version}',
    ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 },
  });
  expect(propertiesOf(facts, 'FE').Endpoint).toBe('${FAliaslive}');
  expect(place(facts, 'FVersion', 'Properties.FunctionName')).toBe('F Properties.AutoPublishAlias');
  expect(place(facts, 'FVersion', 'Properties.Description')).toBe('F Properties.VersionDescription');
  expect(place(facts, 'FAliaslive', 'Properties.ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions')).toBe(
    'F Properties.ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions',
  );
});

test('a version is scaled only where the function runs on capacity of its own', () => {
  const FunctionScalingConfig = { MinExecutionEnvironments: 3 };
  const facts = sam({ F: fn({ AutoPublishAlias: 'live', FunctionScalingConfig }) });
  expect(propertiesOf(facts, 'F')).toMatchObject({ FunctionScalingConfig });
  expect(propertiesOf(facts, 'FVersion')).toEqual({ FunctionName: '${F}' });
});

test('an alias is called as its parameter says, and is told where nobody knows', () => {
  const Parameters = { A: { Type: 'String', Default: 'blue' } };
  expect(made(sam({ F: fn({ AutoPublishAlias: { Ref: 'A' } }) }, { Parameters }))).toHaveProperty('FAliasblue');
  const facts = sam({ F: fn({ AutoPublishAlias: { 'Fn::Sub': '${A}' } }) }, { Parameters });
  expect(unknownIn(facts)).toEqual(['F Properties.AutoPublishAlias: is published under an alias whose name is computed']);
  expect(unknownIn(sam({ F: fn({ AutoPublishAlias: NO_VALUE }) }))).toEqual([]);
});

test('a name that another resource has is told, and that resource stays', () => {
  const facts = sam({ F: fn(), FRole: { Type: 'AWS::SQS::Queue' } });
  expect(made(facts)).toMatchObject({ FRole: 'SQS::Queue' });
  expect(unknownIn(facts)).toEqual(['F Type: becomes FRole too, and another resource is called that already']);
});

test('conditions, policies of deletion and construct paths pass to what is made', () => {
  const Metadata = { 'aws:cdk:path': 'S/F', checkov: { skip: [{ id: 'CKV_AWS_1', comment: 'No' }] } };
  const facts = sam({ F: fn({}, { Condition: 'C', Metadata }) });
  expect(facts.templates[0].resources.get('FRole')).toMatchObject({ condition: 'C', constructPath: 'S/F' });
  expect(facts.suppressions.map(({ resource }) => resource.logicalId)).toEqual(['F']);
});

test.each([
  ['Properties.TracingConfig.Mode', 'Properties.Tracing'],
  ['Properties.DeadLetterConfig.TargetArn', 'Properties.DeadLetterQueue.TargetArn'],
  ['Properties.Code.ZipFile', 'Properties.InlineCode'],
  ['Properties.Environment.Variables.A', 'Properties.Environment.Variables.A'],
  ['Properties.Tags.0.Value', 'Properties.Tags'],
  ['DeletionPolicy', 'DeletionPolicy'],
])('%s of a function stands at %s', (property, written) => {
  const facts = sam({ F: fn({ CodeUri: NO_VALUE, InlineCode: 'x' }) });
  expect(place(facts, 'F', property)).toBe(`F ${written}`);
});

test('plain resources beside SAM’s stand where they stand', () => {
  const facts = sam({ F: fn(), Q: { Type: 'AWS::SQS::Queue', Metadata: { 'aws:cdk:path': 'S/Q' } } });
  expect(place(facts, 'Q', 'Properties.KmsMasterKeyId')).toBe('Q Properties.KmsMasterKeyId');
  expect(place(facts, 'Q')).toBe('Q -');
});
