import { judge } from './judge-example';
import { Control } from '../../lib/baseline/control';
import { evaluate } from '../../lib/checks/evaluate';
import type { Finding } from '../../lib/checks/finding';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';
import type { Example } from '../../lib/rules/example';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';

/** What one rule says of the secure app after a change. */
function said(
  rule: string,
  example: Example,
): Pick<Finding, 'verdict' | 'severity' | 'resource' | 'property' | 'relatedResources' | 'message'>[] {
  return judge(example).filter(finding => finding.rule === rule);
}

const ofFunction = (Properties: JsonObject, Parameters: JsonObject = {}): Example => ({
  Parameters,
  Resources: { Function: { Properties } },
});
const ofGroup = (rule: JsonObject, Parameters: JsonObject = {}): Example => ({
  Parameters,
  Resources: {
    Group: {
      Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'A peer', ...rule }] },
    },
  },
});
const workload = (...Statement: JsonObject[]): Example => ({
  Resources: { Workload: { Properties: { PolicyDocument: { Statement } } } },
});
/** A resource whose policy says this. */
const policy = (...Statement: JsonObject[]): JsonObject => ({ Properties: { PolicyDocument: { Statement } } });
const permission = (properties: JsonObject, Parameters: JsonObject = {}): Example => ({
  Parameters,
  Resources: {
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', ...properties },
    },
  },
});
const text = { Setting: { Type: 'String' } };
const setting = { Ref: 'Setting' };

