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
  for (const Tracing of ['Disabled', { Ref: 'T' }]) {
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
  ])('%s', (_, role, expected, condition) => {
    const facts = given(role);
    expect(propertiesOf(facts, 'F').Role).toEqual(expected);
    expect(facts.templates[0].resources.get('FRole')?.condition).toBe(condition);
  });

  test('in both branches is never made', () => {
    expect(made(given({ 'Fn::If': ['C', 'a', 'b'] }))).not.toHaveProperty('FRole');
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

test('an alias is called as its parameter says, and is told where nobody knows', () => {
  const Parameters = { A: { Type: 'String', Default: 'blue' } };
  expect(made(sam({ F: fn({ AutoPublishAlias: { Ref: 'A' } }) }, { Parameters }))).toHaveProperty('FAliasblue');
  const facts = sam({ F: fn({ AutoPublishAlias: { 'Fn::Sub': '${A}' } }) }, { Parameters });
  expect(unknownIn(facts)).toEqual(['F Properties.AutoPublishAlias: is published under an alias whose name is computed']);
  expect(unknownIn(sam({ F: fn({ AutoPublishAlias: NO_VALUE }) }))).toEqual([]);
});

describe('a function URL', () => {
  test('that asks nobody is opened by permissions', () => {
    const facts = sam({ F: fn({ FunctionUrlConfig: { AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } } }) });
    expect(made(facts)).toMatchObject({
      FUrl: 'Lambda::Url',
      FUrlPublicPermissions: 'Lambda::Permission',
      FURLInvokeAllowPublicAccess: 'Lambda::Permission',
    });
    expect(
      facts.functions[0].invokers.map(({ principal, action, viaFunctionUrl }) => [principal, action, viaFunctionUrl]),
    ).toEqual([
      ['*', 'lambda:InvokeFunctionUrl', false],
      ['*', 'lambda:InvokeFunction', true],
      ['NONE', undefined, true],
    ]);
    expect(place(facts, 'FUrl', 'Properties.Cors.AllowOrigins')).toBe('F Properties.FunctionUrlConfig.Cors.AllowOrigins');
  });

  test('that asks for a signature is not', () => {
    expect(made(sam({ F: fn({ FunctionUrlConfig: { AuthType: 'AWS_IAM' } }) }))).not.toHaveProperty('FUrlPublicPermissions');
  });

  test('that is computed as a whole is told', () => {
    expect(unknownIn(sam({ F: fn({ FunctionUrlConfig: { 'Fn::If': ['C', {}, {}] } }) }))).toEqual([
      'F Properties.FunctionUrlConfig: has a function URL that is computed as a whole',
    ]);
  });
});

describe('what happens to asynchronous invocations', () => {
  const config = (OnFailure: JsonObject, more: JsonObject = {}) =>
    sam({ F: fn({ EventInvokeConfig: { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure } }, ...more }) });

  test.each<[string, JsonObject, string | undefined, string[]]>([
    ['a queue', { Type: 'SQS', Destination: 'q' }, 'q', ['sqs:SendMessage on q']],
    ['a bus', { Type: 'EventBridge', Destination: 'b' }, 'b', ['events:PutEvents on b']],
    ['a function', { Type: 'Lambda', Destination: 'f' }, 'f', ['lambda:InvokeFunction on f']],
    ['a bucket', { Type: 'S3Bucket', Destination: 'b' }, 'b', ['s3:PutObject on b/*', 's3:ListBucket on b']],
    [
      'a queue that SAM makes',
      { Type: 'SQS' },
      '${FEventInvokeConfigOnFailureQueue.Arn}',
      ['sqs:SendMessage on ${FEventInvokeConfigOnFailureQueue.Arn}'],
    ],
    [
      'a topic that SAM makes',
      { Type: 'SNS' },
      '${FEventInvokeConfigOnFailureTopic}',
      ['sns:Publish on ${FEventInvokeConfigOnFailureTopic}'],
    ],
  ])('goes to %s', (_, destination, arn, rights) => {
    const facts = config(destination);
    expect(facts.functions[0].asyncConfigs).toMatchObject([{ qualifier: '$LATEST', onFailure: arn }]);
    expect(rightsOf(facts, 'FRole')).toEqual(rights);
  });

  test.each<[string, Json, string]>([
    ['where a condition names none', { 'Fn::If': ['C', NO_VALUE, 'q'] }, 'C'],
    ['where a condition does not name one', { 'Fn::If': ['C', 'q', NO_VALUE] }, 'NOTC'],
  ])('goes to a queue that SAM makes %s', (_, Destination, condition) => {
    const facts = config({ Type: 'SQS', Destination });
    expect(facts.templates[0].resources.get('FEventInvokeConfigOnFailureQueue')?.condition).toBe(condition);
  });

  test('goes to a queue that SAM makes where neither branch names one, and to none where both do', () => {
    expect(made(config({ Type: 'SQS', Destination: { 'Fn::If': ['C', NO_VALUE, NO_VALUE] } }))).toHaveProperty(
      'FEventInvokeConfigOnFailureQueue',
    );
    expect(made(config({ Type: 'SQS', Destination: { 'Fn::If': ['C', 'a', 'b'] } }))).not.toHaveProperty(
      'FEventInvokeConfigOnFailureQueue',
    );
  });
});

