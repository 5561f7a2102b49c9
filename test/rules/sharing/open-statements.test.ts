import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, findingsOf, said } from '../said';

const queue = (...Statement: Json[]) =>
  beside({ QP: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Statement } } } });
const AT = 'QP Properties.PolicyDocument.Statement.0';

test.each<[string, JsonObject, string[]]>([
  ['everybody', { Principal: '*' }, [`fail error ${AT}.Principal [SQS-02]`]],
  ['everybody in a list', { Principal: { AWS: ['111122223333', '*'] } }, [`fail error ${AT}.Principal [SQS-02]`]],
  ['every account', { Principal: 'arn:aws:iam::*' }, [`fail error ${AT}.Principal [SQS-02]`]],
  [
    'everybody by TLS',
    { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    [`fail error ${AT}.Principal [SQS-02]`],
  ],
  ['everybody but', { NotPrincipal: { AWS: '1' } }, [`fail error ${AT}.NotPrincipal [SQS-03]`]],
  [
    'a role, everything but',
    { Principal: { AWS: 'arn:aws:iam::1:role/r' }, Action: { Ref: 'AWS::NoValue' }, NotAction: 'sqs:DeleteQueue' },
    [`fail error ${AT}.NotAction [SQS-03]`],
  ],
  [
    'a role, everything',
    { Principal: { AWS: 'arn:aws:iam::1:role/r' }, Action: ['sqs:SendMessage', 'SQS:*'] },
    [`fail warning ${AT}.Action [SQS-03]`],
  ],
  [
    'a role, everything of every service',
    { Principal: { AWS: 'arn:aws:iam::1:role/r' }, Action: '*' },
    [`fail warning ${AT}.Action [SQS-03]`],
  ],
  ['a role, everything of another service', { Principal: { AWS: 'arn:aws:iam::1:role/r' }, Action: 'sns:*' }, []],
  ['a service for anybody', { Principal: { Service: 'sns.amazonaws.com' } }, [`fail warning ${AT}.Condition [SQS-02]`]],
  [
    'a service for one topic',
    { Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:1:t' } } },
    [],
  ],
  ['nobody', { Effect: 'Deny', Principal: '*', Action: '*' }, []],
  ['nobody but', { Effect: 'Deny', NotPrincipal: { AWS: '1' } }, []],
])('a queue for %s', (_, statement, expected) =>
  expect(
    said(Control.QUEUE_POLICY_CLOSED, queue({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', ...statement })),
  ).toEqual(expected),
);

test('everybody but one who may do everything but one', () => {
  const [principal, action] = findingsOf(
    Control.QUEUE_POLICY_CLOSED,
    queue({ Effect: 'Allow', NotPrincipal: { AWS: '1' }, NotAction: 'sqs:X', Resource: '*' }),
  );
  expect(principal.message).toBe("'QP' lets everybody but 1 do everything but sqs:X");
  expect(action.message).toBe("'QP' lets everybody but 1 do everything but sqs:X");
  const [open] = findingsOf(Control.QUEUE_POLICY_CLOSED, queue({ Effect: 'Allow', NotAction: 'sqs:X', Resource: '*' }));
  expect(open.message).toBe("'QP' lets whoever asks do everything but sqs:X");
});

test.each<[string, JsonObject, string]>([
  ['everybody', { Principal: { AWS: ['111122223333', '*'] } }, 'everybody do sqs:SendMessage: no condition names who'],
  [
    'everybody under a condition of its own',
    { Principal: '*', Condition: { Sometimes: { a: 'b' } } },
    'everybody do sqs:SendMessage under Sometimes, which',
  ],
  [
    'everything',
    { Principal: { AWS: 'arn:aws:iam::1:role/r' }, Action: 'sqs:*' },
    'arn:aws:iam::1:role/r do everything (sqs:*), also',
  ],
  ['any topic', { Principal: { Service: 'sns.amazonaws.com' } }, 'sns.amazonaws.com act for any of its customers'],
])('%s is told by name', (_, statement, what) => {
  const example = queue({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', ...statement });
  expect(findingsOf(Control.QUEUE_POLICY_CLOSED, example)[0].message).toContain(`'QP' lets ${what}`);
});

test('whoever is named may do everything with a bus, and a service write to a store', () => {
  const bus = { Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:role/r' }, Action: 'events:*', Resource: '*' } };
  expect(said(Control.EVENT_BUS_POLICY_CLOSED, beside({ B: { Type: 'AWS::Events::EventBusPolicy', Properties: bus } }))).toEqual(
    [],
  );
  const Statement = { Effect: 'Allow', Principal: { Service: 'es.amazonaws.com' }, Action: 'logs:PutLogEvents', Resource: '*' };
  const L = { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyDocument: JSON.stringify({ Statement }) } };
  expect(said(Control.STORE_POLICY_CLOSED, beside({ L }))).toEqual([]);
});

test('what is left out is told with the control of its resource', () => {
  const Statement = { Effect: 'Allow', NotPrincipal: { AWS: '1' }, Action: 'kms:Decrypt', Resource: '*' };
  const K = { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, KeyPolicy: { Statement } } };
  expect(said(Control.KEY_POLICY_CLOSED, beside({ K }))).toEqual([
    'fail error K Properties.KeyPolicy.Statement.NotPrincipal [KMS-01]',
  ]);
  const B = { Type: 'AWS::Events::EventBusPolicy', Properties: { Statement: { ...Statement, Action: 'events:PutEvents' } } };
  expect(said(Control.EVENT_BUS_POLICY_CLOSED, beside({ B }))).toEqual([
    'fail error B Properties.Statement.NotPrincipal [EVT-04]',
  ]);
});

test.each<[string, JsonObject, number]>([
  ['a context that everybody may say', { StringEquals: { 'kms:EncryptionContext:app': 'orders' } }, 1],
  ['any account', { StringLike: { 'kms:CallerAccount': '*' } }, 1],
  ['its account', { StringEquals: { 'kms:CallerAccount': '111122223333', 'kms:EncryptionContext:app': 'orders' } }, 0],
])('a key for everybody with %s', (_, Condition, count) => {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*', Condition }];
  expect(
    said(Control.KEY_POLICY_CLOSED, beside({ K: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement } } } })),
  ).toHaveLength(count);
});

test('one bad branch is a bad policy', () => {
  const bad = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
  const example = queue({ 'Fn::If': ['IsDev', bad, { Ref: 'AWS::NoValue' }] });
  expect(
    said(Control.QUEUE_POLICY_CLOSED, { ...example, Conditions: { IsDev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } } }),
  ).toHaveLength(1);
});

test('what AWS would refuse, and what stands elsewhere, is unknown', () => {
  const odd = queue({
    Effect: 'Allow',
    Principal: '*',
    Action: 'sqs:SendMessage',
    Resource: '*',
    Condition: { Sometimes: { a: 'b' } },
  });
  expect(said(Control.QUEUE_POLICY_CLOSED, odd)).toEqual([`unknown warning ${AT}.Condition [SQS-02 SQS-03]`]);
  const hidden = beside(
    { QP: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: { Ref: 'Text' } } } },
    { Parameters: { Text: { Type: 'String' } } },
  );
  expect(said(Control.QUEUE_POLICY_CLOSED, hidden)).toEqual(['unknown warning QP Properties.PolicyDocument [SQS-02 SQS-03]']);
});

