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
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::u${AWS::AccountId}'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::${?Fn::ImportValue(Uploads)}'],
  ['ArnLike', 'aws:PrincipalArn', 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/deploy-*'],
  ['StringEquals', 'aws:SourceVpce', 'vpce-0a1b'],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24'],
  ['StringEquals', 'kms:CallerAccount', '111122223333'],
  ['Bool', 'elasticfilesystem:AccessedViaMountTarget', 'true'],
  ['StringEquals', 'token.actions.githubusercontent.com:sub', 'repo:example/orders:ref:refs/heads/main'],
  ['StringEquals', 'token.actions.githubusercontent.com:repository', 'example/7'],
  ['StringEquals', 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub', 'system:serviceaccount:orders:worker'],
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
  ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:eu-west-1'],
  ['ArnLike', 'aws:PrincipalArn', 'arn:${AWS::Partition}:iam::*:role/deploy'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::u*'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::u*-uploads'],
  ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*-uploads'],
  ['ArnLike', 'aws:SourceArn', ['arn:aws:sns:*:111122223333:orders', '*']],
  ['IpAddress', 'aws:SourceIp', '0.0.0.0/0'],
  ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '::/0']],
  ['Bool', 'aws:SecureTransport', 'true'],
  ['Bool', 'elasticfilesystem:AccessedViaMountTarget', 'false'],
  ['Bool', 'elasticfilesystem:AccessedViaMountTarget', ['true', 'false']],
  ['StringEquals', 'kms:ViaService', 'sqs.eu-west-1.amazonaws.com'],
  ['StringEquals', 'aws:PrincipalTag/team', 'orders'],
  ['StringEquals', 'sns:Protocol', 'https'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', '*'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', 'repo:*'],
  ['StringLike', 'token.actions.githubusercontent.com:sub', 'repo:e*'],
])('%s %s %j leaves callers that nobody named', (operator, key, value) =>
  expect(narrows({ [operator]: { [key]: value } })).toBe(false),
);

describe.each([
  'aws:PrincipalArn',
  'aws:SourceAccount',
  'aws:VpceAccount',
  'elasticfilesystem:AccessedViaMountTarget',
  'kms:CallerAccount',
  'kms:EncryptionContext:SecretARN',
  'lambda:FunctionArn',
  's3:DataAccessPointAccount',
  'saml:aud',
  'sts:ExternalId',
  'cognito-identity.amazonaws.com:aud',
])('the key %s', key => {
  const isNamed = (name: string) => narrows({ StringEquals: { [name]: 'orders' } });

  test('says who calls', () => expect(isNamed(key)).toBe(true));

  test('is not the tag of a stranger, though it may be called so', () => {
    expect(isNamed(`aws:PrincipalTag/${key}`)).toBe(false);
    expect(isNamed(`aws:RequestTag/${key}`)).toBe(false);
  });
});

test.each([
  'aws:PrincipalArnType',
  'aws:SourceVpceRegion',
  'aws:UserIdHash',
  'elasticfilesystem:AccessedViaMountTargetIp',
  'kms:CallerAccountType',
  'kms:EncryptionContext:',
  'lambda:FunctionArns',
  's3:DataAccessPointArns',
  'saml:subtype',
  'sts:ExternalIds',
  'cognito-identity.amazonaws.com:audience',
])('a key that only begins like one of a caller names nobody: %s', key =>
  expect(narrows({ StringEquals: { [key]: 'orders' } })).toBe(false),
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
