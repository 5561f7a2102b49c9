import { allow, modelOf, policy, role } from './build';
import type { Json, JsonObject, RoleFacts } from '../../lib/model/facts';

function roleOf(resources: JsonObject, more: JsonObject = {}): RoleFacts {
  return modelOf({ ...more, Resources: { Role: role(), ...resources } }).roles[0];
}

const attached = (properties: JsonObject, Type = 'AWS::IAM::Policy', more: JsonObject = {}): JsonObject => ({
  Type,
  Properties: { PolicyDocument: policy([allow('s3:GetObject')]), ...properties },
  ...more,
});

test.each<[string, JsonObject, number]>([
  ['a policy', { P: attached({ Roles: [{ 'Fn::If': ['C', { Ref: 'Role' }, { Ref: 'AWS::NoValue' }] }] }) }, 1],
  [
    'a policy under a condition of its own',
    { P: attached({ Roles: [{ Ref: 'Role' }] }, 'AWS::IAM::Policy', { Condition: 'C' }) },
    1,
  ],
  [
    'a document',
    {
      P: attached({
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { 'Fn::If': ['C', policy([allow('a:b')]), policy([allow('c:d')])] },
      }),
    },
    2,
  ],
  [
    'a statement',
    {
      P: attached({
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: policy([{ 'Fn::If': ['C', allow('a:b'), { Ref: 'AWS::NoValue' }] }]),
      }),
    },
    1,
  ],
  [
    'all statements',
    {
      P: attached({
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: policy({ 'Fn::If': ['C', [allow('a:b'), allow('c:d')], allow('e:f')] }),
      }),
    },
    3,
  ],
  [
    'an action',
    { P: attached({ Roles: [{ Ref: 'Role' }], PolicyDocument: policy([allow({ 'Fn::If': ['C', 'a:b', ['c:d', 'e:f']] })]) }) },
    2,
  ],
  [
    'an inline policy',
    {
      Role: role({
        Policies: [{ 'Fn::If': ['C', { PolicyName: 'p', PolicyDocument: policy([allow('a:b')]) }, { Ref: 'AWS::NoValue' }] }],
      }),
    },
    1,
  ],
  [
    'an attached policy',
    { Role: role({ ManagedPolicyArns: { 'Fn::If': ['C', [{ Ref: 'P' }], []] } }), P: attached({}, 'AWS::IAM::ManagedPolicy') },
    1,
  ],
])('both branches of %s count, and are conditional', (_, resources, count) => {
  const { statements } = roleOf(resources);
  expect(statements).toHaveLength(count);
  expect(statements.every(({ conditional }) => conditional)).toBe(true);
});

describe('a statement that stands whichever way the conditions go', () => {
  const both: JsonObject = allow(['a:b', 'c:d'], ['arn:x', 'arn:y']);
  const turned: JsonObject = { Sid: 'Other', ...allow(['c:d', 'a:b'], ['arn:y', 'arn:x']) };
  const told = (PolicyDocument: Json) =>
    roleOf({ P: attached({ Roles: [{ Ref: 'Role' }], PolicyDocument }) }).statements.map(
      ({ statement, conditional }) => `${statement.actions.join()}${conditional ? '?' : ''}`,
    );
  const branches = (then: Json, otherwise: Json): Json => ({ 'Fn::If': ['C', then, otherwise] });

  test.each<[string, Json, string[]]>([
    ['in either document', branches(policy([both, allow('e:f')]), policy([both])), ['a:b,c:d', 'e:f?']],
    ['in another order, under another name', branches(policy([both]), policy([turned])), ['a:b,c:d']],
    ['as text in one of them', branches(JSON.stringify(policy([both])), policy([both])), ['a:b,c:d']],
    ['in either branch of its place', policy([branches(both, turned)]), ['a:b,c:d']],
  ])('is certain, and counts once: %s', (_, document, expected) => expect(told(document)).toEqual(expected));

  test.each<[string, Json, string[]]>([
    ['on other resources', branches(policy([both]), policy([allow(['a:b', 'c:d'], 'arn:x')])), ['a:b,c:d?', 'a:b,c:d?']],
    ['not in a text that nobody can read', branches(policy([both]), 'oops'), ['a:b,c:d?']],
    [
      'in one branch of two decisions',
      policy([branches(both, { 'Fn::If': ['D', both, allow('e:f')] })]),
      ['a:b,c:d?', 'a:b,c:d?', 'e:f?'],
    ],
  ])('is told from one that does not: %s', (_, document, expected) => expect(told(document)).toEqual(expected));
});

