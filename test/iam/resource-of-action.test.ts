import { anyResourceOf, couldBeAbout } from '../../lib/iam/resource-of-action';

test.each<[string, string, boolean]>([
  ['iam:PutRolePolicy', 'arn:aws:s3:::orders', false],
  ['iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/orders', true],
  ['iam:PutRolePolicy', '*', true],
  ['sts:AssumeRole', 'arn:aws:iam::111122223333:role/orders', true],
  ['sts:AssumeRole', 'arn:aws:sts::111122223333:assumed-role/orders', false],
  ['execute-api:Invoke', 'arn:aws:s3:::orders', true],
])('%s could be about %s: %s', (action, pattern, could) => expect(couldBeAbout(action, pattern)).toBe(could));

test.each<[string, string, boolean]>([
  ['iam:PutRolePolicy', 'arn:aws:iam::*:role/*', true],
  ['iam:PassRole', 'arn:${AWS::Partition}:iam::*:*', true],
  ['sts:AssumeRole', 'arn:*:iam::*:role/*', true],
  ['iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/*', false],
  ['iam:PutRolePolicy', 'arn:aws:iam::*:user/*', false],
  ['iam:CreateAccessKey', 'arn:aws:iam::*:user/*', true],
  ['iam:PutUserPolicy', 'arn:aws:iam::*:user/*', true],
  ['iam:AddUserToGroup', 'arn:aws:iam::*:group/*', true],
  ['iam:AddUserToGroup', 'arn:aws:iam::*:user/*', false],
  ['iam:CreatePolicyVersion', 'arn:aws:iam::*:policy/*', true],
  ['iam:DeletePolicy', 'arn:aws:iam::*:policy/*', true],
  ['iam:PutGroupPolicy', 'arn:aws:iam::*:group/*', true],
  ['IAM:CreateGroup', 'arn:aws:iam::*:group/*', true],
  ['iam:ListGroupsForUser', 'arn:aws:iam::*:user/*', true],
  ['iam:PutRolePolicy', '*', true],
  ['iam:PutRolePolicy', '${Role.Arn}', false],
])('what %s can be about is all of %s: %s', (action, pattern, all) => expect(anyResourceOf(action)?.(pattern)).toBe(all));

test.each(['iam:ListRoles', 'iam:ListRoleAliases', 'iam:ListUsers', 'iam:ListGroups', 'iam:ListPolicies', 's3:GetObject'])(
  '%s can be about anything',
  action => expect(anyResourceOf(action)).toBeUndefined(),
);
