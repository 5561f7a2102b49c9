import { allow, lambda, modelOf, policy, role, source } from './build';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject, RoleFacts } from '../../lib/model/facts';

const ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };

function roleOf(resources: JsonObject, more: JsonObject = {}): RoleFacts {
  return modelOf({ ...more, Resources: { Role: role(), ...resources } }).roles[0];
}

function said({ statements }: RoleFacts): unknown {
  return statements.map(({ statement, property, conditional, resource }) => [
    statement.actions.join(),
    `${resource.logicalId}.${property}`,
    ...(conditional ? ['conditional'] : []),
  ]);
}

const attached = (properties: JsonObject, Type = 'AWS::IAM::Policy', more: JsonObject = {}): JsonObject => ({
  Type,
  Properties: { PolicyDocument: policy([allow('s3:GetObject')]), ...properties },
  ...more,
});

test.each<[string, JsonObject, string]>([
  [
    'inline',
    { Role: role({ Policies: [{ PolicyName: 'p', PolicyDocument: policy([allow('s3:GetObject')]) }] }) },
    'Role.Properties.Policies.0.PolicyDocument.Statement.0',
  ],
  ['a policy by reference', { P: attached({ Roles: [{ Ref: 'Role' }] }) }, 'P.Properties.PolicyDocument.Statement.0'],
  [
    'a policy by name',
    { Role: role({ RoleName: 'orders' }), P: attached({ Roles: ['orders'] }) },
    'P.Properties.PolicyDocument.Statement.0',
  ],
  [
    'a role policy',
    { P: attached({ RoleName: { Ref: 'Role' } }, 'AWS::IAM::RolePolicy') },
    'P.Properties.PolicyDocument.Statement.0',
  ],
  [
    'a managed policy that names the role',
    { P: attached({ Roles: [{ Ref: 'Role' }] }, 'AWS::IAM::ManagedPolicy') },
    'P.Properties.PolicyDocument.Statement.0',
  ],
  [
    'a managed policy that the role names',
    { Role: role({ ManagedPolicyArns: [{ Ref: 'P' }] }), P: attached({}, 'AWS::IAM::ManagedPolicy') },
    'P.Properties.PolicyDocument.Statement.0',
  ],
  [
    'a managed policy by a built ARN',
    {
      Role: role({ ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/team/orders' }] }),
      P: attached({ ManagedPolicyName: 'orders' }, 'AWS::IAM::ManagedPolicy'),
    },
    'P.Properties.PolicyDocument.Statement.0',
  ],
  [
    'a managed policy tied from both sides',
    { Role: role({ ManagedPolicyArns: [{ Ref: 'P' }] }), P: attached({ Roles: [{ Ref: 'Role' }] }, 'AWS::IAM::ManagedPolicy') },
    'P.Properties.PolicyDocument.Statement.0',
  ],
  [
    'a document as JSON text',
    {
      P: attached({
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { 'Fn::Sub': JSON.stringify(policy([allow('s3:GetObject', '${Role.Arn}')])) },
      }),
    },
    'P.Properties.PolicyDocument.Statement.0',
  ],
  [
    'a single statement',
    { P: attached({ Roles: { Ref: 'Role' }, PolicyDocument: policy(allow('s3:GetObject')) }) },
    'P.Properties.PolicyDocument.Statement',
  ],
])('a role says what stands in %s', (_, resources, place) => {
  const found = roleOf(resources);
  expect(said(found)).toEqual([['s3:GetObject', place]]);
  expect([found.foreignPolicies, found.unknownPolicies]).toEqual([[], []]);
});

test('policies of other roles say nothing', () => {
  expect(said(roleOf({ Other: role(), P: attached({ Roles: [{ Ref: 'Other' }, 'elsewhere'] }) }))).toEqual([]);
});

test('a condition that role and policy share decides nothing between them', () => {
  const found = roleOf({
    Role: role({}, { Condition: 'C' }),
    P: attached({ Roles: [{ Ref: 'Role' }] }, 'AWS::IAM::Policy', { Condition: 'C' }),
  });
  expect(said(found)).toEqual([['s3:GetObject', 'P.Properties.PolicyDocument.Statement.0']]);
});

test('a policy attached with and without a condition is attached, in whichever order', () => {
  const Roles: Json[] = [{ 'Fn::If': ['C', { Ref: 'Role' }, { Ref: 'AWS::NoValue' }] }, { Ref: 'Role' }];
  expect(roleOf({ P: attached({ Roles }) }).statements[0].conditional).toBe(false);
  expect(roleOf({ P: attached({ Roles: [...Roles].reverse() }) }).statements[0].conditional).toBe(false);
});

test('a condition that is called alike in another stack is another condition', () => {
  const facts = buildModel([
    source('A', {
      Resources: { Role: role({}, { Condition: 'C' }) },
      Outputs: { R: { Value: { Ref: 'Role' }, Export: { Name: 'name' } } },
    }),
    source('B', {
      Resources: { P: attached({ Roles: [{ 'Fn::ImportValue': 'name' }] }, 'AWS::IAM::Policy', { Condition: 'C' }) },
    }),
  ]);
  expect(facts.roles[0].statements.map(({ conditional }) => conditional)).toEqual([true]);
});

test('what stands without a condition is certain: trust, misplaced documents, policies that nobody here holds', () => {
  const PolicyDocument = policy([allow('s3:GetObject')]);
  const { detachedPolicies, identities, policies } = modelOf({
    Resources: {
      Role: role({ PolicyDocument }),
      Lone: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } },
      Theirs: attached({ Roles: ['theirs'] }),
    },
  });
  const found = [...detachedPolicies, ...identities, ...policies].flatMap(({ statements }) => statements);
  expect(found.length).toBeGreaterThan(5);
  expect(found.filter(({ conditional }) => conditional)).toEqual([]);
});

