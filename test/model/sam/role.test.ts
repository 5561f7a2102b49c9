import { fn, place, propertiesOf, sam, stateMachine } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { allow } from '../build';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const DOCUMENT: JsonObject = { Version: '2012-10-17', Statement: [allow('s3:GetObject', 'arn:aws:s3:::b/*')] };
const BASIC = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

function trusting(service: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] }],
  };
}

function inline(PolicyName: string, ...Statement: Json[]): JsonObject {
  return { PolicyName, PolicyDocument: { Version: '2012-10-17', Statement } };
}

test.each<[string, JsonObject, JsonObject]>([
  ['nothing', {}, { ManagedPolicyArns: [BASIC] }],
  [
    'names, ARNs and references, each once',
    { Policies: ['AWSLambdaBasicExecutionRole', 'arn:aws:iam::aws:policy/ReadOnlyAccess', { Ref: 'P' }, { Ref: 'P' }] },
    { ManagedPolicyArns: [BASIC, 'arn:aws:iam::aws:policy/ReadOnlyAccess', '${P}'] },
  ],
  [
    'a document and a queue',
    { Policies: DOCUMENT, DeadLetterQueue: { Type: 'SQS', TargetArn: 'q' } },
    {
      ManagedPolicyArns: [BASIC],
      Policies: [
        inline('DeadLetterQueuePolicy', allow('sqs:SendMessage', 'q')),
        { PolicyName: 'FRolePolicy0', PolicyDocument: DOCUMENT },
      ],
    },
  ],
  [
    'a decision between a name and a document',
    { Policies: [{ 'Fn::If': ['C', 'arn:aws:iam::aws:policy/A', DOCUMENT] }] },
    {
      ManagedPolicyArns: [BASIC, { 'Fn::If': ['C', 'arn:aws:iam::aws:policy/A', NO_VALUE] }],
      Policies: [{ 'Fn::If': ['C', NO_VALUE, { PolicyName: 'FRolePolicy0', PolicyDocument: DOCUMENT }] }],
    },
  ],
  [
    'an action that needs several rights',
    { EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'S3Bucket', Destination: 'b' } } } },
    {
      ManagedPolicyArns: [BASIC],
      Policies: [inline('FEventInvokeConfigOnFailurePolicy', allow('s3:PutObject', 'b/*'), allow('s3:ListBucket', 'b'))],
    },
  ],
  ['a queue of a kind that nobody knows', { DeadLetterQueue: { Type: 'X', TargetArn: 'q' } }, { ManagedPolicyArns: [BASIC] }],
])('the role that SAM makes for %s holds that and nothing else', (_, properties, role) => {
  expect(propertiesOf(sam({ F: fn(properties) }), 'FRole')).toEqual({
    AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
    ...role,
  });
});

test.each<[string, JsonObject, JsonObject]>([
  ['nothing', {}, {}],
  ['traces that are switched off', { Tracing: { Enabled: false } }, {}],
  ['a document', { Policies: [DOCUMENT] }, { Policies: [{ PolicyName: 'SRolePolicy0', PolicyDocument: DOCUMENT }] }],
])('the role of a state machine with %s holds that and nothing else', (_, properties, role) => {
  expect(propertiesOf(sam({ S: stateMachine(properties) }), 'SRole')).toEqual({
    AssumeRolePolicyDocument: trusting('states.amazonaws.com'),
    ...role,
  });
});

test('two rights of their own are two policies, and the same right twice is one', () => {
  const destination = (Destination: string): JsonObject => ({ Type: 'SQS', Destination });
  const config = (one: string, other: string): JsonObject => ({
    EventInvokeConfig: { DestinationConfig: { OnSuccess: destination(one), OnFailure: destination(other) } },
  });
  expect(propertiesOf(sam({ F: fn(config('a', 'b')) }), 'FRole').Policies).toEqual([
    inline('FEventInvokeConfigOnSuccessPolicy', allow('sqs:SendMessage', 'a')),
    inline('FEventInvokeConfigOnFailurePolicy', allow('sqs:SendMessage', 'b')),
  ]);
  expect(propertiesOf(sam({ F: fn(config('a', 'a')) }), 'FRole').Policies).toHaveLength(1);
});

describe('policies stand where the user wrote them', () => {
  const Policies: Json = [
    DOCUMENT,
    'arn:aws:iam::aws:policy/A',
    { 'Fn::If': ['C', DOCUMENT, NO_VALUE] },
    { 'Fn::If': ['C', 'arn:aws:iam::aws:policy/B', NO_VALUE] },
    { SQSPollerPolicy: { QueueName: 'q' } },
    NO_VALUE,
    'arn:aws:iam::aws:policy/D',
  ];
  const F = fn({ Policies, DeadLetterQueue: { Type: 'SQS', TargetArn: 'q' } });

  test.each([
    ['ManagedPolicyArns.0', 'Policies'],
    ['ManagedPolicyArns.1', 'Policies.1'],
    ['ManagedPolicyArns.2', 'Policies.3'],
    ['ManagedPolicyArns.3', 'Policies.6'],
    ['Policies.0.PolicyDocument.Statement.0', 'DeadLetterQueue'],
    ['Policies.1.PolicyDocument.Statement.0', 'Policies.0.Statement.0'],
    ['Policies.2.Fn::If.1.PolicyDocument', 'Policies.2'],
    ['Policies.3.PolicyDocument.Statement.0', 'Policies.4'],
  ])('%s of the role at %s', (property, written) => {
    expect(place(sam({ F }), 'FRole', `Properties.${property}`)).toBe(`F Properties.${written}`);
  });
});

test('what SAM adds where the user states no policies stands nowhere', () => {
  expect(place(sam({ F: fn() }), 'FRole', 'Properties.ManagedPolicyArns.0')).toBe('F -');
});
