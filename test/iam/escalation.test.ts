import { allow, deny, statements } from './statements';
import { findEscalations } from '../../lib/iam/escalation';
import { ESCALATION_PATHS } from '../../lib/iam/escalation-paths';
import { Rights } from '../../lib/iam/rights';

type Written = Readonly<Record<string, unknown>>;

function found(written: readonly Written[], boundary?: readonly Written[]): string[] {
  return findEscalations(new Rights(statements(...written), boundary && statements(...boundary))).map(({ path }) => path.id);
}

const FUNCTION = 'pass-role-to-new-function';
const DEPLOY = allow('lambda:CreateFunction', 'lambda:InvokeFunction');
const passRole = (parts: Written = {}): Written => ({ ...allow('iam:PassRole'), ...parts });
const passRoleTo = (...services: readonly string[]) =>
  passRole({ Condition: { StringEquals: { 'iam:PassedToService': services } } });

describe.each(ESCALATION_PATHS.map(path => [path.id, path] as const))('the path %s', (id, { needs }) => {
  const everyGroup = needs.map(([action]) => action);

  test('is open to whoever holds all of it', () => {
    expect(found([allow(...needs.flat())])).toContain(id);
  });

  test.each(needs.flatMap((group, index) => group.map(action => [action, replaced(everyGroup, index, action)] as const)))(
    'is open with %s',
    (_, actions) => {
      expect(found([allow(...actions)])).toContain(id);
    },
  );

  test.each(needs.map((group, index) => [group.join(' or '), index] as const))('is shut without %s', (_, missing) => {
    expect(found([allow(...needs.filter((__, index) => index !== missing).flat(), 's3:GetObject')])).not.toContain(id);
  });

  test('is shut when the decisive action is granted on named resources', () => {
    const [decisive, ...others] = needs;
    expect(
      found([
        { ...allow(...decisive), Resource: ['arn:aws:x::1:y/name', 'arn:aws:x::1:y/prefix-*'] },
        allow(...others.flat(), 's3:Get*'),
      ]),
    ).not.toContain(id);
  });

  test('is shut when the decisive action is denied', () => {
    expect(found([allow(...needs.flat()), deny(...needs[0])])).not.toContain(id);
  });
});

function replaced(actions: readonly string[], at: number, action: string): string[] {
  return actions.map((other, index) => (index === at ? action : other));
}

