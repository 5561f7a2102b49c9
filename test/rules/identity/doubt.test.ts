import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import type { Example } from '../../../lib/rules/example';
import { judge } from '../judge-example';

const ADMINISTRATOR = { Effect: 'Allow', Action: '*', Resource: '*' };
const DENY = { Effect: 'Deny', Action: '*', Resource: '*' };
const NOTHING = { Ref: 'AWS::NoValue' };
const Never = { 'Fn::Equals': ['a', 'b'] };
const Chosen = { 'Fn::Equals': [{ Ref: 'Choice' }, 'yes'] };

const refusals = (example: Example): string[] =>
  judge({ Parameters: { Choice: { Type: 'String' } }, Conditions: { Never, Chosen }, ...example })
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ rule }) => rule);

/** The statements of the function's role, beside other resources. */
const workload = (statements: JsonObject[], more: JsonObject = {}): Example => ({
  Resources: { Workload: { Properties: { PolicyDocument: { Statement: statements } } }, ...more },
});

describe('a Deny that may not be deployed takes nothing away', () => {
  test('in a policy under a condition', () => {
    const Refusal = {
      Type: 'AWS::IAM::RolePolicy',
      Condition: 'Never',
      Properties: { PolicyName: 'refusal', RoleName: { Ref: 'Role' }, PolicyDocument: { Statement: [DENY] } },
    };
    expect(refusals(workload([ADMINISTRATOR], { Refusal }))).toContain(Control.NO_ADMINISTRATOR_RIGHTS);
  });

  test.each<[string, JsonObject]>([
    ['the statement', { 'Fn::If': ['Never', DENY, NOTHING] }],
    ['its resource', { ...DENY, Resource: { 'Fn::If': ['Never', '*', 'arn:aws:s3:::orders'] } }],
  ])('in %s', (_, refusal) => {
    expect(refusals(workload([ADMINISTRATOR, refusal]))).toContain(Control.NO_ADMINISTRATOR_RIGHTS);
  });

  test('one that is always deployed does', () => {
    expect(refusals(workload([ADMINISTRATOR, DENY]))).not.toContain(Control.NO_ADMINISTRATOR_RIGHTS);
  });
});

describe('a boundary is as wide as its widest branch', () => {
  const bounded = (PolicyDocument: JsonObject): Example =>
    workload([ADMINISTRATOR], {
      Role: { Properties: { PermissionsBoundary: { Ref: 'Boundary' } } },
      Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } },
    });
  const NARROW = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' };

  test.each<[string, JsonObject, boolean]>([
    ['the whole document', { 'Fn::If': ['Never', { Statement: [DENY] }, { Statement: [ADMINISTRATOR] }] }, true],
    ['its statements', { Statement: { 'Fn::If': ['Never', [NARROW], [ADMINISTRATOR]] } }, true],
    ['one refusal', { Statement: [ADMINISTRATOR, { 'Fn::If': ['Never', DENY, NOTHING] }] }, true],
    ['a grant, but none is wide', { Statement: [{ 'Fn::If': ['Never', NARROW, { ...NARROW, Action: 'sqs:*' }] }] }, false],
    ['nothing', { Statement: [NARROW] }, false],
    ['what nobody can read', { Statement: [NARROW, { 'Fn::Transform': { Name: 'Rights' } }] }, true],
  ])('a condition decides on %s', (_, document, expected) => {
    expect(refusals(bounded(document)).includes(Control.NO_ADMINISTRATOR_RIGHTS)).toBe(expected);
  });
});

describe('a boundary limits as far as it can be read', () => {
  const statements = (...Statement: JsonObject[]) => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: { Statement } },
  });
  const NARROW = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' };
  const boundaries = {
    Wide: statements(ADMINISTRATOR),
    Narrow: statements(NARROW),
    Other: statements({ ...NARROW, Action: 'sqs:SendMessage' }),
    Denying: statements(ADMINISTRATOR, DENY),
  };
  const either = (first: JsonObject, second: JsonObject) => ({ 'Fn::If': ['Chosen', first, second] });

  test.each<[string, Json, boolean]>([
    ['of everything', { Ref: 'Wide' }, true],
    ['of one action', { Ref: 'Narrow' }, false],
    ['with a Deny of everything', { Ref: 'Denying' }, false],
    ['that is wide or narrow', either({ Ref: 'Wide' }, { Ref: 'Narrow' }), true],
    ['that is narrow or narrow', either({ Ref: 'Narrow' }, { Ref: 'Other' }), false],
    ['that is narrow or none', either({ Ref: 'Narrow' }, NOTHING), true],
    ['that denies or allows', either({ Ref: 'Denying' }, { Ref: 'Wide' }), true],
    ['from elsewhere', 'arn:aws:iam::111122223333:policy/limits', true],
    ['of AWS for reading', 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess', false],
    ['of AWS for everything', 'arn:aws:iam::aws:policy/AdministratorAccess', true],
    ['of AWS that is too long to be known', 'arn:aws:iam::aws:policy/ReadOnlyAccess', true],
    ['that is newer than what is known', 'arn:aws:iam::aws:policy/NewerThanThis', true],
    ['that is a name and no ARN', 'AmazonSQSReadOnlyAccess', true],
    ['that is no policy', { 'Fn::GetAtt': ['Table', 'Arn'] }, true],
  ])('%s', (_, PermissionsBoundary, expected) => {
    const Role = { Properties: { PermissionsBoundary } };
    const found = refusals(workload([ADMINISTRATOR], { ...boundaries, Role }));
    expect(found.includes(Control.NO_ADMINISTRATOR_RIGHTS)).toBe(expected);
  });
});

