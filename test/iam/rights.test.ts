import { allow, deny, statements } from './statements';
import { Rights } from '../../lib/iam/rights';

const PASS = 'iam:PassRole';
const ROLE = 'arn:aws:iam::1:role/app';
const ROLES = 'arn:aws:iam::1:role/*';
const ONLY_IF = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

const OTHER = { ...deny(PASS), Resource: 'arn:aws:iam::1:user/app' };

type Written = Readonly<Record<string, unknown>>;

describe('one action', () => {
  test.each<[string, Written[], readonly string[] | undefined]>([
    ['no statement', [], undefined],
    ['an Allow', [allow(PASS)], ['*']],
    ['an Allow of the service', [allow('iam:*')], ['*']],
    ['an Allow in other letters', [allow('IAM:PASSROLE')], ['*']],
    ['a wildcard in the service', [allow('i*:PassRole')], ['*']],
    ['an Allow of something else', [allow('s3:*')], undefined],
    ['NotAction of something else', [{ NotAction: 's3:*' }], ['*']],
    ['NotAction of this', [{ NotAction: 'iam:Pass*' }], undefined],
    ['an Allow on one role', [{ ...allow(PASS), Resource: ROLE }], [ROLE]],
    ['an Allow without a resource', [{ ...allow(PASS), Resource: [] }], undefined],
    ['a Deny alone', [deny(PASS)], undefined],
    ['a Deny of all', [allow(PASS), deny(PASS)], undefined],
    ['a Deny in other letters', [allow(PASS), deny('IAM:pass*')], undefined],
    ['a Deny of something else', [allow(PASS), deny('s3:*')], ['*']],
    ['a Deny by NotAction', [allow(PASS), { Effect: 'Deny', NotAction: 's3:*' }], undefined],
    ['a Deny by NotAction that spares this', [allow(PASS), { Effect: 'Deny', NotAction: 'iam:*' }], ['*']],
    ['a Deny under a condition', [allow(PASS), { ...deny(PASS), ...ONLY_IF }], ['*']],
    ['a Deny of part of the pattern', [allow(PASS), { ...deny(PASS), Resource: ROLE }], ['*']],
    [
      'a Deny of one of the resources',
      [
        { ...allow(PASS), Resource: [ROLE, 'arn:x'] },
        { ...deny(PASS), Resource: ROLES },
      ],
      ['arn:x'],
    ],
    [
      'a Deny of the last of the resources',
      [
        { ...allow(PASS), Resource: ['arn:x', ROLE] },
        { ...deny(PASS), Resource: ROLES },
      ],
      ['arn:x'],
    ],
    ['a Deny of every role that there can be', [allow(PASS), { ...deny(PASS), Resource: 'arn:*:iam::*:role/*' }], undefined],
    [
      'a Deny of every role, among other things',
      [allow(PASS), { ...deny(PASS), Resource: ['arn:aws:s3:::orders', 'arn:aws:iam::*:role/*'] }],
      undefined,
    ],
    ['a Deny of every user', [allow(PASS), { ...deny(PASS), Resource: 'arn:aws:iam::*:user/*' }], ['*']],
    [
      'a Deny of all the resources',
      [
        { ...allow(PASS), Resource: ROLE },
        { ...deny(PASS), Resource: ROLES },
      ],
      undefined,
    ],
    [
      'a Deny of what may be the resource',
      [
        { ...allow(PASS), Resource: '${Role.Arn}' },
        { ...deny(PASS), Resource: ROLE },
      ],
      ['${Role.Arn}'],
    ],
    [
      'a Deny of all but others',
      [
        { ...allow(PASS), Resource: ROLE },
        { ...deny(PASS), NotResource: 'arn:x' },
      ],
      undefined,
    ],
    [
      'a Deny of all but this',
      [
        { ...allow(PASS), Resource: ROLE },
        { ...deny(PASS), NotResource: ROLES },
      ],
      [ROLE],
    ],
    [
      'a Deny of all but what may be this',
      [
        { ...allow(PASS), Resource: ROLE },
        { ...deny(PASS), NotResource: '${Role.Arn}' },
      ],
      [ROLE],
    ],
  ])('%s', (_, written, resources) => {
    const rights = new Rights(statements(...written));
    expect(rights.allowing(PASS).map(statement => statement.resources)).toEqual(resources ? [resources] : []);
    expect(rights.mayPerform(PASS)).toBe(resources !== undefined);
  });

  test.each<[string, Written, boolean]>([
    ['no Deny', allow('s3:*'), true],
    ['a Deny on everything', deny(PASS), false],
    ['a Deny on part', { ...deny(PASS), Resource: ROLES }, true],
    ['a Deny on all but what was left out anyway', { ...deny(PASS), NotResource: ROLE }, false],
    ['a Deny on all but something else', { ...deny(PASS), NotResource: 'arn:x' }, true],
    ['a Deny on all but something else too', { ...deny(PASS), NotResource: [ROLE, 'arn:x'] }, true],
  ])('an Allow by NotResource under %s', (_, other, expected) => {
    expect(new Rights(statements({ ...allow(PASS), NotResource: ROLES }, other)).mayPerform(PASS)).toBe(expected);
  });

  test('left out by NotResource in several ways is denied by a Deny that spares one of them', () => {
    const left = { ...allow(PASS), NotResource: ['arn:y', ROLES] };
    expect(new Rights(statements(left, { ...deny(PASS), NotResource: ROLE })).mayPerform(PASS)).toBe(false);
  });

  test('comes from every statement that grants it, by name or by a pattern, in the order of the policy', () => {
    const given = statements(allow('iam:*'), allow('s3:GetObject'), { ...allow(PASS), Resource: ROLE });
    expect(new Rights(given).allowing(PASS)).toEqual([given[0], given[2]]);
  });

  test('comes as the very statement that was given when nothing cuts it down', () => {
    const given = statements(
      { ...allow(PASS), Resource: [ROLE, ROLES] },
      deny('s3:*'),
      { ...allow(PASS), NotResource: 'arn:x' },
      OTHER,
    );
    const found = new Rights(given, statements(allow('*'))).allowing(PASS);
    expect(found[0]).toBe(given[0]);
    expect(found[1]).toBe(given[2]);
  });
});

