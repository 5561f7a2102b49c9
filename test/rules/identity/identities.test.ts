import { Control } from '../../../lib/baseline/control';
import type { JsonObject } from '../../../lib/model/facts';
import { beside, findingsOf, said, workload } from '../said';

const inline = (...Statement: JsonObject[]) => ({
  Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: Statement.map(one => ({ Effect: 'Allow', ...one })) } }],
});
const user = (...statements: JsonObject[]) => beside({ U: { Type: 'AWS::IAM::User', Properties: inline(...statements) } });
const PLACE = 'Properties.Policies.0.PolicyDocument.Statement.0';

describe('whoever is no function', () => {
  test.each<[string, JsonObject, string]>([
    [Control.NO_ADMINISTRATOR_IDENTITIES, { Action: '*', Resource: '*' }, `error U ${PLACE} [ROLE-01 ESC-01]`],
    [Control.NO_ADMINISTRATOR_IDENTITIES, { NotAction: 's3:*', Resource: '*' }, `error U ${PLACE} [ROLE-01 ESC-01]`],
    [Control.NO_ESCALATING_IDENTITIES, { Action: 'iam:PassRole', Resource: '*' }, `error U ${PLACE} [ESC-01]`],
    [Control.NO_ESCALATING_IDENTITIES, { Action: 'sts:AssumeRole', Resource: '*' }, `error U ${PLACE} [ESC-02 ESC-04]`],
    [Control.NO_ESCALATING_IDENTITIES, { Action: 'iam:*Ro*', Resource: '*' }, `error U ${PLACE} [ESC-01 ESC-02]`],
    [
      Control.RIGHTS_SCOPED_TO_RESOURCES,
      { Action: 's3:GetObject', Resource: '*' },
      `warning U ${PLACE}.Resource [ROLE-04 ROLE-05]`,
    ],
    [
      Control.RIGHTS_SCOPED_TO_RESOURCES,
      { Action: 's3:*', Resource: '*' },
      `warning U ${PLACE}.Action [ROLE-03 ROLE-04 ROLE-05]`,
    ],
    [
      Control.RIGHTS_SCOPED_TO_RESOURCES,
      { Action: 's3:*', Resource: 'arn:aws:s3:::b/*' },
      `warning U ${PLACE}.Action [ROLE-03 ROLE-04]`,
    ],
    [
      Control.GRANTS_LIST_WHAT_THEY_ALLOW,
      { NotAction: 's3:*', Resource: 'arn:aws:s3:::b' },
      `warning U ${PLACE}.NotAction [ROLE-06]`,
    ],
    [Control.GRANTS_LIST_WHAT_THEY_ALLOW, { Action: 's3:Get*', NotResource: '*' }, `warning U ${PLACE}.NotResource [ROLE-07]`],
    [Control.NO_SHARING_RIGHTS, { Action: 's3:PutBucketPolicy', Resource: '*' }, `warning U ${PLACE} [ESC-03]`],
  ])('%s: %j', (rule, statement, expected) => expect(said(rule, user(statement))).toEqual([`fail ${expected}`]));

  test.each<[string, JsonObject]>([
    ['one role', { Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/media' }],
    [
      'any role, for one service',
      {
        Action: 'iam:PassRole',
        Resource: '*',
        Condition: { StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } },
      },
    ],
    ['no role at all', { Action: 'iam:PassRole', Resource: 'arn:aws:s3:::*' }],
    ['nothing', { Effect: 'Deny', Action: '*', Resource: '*' }],
  ])('may pass %s', (_, statement) => {
    expect(said(Control.NO_ESCALATING_IDENTITIES, user(statement))).toEqual([]);
    expect(said(Control.NO_ADMINISTRATOR_IDENTITIES, user(statement))).toEqual([]);
  });

  test('is not asked for what only the deployment knows', () => {
    const example = {
      ...user({ Action: 's3:GetObject', Resource: { Ref: 'Where' } }),
      Parameters: { Where: { Type: 'String' } },
    };
    expect(findingsOf(Control.RIGHTS_SCOPED_TO_RESOURCES, example)).toEqual([]);
  });
});

test('an administrator stays one beside a policy for somebody from elsewhere', () => {
  const Extra = {
    Type: 'AWS::IAM::RolePolicy',
    Properties: { PolicyName: 'extra', RoleName: 'Elsewhere', PolicyDocument: { Statement: [] } },
  };
  const example = user({ Action: '*', Resource: '*' });
  expect(said(Control.NO_ADMINISTRATOR_IDENTITIES, beside({ ...example.Resources, Extra }))).toHaveLength(1);
});

test.each<[JsonObject, string]>([
  [{ Action: '*', Resource: '*' }, 'may perform every action on every resource'],
  [{ NotAction: 'iam:*', Resource: '*' }, 'may perform every action but iam:* on every resource'],
])('%j: %s', (statement, what) => {
  expect(findingsOf(Control.NO_ADMINISTRATOR_IDENTITIES, user(statement))[0].message).toBe(`The user 'U' ${what}`);
  expect(findingsOf(Control.NO_ADMINISTRATOR_RIGHTS, workload(statement))[0].message).toBe(`The role 'Role' ${what}`);
});

test('a policy that nobody has yet speaks of whoever gets it', () => {
  const P = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] } },
  };
  expect(findingsOf(Control.NO_ESCALATING_IDENTITIES, beside({ P }))).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/^Whoever gets 'P' may perform sts:AssumeRole/) }),
  ]);
});

