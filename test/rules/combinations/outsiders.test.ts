import { Control } from '../../../lib/baseline/control';
import type { JsonObject } from '../../../lib/model/facts';
import { FILTERED_WAY_OUT, WAY_OUT } from '../../../lib/rules/network/way-out-example';
import { beside, findingsOf, said } from '../said';

const reading = (...actions: string[]): JsonObject => ({
  Workload: {
    Properties: {
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: actions, Resource: 'arn:aws:secretsmanager:eu-west-1:1:secret:s-AbCdEf' }],
      },
    },
  },
});
const door = (Properties: JsonObject, Type = 'AWS::Lambda::Url'): JsonObject => ({ Door: { Type, Properties } });
const url = (AuthType: string) => door({ TargetFunctionArn: { 'Fn::GetAtt': ['Function', 'Arn'] }, AuthType });
const permission = (properties: JsonObject) =>
  door({ FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', ...properties }, 'AWS::Lambda::Permission');
const OUT = { Function: { Properties: { VpcConfig: null } } };
const WIDE = { Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] } } };
const HTTPS = {
  Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] } },
};
const [ROUTED, FILTERED] = [WAY_OUT, FILTERED_WAY_OUT].map(way => ({ ...way, ...HTTPS }));

test.each<[string, JsonObject, number]>([
  ['a URL for everybody', { ...url('NONE'), ...reading('secretsmanager:GetSecretValue'), ...OUT }, 1],
  ['a URL for everybody, and everywhere behind a NAT gateway', { ...url('NONE'), ...reading('ssm:Get*'), ...ROUTED }, 1],
  ['an open group without a route', { ...url('NONE'), ...reading('ssm:Get*'), ...WIDE }, 0],
  ['a route that the group does not take', { ...url('NONE'), ...reading('ssm:Get*'), ...WAY_OUT }, 0],
  ['a firewall that lists names', { ...url('NONE'), ...reading('ssm:Get*'), ...FILTERED }, 0],
  ['a permission for everybody', { ...permission({ Principal: '*' }), ...reading('secretsmanager:Get*'), ...OUT }, 1],
  ['a URL that asks', { ...url('AWS_IAM'), ...reading('secretsmanager:GetSecretValue'), ...OUT }, 0],
  [
    'an organization',
    { ...permission({ Principal: '*', PrincipalOrgID: 'o-a1b2c3d4e5' }), ...reading('secretsmanager:GetSecretValue'), ...OUT },
    0,
  ],
  [
    'one topic',
    {
      ...permission({ Principal: '*', SourceArn: 'arn:aws:sns:eu-west-1:1:t' }),
      ...reading('secretsmanager:GetSecretValue'),
      ...OUT,
    },
    0,
  ],
  [
    'any topic',
    { ...permission({ Principal: '*', SourceArn: 'arn:aws:sns:*:*:*' }), ...reading('secretsmanager:GetSecretValue'), ...OUT },
    1,
  ],
  [
    'one account',
    { ...permission({ Principal: '*', SourceAccount: '111122223333' }), ...reading('secretsmanager:GetSecretValue'), ...OUT },
    0,
  ],
  [
    'any topic of whoever has one',
    { ...permission({ Principal: 'sns.amazonaws.com' }), ...reading('secretsmanager:GetSecretValue'), ...OUT },
    0,
  ],
  [
    'a stream',
    {
      ...door(
        { FunctionName: { Ref: 'Function' }, EventSourceArn: { Ref: 'AWS::StackName' } },
        'AWS::Lambda::EventSourceMapping',
      ),
      ...reading('secretsmanager:GetSecretValue'),
      ...OUT,
    },
    0,
  ],
  [
    'a URL for everybody, and a way that leads where nobody knows',
    {
      ...url('NONE'),
      ...reading('ssm:Get*'),
      ...ROUTED,
      FunctionRoute: {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: { Ref: 'FunctionTable' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0a1b' },
      },
    },
    0,
  ],
  ['nobody', { ...reading('secretsmanager:GetSecretValue'), ...OUT }, 0],
  ['no secret', { ...url('NONE'), ...reading('secretsmanager:ListSecrets'), ...OUT }, 0],
  ['a closed network', { ...url('NONE'), ...reading('secretsmanager:GetSecretValue') }, 0],
  [
    'a network that nobody knows',
    {
      ...url('NONE'),
      ...reading('secretsmanager:GetSecretValue'),
      Function: { Properties: { VpcConfig: { SubnetIds: ['s-1'], SecurityGroupIds: ['sg-1'] } } },
    },
    0,
  ],
  [
    'a role that nobody knows',
    { ...url('NONE'), Function: { Properties: { VpcConfig: null, Role: 'arn:aws:iam::1:role/x' } } },
    0,
  ],
])('an open path to a secret: %s', (_, resources, count) =>
  expect(said(Control.NO_OPEN_PATH_TO_SECRETS, beside(resources))).toHaveLength(count),
);

test('the path is told from one end to the other', () => {
  const [{ message, relatedResources }] = findingsOf(
    Control.NO_OPEN_PATH_TO_SECRETS,
    beside({ ...url('NONE'), ...reading('secretsmanager:GetSecretValue'), ...OUT }),
  );
  expect(message).toBe(
    "Everybody may call 'Function' ('Door'), it reads secrets (arn:aws:secretsmanager:eu-west-1:1:secret:s-AbCdEf), and it runs outside any VPC",
  );
  expect(relatedResources).toEqual(['Door', 'Role']);
});

test('secrets that are left out are told as that', () => {
  const statement = {
    Effect: 'Allow',
    Action: 'secretsmanager:GetSecretValue',
    NotResource: 'arn:aws:secretsmanager:*:*:secret:s',
  };
  const Workload = { Properties: { PolicyDocument: { Statement: [statement] } } };
  const [{ message }] = findingsOf(Control.NO_OPEN_PATH_TO_SECRETS, beside({ ...url('NONE'), Workload, ...OUT }));
  expect(message).toContain('it reads secrets (all but arn:aws:secretsmanager:*:*:secret:s)');
});

test('the way out is told with what stands on it', () => {
  const [{ message }] = findingsOf(
    Control.NO_OPEN_PATH_TO_SECRETS,
    beside({ ...url('NONE'), ...reading('secretsmanager:GetSecretValue'), ...ROUTED }),
  );
  expect(message).toContain("and it reaches the internet through 'Nat'");
});

describe('a way to what outsiders read', () => {
  const site = (statement: JsonObject): JsonObject => ({
    Site: { Type: 'AWS::S3::Bucket' },
    SitePolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Site' },
        PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*', ...statement }] },
      },
    },
  });
  const may = (...Statement: JsonObject[]): JsonObject => ({
    Workload: { Properties: { PolicyDocument: { Statement: Statement.map(one => ({ Effect: 'Allow', ...one })) } } },
  });
  const TABLE = { Action: 'dynamodb:Query', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } };
  const SITE = { Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Site.Arn}/*' } };

  test.each<[string, JsonObject, number]>([
    ['from a table', { ...site({}), ...may(TABLE, SITE) }, 1],
    ['from a table, by any bucket', { ...site({}), ...may(TABLE, { Action: 's3:PutObject', Resource: '*' }) }, 1],
    [
      'from a table, by its name',
      { ...site({}), ...may(TABLE, { ...SITE, Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Site}/*' } }) },
      1,
    ],
    [
      'from a table, beside another bucket',
      { ...site({}), ...may(TABLE, { ...SITE, Resource: ['arn:aws:s3:::other/*', SITE.Resource] }) },
      1,
    ],
    ['from a table, to another bucket', { ...site({}), ...may(TABLE, { ...SITE, Resource: 'arn:aws:s3:::other/*' }) }, 0],
    [
      'from a table and what is public',
      { ...site({}), ...may(SITE, { ...TABLE, Resource: [TABLE.Resource, SITE.Resource] }) },
      1,
    ],
    ['for somebody and everybody', { ...site({ Principal: { AWS: ['1', '*'] } }), ...may(TABLE, SITE) }, 1],
    ['from what is public', { ...site({}), ...may(SITE, { ...SITE, Action: 's3:GetObject' }) }, 0],
    [
      'from all but one table',
      { ...site({}), ...may(SITE, { Action: 'dynamodb:Query', NotResource: 'arn:aws:dynamodb:eu-west-1:1:table/t' }) },
      1,
    ],
    ['that is not written', { ...site({}), ...may(TABLE) }, 0],
    ['for one network', { ...site({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }), ...may(TABLE, SITE) }, 0],
    ['for nobody', { ...site({ Effect: 'Deny' }), ...may(TABLE, SITE) }, 0],
    ['for one account', { ...site({ Principal: { AWS: '1' } }), ...may(TABLE, SITE) }, 0],
    ['that may only be written', { ...site({ Action: 's3:PutObject' }), ...may(TABLE, SITE) }, 0],
    ['of an administrator', { ...site({}), ...may({ Action: '*', Resource: '*' }) }, 0],
    ['of a role that nobody knows', { ...site({}), Function: { Properties: { Role: 'arn:aws:iam::1:role/x' } } }, 0],
  ])('%s', (_, resources, count) => expect(said(Control.NO_WAY_TO_PUBLIC_STORES, beside(resources))).toHaveLength(count));

  test('one statement of two lets everybody read', () => {
    const { Site, SitePolicy } = site({});
    const { Properties, Type } = SitePolicy as { readonly Properties: JsonObject; readonly Type: string };
    const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
    const Statement = [{ ...open, Effect: 'Deny', Action: 's3:PutObject' }, open];
    const both = { Site, SitePolicy: { Type, Properties: { ...Properties, PolicyDocument: { Statement } } } };
    expect(said(Control.NO_WAY_TO_PUBLIC_STORES, beside({ ...both, ...may(TABLE, SITE) }))).toHaveLength(1);
  });

  test('what is public in one place is no secret in another', () => {
    const [first, second] = ['Site', 'Other'].map((name): JsonObject => ({
      [name]: { Type: 'AWS::S3::Bucket' },
      [`${name}Policy`]: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: name },
          PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }] },
        },
      },
    }));
    const copy = may(SITE, { Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Other.Arn}/*' } });
    expect(said(Control.NO_WAY_TO_PUBLIC_STORES, beside({ ...first, ...second, ...copy }))).toEqual([]);
  });

  test('a table that is public itself', () => {
    const Board = {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        ResourcePolicy: {
          PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'dynamodb:GetItem', Resource: '*' }] },
        },
      },
    };
    const write = { Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': ['Board', 'Arn'] } };
    expect(
      findingsOf(Control.NO_WAY_TO_PUBLIC_STORES, beside({ Board, ...may(TABLE, write) })).map(({ message }) => message),
    ).toEqual(["'Function' may read data (dynamodb:Query) and write to 'Board', which everybody may read"]);
  });
});
