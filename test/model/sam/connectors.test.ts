import { fn, made, place, propertiesOf, rightsOf, sam, stateMachine, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { CONNECTORS } from '../../../lib/model/sam/connector-data';

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

test.each<[string, JsonObject]>([
  ['B', { Principal: 's3.amazonaws.com', SourceArn: '${B.Arn}', SourceAccount: '${AWS::AccountId}' }],
  ['N', { Principal: 'sns.amazonaws.com', SourceArn: '${N}' }],
  [
    'A',
    {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${A}/*',
    },
  ],
])('%s may invoke the function', (source, permission) => {
  const facts = connected({ Id: source }, { Id: 'F' }, ['Write']);
  expect(propertiesOf(facts, 'CWriteLambdaPermission')).toMatchObject({ FunctionName: '${F.Arn}', ...permission });
});

test.each<[string, string, string, string]>([
  ['N', 'Q', 'CQueuePolicy', 'SQS::QueuePolicy'],
  ['R', 'N', 'CTopicPolicy', 'SNS::TopicPolicy'],
])('%s may send to %s', (source, destination, id, type) => {
  const facts = connected({ Id: source }, { Id: destination }, ['Write']);
  expect(made(facts)).toMatchObject({ [id]: type });
  expect(propertiesOf(facts, id)).toMatchObject({ PolicyDocument: { Statement: [{ Condition: { ArnEquals: {} } }] } });
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
  ['a queue whose address is missing', { Id: 'N' }, { Type: 'AWS::SQS::Queue', Arn: 'q' }, ['Write']],
])('%s is told', (_, source, destination, permissions) => {
  const facts = connected(source, destination, permissions);
  expect(unknownIn(facts)).toEqual(['C Properties: has a connector whose rights cannot be told']);
  expect(made(facts)).toHaveProperty('C');
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
