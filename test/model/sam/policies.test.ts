import { fn, managedOf, place, propertiesOf, rightsOf, sam, stateMachine, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { render } from '../../../lib/model/sam/policies';
import { POLICY_TEMPLATES } from '../../../lib/model/sam/policy-template-data';
import { allow } from '../build';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const DOCUMENT: JsonObject = { Version: '2012-10-17', Statement: [allow('s3:GetObject', 'arn:aws:s3:::b/*')] };

const having = (Policies: Json, more: JsonObject = {}) => sam({ F: fn({ Policies }), ...more });
const managed = (Policies: Json): string[] => managedOf(having(Policies), 'FRole').slice(1);

test.each<[string, Json, string[]]>([
  ['a name', 'AmazonS3ReadOnlyAccess', ['AmazonS3ReadOnlyAccess']],
  ['a name under a path', 'AWSLambdaSQSQueueExecutionRole', ['service-role/AWSLambdaSQSQueueExecutionRole']],
  ['a name for a job', 'Billing', ['job-function/Billing']],
  ['an ARN', ['arn:aws:iam::aws:policy/ReadOnlyAccess'], ['arn:aws:iam::aws:policy/ReadOnlyAccess']],
  ['a reference', [{ Ref: 'P' }], ['${P}']],
  ['several', ['A', 'B'], ['A', 'B']],
  ['one twice', ['A', 'A'], ['A']],
  ['what SAM adds already', 'AWSLambdaBasicExecutionRole', []],
  ['nothing', NO_VALUE, []],
])('attaches a policy by %s', (_, policies, expected) => expect(managed(policies)).toEqual(expected));

test('a policy of the template is attached by reference', () => {
  const P = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: DOCUMENT } };
  expect(rightsOf(having({ Ref: 'P' }, { P }), 'FRole')).toEqual(['s3:GetObject on arn:aws:s3:::b/*']);
});

test.each<[string, Json]>([
  ['alone', DOCUMENT],
  ['in a list', [DOCUMENT]],
])('a document %s is a policy of the role', (_, policies) => {
  expect(rightsOf(having(policies), 'FRole')).toEqual(['s3:GetObject on arn:aws:s3:::b/*']);
});

test.each<[string, Json, string[], string[]]>([
  ['a name or none', { 'Fn::If': ['C', 'A', NO_VALUE] }, ['A'], []],
  ['either of two names', { 'Fn::If': ['C', 'A', 'B'] }, ['A', 'B'], []],
  ['a document or none', { 'Fn::If': ['C', NO_VALUE, DOCUMENT] }, [], ['s3:GetObject on arn:aws:s3:::b/*']],
  ['a name or a document', { 'Fn::If': ['C', 'A', DOCUMENT] }, ['A'], ['s3:GetObject on arn:aws:s3:::b/*']],
  [
    'a template or none',
    { 'Fn::If': ['C', { SNSCrudPolicy: { TopicName: 't' } }, NO_VALUE] },
    [],
    ['sns:ListSubscriptionsByTopic'],
  ],
])('a condition decides between %s', (_, policy, names, rights) => {
  const facts = having([policy]);
  expect(managed([policy])).toEqual(names);
  expect(facts.roles[0].statements.map(({ conditional }) => conditional)).toEqual(rights.map(() => true));
  rights.forEach((right, index) => expect(rightsOf(facts, 'FRole')[index]).toContain(right));
});

test.each<[string, JsonObject, string[]]>([
  [
    'S3ReadPolicy',
    { BucketName: { Ref: 'B' } },
    [
      's3:GetObject,s3:ListBucket,s3:GetBucketLocation,s3:GetObjectVersion,s3:GetLifecycleConfiguration on arn:${AWS::Partition}:s3:::${B},arn:${AWS::Partition}:s3:::${B}/*',
    ],
  ],
  [
    'SQSSendMessagePolicy',
    { QueueName: 'q' },
    ['sqs:SendMessage* on arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:q'],
  ],
  [
    'LambdaInvokePolicy',
    { FunctionName: { 'Fn::If': ['C', 'a', 'b'] } },
    [
      'lambda:InvokeFunction on arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:a*',
      'lambda:InvokeFunction on arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:b*',
    ],
  ],
  ['EC2DescribePolicy', {}, ['ec2:DescribeRegions,ec2:DescribeInstances on *']],
  ['AWSSecretsManagerGetSecretValuePolicy', { SecretArn: { Ref: 'S' } }, ['secretsmanager:GetSecretValue on ${S}']],
  ['AWSSecretsManagerGetSecretValuePolicy', {}, ['secretsmanager:GetSecretValue on ${?PolicyTemplate(SecretArn)}']],
])('the template %s says what it allows', (name, values, rights) => {
  const Conditions = { C: { 'Fn::Equals': ['a', { Ref: 'B' }] } };
  expect(rightsOf(sam({ F: fn({ Policies: [{ [name]: values }] }) }, { Conditions }), 'FRole')).toEqual(rights);
});

test('a template keeps its conditions', () => {
  const facts = having([{ AWSSecretsManagerRotationPolicy: { FunctionName: 'f' } }]);
  expect(facts.roles[0].statements[0].statement.conditions).toEqual([
    {
      operator: 'StringEquals',
      key: 'secretsmanager:resource/AllowRotationLambdaArn',
      values: ['arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:f'],
    },
  ]);
});