test.each<[string, JsonObject, string[]]>([
  [
    "AWS's policy",
    { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }] },
    ['arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess'],
  ],
  [
    'a policy of another app',
    { ManagedPolicyArns: ['arn:aws:iam::111111111111:policy/x'] },
    ['arn:aws:iam::111111111111:policy/x'],
  ],
  ['a list that nobody knows', { ManagedPolicyArns: { Ref: 'Nobody' } }, ['${Nobody}']],
  ['no text', { ManagedPolicyArns: [{ a: 1 }] }, ['{"a":1}']],
])('names as foreign %s', (_, properties, expected) => {
  expect(roleOf({ Role: role(properties) }).foreignPolicies).toEqual(expected);
});

test('never takes a policy of AWS for one of the app with its name', () => {
  const found = roleOf({
    Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
    P: attached({ ManagedPolicyName: 'AdministratorAccess' }, 'AWS::IAM::ManagedPolicy'),
  });
  expect(found.foreignPolicies).toHaveLength(1);
  expect(found.statements).toEqual([]);
});

test('a role knows its boundary and, in every branch, its trust', () => {
  const trusting = (service: string) => policy([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }]);
  const found = roleOf({
    Role: role({
      PermissionsBoundary: 'arn:b',
      AssumeRolePolicyDocument: { 'Fn::If': ['C', trusting('a.amazonaws.com'), trusting('b.amazonaws.com')] },
    }),
  });
  expect(found.permissionsBoundary).toBe('arn:b');
  expect(found.trust.flatMap(({ principals }) => principals.map(({ value }) => value))).toEqual([
    'a.amazonaws.com',
    'b.amazonaws.com',
  ]);
  expect(roleOf({ Role: { Type: 'AWS::IAM::Role' } }).trust).toEqual([]);
});

test('a role knows every function that runs under it, under some condition at least', () => {
  const { functions } = roleOf({
    Other: role(),
    A: lambda(),
    B: lambda({ Role: { 'Fn::If': ['C', ARN, { 'Fn::GetAtt': ['Other', 'Arn'] }] } }),
    C: lambda({ Role: { 'Fn::GetAtt': ['Other', 'Arn'] } }),
    D: lambda({ Role: { 'Fn::If': ['C', ARN, ARN] } }),
    E: lambda({ Role: {} }),
  });
  expect(functions.map(({ logicalId }) => logicalId)).toEqual(['A', 'B', 'D']);
});

test('policies and functions of other stacks count', () => {
  const facts = buildModel([
    source('A', {
      Resources: { Role: role() },
      Outputs: { R: { Value: { Ref: 'Role' }, Export: { Name: 'name' } }, Arn: { Value: ARN, Export: { Name: 'arn' } } },
    }),
    source('B', {
      Resources: { F: lambda({ Role: { 'Fn::ImportValue': 'arn' } }), P: attached({ Roles: [{ 'Fn::ImportValue': 'name' }] }) },
    }),
  ]);
  expect(said(facts.roles[0])).toEqual([['s3:GetObject', 'P.Properties.PolicyDocument.Statement.0']]);
  expect(facts.roles[0].functions.map(({ logicalId }) => logicalId)).toEqual(['F']);
  expect(facts.functions[0].role).toBe(facts.roles[0]);
});

test('a name that two templates share means the nearest role', () => {
  const stack = (path: string, id: string) =>
    source(path, { Resources: { [id]: role({ RoleName: { 'Fn::Sub': '${AWS::StackName}-r' } }) } });
  const facts = buildModel([
    stack('x/A', 'Far'),
    source('y/B', {
      Resources: {
        Near: role({ RoleName: 'shared' }),
        F: lambda({ Role: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/path/shared' } }),
      },
    }),
    source('x/C', { Resources: { Other: role({ RoleName: 'shared' }) } }),
  ]);
  expect(facts.functions[0].role).toMatchObject({ resource: { logicalId: 'Near' } });
});

test('policies for roles that stand nowhere are kept with what they name', () => {
  const detached = (Roles: Json) =>
    modelOf({ Resources: { Role: role(), P: attached({ Roles }) } }).detachedPolicies.map(({ resource, roles, statements }) => [
      resource.logicalId,
      roles,
      statements.length,
    ]);
  expect(detached([{ Ref: 'Role' }])).toEqual([]);
  expect(detached([])).toEqual([]);
  expect(detached([{ Ref: 'Role' }, 'theirs', { Ref: 'Name' }, 'theirs'])).toEqual([['P', ['theirs', '${Name}'], 1]]);
});

test('what of a trust policy nobody can read is kept', () => {
  const Role = role({ AssumeRolePolicyDocument: { Statement: [{ 'Fn::Transform': { Name: 'Trust' } }] } });
  const { trust, unknownTrust } = roleOf({ Role });
  expect(trust).toEqual([]);
  expect(unknownTrust.map(({ property }) => property)).toEqual(['Properties.AssumeRolePolicyDocument.Statement.0']);
});