describe('passing a role', () => {
  test.each<[string, Written[], boolean]>([
    ['on every role', [passRole(), DEPLOY], true],
    [
      'on every role of the account',
      [passRole({ Resource: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*' }), DEPLOY],
      true,
    ],
    ['on all roles but some', [passRole({ NotResource: 'arn:aws:iam::1:role/admin' }), DEPLOY], true],
    ['on all roles but all', [passRole({ NotResource: '*' }), DEPLOY], false],
    ['on one role', [passRole({ Resource: '${Role.Arn}' }), DEPLOY], false],
    ['on roles with a prefix', [passRole({ Resource: 'arn:aws:iam::*:role/app-*' }), DEPLOY], false],
    ['as a part of iam:*', [allow('iam:*'), DEPLOY], true],
    ['as a part of i*:PassRole', [allow('i*:PassRole'), DEPLOY], true],
    ['by NotAction', [{ NotAction: 's3:*' }], true],
    ['with all of Lambda', [passRole(), allow('lambda:*')], true],
    ['with Lambda on one function', [passRole(), { ...DEPLOY, Resource: 'arn:aws:lambda:x:1:function:f' }], true],
    ['to Lambda', [passRoleTo('lambda.amazonaws.com'), DEPLOY], true],
    ['to others', [passRoleTo('ec2.amazonaws.com', 'states.amazonaws.com'), DEPLOY], false],
    ['to others, and to anyone by another statement', [passRoleTo('ec2.amazonaws.com'), passRole(), DEPLOY], true],
    ['with a tag', [passRole({ Condition: { StringEquals: { 'aws:ResourceTag/team': 'x' } } }), DEPLOY], false],
    ['within the account', [passRole({ Condition: { StringEquals: { 'aws:ResourceAccount': '1' } } }), DEPLOY], true],
    [
      'to Lambda with a tag',
      [
        passRole({ Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com', 'aws:ResourceTag/team': 'x' } } }),
        DEPLOY,
      ],
      false,
    ],
  ])('%s', (_, written, expected) => {
    expect(found(written).includes(FUNCTION)).toBe(expected);
  });

  test.each(ESCALATION_PATHS.filter(({ needs }) => needs[0].includes('iam:PassRole')).map(path => [path.id, path] as const))(
    'counts for %s only when the role may go there',
    (id, { needs, passesTo = [] }) => {
      const rest = allow(...needs.slice(1).flat());
      expect(found([passRoleTo(passesTo[0]), rest])).toContain(id);
      expect(found([passRoleTo('unrelated.amazonaws.com'), rest])).not.toContain(id);
    },
  );

  test('limited to a service leaves what passes no role closed, unless the limit holds only where a role is passed', () => {
    const limit = (operator: string) => [
      { ...allow('iam:*'), Condition: { [operator]: { 'iam:PassedToService': 'lambda.amazonaws.com' } } },
    ];
    expect(found(limit('StringEquals'))).not.toContain('write-role-policy');
    expect(found(limit('StringEqualsIfExists'))).toContain('write-role-policy');
  });
});

describe('within a boundary', () => {
  test('that leaves out the action a path is shut', () => {
    expect(found([allow('iam:*')], [allow('s3:*')])).toEqual([]);
  });

  test('that names the resources a path is shut', () => {
    expect(found([allow('iam:PutRolePolicy')], [{ ...allow('iam:*'), Resource: 'arn:aws:iam::1:role/app' }])).toEqual([]);
  });

  test('of everything a path stays open', () => {
    expect(found([allow('iam:PutRolePolicy')], [allow('*')])).toEqual(['write-role-policy']);
  });
});

test('an escalation names the statement that grants each action', () => {
  const given = statements(DEPLOY, passRole());
  expect(findEscalations(new Rights(given)).map(({ grants }) => grants)).toEqual([
    [
      { action: 'iam:PassRole', statement: given[1] },
      { action: 'lambda:CreateFunction', statement: given[0] },
      { action: 'lambda:InvokeFunction', statement: given[0] },
    ],
  ]);
});

test.each<[string, Written[]]>([
  ['reads a bucket', [allow('s3:GetObject', 's3:ListBucket')]],
  ['writes traces', [allow('xray:PutTraceSegments', 'xray:PutTelemetryRecords')]],
  ['assumes one role', [{ ...allow('sts:AssumeRole'), Resource: 'arn:aws:iam::1:role/partner' }]],
  ['deploys one function', [{ ...allow('lambda:*'), Resource: 'arn:aws:lambda:eu-west-1:1:function:orders' }]],
  ['writes policies, though only where there are buckets', [{ ...allow('iam:PutRolePolicy'), Resource: 'arn:aws:s3:::*' }]],
  ['assumes whatever stands in a bucket', [{ ...allow('sts:AssumeRole'), Resource: 'arn:aws:s3:::*' }]],
  ['lets AWS services use keys', [{ ...allow('kms:CreateGrant'), Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } }]],
])('nothing stands open to a role that %s', (_, written) => {
  expect(found(written)).toEqual([]);
});

describe('the catalogue', () => {
  test('stands for every catalogued path once', () => {
    const numbered = (service: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${service}-${String(index + 1).padStart(3, '0')}`);
    const catalogued = [
      ...numbered('apprunner', 2),
      ...numbered('bedrock', 2),
      ...numbered('cloudformation', 5),
      ...numbered('codebuild', 4),
      ...numbered('datapipeline', 1),
      ...numbered('ec2', 4),
      'ec2instanceconnect-003',
      ...numbered('ecs', 5),
      ...numbered('glue', 6),
      ...numbered('iam', 21),
      ...numbered('lambda', 6),
      ...numbered('sagemaker', 5),
      ...numbered('ssm', 2),
      ...numbered('sts', 1),
    ];
    expect(catalogued).toHaveLength(65);
    expect(ESCALATION_PATHS.flatMap(path => path.catalogued).sort()).toEqual(catalogued.sort());
  });

  test('gives every path its own id', () => {
    expect(new Set(ESCALATION_PATHS.map(({ id }) => id)).size).toBe(ESCALATION_PATHS.length);
  });

  test('names the receiving service wherever a role is passed, and nowhere else', () => {
    for (const { needs, passesTo } of ESCALATION_PATHS) expect(passesTo !== undefined).toBe(needs[0].includes('iam:PassRole'));
  });

  test('holds no path that needs all that another with the same decisive action needs', () => {
    const within = (inner: readonly string[], outer: readonly string[]) => inner.every(action => outer.includes(action));
    for (const path of ESCALATION_PATHS) {
      const shorter = ESCALATION_PATHS.filter(
        other =>
          within(path.needs[0], other.needs[0]) && other.needs.every(group => path.needs.some(wider => within(wider, group))),
      );
      expect(shorter).toEqual([path]);
    }
  });
});
