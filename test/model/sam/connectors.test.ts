import { fn, made, place, propertiesOf, rightsOf, sam, stateMachine, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { CONNECTORS } from '../../../lib/model/sam/connector-data';
import { resource } from '../build';

const connector = (Source: JsonObject, Destination: Json, Permissions: Json = ['Read'], more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::Serverless::Connector',
  Properties: { Source, Destination, Permissions },
  ...more,
});
const PLAIN = (type: string): JsonObject => ({ Type: type });
const RESOURCES: JsonObject = {
  F: fn(),
  G: fn(),
  S: stateMachine(),
  T: { Type: 'AWS::Serverless::SimpleTable' },
  B: PLAIN('AWS::S3::Bucket'),
  Q: PLAIN('AWS::SQS::Queue'),
  N: PLAIN('AWS::SNS::Topic'),
  E: PLAIN('AWS::Events::EventBus'),
  R: {
    Type: 'AWS::Events::Rule',
    Properties: { Targets: [{ Arn: { Ref: 'S' }, RoleArn: { 'Fn::GetAtt': ['RuleRole', 'Arn'] } }] },
  },
  RuleRole: PLAIN('AWS::IAM::Role'),
  A: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1' } },
  L: PLAIN('AWS::AppSync::GraphQLApi'),
  Literal: fn({ Role: 'arn:aws:iam::111122223333:role/r' }),
  Computed: fn({ Role: { 'Fn::Sub': 'arn:aws:iam::111122223333:role/r' } }),
};
const connected = (from: JsonObject, to: Json, permissions?: Json) => sam({ ...RESOURCES, C: connector(from, to, permissions) });

test.each<[string, string, Json, string[]]>([
  ['F', 'Q', ['Write'], ['sqs:DeleteMessage,sqs:SendMessage,sqs:ChangeMessageVisibility,sqs:PurgeQueue on ${Q.Arn}']],
  ['F', 'N', ['Write'], ['sns:Publish on ${N}']],
  ['F', 'E', ['Write'], ['events:PutEvents on ${E.Arn}']],
  ['F', 'G', ['Write', 'Write'], ['lambda:InvokeAsync,lambda:InvokeFunction on ${G.Arn}']],
])('%s may use %s', (source, destination, permissions, rights) => {
  const facts = connected({ Id: source }, { Id: destination }, permissions);
  expect(made(facts)).toMatchObject({ CPolicy: 'IAM::ManagedPolicy' });
  expect(made(facts)).not.toHaveProperty('C');
  expect(rightsOf(facts, `${source}Role`)).toEqual(rights);
  expect(place(facts, 'CPolicy')).toBe('C -');
});

test('a state machine’s executions are named after it', () => {
  const [, stop] = rightsOf(connected({ Id: 'F' }, { Id: 'S' }, ['Write']), 'FRole');
  expect(stop).toBe(
    'states:StopExecution on arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${S.Name}:*',
  );
});

test('a queue that Lambda polls gives the function the right to', () => {
  expect(rightsOf(connected({ Id: 'Q' }, { Id: 'F' }, ['Read', 'Write']), 'FRole')).toEqual([
    'sqs:ReceiveMessage,sqs:GetQueueAttributes on ${Q.Arn}',
    'sqs:DeleteMessage on ${Q.Arn}',
  ]);
});

test('a rule starts a state machine under the role of its target', () => {
  expect(rightsOf(connected({ Id: 'R' }, { Id: 'S' }, ['Write']), 'RuleRole')).toEqual(['states:StartExecution on ${S}']);
});

const API = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}';

test.each<[string, JsonObject, JsonObject]>([
  ['B', { Id: 'B' }, { Principal: 's3.amazonaws.com', SourceArn: '${B.Arn}', SourceAccount: '${AWS::AccountId}' }],
  ['N', { Id: 'N' }, { Principal: 'sns.amazonaws.com', SourceArn: '${N}' }],
  ['R', { Id: 'R' }, { Principal: 'events.amazonaws.com', SourceArn: '${R.Arn}' }],
  ['A', { Id: 'A' }, { Principal: 'apigateway.amazonaws.com', SourceArn: `${API}:\${A}/*` }],
  ['one stage of A', { Id: 'A', Qualifier: 'v1/*' }, { Principal: 'apigateway.amazonaws.com', SourceArn: `${API}:\${A}/v1/*` }],
  [
    'an API of elsewhere',
    { Type: 'AWS::Serverless::HttpApi', ResourceId: 'api', Qualifier: '*' },
    { Principal: 'apigateway.amazonaws.com', SourceArn: `${API}:api/*` },
  ],
  [
    'L',
    { Id: 'L' },
    {
      Principal: 'appsync.amazonaws.com',
      SourceArn: 'arn:${AWS::Partition}:appsync:${AWS::Region}:${AWS::AccountId}:apis/${L.ApiId}',
    },
  ],
])('%s may invoke the function, and nobody else', (_, source, permission) => {
  const facts = connected(source, { Id: 'F' }, ['Write']);
  expect(propertiesOf(facts, 'CWriteLambdaPermission')).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: '${F.Arn}',
    ...permission,
  });
});