describe('traffic that moves to a new version', () => {
  const deployed = (DeploymentPreference: JsonObject, more: JsonObject = {}) =>
    sam({ F: fn({ AutoPublishAlias: 'live', DeploymentPreference, ...more }) });

  test('is moved by an application, a group and a role', () => {
    const facts = deployed({ Type: 'Linear10PercentEvery10Minutes', Alarms: ['a'], Hooks: { PreTraffic: 'h' } });
    expect(made(facts)).toMatchObject({
      ServerlessDeploymentApplication: 'CodeDeploy::Application',
      CodeDeployServiceRole: 'IAM::Role',
      FDeploymentGroup: 'CodeDeploy::DeploymentGroup',
    });
    expect(propertiesOf(facts, 'FDeploymentGroup')).toMatchObject({
      DeploymentConfigName: 'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes',
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'a' }] },
      ServiceRoleArn: '${CodeDeployServiceRole.Arn}',
    });
    expect(managedOf(facts, 'CodeDeployServiceRole')).toEqual(['service-role/AWSCodeDeployRoleForLambda']);
  });

  test.each<[string, JsonObject]>([
    ['is switched off', { Enabled: false }],
    ['is not there under any condition', NO_VALUE],
  ])('is moved at once where it %s', (_, preference) =>
    expect(made(deployed(preference))).not.toHaveProperty('FDeploymentGroup'),
  );

  test('needs no role beside the one that is given', () => {
    expect(made(deployed({ Type: 'AllAtOnce', Role: 'r' }))).not.toHaveProperty('CodeDeployServiceRole');
  });

  test('follows the user’s own configuration and alarms, also by a condition', () => {
    const facts = deployed({ Type: { 'Fn::If': ['C', 'AllAtOnce', 'Mine'] }, Alarms: { 'Fn::If': ['C', ['a'], NO_VALUE] } });
    expect(propertiesOf(facts, 'FDeploymentGroup')).toMatchObject({
      DeploymentConfigName: { 'Fn::If': ['C', 'CodeDeployDefault.LambdaAllAtOnce', 'Mine'] },
      AlarmConfiguration: { 'Fn::If': ['C', { Enabled: true, Alarms: [{ Name: 'a' }] }, NO_VALUE] },
    });
    expect(propertiesOf(deployed({ Alarms: 'x' }), 'FDeploymentGroup')).not.toHaveProperty('AlarmConfiguration');
  });

  test('shares application and role among functions', () => {
    const facts = sam({
      F: fn({ AutoPublishAlias: 'a', DeploymentPreference: {} }),
      G: fn({ AutoPublishAlias: 'a', DeploymentPreference: {} }),
    });
    expect(facts.roles.map(({ resource }) => resource.logicalId).sort()).toEqual(['CodeDeployServiceRole', 'FRole', 'GRole']);
  });
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

test('event sources that are no object are told', () => {
  expect(unknownIn(sam({ F: fn({ Events: { Ref: 'X' } }) }))).toContain(
    'F Properties.Events.Ref: has an event source that is not known',
  );
  expect(unknownIn(sam({ F: fn({ Events: 'x' }) }))).toEqual(['F Properties.Events: computes its event sources']);
  expect(unknownIn(sam(listening('Nobody')))).toEqual(['F Properties.Events.E: has an event source that is not known: Nobody']);
});
