import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';
import { namesInWords, reachInWords } from '../../lib/report/reach-in-words';
import { applyExample } from '../../lib/rules/example';
import { FILTERED_WAY_OUT, WAY_OUT } from '../../lib/rules/network/way-out-example';
import { SECURE_APP } from '../../lib/rules/secure-app';

function factsOf(Resources: JsonObject, Parameters: JsonObject = {}) {
  const app = buildModel([{ path: 'Orders.template.json', body: applyExample(SECURE_APP, { Resources, Parameters }) }]);
  return { app, fn: app.functions[0] };
}

function reach(Resources: JsonObject, Parameters?: JsonObject): string[] {
  const { app, fn } = factsOf(Resources, Parameters);
  return reachInWords(fn, app);
}

const names = (Resources: JsonObject): string[] => {
  const { app, fn } = factsOf(Resources);
  return namesInWords(fn, app);
};

const letsOut = (...SecurityGroupEgress: JsonObject[]) => ({ Group: { Properties: { SecurityGroupEgress } } });
const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const everywhere = { ...https, CidrIp: '0.0.0.0/0' };
const groupOf = (name: string): JsonObject => ({ 'Fn::GetAtt': [name, 'GroupId'] });

/** A database that lets the function in, and nobody else. */
const DATABASE: JsonObject = {
  DatabaseGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      VpcId: { Ref: 'Vpc' },
      SecurityGroupEgress: [],
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: groupOf('Group') }],
    },
  },
  Database: {
    Type: 'AWS::RDS::DBCluster',
    Properties: { DBSubnetGroupName: { Ref: 'Subnets' }, VpcSecurityGroupIds: [groupOf('DatabaseGroup')] },
    Metadata: { 'aws:cdk:path': 'Orders/Database/Resource' },
  },
  Subnets: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }] } },
};

function endpoint(...Statement: JsonObject[]): JsonObject {
  return {
    FunctionTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
    ...Object.fromEntries(
      ['SubnetA', 'SubnetB'].map(subnet => [
        `${subnet}Table`,
        {
          Type: 'AWS::EC2::SubnetRouteTableAssociation',
          Properties: { SubnetId: { Ref: subnet }, RouteTableId: { Ref: 'FunctionTable' } },
        },
      ]),
    ),
    Gateway: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: { Ref: 'Vpc' },
        ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.dynamodb' },
        RouteTableIds: [{ Ref: 'FunctionTable' }],
        ...(Statement.length === 0 ? {} : { PolicyDocument: { Statement } }),
      },
    },
    ...letsOut({ ...https, DestinationPrefixListId: 'pl-0a1b2c3d' }),
  };
}

const anybody = { Effect: 'Allow', Principal: '*', Action: '*' };

test('a database, a table and a domain, and nothing else', () => {
  expect(
    reach({
      ...FILTERED_WAY_OUT,
      ...DATABASE,
      ...endpoint({ ...anybody, Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }),
      ...letsOut(
        { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: groupOf('DatabaseGroup') },
        { ...https, CidrIp: '0.0.0.0/0' },
      ),
    }),
  ).toEqual([
    'Orders/Database :5432',
    'DynamoDB (Table) :443',
    'api.example.com :443 through the firewall Firewall',
    'anything else in Vpc :443',
    'nothing else',
  ]);
});

test.each<[string, JsonObject, string[]]>([
  ['nothing', letsOut({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }), ['nothing']],
  [
    'the internet through a NAT gateway',
    { ...WAY_OUT, ...letsOut(everywhere) },
    ['every address on the internet :443 through Nat, Internet', 'anything else in Vpc :443', 'nothing else'],
  ],
  [
    'a few addresses',
    { ...WAY_OUT, ...letsOut({ IpProtocol: 'udp', FromPort: 1, ToPort: 9, CidrIp: '198.51.100.0/24' }) },
    ['198.51.100.0/24 on the internet udp :1-9 through Nat, Internet', 'nothing else'],
  ],
  [
    'many addresses',
    {
      ...WAY_OUT,
      ...letsOut(...['1.0.0.0/8', '3.0.0.0/8', '5.0.0.0/8', '7.0.0.0/8', '9.0.0.0/8'].map(CidrIp => ({ ...https, CidrIp }))),
    },
    ['1.0.0.0/8, 3.0.0.0/8, 5.0.0.0/8 and 2 more ranges on the internet :443 through Nat, Internet', 'nothing else'],
  ],
  [
    'everything but a few addresses',
    {
      ...WAY_OUT,
      ...letsOut(everywhere),
      Hole: {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: { Ref: 'FunctionTable' }, DestinationCidrBlock: '8.0.0.0/8', GatewayId: { Ref: 'Internet' } },
      },
    },
    ['every address but 8.0.0.0/8 on the internet :443 through Nat, Internet', 'anything else in Vpc :443', 'nothing else'],
  ],
  [
    'a group of which nobody is known',
    { ...letsOut({ IpProtocol: '-1', DestinationSecurityGroupId: 'sg-0a1b' }) },
    ['whoever is in the security group sg-0a1b', 'nothing else'],
  ],
  [
    'a transit gateway from elsewhere',
    {
      ...WAY_OUT,
      ...letsOut({ ...https, CidrIp: '10.8.0.0/16' }),
      FunctionRoute: {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: { Ref: 'FunctionTable' }, DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-0a1b' },
      },
    },
    ['10.8.0.0/16 behind tgw-0a1b :443', 'nothing else'],
  ],
  [
    'a prefix list from elsewhere',
    { ...WAY_OUT, ...letsOut({ ...https, DestinationPrefixListId: 'pl-0a1b2c3d' }) },
    ['the addresses of pl-0a1b2c3d :443 or through Nat, Internet', 'nothing else'],
  ],
  [
    'protocols that have no ports',
    letsOut({ IpProtocol: '50', CidrIp: '10.0.0.0/16' }, { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '10.0.0.0/16' }),
    ['anything else in Vpc icmp', 'nothing else'],
  ],
  [
    'a protocol without a name',
    letsOut({ IpProtocol: '50', CidrIp: '10.0.0.0/16' }),
    ['anything else in Vpc protocols other than TCP and UDP', 'nothing else'],
  ],
])('says in words: %s', (_, resources, words) => {
  expect(reach(resources)).toEqual(words);
});