describe('what only the deployment knows is unknown, and says on what it depends', () => {
  test.each<[string, Example, string]>([
    [Control.TRACING_ACTIVE, ofFunction({ TracingConfig: { Mode: setting } }, text), 'TracingConfig.Mode'],
    [Control.OWN_LOG_GROUP, ofFunction({ LoggingConfig: { LogFormat: setting } }, text), 'LoggingConfig.LogFormat'],
    [Control.OWN_LOG_GROUP, ofFunction({ LoggingConfig: { LogGroup: setting } }, text), 'LoggingConfig.LogGroup'],
    [Control.LOGS_ENCRYPTED, ofFunction({ LoggingConfig: { LogGroup: setting } }, text), 'LoggingConfig.LogGroup'],
    [Control.RECURSION_TERMINATED, ofFunction({ RecursiveLoop: setting }, text), 'RecursiveLoop'],
    [Control.RUNTIME_SUPPORTED, ofFunction({ Runtime: setting }, text), 'Runtime'],
    [
      Control.FUNCTION_IN_VPC,
      ofFunction({ VpcConfig: { SubnetIds: setting } }, { Setting: { Type: 'List<AWS::EC2::Subnet::Id>' } }),
      'VpcConfig.SubnetIds',
    ],
    [
      Control.FUNCTION_IN_VPC,
      ofFunction({ VpcConfig: { 'Fn::Transform': { Name: 'Net' }, SubnetIds: null, SecurityGroupIds: null } }),
      'VpcConfig',
    ],
    [Control.EGRESS_CLOSED, ofFunction({ VpcConfig: { SecurityGroupIds: ['sg-0a1b'] } }), 'VpcConfig.SecurityGroupIds'],
    [Control.ROLE_NOT_SHARED, ofFunction({ Role: 'arn:aws:iam::111122223333:role/x' }), 'Role'],
    [Control.LOGS_WRITABLE, ofFunction({ Role: 'arn:aws:iam::111122223333:role/x' }), 'Role'],
    [
      Control.NO_SECRET_VALUES,
      ofFunction({ Environment: { Variables: { 'Fn::Transform': { Name: 'Env' }, TABLE: null } } }),
      'Environment',
    ],
  ])('%s: %#', (rule, example, property) => {
    expect(said(rule, example)).toEqual([
      expect.objectContaining({
        verdict: 'unknown',
        severity: 'warning',
        resource: 'Function',
        property: `Properties.${property}`,
        message: expect.stringMatching(
          /'Function'.*(?:which the templates do not tell|stands in no template|not wholly among the templates)$/s,
        ),
      }),
    ]);
  });

  test('a function URL whose authorization is a parameter', () => {
    const Url = { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Function' }, AuthType: setting } };
    expect(said(Control.FUNCTION_URL_REQUIRES_IAM, { Parameters: text, Resources: { Url } })).toEqual([
      expect.objectContaining({
        verdict: 'unknown',
        resource: 'Url',
        property: 'Properties.AuthType',
        message: expect.stringContaining('${Setting}'),
      }),
    ]);
  });

  test('a method whose authorization is a parameter', () => {
    const Get = { Type: 'AWS::ApiGateway::Method', Properties: { HttpMethod: 'GET', AuthorizationType: setting } };
    expect(said(Control.API_REQUIRES_AUTHORIZATION, { Parameters: text, Resources: { Get } })).toEqual([
      expect.objectContaining({
        verdict: 'unknown',
        resource: 'Get',
        message: "Who may call 'Get' depends on ${Setting}, which the templates do not tell",
      }),
    ]);
  });

  test('a principal that is a parameter, but not one that is a role or this account', () => {
    expect(said(Control.NO_PUBLIC_INVOKER, permission({ Principal: setting }, text))).toEqual([
      expect.objectContaining({ verdict: 'unknown', resource: 'Permission', property: 'Properties.Principal' }),
    ]);
    expect(judge(permission({ Principal: { 'Fn::GetAtt': ['Role', 'Arn'] } }))).toEqual([]);
    expect(judge(permission({ Principal: { Ref: 'AWS::AccountId' } }))).toEqual([]);
  });

  test('a network behind an egress rule that is a parameter, but not the network of the app itself', () => {
    expect(said(Control.EGRESS_CLOSED, ofGroup({ CidrIp: setting }, text))).toEqual([
      expect.objectContaining({
        verdict: 'unknown',
        resource: 'Group',
        relatedResources: ['Function'],
        message: expect.stringContaining('tcp 443 out to ${Setting}'),
      }),
    ]);
    expect(judge(ofGroup({ CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }))).toEqual([]);
  });

  test('what a role may do under policies that no template tells', () => {
    const own = { Role: { Properties: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/house'] } } };
    const hidden = {
      Workload: { Properties: { PolicyDocument: { 'Fn::Transform': { Name: 'Policies' }, Statement: null, Version: null } } },
    };
    expect(said(Control.NO_ADMINISTRATOR_RIGHTS, { Resources: own })).toEqual([
      expect.objectContaining({
        verdict: 'unknown',
        resource: 'Role',
        message: expect.stringContaining('arn:aws:iam::111122223333:policy/house'),
      }),
    ]);
    expect(said(Control.NO_ADMINISTRATOR_RIGHTS, { Resources: hidden })).toEqual([
      expect.objectContaining({ verdict: 'unknown', resource: 'Workload', relatedResources: ['Function', 'Role'] }),
    ]);
  });

  test('whether it may write logs where its rights are not wholly known', () => {
    const Platform = { Properties: { PolicyDocument: { Statement: [] } } };
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/house'] } };
    expect(said(Control.LOGS_WRITABLE, { Resources: { Platform, Role } })).toEqual([
      expect.objectContaining({ verdict: 'unknown', property: 'Properties.Role' }),
    ]);
  });

  test('a runtime newer than the table, and one that is left out', () => {
    expect(said(Control.RUNTIME_SUPPORTED, ofFunction({ Runtime: 'nodejs99.x' }))).toEqual([
      expect.objectContaining({
        verdict: 'unknown',
        message: expect.stringContaining('nodejs99.x, which is newer than our table'),
      }),
    ]);
    expect(said(Control.RUNTIME_SUPPORTED, ofFunction({ Runtime: null }))).toEqual([
      expect.objectContaining({ verdict: 'unknown', message: expect.stringContaining('Runtime is left out') }),
    ]);
  });
});

describe('rights', () => {
  test('what a boundary of the app takes away is no administrator right', () => {
    const boundary = (Action: string) => ({
      Resources: {
        Boundary: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: {
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Action: [Action, 'logs:*', 'xray:*', 'sqs:*', 'ec2:*'], Resource: '*' }],
            },
          },
        },
        Role: { Properties: { PermissionsBoundary: { Ref: 'Boundary' } } },
        ...workload({ Effect: 'Allow', Action: '*', Resource: '*' }).Resources,
      },
    });
    expect(said(Control.NO_ADMINISTRATOR_RIGHTS, boundary('dynamodb:GetItem'))).toEqual([]);
    expect(said(Control.NO_ADMINISTRATOR_RIGHTS, boundary('*'))).toHaveLength(1);
  });

  test('a boundary from elsewhere excuses nothing', () => {
    const { Resources } = workload({ Effect: 'Allow', Action: '*', Resource: '*' });
    const Role = { Properties: { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' } };
    expect(said(Control.NO_ADMINISTRATOR_RIGHTS, { Resources: { ...Resources, Role } })).toHaveLength(1);
  });

  test.each<[string, JsonObject]>([
    [Control.NO_ADMINISTRATOR_RIGHTS, { Action: '*', Resource: '*' }],
    [Control.NO_ADMINISTRATOR_RIGHTS, { NotAction: 'iam:*', Resource: '*' }],
    [Control.NO_ESCALATION_RIGHTS, { Action: 'iam:PutRolePolicy', Resource: '*' }],
    [Control.NO_ESCALATION_RIGHTS, { Action: 'iam:PassRole', Resource: '*' }],
    [Control.RIGHTS_SCOPED_TO_RESOURCES, { Action: 'sqs:SendMessage', Resource: '*' }],
    [Control.GRANTS_LIST_WHAT_THEY_ALLOW, { Action: 'sqs:SendMessage', NotResource: 'arn:aws:sqs:eu-west-1:111122223333:audit' }],
  ])('%s points at the statement among others: %j', (rule, statement) => {
    const harmless = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } };
    const [finding, ...others] = said(rule, workload(harmless, { Effect: 'Allow', ...statement }, harmless));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      resource: 'Workload',
      property: expect.stringMatching(/^Properties\.PolicyDocument\.Statement\.1/),
    });
  });

  test('a finding points at the statement also where a Deny cut a part off it', () => {
    const found = said(
      Control.NO_ESCALATION_RIGHTS,
      workload(
        { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } },
        {
          Effect: 'Allow',
          Action: 'iam:PutRolePolicy',
          Resource: ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/audit'],
        },
        { Effect: 'Deny', Action: 'iam:PutRolePolicy', Resource: 'arn:aws:iam::111122223333:role/audit' },
      ),
    );
    expect(found).toEqual([expect.objectContaining({ property: 'Properties.PolicyDocument.Statement.1' })]);
  });

  test('a finding names the policy that has to change, and the role and the function that suffer from it', () => {
    expect(
      said(Control.RIGHTS_SCOPED_TO_RESOURCES, workload({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' })),
    ).toEqual([
      expect.objectContaining({
        resource: 'Workload',
        relatedResources: ['Function', 'Role'],
        property: 'Properties.PolicyDocument.Statement.0.Resource',
        message: "'Workload' allows the role 'Role' sqs:SendMessage on *",
      }),
    ]);
  });

  test.each<[string, JsonObject, string | undefined]>([
    [
      'a wildcard beside a named resource',
      { Action: 'dynamodb:GetItem', Resource: [{ 'Fn::GetAtt': ['Table', 'Arn'] }, '*'] },
      'Resource',
    ],
    ['all of a service in a namespace', { Action: 's3:*', Resource: 'arn:aws:s3:::orders/*' }, 'Action'],
    ['every action on one table', { Action: '*', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }, 'Action'],
    [
      'tables of any name',
      {
        Action: 'dynamodb:Query',
        Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*' },
      },
      'Resource',
    ],
    ['objects of any bucket', { Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::*/*' } }, 'Resource'],
    [
      'objects of a bucket of the app',
      { Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Table}/*' } },
      undefined,
    ],
    [
      'every route of one API',
      { Action: 'execute-api:Invoke', Resource: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*' },
      undefined,
    ],
    [
      'a whole service, but only if a condition holds',
      { Action: 'dynamodb:*', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } } },
      'Action',
    ],
    [
      'everything of one tag',
      { Action: 'sqs:SendMessage', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } } },
      undefined,
    ],
    ['more network interfaces than Lambda needs', { Action: 'ec2:AttachNetworkInterface', Resource: '*' }, 'Resource'],
    ['more network interfaces by a pattern', { Action: 'ec2:*NetworkInterface', Resource: '*' }, 'Resource'],
  ])('%s', (_, statement, element) => {
    expect(
      said(Control.RIGHTS_SCOPED_TO_RESOURCES, workload({ Effect: 'Allow', ...statement })).map(({ property }) => property),
    ).toEqual(element === undefined ? [] : [`Properties.PolicyDocument.Statement.0.${element}`]);
  });

  test('the network-interface rights on every resource are excused only where the code cannot use them', () => {
    const Platform = (deny: boolean) =>
      policy(
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
        },
        { Effect: 'Allow', Action: 'ec2:CreateNetworkInterface', Resource: '*' },
        ...(deny
          ? [{ Effect: 'Deny', Action: 'ec2:*', Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } }]
          : []),
      );
    expect(judge({ Resources: { Platform: Platform(true) } })).toEqual([]);
    expect(judge({ Resources: { Platform: Platform(false) } }).map(({ rule }) => rule)).toEqual([
      Control.RIGHTS_SCOPED_TO_RESOURCES,
      Control.ENI_RIGHTS_UNUSABLE_FROM_CODE,
    ]);
  });

  test.each<[string, JsonObject, boolean]>([
    ['the ARN of this function', { ArnEquals: { 'lambda:SourceFunctionArn': { 'Fn::GetAtt': ['Function', 'Arn'] } } }, true],
    [
      'the built ARN of this function',
      {
        ArnLike: {
          'lambda:SourceFunctionArn': {
            'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Function}',
          },
        },
      },
      true,
    ],
    [
      'the ARN of a name of this function',
      { ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:orders' } },
      true,
    ],
    [
      'the ARN of another function',
      { ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:other' } },
      false,
    ],
    ['text instead of an ARN', { StringLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*:*:function:*' } }, false],
    [
      'any function, beside one by name',
      { ArnLike: { 'lambda:SourceFunctionArn': ['arn:aws:lambda:*:*:function:other', 'arn:aws:lambda:*:*:function:*'] } },
      true,
    ],
    ['another key', { Null: { 'aws:SourceVpc': 'false' } }, false],
    ['a key that may be there or not', { Null: { 'lambda:SourceFunctionArn': ['false', 'true'] } }, false],
    [
      'a second condition that the code can avoid',
      { Null: { 'lambda:SourceFunctionArn': 'false' }, StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      false,
    ],
  ])('a Deny for the code by %s', (_, Condition, counts) => {
    const Function = { Properties: { FunctionName: 'orders' } };
    const Platform = policy(
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: 'ec2:CreateNetworkInterface',
        Resource: 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0a1b',
      },
      { Effect: 'Deny', Action: 'ec2:*', Resource: ['*', 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0a1b'], Condition },
    );
    expect(said(Control.ENI_RIGHTS_UNUSABLE_FROM_CODE, { Resources: { Function, Platform } })).toHaveLength(counts ? 0 : 1);
  });

  test("AWS's own policy for functions in a VPC gives these rights too", () => {
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'] } };
    const Platform = {
      Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' }] } },
    };
    expect(judge({ Resources: { Role, Platform } }).map(({ rule }) => rule)).toEqual([
      Control.ENI_RIGHTS_UNUSABLE_FROM_CODE,
      Control.NO_AWS_MANAGED_POLICY,
    ]);
  });

  test('a Deny under a condition of the template counts only where the grant stands under one too, in the same policy', () => {
    const Conditions = { InVpc: { 'Fn::Equals': [{ Ref: 'Setting' }, 'yes'] } };
    const when = (statement: JsonObject) => ({ 'Fn::If': ['InVpc', statement, { Ref: 'AWS::NoValue' }] });
    const logs = {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
    };
    const allow = { Effect: 'Allow', Action: 'ec2:CreateNetworkInterface', Resource: '*' };
    const deny = { Effect: 'Deny', Action: 'ec2:*', Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } };
    const found = (...Statement: JsonObject[]) =>
      said(Control.ENI_RIGHTS_UNUSABLE_FROM_CODE, {
        Parameters: text,
        Conditions,
        Resources: { Platform: { Properties: { PolicyDocument: { Statement } } } },
      });
    expect(found(logs, allow, when(deny))).toHaveLength(1);
    expect(found(logs, when(allow), when(deny))).toEqual([]);
    const Refusal = {
      Type: 'AWS::IAM::RolePolicy',
      Condition: 'InVpc',
      Properties: { PolicyName: 'refusal', RoleName: { Ref: 'Role' }, PolicyDocument: { Statement: [deny] } },
    };
    const elsewhere = said(Control.ENI_RIGHTS_UNUSABLE_FROM_CODE, {
      Parameters: text,
      Conditions,
      Resources: { Refusal, Platform: { Properties: { PolicyDocument: { Statement: [logs, when(allow)] } } } },
    });
    expect(elsewhere).toHaveLength(1);
  });

  test('several ways out of one statement are one finding that counts them', () => {
    const [finding, ...others] = said(
      Control.NO_ESCALATION_RIGHTS,
      workload({ Effect: 'Allow', Action: 'iam:*', Resource: '*' }),
    );
    expect(others).toEqual([]);
    expect(finding.message).toMatch(/and has \d+ more such ways$/);
    const two = said(
      Control.NO_ESCALATION_RIGHTS,
      workload({ Effect: 'Allow', Action: ['iam:PutRolePolicy', 'iam:AttachRolePolicy'], Resource: '*' }),
    );
    expect(two.map(({ message }) => message)).toEqual([expect.stringMatching(/and has 1 more such way$/)]);
  });

  test('two grants that are harmless alone are found together', () => {
    const create = {
      Effect: 'Allow',
      Action: ['lambda:CreateFunction', 'lambda:InvokeFunction'],
      Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:tool',
    };
    const passToLambda = {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '*',
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    };
    expect(said(Control.NO_ESCALATION_RIGHTS, workload(create))).toEqual([]);
    expect(said(Control.NO_ESCALATION_RIGHTS, workload(passToLambda))).toEqual([]);
    expect(said(Control.NO_ESCALATION_RIGHTS, workload(create, passToLambda))).toHaveLength(1);
  });

  test("a role is a function's that Lambda may assume, also without a function in this app; of another one the same is said, and may be waived", () => {
    const role = (Service: string) => ({
      Resources: {
        Other: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] },
            Policies: [{ PolicyName: 'all', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
            ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
          },
        },
      },
    });
    const loudness = (service: string) => judge(role(service)).map(({ rule, severity }) => `${rule} ${severity}`);
    expect(loudness('ecs-tasks.amazonaws.com')).toEqual([
      'no-administrator-identities error',
      'no-aws-managed-policy warning',
      'no-full-access-policy error',
      'rights-scoped-to-resources warning',
    ]);
    expect(loudness('lambda.amazonaws.com')).toEqual([
      'no-administrator-rights fatal',
      'no-aws-managed-policy error',
      'no-full-access-policy error',
      'rights-scoped-to-resources warning',
    ]);
  });
});

describe('logs', () => {
  const rights = (Resource: JsonObject | string, properties: JsonObject = {}): Example => ({
    Resources: {
      Logs: { Properties: properties },
      Platform: {
        Properties: {
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource }] },
        },
      },
    },
  });

  test.each<[string, Example, number]>([
    ['by its name', rights('arn:aws:logs:*:*:log-group:/orders:*', { LogGroupName: '/orders' }), 0],
    [
      'by its name with pseudo parameters',
      rights(
        { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/orders:*' },
        { LogGroupName: '/orders' },
      ),
      0,
    ],
    ['by another name', rights('arn:aws:logs:*:*:log-group:/payments:*', { LogGroupName: '/orders' }), 1],
    ['by the ARN of the group without its streams', rights('arn:aws:logs:*:*:log-group:/orders', { LogGroupName: '/orders' }), 1],
    ['by a name that only the deployment knows', rights('arn:aws:logs:*:*:log-group:/orders:*'), 1],
    ['by another group of the app', rights({ 'Fn::GetAtt': ['LogsOfSomebodyElse', 'Arn'] }), 1],
  ])('may be written to %s', (_, example, findings) => expect(said(Control.LOGS_WRITABLE, example)).toHaveLength(findings));

  test.each(['logs:CreateLogStream', 'logs:PutLogEvents'])('may not be written to with %s alone', Action => {
    const Statement = [{ Effect: 'Allow', Action, Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] } }];
    const Platform = { Properties: { PolicyDocument: { Statement } } };
    expect(said(Control.LOGS_WRITABLE, { Resources: { Platform } })).toHaveLength(1);
  });

  test('may be written to under a grant on everything but one group', () => {
    const Platform = {
      Properties: {
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'logs:*', NotResource: 'arn:aws:logs:*:*:log-group:/audit:*' }],
        },
      },
    };
    expect(said(Control.LOGS_WRITABLE, { Resources: { Platform } })).toEqual([]);
  });

  test('may be written to by Lambda where only the code is denied that', () => {
    const Null = { 'lambda:SourceFunctionArn': 'false' };
    const Statement: JsonObject[] = [
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] } },
      { Effect: 'Deny', Action: 'logs:*', Resource: '*', Condition: { Null } },
    ];
    const Platform = { Properties: { PolicyDocument: { Statement } } };
    expect(said(Control.LOGS_WRITABLE, { Resources: { Platform } })).toEqual([]);
  });

  test('may be written to whichever boundary a condition chooses, as under one that is always there', () => {
    const boundary = (name: string): JsonObject => ({
      [name]: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [] } } },
    });
    const either = { 'Fn::If': ['Here', { Ref: 'One' }, { Ref: 'Two' }] };
    const under = (PermissionsBoundary: JsonObject): Example => ({
      Conditions: { Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: { ...boundary('One'), ...boundary('Two'), Role: { Properties: { PermissionsBoundary } } },
    });
    for (const chosen of [either, { Ref: 'One' }]) expect(said(Control.LOGS_WRITABLE, under(chosen))).toEqual([]);
  });

  test("may be written to under AWS's own policy, which is a finding of its own", () => {
    const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] } };
    const Platform = { Properties: { PolicyDocument: { Statement: [] } } };
    expect(judge({ Resources: { Role, Platform } }).map(({ rule }) => rule)).toEqual([Control.NO_AWS_MANAGED_POLICY]);
  });

  test('a log group that bears the name which Lambda would choose is judged like one that the function names', () => {
    const Logs = { Properties: { LogGroupName: { 'Fn::Sub': '/aws/lambda/${Function}' } } };
    const found = said(Control.OWN_LOG_GROUP, {
      Resources: { Logs, Function: { Properties: { LoggingConfig: { LogGroup: null } } } },
    });
    expect(found).toEqual([]);
  });
});

describe('network', () => {
  test('an empty list of subnets is no VPC', () => {
    expect(said(Control.FUNCTION_IN_VPC, ofFunction({ VpcConfig: { SubnetIds: [] } }))).toEqual([
      expect.objectContaining({ message: "'Function' runs outside any VPC: its list of subnets is empty" }),
    ]);
  });

  test('the same subnet twice is a single one', () => {
    expect(
      said(Control.FUNCTION_IN_VPC, ofFunction({ VpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetA' }] } })),
    ).toHaveLength(1);
  });

  test.each<[string, JsonObject, string]>([
    ['every port', { FromPort: 0, ToPort: 65_535, CidrIp: '0.0.0.0/0' }, 'tcp 0-65535 out to everywhere'],
    [
      'a protocol',
      { FromPort: { Ref: 'AWS::NoValue' }, ToPort: { Ref: 'AWS::NoValue' }, CidrIp: '0.0.0.0/0' },
      'tcp out to everywhere',
    ],
    ['one end of a range', { FromPort: 443, CidrIp: '0.0.0.0/0' }, 'tcp 443 out to everywhere'],
    ['a wide network', { CidrIp: '52.0.0.0/8' }, 'tcp 443 out to 52.0.0.0/8, wider than the /16 (IPv6: /32) of a known partner'],
  ])('says what is let out: %s', (_, rule, message) => {
    expect(said(Control.EGRESS_CLOSED, ofGroup(rule)).map(finding => finding.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  test('a peer that is a security group is a place, and a list of somebody else may be any', () => {
    expect(judge(ofGroup({ DestinationSecurityGroupId: 'sg-0a1b' }))).toEqual([]);
    expect(said(Control.EGRESS_CLOSED, ofGroup({ DestinationPrefixListId: 'pl-0a1b' })).map(({ verdict }) => verdict)).toEqual([
      'unknown',
    ]);
  });

  test('functions that share an open group are one finding that names them', () => {
    const { Function } = {
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: { VpcConfig: { SubnetIds: [], SecurityGroupIds: [{ Ref: 'Group' }] } },
      },
    };
    const Group = { Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] } };
    expect(said(Control.EGRESS_CLOSED, { Resources: { Group, Second: Function } })).toEqual([
      expect.objectContaining({ resource: 'Group', relatedResources: ['Function', 'Second'] }),
    ]);
  });
});

describe('invokers', () => {
  test.each(['apigateway.amazonaws.com', 'events.amazonaws.com.cn', 'sns.${AWS::URLSuffix}'])(
    'a service stands for all its customers: %s',
    service => {
      expect(said(Control.INVOKER_BOUND_TO_SOURCE, permission({ Principal: { 'Fn::Sub': service } }))).toHaveLength(1);
    },
  );

  test.each<JsonObject>([{ PrincipalOrgID: 'o-a1b2c3d4e5' }, { SourceAccount: '111122223333' }])(
    'a service is bound by %j',
    binding => {
      expect(judge(permission({ Principal: 'sns.amazonaws.com', ...binding }))).toEqual([]);
    },
  );

  test.each([
    'arn:*',
    'arn:aws:sns:*',
    'arn:aws:sns:*:????????????:*',
    'arn:aws:sns:*:1*:*',
    'arn:aws:apigateway:us-east-1::/restapis/*',
  ])('%s names no account', SourceArn => {
    const found = said(Control.INVOKER_BOUND_TO_SOURCE, permission({ Principal: 'sns.amazonaws.com', SourceArn }));
    expect(found.map(({ verdict }) => verdict)).toEqual(['fail']);
  });

  test.each<[JsonObject, string]>([
    [{ Principal: '{{resolve:ssm:/x}}' }, 'unknown'],
    [{ Principal: { 'Fn::Sub': '${Setting}${Setting}' } }, 'unknown'],
    [{ Principal: 'arn:aws:iam::*:root' }, 'fail'],
    [{ Principal: '*', PrincipalOrgID: 'o-*' }, 'fail'],
  ])('the principal of %j is %s', (properties, verdict) => {
    expect(said(Control.NO_PUBLIC_INVOKER, permission(properties, text)).map(found => found.verdict)).toEqual([verdict]);
  });

  test('a parameter that may be everybody is everybody, whatever its default', () => {
    const Parameters = { Who: { Type: 'String', Default: '111122223333', AllowedValues: ['111122223333', '*'] } };
    expect(said(Control.NO_PUBLIC_INVOKER, permission({ Principal: { Ref: 'Who' } }, Parameters))).toHaveLength(1);
  });

  test('a source of any name is no source', () => {
    expect(said(Control.INVOKER_BOUND_TO_SOURCE, permission({ Principal: 'sns.amazonaws.com', SourceArn: '*' }))).toHaveLength(1);
  });

  test('everybody through the URL is everybody', () => {
    const example = permission({ Principal: '*', InvokedViaFunctionUrl: true });
    expect(said(Control.NO_PUBLIC_INVOKER, example).map(({ message }) => message)).toEqual([
      "'Permission' lets everybody perform lambda:InvokeFunction through its URL: its principal is '*' and it names no organization",
    ]);
  });

  test('a resource policy is read like permissions', () => {
    const everyone = (Principal: JsonObject | string) => ({
      Resources: {
        Policy: {
          Type: 'AWS::Lambda::ResourcePolicy',
          Properties: {
            ResourceArn: { 'Fn::GetAtt': ['Function', 'Arn'] },
            PolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action: 'lambda:InvokeFunction', Resource: '*' }] },
          },
        },
      },
    });
    expect(said(Control.NO_PUBLIC_INVOKER, everyone('*'))).toEqual([
      expect.objectContaining({ property: 'Properties.PolicyDocument' }),
    ]);
    expect(said(Control.NO_PUBLIC_INVOKER, everyone({ AWS: '*' }))).toHaveLength(1);
    expect(judge(everyone({ AWS: '111122223333' }))).toEqual([]);
  });

  test('a URL without AuthType is for everybody', () => {
    const Url = { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Function' } } };
    expect(said(Control.FUNCTION_URL_REQUIRES_IAM, { Resources: { Url } }).map(({ message }) => message)).toEqual([
      "The function URL 'Url' answers everybody: AuthType is left out",
    ]);
  });

  test('a URL whose AuthType a condition takes away is for everybody then', () => {
    const Url = {
      Type: 'AWS::Lambda::Url',
      Properties: {
        TargetFunctionArn: { Ref: 'Function' },
        AuthType: { 'Fn::If': ['Signed', 'AWS_IAM', { Ref: 'AWS::NoValue' }] },
      },
    };
    const Conditions = { Signed: { 'Fn::Equals': [setting, 'yes'] } };
    expect(said(Control.FUNCTION_URL_REQUIRES_IAM, { Parameters: text, Conditions, Resources: { Url } })).toHaveLength(1);
  });
});

describe('failures of asynchronous events', () => {
  test('a destination under a condition of its own does not count', () => {
    const Async = {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Condition: 'Never',
      Properties: {
        FunctionName: { Ref: 'Function' },
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
      },
    };
    const Conditions = { Never: { 'Fn::Equals': [setting, 'never'] } };
    const example = (more: JsonObject): Example => ({
      Parameters: text,
      Conditions,
      Resources: { Function: { Properties: { DeadLetterConfig: null }, ...more }, Async },
    });
    expect(said(Control.ASYNC_FAILURES_CAPTURED, example({}))).toHaveLength(1);
    expect(said(Control.ASYNC_FAILURES_CAPTURED, example({ Condition: 'Never' }))).toEqual([]);
  });

  test('the finding of an alias names the alias', () => {
    const Resources = {
      Function: { Properties: { DeadLetterConfig: null } },
      Async: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Function' },
          Qualifier: '$LATEST',
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
        },
      },
      Live: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live', FunctionName: { Ref: 'Function' }, FunctionVersion: '1' } },
    };
    expect(said(Control.ASYNC_FAILURES_CAPTURED, { Resources })).toEqual([
      expect.objectContaining({
        resource: 'Function',
        relatedResources: ['Live'],
        message: "'Function' loses events that its alias 'live' cannot handle: the onFailure destination is not that alias'",
      }),
    ]);
  });
});

describe('secrets that stand where they are not looked for', () => {
  const variable = (X: Json, more: Partial<Example> = {}): Example => ({
    ...more,
    Resources: { ...more.Resources, Function: { Properties: { Environment: { Variables: { X } } } } },
  });
  const verdicts = (example: Example) => said(Control.NO_SECRET_VALUES, example).map(({ verdict }) => verdict);

  test.each<[string, Example]>([
    ['a reference whose service is a parameter', variable({ 'Fn::Sub': '{{resolve:${Setting}:x}}' }, { Parameters: text })],
    [
      'a key of a user',
      variable(
        { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] },
        { Resources: { Key: { Type: 'AWS::IAM::AccessKey', Properties: {} } } },
      ),
    ],
    [
      'an answer of AWS',
      variable(
        { 'Fn::GetAtt': ['Call', 'Parameter.Value'] },
        { Resources: { Call: { Type: 'Custom::AWS', Properties: { Create: '{"parameters":{"WithDecryption":true}}' } } } },
      ),
    ],
    [
      'a hidden parameter in a text that is not computed',
      variable({ 'Fn::Base64': { Ref: 'Pin' } }, { Parameters: { Pin: { Type: 'String', NoEcho: 'true' } } }),
    ],
    ['a description', { Resources: { Function: { Properties: { Description: '{{resolve:secretsmanager:orders}}' } } } }],
    ['a tag', { Resources: { Function: { Properties: { Tags: [{ Key: 'k', Value: '{{resolve:ssm-secure:/x}}' }] } } } }],
  ])('%s', (_, example) => expect(verdicts(example)).toEqual(['fail']));

  test('more conditions than are tried are unknown', () => {
    const names = Array.from({ length: 7 }, (_, index) => `C${index}`);
    const Conditions = Object.fromEntries(names.map(name => [name, { 'Fn::Equals': [setting, name] }]));
    const joined = { 'Fn::Join': ['', names.map(name => ({ 'Fn::If': [name, 'a', 'b'] }))] };
    const nested = names.reduce<Json>((inner, name) => ({ 'Fn::If': [name, inner, 'x'] }), 'y');
    for (const value of [joined, nested]) {
      expect(verdicts(variable(value, { Parameters: text, Conditions }))).toEqual(['unknown']);
    }
  });

  test('every entry of a mapping counts where its key is not known', () => {
    const body = applyExample(SECURE_APP, variable({ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'key'] }));
    const found = (key: string) =>
      evaluate(buildModel([{ path: 'App.template.json', body: { ...body, Mappings: { Map: { 'eu-west-1': { key } } } } }]), {
        profile: 'strict',
        asOf: new Date('2026-11-23T12:00:00Z'),
      }).map(({ rule }) => rule);
    expect(found('{{resolve:secretsmanager:orders}}')).toEqual([Control.NO_SECRET_VALUES]);
    expect(found('orders')).toEqual([]);
  });
});

describe('reservations', () => {
  test('are added up over all functions of an account and region, the largest first', () => {
    const Second = { Type: 'AWS::Lambda::Function', Properties: { ReservedConcurrentExecutions: 600 } };
    const Third = { Type: 'AWS::Lambda::Function', Properties: { ReservedConcurrentExecutions: '300' } };
    const Fourth = { Type: 'AWS::Lambda::Function', Properties: { ReservedConcurrentExecutions: setting } };
    expect(said(Control.CONCURRENCY_WITHIN_QUOTA, { Parameters: text, Resources: { Second, Third, Fourth } })).toEqual([
      expect.objectContaining({
        severity: 'warning',
        resource: 'Second',
        relatedResources: ['Function', 'Third'],
        message:
          "The functions of one account and region reserve 905 executions together, 'Second' alone 600; 900 of 1000 can be reserved",
      }),
    ]);
  });

  test('count once under whatever condition, with the largest choice', () => {
    const example = (otherwise: number): Example => ({
      Parameters: text,
      Conditions: { Prod: { 'Fn::Equals': [setting, 'prod'] } },
      Resources: { Function: { Properties: { ReservedConcurrentExecutions: { 'Fn::If': ['Prod', 500, otherwise] } } } },
    });
    expect(said(Control.CONCURRENCY_WITHIN_QUOTA, example(900))).toEqual([]);
    expect(said(Control.CONCURRENCY_WITHIN_QUOTA, example(901))).toHaveLength(1);
  });
});

describe('messages', () => {
  test('never tell a secret', () => {
    const secret = ['correct-horse', 'battery-staple'].join('-');
    const found = judge(
      ofFunction({ Environment: { Variables: { DB_PASSWORD: secret, URL: `https://me:${secret}@example.com` } } }),
    );
    expect(found).toHaveLength(2);
    expect(JSON.stringify(found)).not.toContain(secret);
  });

  test('name the construct where the app tells it, without the last part that CDK adds', () => {
    const Metadata = { 'aws:cdk:path': 'Shop/Orders/Handler/Resource' };
    const [finding] = judge({ Resources: { Function: { Metadata, Properties: { TracingConfig: null } } } });
    expect(finding).toMatchObject({
      constructPath: 'Shop/Orders/Handler/Resource',
      message: "'Shop/Orders/Handler' is not traced: TracingConfig.Mode is left out",
    });
  });

  test('fall back to the logical id where the path says nothing', () => {
    const Metadata = { 'aws:cdk:path': '/Resource' };
    const [finding] = judge({ Resources: { Function: { Metadata, Properties: { TracingConfig: null } } } });
    expect(finding.message).toMatch(/^'Function' is not traced/);
  });

  test('spell what was found where it is no text', () => {
    const [finding] = judge(ofFunction({ TracingConfig: { Mode: true } }));
    expect(finding.message).toBe("'Function' is not traced: TracingConfig.Mode is true");
  });
});

describe('waivers', () => {
  const waiver = { reason: 'The partner has no private connection', owner: 'team-orders', expires: '2027-03-31' };

  test('an opt-out of the whole app says so', () => {
    const found = judge({ acknowledgements: [{ rule: Control.FUNCTION_IN_VPC, constructPath: '', scope: 'app' }] });
    expect(found.map(({ message }) => message)).toEqual([
      "The app opts out of 'function-in-vpc' for a whole app, also for what will be added to it",
      "The app opts out of 'function-in-vpc' without a waiver: nobody answers for it and it never ends",
    ]);
    for (const finding of found) expect(finding).toMatchObject({ severity: 'fatal', constructPath: '' });
  });

  test.each([
    ['2026-11-22', 'fatal', 'expired after 2026-11-22'],
    ['2026-11-23', 'warning', 'expires on 2026-11-23'],
    ['2026-12-23', 'warning', 'expires on 2026-12-23'],
  ])('one that ends on %s is %s on 2026-11-23', (expires, severity, message) => {
    const found = judge({
      acknowledgements: [
        { rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/Fn', scope: 'construct', waiver: { ...waiver, expires } },
      ],
    });
    expect(found).toEqual([
      expect.objectContaining({
        rule: Control.WAIVER_NOT_EXPIRED,
        severity,
        verdict: 'fail',
        constructPath: 'Orders/Fn',
        message: expect.stringContaining(message),
      }),
    ]);
  });

  test.each<[string, object, string]>([
    ['no reason', { reason: 'a b c d' }, 'gives no reason of at least four words'],
    ['no owner', { owner: ' ' }, 'names no owner'],
    ['no day', { expires: '2020' }, 'ends on no day of the calendar'],
    ['a day too far away', { expires: '2027-11-24' }, 'ends after 2027-11-23, more than 12 months ahead'],
    ['nothing', { reason: '', owner: '', expires: 'never' }, 'gives no reason .* and names no owner and ends on no day'],
  ])('a record with %s, which no Waiver makes, is one finding', (_, forged, message) => {
    const acknowledgement = { rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/Fn', scope: 'construct' } as const;
    expect(judge({ acknowledgements: [{ ...acknowledgement, waiver: { ...waiver, ...forged } }] })).toEqual([
      expect.objectContaining({
        rule: Control.OPT_OUT_IS_A_WAIVER,
        severity: 'fatal',
        message: expect.stringMatching(message),
      }),
    ]);
  });

  test('opting out of what nobody may waive is one mistake', () => {
    expect(judge({ acknowledgements: [{ rule: Control.NO_SECRET_VALUES, constructPath: '', scope: 'app' }] })).toHaveLength(1);
  });

  test('one that ends after the month is silent', () => {
    const expires = '2026-12-24';
    expect(
      judge({
        acknowledgements: [
          { rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/Fn', scope: 'construct', waiver: { ...waiver, expires } },
        ],
      }),
    ).toEqual([]);
  });
});