test.each<[string, string, string, JsonObject, JsonObject]>([
  [
    'N',
    'Q',
    'CQueuePolicy',
    { Queues: ['${Q}'] },
    {
      Action: 'sqs:SendMessage',
      Resource: '${Q.Arn}',
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': '${N}' } },
    },
  ],
  [
    'R',
    'N',
    'CTopicPolicy',
    { Topics: ['${N}'] },
    {
      Action: 'sns:Publish',
      Resource: '${N}',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': '${R.Arn}' } },
    },
  ],
])('only %s may send to %s', (source, destination, id, attached, statement) => {
  const facts = connected({ Id: source }, { Id: destination }, ['Write']);
  expect(made(facts)[id]).toBe(id === 'CQueuePolicy' ? 'SQS::QueuePolicy' : 'SNS::TopicPolicy');
  expect(propertiesOf(facts, id)).toEqual({
    ...attached,
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] },
  });
});

test('several destinations have a policy each', () => {
  expect(made(connected({ Id: 'F' }, [{ Id: 'Q' }, { Id: 'N' }], ['Write']))).toMatchObject({
    CPolicyDestination0: 'IAM::ManagedPolicy',
    CPolicyDestination1: 'IAM::ManagedPolicy',
  });
});

test('what stands elsewhere is described by the user', () => {
  const role = { Type: 'AWS::Lambda::Function', RoleName: { Ref: 'FRole' } };
  expect(rightsOf(connected(role, { Type: 'AWS::SQS::Queue', Arn: 'q', QueueUrl: 'u' }, ['Read']), 'FRole')).toEqual([
    'sqs:ReceiveMessage,sqs:GetQueueAttributes on q',
  ]);
  expect(
    rightsOf(connected({ Id: 'R' }, { Type: 'AWS::Serverless::StateMachine', Arn: { Ref: 'S' } }, ['Write']), 'RuleRole'),
  ).toHaveLength(1);
});

test.each<[string, JsonObject, Json, Json]>([
  ['two types that nothing connects', { Id: 'T' }, { Id: 'B' }, ['Read']],
  ['a resource that is not there', { Id: 'F' }, { Id: 'Nobody' }, ['Read']],
  ['a right that does not exist', { Id: 'F' }, { Id: 'Q' }, ['Own']],
  ['a right that this connector does not have', { Id: 'F' }, { Id: 'N' }, ['Read']],
  ['no right', { Id: 'F' }, { Id: 'Q' }, []],
  ['no right to invoke', { Id: 'B' }, { Id: 'F' }, []],
  ['a type that is missing', {}, { Id: 'Q' }, ['Read']],
  ['a role of elsewhere', { Type: 'AWS::Lambda::Function', Arn: 'f' }, { Id: 'Q' }, ['Read']],
  ['an ARN that is missing', { Id: 'F' }, { Type: 'AWS::SQS::Queue' }, ['Read']],
  ['a function whose ARN is missing', { Id: 'B' }, { Type: 'AWS::Lambda::Function' }, ['Write']],
  ['an API whose id is missing', { Type: 'AWS::Serverless::Api' }, { Id: 'F' }, ['Write']],
  ['an API whose stage is missing', { Type: 'AWS::Serverless::Api', ResourceId: 'api' }, { Id: 'F' }, ['Write']],
  ['a topic whose ARN is missing', { Type: 'AWS::SNS::Topic' }, { Id: 'Q' }, ['Write']],
  ['a source that is not there', { Id: 'Nobody' }, { Id: 'Q' }, ['Write']],
  ['a role that is written out', { Id: 'Literal' }, { Id: 'Q' }, ['Write']],
  ['a role that is computed', { Id: 'Computed' }, { Id: 'Q' }, ['Write']],
  ['a rule without such a target', { Id: 'R' }, { Type: 'AWS::Events::EventBus', Arn: 'bus' }, ['Write']],
  ['a right that does not exist beside one that does', { Id: 'F' }, { Id: 'Q' }, ['Write', 'Own']],
  ['a right to invoke that does not exist', { Id: 'B' }, { Id: 'F' }, ['Own']],
  ['a right that is computed', { Id: 'F' }, { Id: 'Q' }, ['Write', { Ref: 'P' }]],
  ['a queue whose address is missing', { Id: 'N' }, { Type: 'AWS::SQS::Queue', Arn: 'q' }, ['Write']],
])('%s is told', (_, source, destination, permissions) => {
  const facts = connected(source, destination, permissions);
  expect(unknownIn(facts)).toEqual(['C Properties: has a connector whose rights cannot be told']);
  expect(made(facts)).toHaveProperty('C');
});