test.each<[string, JsonObject[], string]>([
  ['no policy', [], 'any account'],
  ['a policy that names nobody', [{ ...anybody, Resource: '*' }], 'any account'],
  [
    'this account',
    [{ ...anybody, Resource: '*', Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } } }],
    'this account',
  ],
  [
    'another account',
    [{ ...anybody, Resource: '*', Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } } }],
    'the account 111122223333',
  ],
  [
    'an organisation',
    [
      {
        ...anybody,
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      },
    ],
    'the organisation o-a1b2c3d4e5',
  ],
  [
    'resources that are named, for this role and for another',
    [
      {
        ...anybody,
        Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
        Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['Role', 'Arn'] } } },
      },
      { ...anybody, Resource: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['OtherRole', 'Arn'] } } } },
    ],
    'Table',
  ],
  [
    'only another role',
    [{ ...anybody, Resource: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['OtherRole', 'Arn'] } } } }],
    'nothing of it',
  ],
  ['everything but one table', [{ ...anybody, NotResource: { 'Fn::GetAtt': ['Table', 'Arn'] } }], 'any account, but not Table'],
])('says how far an endpoint leads: %s', (_, statements, scope) => {
  const OtherRole = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } };
  expect(reach({ ...endpoint(...statements), OtherRole })).toContain(`DynamoDB (${scope}) :443`);
});

test('says so where the policy of an endpoint is not wholly known, and of services that are none of AWS', () => {
  const { Gateway, ...rest } = endpoint();
  const gateway = (change: JsonObject): JsonObject => ({
    ...rest,
    Gateway: { ...(Gateway as JsonObject), Properties: { ...((Gateway as JsonObject).Properties as JsonObject), ...change } },
  });
  expect(reach(gateway({ PolicyDocument: { 'Fn::Transform': { Name: 'Policies' } } }))[0]).toMatch(
    /^DynamoDB \(whatever .* lets through\) :443$/,
  );
  expect(reach(gateway({ ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b' }))[0]).toBe(
    'com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b (a service of somebody else) :443',
  );
  expect(reach(gateway({ ServiceName: 'com.amazonaws.eu-west-1.textract' }))[0]).toBe('textract (any account) :443');
});

test('says that there is nothing else where groups leave no doubt, and not where subnets hide it', () => {
  const subnets = (SubnetIds: Json): JsonObject => ({ Function: { Properties: { VpcConfig: { SubnetIds } } } });
  expect(reach({ ...subnets(['subnet-0a1b']), ...letsOut({ ...https, CidrIp: '10.8.0.0/16' }) })).toEqual([
    '10.8.0.0/16 wherever the subnet subnet-0a1b leads, which stands in no template, :443',
  ]);
  expect(
    reach({
      ...DATABASE,
      ...subnets(['subnet-0a1b']),
      ...letsOut({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: groupOf('DatabaseGroup') }),
    }),
  ).toEqual(['Orders/Database :5432', 'nothing else']);
});

test('says of functions outside any VPC, and in one that nobody knows, what there is to say', () => {
  expect(reach({ Function: { Properties: { VpcConfig: null } } })).toEqual(['everywhere: it runs outside any VPC']);
  expect(names({ Function: { Properties: { VpcConfig: null } } })).toEqual([]);
});

test.each<[string, JsonObject, string[]]>([
  ['declared ones', {}, ['dynamodb.eu-west-1.amazonaws.com']],
  ['every one', { DnsAssociation: null }, ['every name']],
  ['none, because there is no resolver', { Vpc: { Properties: { EnableDnsSupport: 'false' } } }, ['no name']],
  [
    'none, because all are blocked',
    {
      DnsRules: {
        Properties: {
          FirewallRules: [{ Priority: 1, Action: 'BLOCK', FirewallDomainListId: { 'Fn::GetAtt': ['EveryName', 'Id'] } }],
        },
      },
    },
    ['no name'],
  ],
  [
    'declared ones while the filter works',
    {
      DnsFailure: {
        Type: 'AWS::Route53Resolver::FirewallConfig',
        Properties: { ResourceId: { Ref: 'Vpc' }, FirewallFailOpen: 'ENABLED' },
      },
    },
    ['dynamodb.eu-west-1.amazonaws.com, and every name while the DNS Firewall does not answer'],
  ],
  [
    'whatever a group from elsewhere lets through',
    { DnsAssociation: { Properties: { FirewallRuleGroupId: 'rslvr-frg-0a1b' } } },
    ['whatever rslvr-frg-0a1b lets through, which stands in no template'],
  ],
  [
    'whatever a VPC from elsewhere answers',
    Object.fromEntries(['SubnetA', 'SubnetB'].map(subnet => [subnet, { Properties: { VpcId: 'vpc-0a1b' } }])),
    ['whatever its VPC answers, which stands in no template'],
  ],
  [
    'whatever the VPC of subnets from elsewhere answers',
    { Function: { Properties: { VpcConfig: { SubnetIds: ['subnet-0a1b', 'subnet-0c2d'] } } } },
    ['whatever its VPC answers, which stands in no template'],
  ],
])('says which names it may ask for: %s', (_, resources, words) => {
  expect(names(resources)).toEqual(words);
});
