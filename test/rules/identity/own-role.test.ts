import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { applyExample } from '../../../lib/rules/example';
import { SECURE_APP } from '../../../lib/rules/secure-app';
import { judge, TODAY } from '../judge-example';

const OWN = { 'Fn::GetAtt': ['Role', 'Arn'] };

function escalations(statement: JsonObject, more: JsonObject = {}): string[] {
  const Workload = { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } } };
  return judge({ Resources: { Workload, ...more } })
    .filter(({ rule }) => rule === Control.NO_ESCALATION_RIGHTS)
    .map(({ resource, property, message }) => `${resource} ${property}: ${message}`);
}

test.each([
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:PutRolePermissionsBoundary',
  'iam:Put*',
])('%s on the own role of a function is a way to more rights', action => {
  expect(escalations({ Action: action, Resource: OWN })).toEqual([
    expect.stringMatching(/^Workload Properties\.PolicyDocument\.Statement\.0: The role 'Role' may perform iam:\w+ on itself/),
  ]);
});

test.each<[string, Json]>([
  ['by a name in an ARN', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Role}' }],
  ['by its own name', 'arn:aws:iam::111122223333:role/orders-writer'],
  ['by the beginning of its name', 'arn:aws:iam::*:role/orders-*'],
  ['by its path', 'arn:aws:iam::*:role/team/orders-writer'],
])('the own role is found %s', (_, Resource) => {
  const Role = { Properties: { RoleName: 'orders-writer' } };
  expect(escalations({ Action: 'iam:PutRolePolicy', Resource }, { Role })).toHaveLength(1);
});

test('the own role counts beside another, and once where every role is meant', () => {
  const audit = 'arn:aws:iam::111122223333:role/audit';
  expect(escalations({ Action: 'iam:PutRolePolicy', Resource: [audit, OWN] })).toHaveLength(1);
  expect(escalations({ Action: 'iam:PutRolePolicy', Resource: [OWN, '*'] })).toHaveLength(1);
  const Condition = { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/house' } };
  expect(escalations({ Action: 'iam:AttachRolePolicy', Resource: OWN, Condition })).toEqual([]);
});

test.each(['user/orders-writer', 'policy/orders-writer', 'role'])('%s is not the role orders-writer', name => {
  const Role = { Properties: { RoleName: 'orders-writer' } };
  const statement = { Action: 'iam:PutRolePolicy', Resource: `arn:aws:iam::111122223333:${name}` };
  expect(escalations(statement, { Role })).toEqual([]);
});

test('another role, reading and tagging are no way to more rights', () => {
  expect(escalations({ Action: 'iam:PutRolePolicy', Resource: 'arn:aws:iam::111122223333:role/audit' })).toEqual([]);
  expect(escalations({ Action: ['iam:GetRole', 'iam:TagRole'], Resource: OWN })).toEqual([]);
});

test('nor is what a Deny takes away', () => {
  const Refusal = {
    Type: 'AWS::IAM::RolePolicy',
    Properties: {
      PolicyName: 'refusal',
      RoleName: { Ref: 'Role' },
      PolicyDocument: { Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
    },
  };
  expect(escalations({ Action: 'iam:PutRolePolicy', Resource: OWN }, { Refusal })).toEqual([]);
});

test.each<[string, JsonObject]>([
  ['a policy of the app', { Action: 'iam:CreatePolicyVersion', Resource: { Ref: 'House' } }],
  ['a policy from elsewhere', { Action: 'iam:SetDefaultPolicyVersion', Resource: 'arn:aws:iam::111122223333:policy/house' }],
])('rewriting %s that the role itself has is one', (_, statement) => {
  const House = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      Roles: [{ Ref: 'Role' }],
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }],
      },
    },
  };
  const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/house'] } };
  expect(escalations(statement, { House, Role })).toHaveLength(1);
  expect(escalations({ ...statement, Resource: 'arn:aws:iam::111122223333:policy/other' }, { House, Role })).toEqual([]);
});