describe('each policy is asked by the rule of its kind', () => {
  const open = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  test.each<[string, string, JsonObject]>([
    [Control.QUEUE_POLICY_CLOSED, 'AWS::SQS::QueueInlinePolicy', { PolicyDocument: { Statement: open } }],
    [Control.TOPIC_POLICY_CLOSED, 'AWS::SNS::TopicInlinePolicy', { PolicyDocument: { Statement: open } }],
    [Control.EVENT_BUS_POLICY_CLOSED, 'AWS::Events::EventBus', { Name: 'b', Policy: { Statement: open } }],
    [Control.KEY_POLICY_CLOSED, 'AWS::KMS::ReplicaKey', { KeyPolicy: { Statement: open } }],
    [Control.SECRET_POLICY_CLOSED, 'AWS::SecretsManager::ResourcePolicy', { ResourcePolicy: { Statement: open } }],
    [Control.STORE_POLICY_CLOSED, 'AWS::EFS::FileSystem', { FileSystemPolicy: { Statement: open } }],
    [Control.STORE_POLICY_CLOSED, 'AWS::Kinesis::ResourcePolicy', { ResourcePolicy: { Statement: open } }],
    [Control.STORE_POLICY_CLOSED, 'AWS::Logs::ResourcePolicy', { PolicyDocument: JSON.stringify({ Statement: open }) }],
  ])('%s: %s', (rule, Type, Properties) => {
    const rules = [
      Control.QUEUE_POLICY_CLOSED,
      Control.TOPIC_POLICY_CLOSED,
      Control.EVENT_BUS_POLICY_CLOSED,
      Control.KEY_POLICY_CLOSED,
      Control.SECRET_POLICY_CLOSED,
      Control.STORE_POLICY_CLOSED,
    ].filter(candidate =>
      findingsOf(candidate, beside({ X: { Type, Properties } })).some(({ severity }) => severity === 'error'),
    );
    expect(rules).toEqual([rule]);
  });
});

test.each<[string, JsonObject, number]>([
  ['its account everything', { Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }, Action: 'kms:*' }, 0],
  ['a service', { Principal: { Service: 'sns.amazonaws.com' }, Action: 'kms:Decrypt' }, 0],
  [
    'everybody of this account',
    { Principal: '*', Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } } },
    0,
  ],
  ['everybody but', { NotPrincipal: { AWS: '1' }, Action: 'kms:Decrypt' }, 1],
])('a key that lets %s', (_, statement, count) => {
  const KeyPolicy = { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] };
  expect(said(Control.KEY_POLICY_CLOSED, beside({ K: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy } } }))).toHaveLength(
    count,
  );
});