test.each<[string, string, string]>([
  ['User', 'iam:AttachUserPolicy', 'user'],
  ['User', 'iam:PutUserPermissionsBoundary', 'user'],
  ['Group', 'iam:PutGroupPolicy', 'group'],
])('a %s may %s on itself', (type, Action, kind) => {
  const Resource = `arn:aws:iam::111122223333:${kind}/team/known`;
  const H = { Type: `AWS::IAM::${type}`, Properties: { [`${type}Name`]: 'known', ...inline({ Action, Resource }) } };
  expect(said(Control.NO_ESCALATING_IDENTITIES, beside({ H }))).toEqual([`fail error H ${PLACE} [ESC-02]`]);
  const other = { Type: `AWS::IAM::${type}`, Properties: { [`${type}Name`]: 'other', ...inline({ Action, Resource }) } };
  expect(said(Control.NO_ESCALATING_IDENTITIES, beside({ H: other }))).toEqual([]);
});

test('two policies that are harmless alone are named both', () => {
  const policy = (Action: string | string[]) => ({
    Type: 'AWS::IAM::GroupPolicy',
    Properties: {
      GroupName: { Ref: 'Deployers' },
      PolicyName: 'p',
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action,
            Resource: '*',
            Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
          },
        ],
      },
    },
  });
  const example = beside({
    Deployers: { Type: 'AWS::IAM::Group' },
    Passing: policy('iam:PassRole'),
    Making: policy(['lambda:CreateFunction', 'lambda:InvokeFunction']),
  });
  const [{ message, resource }] = findingsOf(Control.NO_ESCALATING_IDENTITIES, example);
  expect(resource).toBe('Passing');
  expect(message).toContain("(iam:PassRole in 'Passing', lambda:CreateFunction in 'Making', lambda:InvokeFunction in 'Making')");
});