test('a connector of which one destination cannot be told stays, with the rights that can', () => {
  const facts = connected({ Id: 'F' }, [{ Id: 'Q' }, { Id: 'Nobody' }], ['Write']);
  expect(unknownIn(facts)).toEqual(['C Properties: has a connector whose rights cannot be told']);
  expect(made(facts)).toMatchObject({ C: 'Serverless::Connector', CPolicyDestination0: 'IAM::ManagedPolicy' });
});

test.each<[string, JsonObject, string]>([
  ['by its logical id', { Id: 'S' }, 'FirstRole'],
  ['by its ARN', { Type: 'AWS::StepFunctions::StateMachine', Arn: 'arn' }, 'SecondRole'],
])('a rule with several targets gives its right to the role of the one that is meant %s', (_, destination, role) => {
  const target = (Arn: Json, id: string): Json => ({ Arn, RoleArn: { 'Fn::GetAtt': `${id}.Arn` } });
  const Targets = [target('other', 'OtherRole'), target({ Ref: 'S' }, 'FirstRole'), target('arn', 'SecondRole')];
  const facts = sam({
    ...RESOURCES,
    R: { Type: 'AWS::Events::Rule', Properties: { Targets } },
    C: connector({ Id: 'R' }, destination, ['Write']),
  });
  expect(propertiesOf(facts, 'CPolicy').Roles).toEqual([`\${${role}}`]);
});

test('a connector that leads nowhere is told', () => {
  expect(unknownIn(connected({ Id: 'F' }, [], ['Read']))).toEqual(['C Properties: has a connector that leads nowhere']);
});

test('a connector may be written into its source, and stands there', () => {
  const Connectors = {
    ToQueue: { Properties: { Destination: { Id: 'Q' }, Permissions: ['Read'] } },
    Odd: { Properties: { Destination: { Id: 'X' } } },
  };
  const facts = sam({ ...RESOURCES, F: fn({}, { Connectors, Metadata: { 'aws:cdk:path': 'S/F' } }) });
  expect(made(facts)).toMatchObject({ FToQueuePolicy: 'IAM::ManagedPolicy' });
  expect(rightsOf(facts, 'FRole')).toHaveLength(1);
  expect(place(facts, 'FToQueuePolicy', 'Properties.PolicyDocument.Statement.0')).toBe('F Connectors.ToQueue');
  expect(unknownIn(facts)).toEqual(['F Connectors.Odd: has a connector whose rights cannot be told']);
});

test('a connector in its source passes on the construct and the condition of that, and takes no other resource away', () => {
  const Connectors = { ToQueue: { Properties: { Destination: { Id: 'Q' }, Permissions: ['Write'] } } };
  const F = fn({}, { Connectors, Metadata: { 'aws:cdk:path': 'S/F' } });
  const facts = sam({ ...RESOURCES, F, FToQueue: PLAIN('AWS::SQS::Queue') });
  expect(resource(facts, 'FToQueuePolicy').constructPath).toBe('S/F');
  expect(made(facts)).toMatchObject({ F: 'Lambda::Function', FToQueue: 'SQS::Queue' });
});

test('a plain resource has connectors too, and its source may be told more of', () => {
  const Connectors = {
    ToFunction: { Properties: { SourceReference: { Qualifier: 'v1/*' }, Destination: { Id: 'F' }, Permissions: ['Write'] } },
  };
  const facts = sam({ ...RESOURCES, P: { Type: 'AWS::ApiGateway::RestApi', Connectors } });
  expect(propertiesOf(facts, 'PToFunctionWriteLambdaPermission').SourceArn).toMatch(/\/v1\/\*$/);
});

test('every connector names its ends', () => {
  expect(Object.keys(CONNECTORS)).toHaveLength(31);
  for (const [ends, known] of Object.entries(CONNECTORS)) {
    expect(ends).toMatch(/^AWS::\w+::\w+ AWS::\w+::\w+$/);
    if (known.kind !== 'role') continue;
    const resources = [...(known.Read ?? []), ...(known.Write ?? [])].flatMap(statement => statement.resources);
    expect(resources.every(text => /\$\{(?:Source|Destination)\w+\}|StepFunctionsGetEvents/.test(text))).toBe(true);
  }
});