describe('a condition that every request satisfies takes nothing away', () => {
  test.each<[string, JsonObject]>([
    ['a user agent', { StringLike: { 'aws:UserAgent': '*' } }],
    ['a day that is past', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }],
    ['a tag that nobody has', { StringNotEquals: { 'aws:PrincipalTag/team': 'none' } }],
    ['any tag', { StringLike: { 'aws:ResourceTag/team': '*' } }],
    ['a tag, if there is one', { StringEqualsIfExists: { 'aws:ResourceTag/team': 'orders' } }],
  ])('%s', (_, Condition) => {
    expect(refusals(workload([{ ...ADMINISTRATOR, Condition }]))).toContain(Control.NO_ADMINISTRATOR_RIGHTS);
    const rewrite = { Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*', Condition };
    expect(refusals(workload([rewrite]))).toContain(Control.NO_ESCALATION_RIGHTS);
    const write = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', Condition };
    expect(refusals(workload([write]))).toContain(Control.RIGHTS_SCOPED_TO_RESOURCES);
  });

  test.each<[JsonObject, boolean]>([
    [{ StringLike: { 'iam:PassedToService': '*' } }, true],
    [{ StringNotEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }, true],
    [{ Null: { 'iam:PassedToService': 'false' } }, true],
    [{ StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } }, false],
    [{ StringEqualsIfExists: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } }, false],
  ])('%j lets any role go to any service: %s', (Condition, expected) => {
    const pass = { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*', Condition };
    expect(refusals(workload([pass])).includes(Control.NO_ESCALATION_RIGHTS)).toBe(expected);
  });
});

describe('what a Deny or a boundary leaves of everything still has to name what it reaches', () => {
  const scoped = (statements: JsonObject[]) =>
    judge(workload(statements))
      .filter(({ rule }) => rule === Control.RIGHTS_SCOPED_TO_RESOURCES)
      .map(({ severity, property }) => `${property?.replace(/^.*Statement\./, '')} ${severity}`);

  test('a Deny of the rest', () => {
    const refusal = { Effect: 'Deny', NotAction: ['s3:*', 'dynamodb:*', 'logs:*'], Resource: '*' };
    expect(refusals(workload([ADMINISTRATOR, refusal])).sort()).toEqual([
      Control.LOGS_TAMPER_PROOF,
      Control.NO_SHARING_RIGHTS,
      Control.RIGHTS_SCOPED_TO_RESOURCES,
    ]);
  });

  test('a boundary of whole services', () => {
    const Boundary = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['s3:*', 'logs:*', 'ec2:*'], Resource: '*' }] } },
    };
    const Role = { Properties: { PermissionsBoundary: { Ref: 'Boundary' } } };
    expect(refusals(workload([ADMINISTRATOR], { Boundary, Role }))).toContain(Control.RIGHTS_SCOPED_TO_RESOURCES);
  });

  test('beside the finding of an administrator it is said without stopping anybody again', () => {
    expect(judge(workload([ADMINISTRATOR])).map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'no-administrator-rights fatal',
      'rights-scoped-to-resources warning',
    ]);
    const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
    const ofTeam = { ...ADMINISTRATOR, Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } } };
    expect(scoped([ADMINISTRATOR, read, ofTeam])).toEqual(['0.Action warning', '1.Resource error', '2.Action error']);
    const refusal = { Effect: 'Deny', NotAction: 's3:*', Resource: '*' };
    expect(scoped([ADMINISTRATOR, refusal])).toEqual(['0.Action error']);
    const everythingBut = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
    expect(judge(workload([everythingBut])).map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'grants-list-what-they-allow warning',
      'no-administrator-rights fatal',
    ]);
  });
});
