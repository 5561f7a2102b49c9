import fc from 'fast-check';
import { narrowsCallers } from '../../lib/iam/caller-condition';
import { holdsAlways } from '../../lib/iam/certain-condition';
import { narrows } from '../../lib/iam/condition';
import { parsePolicyDocument } from '../../lib/iam/statement';

const EMPTY = {
  actions: [],
  notActions: [],
  resources: [],
  notResources: [],
  principals: [],
  notPrincipals: [],
  conditions: [],
};

test.each<[string, unknown]>([
  ['scalars', { Statement: { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } }],
  ['lists', { Statement: [{ Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }] }],
  ['JSON text', '{"Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'],
])('reads %s alike', (_, document) => {
  expect(parsePolicyDocument(document)).toEqual([
    { ...EMPTY, sid: 'Read', effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'] },
  ]);
});

test('reads the parts that except', () => {
  expect(
    parsePolicyDocument({ Statement: { Effect: 'Deny', NotAction: 'a:B', NotResource: 'arn:x', NotPrincipal: { AWS: '1' } } }),
  ).toEqual([
    { ...EMPTY, effect: 'Deny', notActions: ['a:B'], notResources: ['arn:x'], notPrincipals: [{ type: 'AWS', value: '1' }] },
  ]);
});

test.each<[unknown, unknown]>([
  ['*', [{ type: '*', value: '*' }]],
  [{ AWS: '*' }, [{ type: 'AWS', value: '*' }]],
  [{ AWS: ['1', '2'] }, [1, 2].map(account => ({ type: 'AWS', value: String(account) }))],
  [{ Service: 'lambda.amazonaws.com' }, [{ type: 'Service', value: 'lambda.amazonaws.com' }]],
  [{ AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } }, [{ type: 'AWS', value: '${Role.Arn}' }]],
  [
    { AWS: '1', Service: ['a', 'b'] },
    [
      { type: 'AWS', value: '1' },
      { type: 'Service', value: 'a' },
      { type: 'Service', value: 'b' },
    ],
  ],
  [undefined, []],
])('reads the principal %j', (principal, expected) => {
  expect(parsePolicyDocument({ Statement: { Effect: 'Allow', Principal: principal } })[0].principals).toEqual(expected);
});

test.each<[unknown, unknown]>([
  [{ Bool: { 'aws:SecureTransport': false } }, [{ operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] }]],
  [{ NumericLessThan: { 's3:max-keys': 10 } }, [{ operator: 'NumericLessThan', key: 's3:max-keys', values: ['10'] }]],
  [
    { StringEquals: { a: ['1', 2], b: 'x' }, Null: { c: 'true' } },
    [
      { operator: 'StringEquals', key: 'a', values: ['1', '2'] },
      { operator: 'StringEquals', key: 'b', values: ['x'] },
      { operator: 'Null', key: 'c', values: ['true'] },
    ],
  ],
  ['nonsense', []],
])('reads the condition %j', (condition, expected) => {
  expect(parsePolicyDocument({ Statement: { Effect: 'Allow', Condition: condition } })[0].conditions).toEqual(expected);
});

test('keeps a condition that it cannot read, since losing it would widen the statement', () => {
  const condition = { 'Fn::If': ['Strict', { Bool: { x: true } }, {}] };
  const { conditions } = parsePolicyDocument({ Statement: { Effect: 'Allow', Condition: condition } })[0];
  expect(conditions).toHaveLength(1);
  expect(conditions.some(kept => narrows(kept) || narrowsCallers(kept) || holdsAlways(kept))).toBe(false);
});

test('takes only a text for the name of a statement', () => {
  const [{ sid }] = parsePolicyDocument({ Statement: { Sid: { Ref: 'Name' }, Effect: 'Allow' } });
  expect(sid).toBeUndefined();
});

test('leaves out what is no value', () => {
  const resources = ['arn:x', null, { Ref: 'AWS::NoValue' }];
  expect(parsePolicyDocument({ Statement: { Effect: 'Allow', Resource: resources } })[0].resources).toEqual(['arn:x']);
});

test.each<[unknown]>([
  [undefined],
  [null],
  [7],
  ['no JSON'],
  ['7'],
  [[]],
  [{}],
  [{ Statement: 'Allow' }],
  [{ Statement: [null, 'x', []] }],
  [{ Statement: { Action: '*', Resource: '*' } }],
  [{ Statement: { Effect: 'allow', Action: '*' } }],
  [{ Statement: { Effect: 'DENY', Action: '*' } }],
  [{ Statement: { Effect: ['Allow'], Action: '*' } }],
])('finds no statement in %j', document => {
  expect(parsePolicyDocument(document)).toEqual([]);
});

test('never throws', () => {
  const part = fc.anything({ withNullPrototype: true });
  const statement = fc.record(
    { Effect: fc.constant('Allow'), Action: part, Resource: part, Principal: part, Condition: part },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.oneof(part, fc.record({ Statement: fc.oneof(part, statement, fc.array(statement)) })),
      value => void parsePolicyDocument(value),
    ),
  );
});
