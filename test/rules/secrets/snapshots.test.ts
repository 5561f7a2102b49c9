import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, findingsOf, said } from '../said';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf';
const READ = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: SECRET };
const FOUND = ['fail info Function Properties.SnapStart.ApplyOn []'];

const snapped = (ApplyOn: Json, statements: JsonObject[], more: JsonObject = {}) =>
  beside(
    {
      Function: { Properties: { Runtime: 'python3.13', SnapStart: { ApplyOn } } },
      Workload: { Properties: { PolicyDocument: { Statement: statements } } },
      ...more,
    },
    { Parameters: { Snap: { Type: 'String', Default: 'PublishedVersions' } } },
  );

test.each<[string, ReturnType<typeof snapped>, string[]]>([
  ['a secret', snapped('PublishedVersions', [READ]), FOUND],
  ['a secret, snapped by a parameter', snapped({ Ref: 'Snap' }, [READ]), FOUND],
  [
    'a parameter',
    snapped('PublishedVersions', [{ ...READ, Action: 'ssm:Get*', Resource: 'arn:aws:ssm:*:*:parameter/x' }]),
    FOUND,
  ],
  ['no secret', snapped('PublishedVersions', [{ ...READ, Action: 'secretsmanager:DescribeSecret' }]), []],
  ['a secret that is denied', snapped('PublishedVersions', [READ, { ...READ, Effect: 'Deny', Resource: '*' }]), []],
  ['a secret, without a snapshot', snapped('None', [READ]), []],
])('a function that may read %s', (_, example, expected) =>
  expect(said(Control.SNAPSHOT_HOLDS_NO_SECRETS, example)).toEqual(expected),
);

test('the secret and who may read it are named', () =>
  expect(findingsOf(Control.SNAPSHOT_HOLDS_NO_SECRETS, snapped('PublishedVersions', [READ]))).toMatchObject([
    { message: expect.stringContaining(SECRET), relatedResources: ['Role'] },
  ]));

test('a grant of all secrets but some is named by what it leaves out, and one that two grants name is named once', () => {
  const all = {
    Effect: 'Allow',
    Action: ['secretsmanager:GetSecretValue', 'ssm:GetParameter*'],
    NotResource: [SECRET, `${SECRET}-2`],
  };
  const message = (...statements: JsonObject[]) =>
    findingsOf(Control.SNAPSHOT_HOLDS_NO_SECRETS, snapped('PublishedVersions', statements)).map(found => found.message);
  const tail = ', and snapshots are taken of it after its code has started';
  expect(message(all)).toEqual([`'Function' may read all but ${SECRET} and ${SECRET}-2${tail}`]);
  expect(message(READ, READ)).toEqual([`'Function' may read ${SECRET}${tail}`]);
});

test('what an imported role may read is not known', () => {
  const imported = {
    Function: { Properties: { SnapStart: { ApplyOn: 'PublishedVersions' }, Role: 'arn:aws:iam::111122223333:role/x' } },
  };
  expect(said(Control.SNAPSHOT_HOLDS_NO_SECRETS, beside(imported))).toEqual([]);
});
