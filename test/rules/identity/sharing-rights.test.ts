import { Control } from '../../../lib/baseline/control';
import type { JsonObject } from '../../../lib/model/facts';
import { beside, findingsOf, said, workload } from '../said';

test.each<[string, JsonObject, number]>([
  ['any bucket', { Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::*' }, 1],
  ['any bucket, by a pattern', { Action: 's3:Put*', Resource: '*' }, 1],
  ['one bucket', { Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::orders' }, 0],
  [
    'buckets of one team',
    { Action: 's3:PutBucketPolicy', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } } },
    0,
  ],
  ['everything but', { NotAction: 'iam:*', Resource: 'arn:aws:s3:::*' }, 0],
])('a function may share %s', (_, statement, count) => {
  expect(said(Control.NO_SHARING_RIGHTS, workload(statement))).toHaveLength(count);
});

test('what is shared is not said again beside what is merely too wide', () => {
  const both = workload({ Action: ['s3:PutBucketPolicy', 's3:GetObject'], Resource: '*' });
  expect(findingsOf(Control.NO_SHARING_RIGHTS, both)[0].message).toMatch(/s3:PutBucketPolicy on resources/);
  expect(findingsOf(Control.RIGHTS_SCOPED_TO_RESOURCES, both)[0].message).toMatch(/ s3:GetObject on \*$/);
});

test('an administrator, and what AWS wrote for others, are findings of other rules', () => {
  expect(said(Control.NO_SHARING_RIGHTS, workload({ Action: '*', Resource: '*' }))).toEqual([]);
  const Role = { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecretsManagerReadWrite'] } };
  expect(said(Control.NO_SHARING_RIGHTS, beside({ Role }))).toEqual([]);
});

describe('decryption', () => {
  const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
  test.each<[string, JsonObject, number]>([
    ['every use of a key', { Action: 'kms:*', Resource: KEY }, 1],
    ['reading', { Action: 'kms:D*', Resource: KEY }, 1],
    ['reading, among other rights', { Action: ['dynamodb:GetItem', 'kms:Decrypt'], Resource: KEY }, 1],
    ['any key but one', { Action: 'kms:Decrypt', NotResource: KEY }, 0],
    ['what is about no key', { Action: 'dynamodb:*', Resource: KEY }, 0],
    ['writing', { Action: 'kms:Encrypt', Resource: KEY }, 0],
    ['any key', { Action: 'kms:Decrypt', Resource: '*' }, 0],
    ['nothing', { Effect: 'Deny', Action: 'kms:Decrypt', Resource: KEY }, 0],
    [
      'a key for a grant',
      { Action: 'kms:Decrypt', Resource: KEY, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
      0,
    ],
  ])('of %s', (_, statement, count) => expect(said(Control.DECRYPTION_BOUND_TO_USE, workload(statement))).toHaveLength(count));

  test('by somebody else is not asked about', () => {
    const Policies = [
      { PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY }] } },
    ];
    const Other = { Type: 'AWS::IAM::Role', Properties: { Policies } };
    expect(said(Control.DECRYPTION_BOUND_TO_USE, beside({ Other }))).toEqual([]);
  });
});

describe('a function that changes itself', () => {
  const ARN = { 'Fn::GetAtt': ['Function', 'Arn'] };
  test.each<[string, JsonObject, number]>([
    ['its code', { Action: 'lambda:UpdateFunction*', Resource: ARN }, 1],
    ['a version of it', { Action: 'lambda:AddPermission', Resource: { 'Fn::Sub': '${Function.Arn}:*' } }, 1],
    ['another', { Action: 'lambda:UpdateFunctionCode', Resource: { 'Fn::GetAtt': ['Other', 'Arn'] } }, 0],
    [
      'its code and that of another',
      { Action: 'lambda:UpdateFunctionCode', Resource: ['arn:aws:lambda:eu-west-1:1:function:tool', ARN] },
      1,
    ],
    ['any, which is worse', { Action: 'lambda:UpdateFunctionCode', Resource: '*' }, 0],
    [
      'tagged ones',
      { Action: 'lambda:UpdateFunctionCode', Resource: ARN, Condition: { StringEquals: { 'aws:ResourceTag/a': 'b' } } },
      0,
    ],
    ['everything', { Action: '*', Resource: '*' }, 0],
  ])('%s', (_, statement, count) => expect(said(Control.FUNCTION_CANNOT_CHANGE_ITSELF, workload(statement))).toHaveLength(count));

  test.each<[string, number]>([
    ['arn:aws:lambda:eu-west-1:111122223333:function:orders', 1],
    ['arn:aws:lambda:eu-west-1:111122223333:function:orders:*', 1],
    ['arn:aws:lambda:eu-west-1:111122223333:function:ord*', 1],
    ['arn:aws:lambda:eu-west-1:111122223333:function:payments', 0],
    ['arn:aws:s3:::orders', 0],
  ])('by its name in %s', (Resource, count) => {
    const Function = { Properties: { FunctionName: 'orders' } };
    const example = workload({ Action: 'lambda:UpdateFunctionConfiguration', Resource });
    const resources = { ...example.Resources, Function };
    expect(said(Control.FUNCTION_CANNOT_CHANGE_ITSELF, { Resources: resources })).toHaveLength(count);
  });

  test('and may do everything anyway is told as an administrator', () => {
    const both = workload({ Action: '*', Resource: '*' }, { Action: 'lambda:UpdateFunctionCode', Resource: ARN });
    expect(said(Control.FUNCTION_CANNOT_CHANGE_ITSELF, both)).toEqual([]);
  });

  test('by two policies is told at both', () => {
    const example = workload({ Action: 'lambda:UpdateFunctionCode', Resource: ARN });
    const More = {
      Type: 'AWS::IAM::RolePolicy',
      Properties: {
        PolicyName: 'more',
        RoleName: { Ref: 'Role' },
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'lambda:AddPermission', Resource: ARN }] },
      },
    };
    const found = findingsOf(Control.FUNCTION_CANNOT_CHANGE_ITSELF, beside({ ...example.Resources, More }));
    expect(found.map(({ resource }) => resource).sort()).toEqual(['More', 'Workload']);
  });

  test('one statement is one finding, and two are two', () => {
    const one = { Action: ['lambda:UpdateFunctionCode', 'lambda:AddPermission'], Resource: ARN };
    const [first, ...others] = findingsOf(Control.FUNCTION_CANNOT_CHANGE_ITSELF, workload(one));
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      message: "'Function' may perform lambda:AddPermission and lambda:UpdateFunctionCode on itself",
      property: 'Properties.PolicyDocument.Statement.0',
    });
    const two = { Action: 'lambda:UpdateFunctionConfiguration', Resource: ARN };
    expect(findingsOf(Control.FUNCTION_CANNOT_CHANGE_ITSELF, workload(one, two))).toHaveLength(2);
  });

  test('is not known of a role from elsewhere', () => {
    const Function = { Properties: { Role: 'arn:aws:iam::111122223333:role/x' } };
    expect(said(Control.FUNCTION_CANNOT_CHANGE_ITSELF, beside({ Function }))).toEqual([]);
    expect(said(Control.LOGS_TAMPER_PROOF, beside({ Function }))).toEqual([]);
  });
});

test.each<[string, string | undefined, boolean]>([
  ['one function', undefined, false],
  ['the same machines', 'orders', true],
  ['other machines', 'payments', false],
])('a capacity provider for %s', (_, guest, expected) => {
  const on = (name: string) => ({
    LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: `arn:aws:lambda:eu-west-1:1:capacity-provider:${name}` },
  });
  const example = beside({
    Function: { Properties: { CapacityProviderConfig: on('orders') } },
    ...(guest === undefined
      ? {}
      : { Guest: { Type: 'AWS::Lambda::Function', Properties: { CapacityProviderConfig: on(guest) } } }),
  });
  expect(said(Control.CAPACITY_PROVIDER_NOT_SHARED, example).length > 0).toBe(expected);
});

test('functions on the machines of Lambda share none', () => {
  expect(said(Control.CAPACITY_PROVIDER_NOT_SHARED, beside({ Guest: { Type: 'AWS::Lambda::Function' } }))).toEqual([]);
});