describe('policies that AWS wrote', () => {
  const attached = (Service: string, ...names: string[]) =>
    beside({
      Other: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] },
          ManagedPolicyArns: names.map(name => `arn:aws:iam::aws:policy/${name}`),
        },
      },
    });
  const everything = (example: ReturnType<typeof attached>) =>
    [
      Control.NO_ADMINISTRATOR_RIGHTS,
      Control.NO_ADMINISTRATOR_IDENTITIES,
      Control.NO_ESCALATION_RIGHTS,
      Control.NO_ESCALATING_IDENTITIES,
      Control.NO_FULL_ACCESS_POLICY,
      Control.NO_AWS_MANAGED_POLICY,
    ].flatMap(rule => findingsOf(rule, example).map(({ severity, verdict }) => `${rule} ${verdict} ${severity}`));

  test.each<[string, string, string[]]>([
    ['lambda', 'AWSLambdaBasicExecutionRole', ['no-aws-managed-policy fail error']],
    ['lambda', 'AmazonS3FullAccess', ['no-full-access-policy fail error']],
    ['lambda', 'AdministratorAccess', ['no-administrator-rights fail fatal', 'no-full-access-policy fail error']],
    ['lambda', 'IAMFullAccess', ['no-escalation-rights fail fatal', 'no-full-access-policy fail error']],
    ['lambda', 'AmazonEC2FullAccess', ['no-escalation-rights fail fatal', 'no-full-access-policy fail error']],
    [
      'lambda',
      'AWSBatchServiceRole',
      ['no-escalation-rights fail fatal', 'no-full-access-policy fail error', 'no-aws-managed-policy fail error'],
    ],
    ['lambda', 'NewerThanThis', ['no-administrator-rights unknown warning', 'no-aws-managed-policy fail error']],
    ['ec2', 'AmazonS3FullAccess', ['no-full-access-policy fail error']],
    ['ec2', 'AdministratorAccess', ['no-full-access-policy fail error']],
    ['ec2', 'IAMFullAccess', ['no-full-access-policy fail error']],
    ['batch', 'AWSBatchServiceRole', ['no-aws-managed-policy fail warning']],
    ['ec2', 'NewerThanThis', ['no-aws-managed-policy fail warning']],
  ])('%s has %s', (service, name, expected) => expect(everything(attached(`${service}.amazonaws.com`, name))).toEqual(expected));

  test('and that lead to more rights, are told with the control that forbids it', () => {
    const found = said(Control.NO_ESCALATION_RIGHTS, attached('lambda.amazonaws.com', 'AWSBatchServiceRole'));
    expect(found).toEqual(['fail fatal Other Properties.ManagedPolicyArns [ESC-02]']);
  });

  test.each([
    ['arn:aws:iam::111122223333:policy/house', 'which no template defines'],
    ['arn:aws:iam::aws:policy/NewerThanThis', 'which is not among the policies of AWS that are known here'],
  ])('or somebody else, and that nobody can read: %s', (policy, why) => {
    const example = beside({ Role: { Properties: { ManagedPolicyArns: [policy] } } });
    expect(findingsOf(Control.NO_ADMINISTRATOR_RIGHTS, example)[0].message).toMatch(new RegExp(`${why}$`));
  });

  test('complete what stands in the app', () => {
    const pass = {
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    };
    const example = workload(pass);
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSLambda_FullAccess'] } };
    const findings = findingsOf(Control.NO_ESCALATION_RIGHTS, { Resources: { ...example.Resources, Role } });
    expect(findings).toContainEqual(
      expect.objectContaining({
        resource: 'Workload',
        message: expect.stringContaining('lambda:CreateFunction in a policy of AWS'),
      }),
    );
  });

  test('attach functions to a VPC, which their code may use', () => {
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'] } };
    const Platform = {
      Properties: {
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
            },
          ],
        },
      },
    };
    expect(said(Control.ENI_RIGHTS_UNUSABLE_FROM_CODE, beside({ Role, Platform }))).toHaveLength(1);
  });
});

test("CDK's own roles that start builds fail no synth, and anybody else's do", () => {
  const role = (path: string, actions: string[]) =>
    beside({
      Asset: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
        },
      },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Metadata: { 'aws:cdk:path': path },
        Properties: {
          PolicyName: 'p',
          Roles: [{ Ref: 'Asset' }],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
        },
      },
    });
  const starts = ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'];
  const loudness = (path: string, actions: string[]) =>
    findingsOf(Control.NO_ESCALATING_IDENTITIES, role(path, actions)).map(({ severity }) => severity);
  expect(loudness('Pipeline/Assets/FileRole/DefaultPolicy/Resource', starts)).toEqual(['warning']);
  expect(loudness('Pipeline/Assets/FileRole/DefaultPolicy/Resource', [...starts, 'codebuild:CreateProject'])).toEqual(['error']);
  expect(loudness('Pipeline/Assets/FileRole/DefaultPolicy/Resource', ['codebuild:StartBuild', 'a:b', 'c:d'])).toEqual(['error']);
  expect(loudness('Pipeline/Mine/DefaultPolicy/Resource', starts)).toEqual(['error']);
  const widened = role('Pipeline/Assets/FileRole/DefaultPolicy/Resource', starts);
  const more = { Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*' };
  const { Properties, ...policy } = widened.Resources!.Policy as { readonly Properties: JsonObject };
  const own = { Effect: 'Allow', Action: starts, Resource: '*' };
  const Policy = { ...policy, Properties: { ...Properties, PolicyDocument: { Statement: [more, own] } } };
  expect(said(Control.NO_ESCALATING_IDENTITIES, beside({ ...widened.Resources, Policy }))).toEqual([
    'fail error Policy Properties.PolicyDocument.Statement.0 [ESC-02]',
    'fail warning Policy Properties.PolicyDocument.Statement.1 [ESC-02]',
  ]);
});
