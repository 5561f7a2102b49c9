import { admitsPassing, namesReceivers, narrows } from '../../lib/iam/condition';

test.each<[string, boolean]>([
  ['aws:ResourceTag/team', true],
  ['AWS:RESOURCETAG/team', true],
  ['secretsmanager:ResourceTag/team', true],
  ['ssm:resourceTag/team', true],
  ['s3:ExistingObjectTag/team', true],
  ['iam:PassedToService', true],
  ['iam:PermissionsBoundary', true],
  ['kms:GrantIsForAWSResource', true],
  ['kms:EncryptionContext:SecretARN', true],
  ['dynamodb:LeadingKeys', true],
  ['lambda:FunctionArn', true],
  ['aws:ResourceAccount', false],
  ['aws:ResourceOrgID', false],
  ['aws:PrincipalAccount', false],
  ['aws:PrincipalTag/team', false],
  ['aws:RequestedRegion', false],
  ['AWS:SECURETRANSPORT', false],
  ['aws:UserAgent', false],
  ['aws:SourceIp', false],
  ['aws:SourceVpc', false],
  ['aws:SourceVpce', false],
  ['aws:MultiFactorAuthPresent', false],
  ['s3:authType', false],
  ['secretsmanager:VersionStage', false],
  ['no:such', false],
])('a condition on %s narrows: %s', (key, expected) => {
  expect(narrows({ operator: 'StringEquals', key, values: ['x'] })).toBe(expected);
});

describe.each([
  'cloudformation:ChangeSetName',
  'cloudwatch:namespace',
  'dynamodb:LeadingKeys',
  'ec2:Vpc',
  'ecs:cluster',
  'elasticfilesystem:AccessPointArn',
  'events:source',
  'iam:PassedToService',
  'kms:ViaService',
  'lambda:Layer',
  's3:prefix',
  'secretsmanager:SecretId',
  'ses:Recipients',
  'sns:Endpoint',
  'sts:ExternalId',
])('the key %s', key => {
  const isNarrow = (name: string) => narrows({ operator: 'StringEquals', key: name, values: ['orders'] });

  test('narrows', () => expect(isNarrow(key)).toBe(true));

  test('narrows nothing as the name of a tag that the caller brings', () => {
    expect(isNarrow(`aws:RequestTag/${key}`)).toBe(false);
    expect(isNarrow(`aws:PrincipalTag/${key}`)).toBe(false);
  });

  test('narrows nothing with more letters behind it, which make it another', () => {
    expect(isNarrow(`${key}Other`)).toBe(false);
  });
});

test.each(['aws:ResourceTag/', 'kms:EncryptionContext:', 's3:ExistingObjectTag/', 'aws:RequestTag/aws:ResourceTag/team'])(
  'a condition on %s narrows nothing',
  key => expect(narrows({ operator: 'StringEquals', key, values: ['orders'] })).toBe(false),
);

test.each<[string, readonly string[], boolean]>([
  ['StringEquals', ['orders'], true],
  ['stringequals', ['orders'], true],
  ['StringEqualsIgnoreCase', ['orders'], true],
  ['StringLike', ['orders-*'], true],
  ['ForAnyValue:StringLike', ['orders-*'], true],
  ['ArnLike', ['arn:aws:lambda:*:*:function:orders-*'], true],
  ['Bool', ['true'], true],
  ['StringLike', ['orders/*'], true],
  ['StringLike', ['*'], false],
  ['StringLike', ['orders', '*'], false],
  ['StringLike', ['?*'], false],
  ['StringLike', ['o*'], false],
  ['ArnLike', ['arn:aws:lambda:*:*:function:*'], false],
  ['ArnEquals', ['arn:*'], false],
  ['StringEquals', [], false],
  ['StringEqualsIfExists', ['orders'], false],
  ['ForAllValues:StringEquals', ['orders'], false],
  ['StringNotEquals', ['orders'], false],
  ['StringNotLike', ['orders'], false],
  ['ArnNotLike', ['orders'], false],
  ['Null', ['false'], false],
  ['Bool', ['false'], false],
  ['Bool', ['true', 'false'], false],
  ['DateGreaterThan', ['2020-01-01T00:00:00Z'], false],
  ['IpAddress', ['10.0.0.0/8'], false],
])('%s %j narrows: %s', (operator, values, expected) => {
  expect(narrows({ operator, key: 'aws:ResourceTag/team', values })).toBe(expected);
});

const LAMBDA = ['lambda.amazonaws.com'];

test.each<[string, readonly string[], boolean, boolean]>([
  ['StringEquals', ['lambda.amazonaws.com'], true, false],
  ['StringEquals', ['ec2.amazonaws.com', 'Lambda.amazonaws.com'], false, false],
  ['StringEqualsIgnoreCase', ['ec2.amazonaws.com', 'Lambda.amazonaws.com'], true, false],
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

test.each<[string, string, readonly string[], boolean]>([
  ['one service', 'StringEquals', ['lambda.amazonaws.com'], true],
  ['several', 'StringLike', ['lambda.amazonaws.com', 'ec2.*'], true],
  ['one, where a role is passed at all', 'StringEqualsIfExists', ['lambda.amazonaws.com'], true],
  ['none', 'StringEquals', [], false],
  ['any', 'StringLike', ['*.amazonaws.com'], false],
  ['all but one', 'StringNotEquals', ['lambda.amazonaws.com'], false],
  ['that there is one', 'Null', ['false'], false],
])('a condition that wants the receiver of a role to be %s', (_, operator, values, names) => {
  expect(namesReceivers({ operator, key: 'iam:PassedToService', values })).toBe(names);
  expect(namesReceivers({ operator, key: 'aws:ResourceTag/team', values })).toBe(false);
});
