import { statements } from './statements';
import { isOperator, narrowsCallers } from '../../lib/iam/caller-condition';

const narrows = (Condition: Record<string, unknown>): boolean => statements({ Condition })[0].conditions.some(narrowsCallers);

test.each<[string, string, unknown]>([
  ['StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
  ['StringEquals', 'AWS:principalorgid', 'o-a1b2c3d4e5'],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/*'],
  ['StringEquals', 'aws:PrincipalAccount', ['111122223333', '444455556666']],
  ['StringEquals', 'aws:SourceAccount', '${AWS::AccountId}'],
  ['StringEquals', 'aws:SourceOwner', '111122223333'],
  ['ArnEquals', 'aws:SourceArn', '${Topic}'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:111122223333:*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:*:*:uploads'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::uploads'],
  ['ArnLike', 'aws:SourceArn', 'arn:${AWS::Partition}:s3:::${Uploads}'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::${?Fn::ImportValue(Uploads)}'],
  ['ArnLike', 'aws:PrincipalArn', 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/deploy-*'],
  ['StringEquals', 'aws:SourceVpce', 'vpce-0a1b'],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24'],
  ['StringEquals', 'kms:CallerAccount', '111122223333'],
  ['Bool', 'elasticfilesystem:AccessedViaMountTarget', 'true'],
  ['StringEquals', 'token.actions.githubusercontent.com:sub', 'repo:example/orders:ref:refs/heads/main'],
])('%s %s %j leaves only callers that are named', (operator, key, value) =>
  expect(narrows({ [operator]: { [key]: value } })).toBe(true),
);

test.each<[string, string, unknown]>([
  ['StringLike', 'aws:PrincipalOrgID', '*'],
  ['StringLike', 'aws:PrincipalOrgID', 'o*'],
  ['StringEquals', 'aws:PrincipalOrgID', []],
  ['StringEquals', 'aws:SourceAccount', ['111122223333', '']],
  ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'],
  ['ForAllValues:StringEquals', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/*'],
  ['StringNotEquals', 'aws:SourceAccount', '111122223333'],
  ['Null', 'aws:SourceArn', 'false'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:orders'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:eu-west-1::orders'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::u*'],
  ['ArnLike', 'aws:SourceArn', ['arn:aws:sns:*:111122223333:orders', '*']],
  ['IpAddress', 'aws:SourceIp', '0.0.0.0/0'],
  ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '::/0']],
  ['Bool', 'aws:SecureTransport', 'true'],
  ['Bool', 'elasticfilesystem:AccessedViaMountTarget', 'false'],
  ['StringEquals', 'kms:ViaService', 'sqs.eu-west-1.amazonaws.com'],
  ['StringEquals', 'aws:PrincipalTag/team', 'orders'],
  ['StringEquals', 'sns:Protocol', 'https'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', '*'],
])('%s %s %j leaves callers that nobody named', (operator, key, value) =>
  expect(narrows({ [operator]: { [key]: value } })).toBe(false),
);

test.each<[string, boolean]>([
  ['StringEquals', true],
  ['stringnotlikeifexists', true],
  ['ForAnyValue:ArnNotEquals', true],
  ['DateLessThanEquals', true],
  ['NumericGreaterThan', true],
  ['NotIpAddress', true],
  ['Null', true],
  ['bar', false],
  ['StringEqual', false],
  ['ForSomeValues:StringLike', false],
])('%s is an operator of IAM: %s', (operator, expected) => expect(isOperator(operator)).toBe(expected));
