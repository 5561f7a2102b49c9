import { allow, modelOf, policy, role } from './build';
import type { IdentityFacts, JsonObject } from '../../lib/model/facts';

const identities = (Resources: JsonObject): readonly IdentityFacts[] => modelOf({ Resources }).identities;

const told = (Resources: JsonObject): string[] =>
  identities(Resources).map(
    ({ kind, resource, statements }) =>
      `${kind} ${resource.logicalId}: ${statements.map(({ statement }) => statement.actions.join()).join(' ')}`,
  );

const document = policy([allow('s3:GetObject')]);
const holder = (Type: string, Properties: JsonObject = {}) => ({ Type, Properties });

test.each<[string, JsonObject]>([
  ['User', { P: holder('AWS::IAM::Policy', { Users: [{ Ref: 'H' }], PolicyDocument: document }) }],
  ['User', { P: holder('AWS::IAM::UserPolicy', { UserName: { Ref: 'H' }, PolicyDocument: document }) }],
  ['User', { P: holder('AWS::IAM::ManagedPolicy', { Users: ['known'], PolicyDocument: document }) }],
  ['Group', { P: holder('AWS::IAM::Policy', { Groups: [{ Ref: 'H' }], PolicyDocument: document }) }],
  ['Group', { P: holder('AWS::IAM::GroupPolicy', { GroupName: 'known', PolicyDocument: document }) }],
])('a %s holds what names it', (type, more) => {
  const H = holder(`AWS::IAM::${type}`, { [`${type}Name`]: 'known' });
  expect(told({ H, ...more })).toEqual([`${type.toLowerCase()} H: s3:GetObject`]);
});

test.each(['User', 'Group', 'Role'])('a %s holds what it names, and what it holds inline', type => {
  const Policies = [{ PolicyName: 'p', PolicyDocument: policy([allow('s3:PutObject')]) }];
  const H = holder(`AWS::IAM::${type}`, { ManagedPolicyArns: [{ Ref: 'P' }], Policies });
  const P = holder('AWS::IAM::ManagedPolicy', { PolicyDocument: document });
  expect(told({ H, P })).toEqual([`${type.toLowerCase()} H: s3:PutObject s3:GetObject`]);
});

test('a document that stands where CloudFormation takes none was meant', () => {
  expect(told({ H: holder('AWS::IAM::Role', { PolicyDocument: document }) })).toEqual(['role H: s3:GetObject']);
});

test.each<[string, JsonObject]>([
  ['nobody', {}],
  ['a role from elsewhere', { Roles: ['elsewhere'] }],
  ['a group that nobody finds', { Groups: [{ Ref: 'Nobody' }] }],
])('a policy for %s is judged by itself', (_, properties) => {
  const P = holder('AWS::IAM::ManagedPolicy', { ...properties, PolicyDocument: document });
  expect(told({ P })).toEqual(['policy P: s3:GetObject']);
});

test('a policy that somebody in the app holds is judged with its holder only', () => {
  const P = holder('AWS::IAM::ManagedPolicy', { Roles: [{ Ref: 'Role' }, 'elsewhere'], PolicyDocument: document });
  expect(told({ Role: role(), P })).toEqual(['role Role: s3:GetObject']);
});

test('a permissions boundary gives nobody anything', () => {
  const P = holder('AWS::IAM::ManagedPolicy', { PolicyDocument: policy([allow('*')]) });
  expect(told({ Role: role({ PermissionsBoundary: { Ref: 'P' } }), P })).toEqual(['role Role: ']);
  const branches = { 'Fn::If': ['C', { Ref: 'P' }, { Ref: 'AWS::NoValue' }] };
  expect(told({ Role: role({ PermissionsBoundary: branches }), P })).toEqual(['role Role: ']);
});

test('a policy that nobody holds is known as a whole', () => {
  const P = holder('AWS::IAM::ManagedPolicy', { PolicyDocument: document });
  const [found] = identities({ P });
  expect(found).toEqual({
    resource: expect.objectContaining({ logicalId: 'P' }) as unknown,
    kind: 'policy',
    foreignPolicies: [],
    awsStatements: [],
    statements: [expect.objectContaining({ property: 'Properties.PolicyDocument.Statement.0', conditional: false })],
    unknownPolicies: [],
    functions: [],
  });
});

test('a user knows its boundary, and runs no function', () => {
  const boundary = 'arn:aws:iam::111122223333:policy/Boundary';
  expect(identities({ U: holder('AWS::IAM::User', { PermissionsBoundary: boundary }) })).toMatchObject([
    { kind: 'user', permissionsBoundary: boundary, functions: [], statements: [] },
  ]);
});

test('what cannot be read of a policy that nobody holds is unknown', () => {
  const P = holder('AWS::IAM::ManagedPolicy', { PolicyDocument: { Ref: 'Text' } });
  expect(identities({ P })[0].unknownPolicies).toHaveLength(1);
});

test('what AWS says in its policies stands where they are attached', () => {
  const ManagedPolicyArns = [
    'arn:aws:iam::111122223333:policy/house',
    { 'Fn::If': ['C', 'arn:aws:iam::aws:policy/service-role/AWSLambdaRole', { Ref: 'AWS::NoValue' }] },
    'arn:aws:iam::aws:policy/NewerThanThis',
  ];
  const [{ awsStatements, foreignPolicies }] = identities({ Role: role({ ManagedPolicyArns }) });
  expect(foreignPolicies).toHaveLength(3);
  expect(
    awsStatements.map(({ statement, resource, property, conditional }) => [
      statement.actions.join(),
      `${resource.logicalId}.${property}`,
      conditional,
    ]),
  ).toEqual([['lambda:InvokeFunction', 'Role.Properties.ManagedPolicyArns.1', true]]);
});