test('rewriting a policy that the role does not have is none', () => {
  const policy = (name: string, holder: JsonObject): JsonObject => ({
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ...holder,
      ManagedPolicyName: name,
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }] },
    },
  });
  const resources = {
    Own: policy('own', { Roles: [{ Ref: 'Role' }] }),
    Foreign: policy('foreign', {}),
    Role: {
      Properties: {
        ManagedPolicyArns: [
          'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess',
          'arn:aws:iam::111122223333:policy/limits',
          'arn:aws:iam::111122223333:policy/house',
        ],
      },
    },
  };
  const rewriting = (Resource: Json) => escalations({ Action: 'iam:CreatePolicyVersion', Resource }, resources);
  expect(rewriting({ Ref: 'Own' })).toHaveLength(1);
  expect(rewriting({ Ref: 'Foreign' })).toEqual([]);
  expect(rewriting('arn:aws:iam::111122223333:policy/house')).toHaveLength(1);
  expect(rewriting('arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess')).toEqual([]);
});

describe('assuming a role of the app', () => {
  const other = (Action: string): JsonObject => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: OWN }, Action: 'sts:AssumeRole' }] },
      Policies: [{ PolicyName: 'rights', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } }],
    },
  });
  const assume = { Action: 'sts:AssumeRole', Resource: { 'Fn::GetAtt': ['Other', 'Arn'] } };

  test.each<[string, number]>([
    ['*', 1],
    ['iam:PutRolePolicy', 1],
    ['sqs:ListQueues', 0],
  ])('that holds %s', (action, count) => {
    expect(escalations(assume, { Other: other(action) })).toHaveLength(count);
  });

  test.each<[string, number]>([
    ['arn:aws:iam::aws:policy/AdministratorAccess', 1],
    ['arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole', 1],
    ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole', 0],
    ['arn:aws:iam::111122223333:policy/house', 0],
  ])('that has the policy %s', (policy, count) => {
    const Other = other('sqs:ListQueues');
    (Other.Properties as JsonObject).ManagedPolicyArns = [policy];
    expect(escalations(assume, { Other })).toHaveLength(count);
  });

  test('that is not the one that holds more', () => {
    const audit = { Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::111122223333:role/audit' };
    expect(escalations(audit, { Other: other('*') })).toEqual([]);
    const both = { Action: 'sts:AssumeRole', Resource: [audit.Resource, assume.Resource] };
    expect(escalations(both, { Other: other('*') })).toHaveLength(1);
  });

  test('under a condition that names what is assumed', () => {
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'orders' } };
    expect(escalations({ ...assume, Condition }, { Other: other('*') })).toEqual([]);
  });

  test('is no way for whoever is no function', () => {
    const Policies = [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', ...assume }] } }];
    const example = { Resources: { Other: other('*'), Operator: { Type: 'AWS::IAM::User', Properties: { Policies } } } };
    expect(judge(example).filter(({ resource }) => resource === 'Operator')).toEqual([]);
  });
});

test('the own role is found from the policy of another stack', () => {
  const body = applyExample(SECURE_APP, { Resources: { Role: { Properties: { RoleName: 'orders-writer' } } } });
  const PolicyDocument = {
    Statement: [{ Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: 'arn:aws:iam::111122223333:role/orders-writer' }],
  };
  const other = {
    Resources: {
      Far: { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyName: 'far', RoleName: 'orders-writer', PolicyDocument } },
    },
  };
  const model = buildModel([
    { path: 'Orders.template.json', body },
    { path: 'Far.template.json', body: other },
  ]);
  expect(evaluate(model, { profile: 'strict', asOf: TODAY }).map(({ rule, resource }) => [rule, resource])).toEqual([
    [Control.NO_ESCALATION_RIGHTS, 'Far'],
  ]);
});
