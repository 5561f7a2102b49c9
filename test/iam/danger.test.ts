import { allow, deny, statements } from './statements';
import { dangerOf } from '../../lib/iam/danger';

test('nothing granted is no danger', () => {
  expect(dangerOf([])).toBeUndefined();
  expect(dangerOf(statements(allow('s3:GetObject'), { ...allow('iam:PassRole'), Resource: '${Role.Arn}' }))).toBeUndefined();
});

test('two harmless grants may be a danger together', () => {
  const pass = allow('iam:PassRole');
  const create = allow('ec2:RunInstances');
  expect(dangerOf(statements(pass))).toBeUndefined();
  expect(dangerOf(statements(create))).toBeUndefined();
  expect(dangerOf(statements(pass, create))).toEqual({
    kind: 'escalation',
    reason:
      "'iam:PassRole' beyond named resources, together with 'ec2:RunInstances', lets the holder pass a role to a new EC2 instance",
  });
  expect(dangerOf(statements(pass, create, deny('iam:PassRole')))).toBeUndefined();
});

test.each<[Record<string, unknown>, string, string]>([
  [allow('*'), 'administrator', "'*' on every resource allows everything"],
  [
    { NotAction: ['iam:*', 's3:*'] },
    'administrator',
    "everything but 'iam:*' and 's3:*' on every resource allows nearly everything",
  ],
  [
    { NotAction: ['iam:*', 's3:*', 'sqs:*'] },
    'administrator',
    "everything but 'iam:*', 's3:*' and 'sqs:*' on every resource allows nearly everything",
  ],
  [
    allow('iam:PutRolePolicy'),
    'escalation',
    "'iam:PutRolePolicy' beyond named resources lets the holder write any policy into a role",
  ],
  [
    allow('iam:PassRole', 'glue:CreateJob', 'glue:StartJobRun'),
    'escalation',
    "'iam:PassRole' beyond named resources, together with 'glue:CreateJob' and 'glue:StartJobRun', lets the holder pass a role to a Glue job",
  ],
])('%j is a danger in plain words', (written, kind, reason) => {
  expect(dangerOf(statements(written))).toEqual({ kind, reason });
});