test.each<[string, JsonObject, string, string]>([
  ['a document', { Roles: [{ Ref: 'Role' }], PolicyDocument: { Ref: 'Doc' } }, '${Doc}', 'Properties.PolicyDocument'],
  ['text that is no JSON', { Roles: [{ Ref: 'Role' }], PolicyDocument: 'oops' }, 'oops', 'Properties.PolicyDocument'],
  [
    'a list',
    { Roles: [{ Ref: 'Role' }], PolicyDocument: [] },
    'what Properties.PolicyDocument of P says',
    'Properties.PolicyDocument',
  ],
  [
    'a statement',
    { Roles: [{ Ref: 'Role' }], PolicyDocument: policy([{ Ref: 'S' }]) },
    '${S}',
    'Properties.PolicyDocument.Statement.0',
  ],
  [
    'an included statement',
    { Roles: [{ Ref: 'Role' }], PolicyDocument: policy([{ 'Fn::Transform': { Name: 'AWS::Include' } }]) },
    '${?Fn::Transform}',
    'Properties.PolicyDocument.Statement.0',
  ],
  [
    'a statement with an inclusion',
    { Roles: [{ Ref: 'Role' }], PolicyDocument: policy([{ Sid: 'x', 'Fn::Transform': {} }]) },
    'what Properties.PolicyDocument.Statement.0 of P says',
    'Properties.PolicyDocument.Statement.0',
  ],
  [
    'an effect',
    { Roles: [{ Ref: 'Role' }], PolicyDocument: policy([{ Effect: { Ref: 'E' }, Action: '*', Resource: '*' }]) },
    'what Properties.PolicyDocument.Statement.0 of P says',
    'Properties.PolicyDocument.Statement.0',
  ],
])('tells that it does not know %s', (_, properties, unknown, property) => {
  const found = roleOf({ P: { Type: 'AWS::IAM::Policy', Properties: properties } }, { Parameters: { E: {} } });
  expect(found.unknownPolicies).toMatchObject([{ unknown, property, resource: { logicalId: 'P' } }]);
});

test('tells that it does not know an inline policy', () => {
  expect(roleOf({ Role: role({ Policies: { Ref: 'Nobody' } }) }).unknownPolicies).toMatchObject([
    { unknown: '${Nobody}', property: 'Properties.Policies' },
  ]);
});

test('statements without conditions are told as they stand, each at its place', () => {
  const twice = allow('a:b');
  const PolicyDocument = policy([twice, [allow('c:d', ['arn:x', 'arn:y'])], twice]);
  expect(
    roleOf({ P: attached({ Roles: [{ Ref: 'Role' }], PolicyDocument }) }).statements.map(
      ({ statement, property, conditional }) => [
        statement.actions.join(),
        property.replace('Properties.PolicyDocument.', ''),
        conditional,
      ],
    ),
  ).toEqual([
    ['a:b', 'Statement.0', false],
    ['c:d', 'Statement.1.0', false],
    ['a:b', 'Statement.2', false],
  ]);
});

test('a statement that AWS would refuse grants nothing and hides nothing', () => {
  const found = roleOf({
    P: attached({ Roles: [{ Ref: 'Role' }], PolicyDocument: policy([{ Effect: 'allow', Action: '*' }, 5, 'text']) }),
  });
  expect([found.statements, found.unknownPolicies]).toEqual([[], []]);
});

describe('what a macro adds to a policy is unknown', () => {
  const Macro = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://house/rights.json' } } };

  test.each<[string, JsonObject]>([
    ['beside its version', { Version: '2012-10-17', ...Macro }],
    ['beside its statements', { Statement: [allow('s3:GetObject')], ...Macro }],
    ['in a statement', { Statement: [{ ...allow('s3:GetObject'), ...Macro }] }],
  ])('%s', (_, PolicyDocument) => {
    const read = roleOf({ P: attached({ Roles: [{ Ref: 'Role' }], PolicyDocument }) });
    expect(read.unknownPolicies).toHaveLength(1);
  });
});