test('every template allows named actions on something', () => {
  expect(Object.keys(POLICY_TEMPLATES)).toHaveLength(81);
  for (const statements of Object.values(POLICY_TEMPLATES)) {
    for (const { actions, resources } of statements) {
      expect(actions.every(action => /^[a-z0-9-]+:[A-Za-z*]+$/.test(action))).toBe(true);
      expect(resources.length).toBeGreaterThan(0);
    }
  }
});

test.each<[string, Json, string]>([
  [
    'a template that is not known',
    [{ MagicPolicy: {} }],
    'F Properties.Policies.0: has a policy that SAM does not know: MagicPolicy',
  ],
  [
    'a key that every object has',
    [{ constructor: {} }],
    'F Properties.Policies.0: has a policy that SAM does not know: constructor',
  ],
  ['an empty object', {}, 'F Properties.Policies: has a policy that SAM does not know: an empty object'],
  ['a list in a list', [['A']], 'F Properties.Policies.0: has a policy that SAM does not know: a list'],
  ['a number', [7], 'F Properties.Policies.0: has a policy that SAM does not know: 7'],
  ['null in a list', [null], 'F Properties.Policies.0: has a policy that SAM does not know: null'],
  [
    'two templates in one',
    [{ S3ReadPolicy: { BucketName: 'b' }, SQSPollerPolicy: { QueueName: 'q' } }],
    'F Properties.Policies.0: has a policy that SAM does not know: S3ReadPolicy',
  ],
  [
    'a macro',
    [{ 'Fn::Transform': { Name: 'AWS::Include' } }],
    'F Properties.Policies.0: is rewritten by a macro before it is deployed',
  ],
  [
    'one branch that is none',
    [{ 'Fn::If': ['C', 'A', { X: 1 }] }],
    'F Properties.Policies.0: has a policy that SAM does not know: X',
  ],
])('tells %s, and that the rights are not known', (_, policies, told) => {
  const facts = having(policies);
  expect(unknownIn(facts)).toEqual([told]);
  expect(facts.roles[0].unknownPolicies).toHaveLength(1);
});

test('statements stand where the user wrote the policy', () => {
  const facts = having(['A', DOCUMENT, { SNSCrudPolicy: { TopicName: 't' } }]);
  expect(facts.roles[0].statements.map(({ property }) => place(facts, 'FRole', property))).toEqual([
    'F Properties.Policies.1.Statement.0',
    'F Properties.Policies.2',
  ]);
  expect(place(facts, 'FRole', 'Properties.ManagedPolicyArns.1')).toBe('F Properties.Policies.0');
  expect(place(facts, 'FRole', 'Properties.ManagedPolicyArns')).toBe('F Properties.Policies');
  expect(place(sam({ F: fn({ VpcConfig: {} }) }), 'FRole', 'Properties.ManagedPolicyArns.1')).toBe('F Properties.VpcConfig');
  expect(place(sam({ F: fn() }), 'FRole', 'Properties.ManagedPolicyArns.0')).toBe('F -');
});

test('a state machine has a role of its policies, and one for traces', () => {
  const facts = sam({ S: stateMachine({ Policies: [DOCUMENT], Tracing: { Enabled: true } }) });
  expect(rightsOf(facts, 'SRole')).toEqual(['s3:GetObject on arn:aws:s3:::b/*']);
  expect(managedOf(facts, 'SRole')).toEqual(['AWSXrayWriteOnlyAccess']);
  expect(facts.roles[0].trust[0].principals).toEqual([{ type: 'Service', value: 'states.amazonaws.com' }]);
});

test('names of policies in words of Fn::Sub stay as they are', () => {
  expect(propertiesOf(having([{ 'Fn::Sub': 'arn:aws:iam::aws:policy/${P}' }]), 'FRole').ManagedPolicyArns).toContain(
    'arn:aws:iam::aws:policy/${P}',
  );
});

test.each<[string, string, Json]>([
  ['a name', 'AmazonS3ReadOnlyAccess', 'arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess'],
  ['a name under a path', 'Billing', 'arn:${AWS::Partition}:iam::aws:policy/job-function/Billing'],
  ['an ARN', 'arn:aws-cn:iam::aws:policy/ReadOnlyAccess', 'arn:aws-cn:iam::aws:policy/ReadOnlyAccess'],
  ['a policy of the account', 'arn:aws:iam::111122223333:policy/mine', 'arn:aws:iam::111122223333:policy/mine'],
])('%s is attached as what it means', (_, name, arn) => {
  expect(propertiesOf(having(name), 'FRole').ManagedPolicyArns).toContainEqual(arn);
});

test('a decision between two policies that are not there attaches none, and shifts no others', () => {
  const facts = having([{ 'Fn::If': ['C', NO_VALUE, NO_VALUE] }, DOCUMENT]);
  expect(propertiesOf(facts, 'FRole').ManagedPolicyArns).toHaveLength(1);
  expect(place(facts, 'FRole', 'Properties.Policies.0')).toBe('F Properties.Policies.1');
});

test.each<[string, (inner: Json) => Json]>([
  ['first', inner => ({ 'Fn::If': ['C', inner, NO_VALUE] })],
  ['second', inner => ({ 'Fn::If': ['C', NO_VALUE, inner] })],
])('decisions that nest in the %s branch are followed, as deep as anybody writes them', (_, around) => {
  const nested = (levels: number): Json => {
    let policy: Json = 'A';
    for (let level = 0; level < levels; level++) policy = around(policy);
    return policy;
  };
  const attached = (levels: number): string => JSON.stringify(render(nested(levels), 'P').managed);
  expect(attached(40)).toContain('iam::aws:policy/A');
  expect(attached(60)).not.toContain('iam::aws:policy/A');
});