describe('a boundary', () => {
  test.each<[string, Written, Written[], readonly string[] | undefined]>([
    ['that is empty allows nothing', allow(PASS), [], undefined],
    ['of another action allows nothing', allow(PASS), [allow('s3:*')], undefined],
    ['of everything takes nothing', allow(PASS), [allow('*')], ['*']],
    ['grants nothing by itself', allow('s3:*'), [allow(PASS)], undefined],
    ['narrows the resources', allow(PASS), [{ ...allow(PASS), Resource: ROLE }], [ROLE]],
    [
      'lets through the resources that it names, and no others of the same statement',
      { ...allow(PASS), Resource: [ROLE, 'arn:x'] },
      [{ ...allow(PASS), Resource: ROLE }],
      [ROLE],
    ],
    ['that only denies, under a condition, allows nothing', allow(PASS), [{ ...deny(PASS), ...ONLY_IF }], undefined],
    ['of all actions but others takes nothing', allow(PASS), [{ NotAction: 's3:*' }], ['*']],
    ['of all actions but this allows nothing', allow(PASS), [{ NotAction: ['s3:*', 'IAM:*'] }], undefined],
    ['of several actions takes nothing from those', allow(PASS), [allow('s3:*', PASS)], ['*']],
    ['adds up', allow(PASS), [ROLE, 'arn:x'].map(Resource => ({ ...allow(PASS), Resource })), [ROLE, 'arn:x']],
    ['keeps the narrower resource', { ...allow(PASS), Resource: ROLE }, [{ ...allow(PASS), Resource: ROLES }], [ROLE]],
    [
      'keeps a pattern that it shares in part',
      { ...allow(PASS), Resource: 'arn:*:a' },
      [{ ...allow(PASS), Resource: 'arn:b:*' }],
      ['arn:*:a'],
    ],
    ['of other resources allows nothing', { ...allow(PASS), Resource: ROLE }, [{ ...allow(PASS), Resource: 'arn:x' }], undefined],
    ['of all but others takes nothing', { ...allow(PASS), Resource: ROLE }, [{ ...allow(PASS), NotResource: 'arn:x' }], [ROLE]],
    ['of all but this allows nothing', { ...allow(PASS), Resource: ROLE }, [{ ...allow(PASS), NotResource: ROLES }], undefined],
    [
      'of all but this and others allows nothing',
      { ...allow(PASS), Resource: ROLE },
      [{ ...allow(PASS), NotResource: ['arn:x', ROLES] }],
      undefined,
    ],
    ['narrows NotResource', { ...allow(PASS), NotResource: 'arn:x' }, [{ ...allow(PASS), Resource: [ROLE, 'arn:x'] }], [ROLE]],
    ['denies', allow(PASS), [allow('*'), deny('iam:*')], undefined],
    [
      'narrows before a Deny takes',
      allow(PASS),
      [
        { ...allow(PASS), Resource: ROLE },
        { ...deny(PASS), Resource: ROLES },
      ],
      undefined,
    ],
  ])('%s', (_, written, boundary, resources) => {
    const found = new Rights(statements(written), statements(...boundary)).allowing(PASS);
    expect(found.map(statement => statement.resources)).toEqual(resources ? [resources] : []);
  });
});

