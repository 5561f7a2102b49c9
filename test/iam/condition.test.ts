import { admitsPassing, narrows } from '../../lib/iam/condition';

test.each<[string, boolean]>([
  ['aws:ResourceAccount', false],
  ['aws:PrincipalAccount', false],
  ['aws:RequestedRegion', false],
  ['AWS:SECURETRANSPORT', false],
  ['aws:ResourceTag/team', true],
  ['iam:PassedToService', true],
  ['kms:GrantIsForAWSResource', true],
])('a condition on %s narrows: %s', (key, expected) => {
  expect(narrows({ operator: 'StringEquals', key, values: ['x'] })).toBe(expected);
});

const LAMBDA = ['lambda.amazonaws.com'];

test.each<[string, readonly string[], boolean, boolean]>([
  ['StringEquals', ['lambda.amazonaws.com'], true, false],
  ['StringEquals', ['ec2.amazonaws.com', 'Lambda.amazonaws.com'], true, false],
  ['StringEquals', ['ec2.amazonaws.com'], false, false],
  ['StringEquals', ['*'], false, false],
  ['StringEquals', ['${Service}'], true, false],
  ['StringEqualsIgnoreCase', ['LAMBDA.amazonaws.com'], true, false],
  ['StringEqualsIfExists', ['lambda.amazonaws.com'], true, true],
  ['StringEqualsIfExists', ['ec2.amazonaws.com'], false, true],
  ['ForAnyValue:StringEquals', ['lambda.amazonaws.com'], true, false],
  ['ForAllValues:StringLikeIfExists', ['l*'], true, true],
  ['StringLike', ['*.amazonaws.com'], true, false],
  ['StringLike', ['ec2.*'], false, false],
  ['StringNotEquals', ['ec2.amazonaws.com'], true, true],
  ['StringNotEquals', ['lambda.amazonaws.com'], false, true],
  ['StringNotEqualsIgnoreCase', ['LAMBDA.amazonaws.com'], false, true],
  ['StringNotLike', ['lambda.*'], false, true],
  ['StringNotLike', ['ec2.*'], true, true],
  ['Null', ['true'], false, true],
  ['Null', ['false'], true, false],
  ['Bool', ['true'], false, false],
])('%s %j lets a role go to Lambda: %s, and a request without a role pass: %s', (operator, values, toLambda, without) => {
  const condition = { operator, key: 'iam:PassedToService', values };
  expect(admitsPassing(condition, LAMBDA)).toBe(toLambda);
  expect(admitsPassing(condition)).toBe(without);
});