describe('an administrator', () => {
  const everything = allow('*');
  const condition = (key: string) => ({ ...everything, Condition: { StringEquals: { [key]: 'x' } } });

  test.each<[string, Written[], Written[] | undefined, boolean]>([
    ['may do everything', [everything], undefined, true],
    ['may do everything, among other things', [allow('s3:*'), everything], undefined, true],
    ['may do *:*', [allow('*:*')], undefined, true],
    ['may do nearly everything', [{ NotAction: ['iam:*', 'account:*'] }], undefined, true],
    ['has a condition on the account', [condition('aws:ResourceAccount')], undefined, true],
    ['has a condition on the principal account', [condition('aws:PrincipalAccount')], undefined, true],
    ['has a condition on the region', [condition('aws:RequestedRegion')], undefined, true],
    ['has a condition on TLS', [condition('aws:SecureTransport')], undefined, true],
    ['is no one whom a condition narrows', [condition('aws:ResourceTag/team')], undefined, false],
    ['is no one with all of one service', [allow('iam:*')], undefined, false],
    ['is no one with everything on one thing', [{ ...everything, Resource: ROLE }], undefined, false],
    ['is no one who is denied everything', [everything, deny('*')], undefined, false],
    ['is no one who is denied all but one service', [everything, { Effect: 'Deny', NotAction: 's3:*' }], undefined, false],
    ['is one who is denied one service', [everything, deny('s3:*')], undefined, true],
    ['is one who is denied under a condition', [everything, { ...deny('*'), ...ONLY_IF }], undefined, true],
    ['is no one within a narrow boundary', [everything], [allow('s3:*')], false],
    ['is one within a wide boundary', [everything], [everything], true],
    ['is one within a boundary that says other things too', [everything], [allow('s3:*'), everything], true],
    ['is no one whom the boundary denies everything', [everything], [everything, deny('*')], false],
    ['is no one by the boundary alone', [allow('s3:*')], [everything], false],
  ])('%s', (_, written, boundary, expected) => {
    const rights = new Rights(statements(...written), boundary && statements(...boundary));
    expect(rights.isAdministrator() !== undefined).toBe(expected);
  });

  test('is named by the statement that makes one', () => {
    const given = statements(allow('s3:*'), everything);
    expect(new Rights(given).isAdministrator()).toBe(given[1]);
  });
});
