import { Control } from '../../../lib/baseline/control';
import type { JsonObject } from '../../../lib/model/facts';
import type { Example } from '../../../lib/rules/example';
import { FILTERED_WAY_OUT, WAY_OUT } from '../../../lib/rules/network/way-out-example';
import { judge } from '../judge-example';

const said = (rule: string, example: Example) =>
  judge(example)
    .filter(finding => finding.rule === rule)
    .map(({ verdict, severity, resource, message }) => ({ verdict, severity, resource, message }));

const https = (more: JsonObject = { CidrIp: '0.0.0.0/0' }): JsonObject => ({
  Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...more }] } },
});
const out = (target: JsonObject): JsonObject => ({
  Type: 'AWS::EC2::Route',
  Properties: { RouteTableId: { Ref: 'FunctionTable' }, DestinationCidrBlock: '0.0.0.0/0', ...target },
});

describe(Control.INTERNET_BEHIND_FIREWALL, () => {
  test('names what is reached, by which way, and that no firewall stands there', () => {
    expect(said(Control.INTERNET_BEHIND_FIREWALL, { Resources: { ...WAY_OUT, ...https() } })).toEqual([
      {
        verdict: 'fail',
        severity: 'error',
        resource: 'Function',
        message:
          "'Function' reaches every address (:443) on the internet through 'Nat', 'Internet', and no firewall stands on the way",
      },
    ]);
  });

  test('names the firewall that lets everything through', () => {
    const Domains = {
      ...(FILTERED_WAY_OUT.Domains as JsonObject),
      Properties: { RuleGroup: { RulesSource: { RulesString: 'pass tcp any any -> any any (sid:1;)' } } },
    };
    expect(said(Control.INTERNET_BEHIND_FIREWALL, { Resources: { ...FILTERED_WAY_OUT, ...https(), Domains } })).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("the firewall 'Firewall' lets it through without a list of domains"),
      }),
    ]);
  });

  test.each<[string, JsonObject, string]>([
    ['a transit gateway', { FunctionRoute: out({ TransitGatewayId: 'tgw-0a1b' }) }, 'what lies behind tgw-0a1b'],
    [
      'an instance of the app',
      { Box: { Type: 'AWS::EC2::Instance' }, FunctionRoute: out({ InstanceId: { Ref: 'Box' } }) },
      "what lies behind 'Box'",
    ],
    [
      'a subnet from elsewhere',
      {
        Function: { Properties: { VpcConfig: { SubnetIds: ['subnet-0a1b', { Ref: 'SubnetA' }] } } },
        FunctionRoute: out({ GatewayId: 'local' }),
      },
      'the subnet subnet-0a1b, which stands in no template',
    ],
    [
      'a NAT gateway from elsewhere',
      { FunctionRoute: out({ NatGatewayId: 'nat-0a1b' }) },
      'what stands behind the NAT gateway nat-0a1b',
    ],
  ])('cannot see what lies behind %s, and says so', (_, resources, hidden) => {
    expect(said(Control.INTERNET_BEHIND_FIREWALL, { Resources: { ...WAY_OUT, ...https(), ...resources } })).toEqual([
      expect.objectContaining({ verdict: 'unknown', severity: 'warning', message: expect.stringContaining(hidden) }),
    ]);
  });

  test('asks nothing of a function that its group keeps inside', () => {
    expect(
      said(Control.INTERNET_BEHIND_FIREWALL, {
        Resources: { ...WAY_OUT, Function: { Properties: { VpcConfig: { SubnetIds: ['subnet-0a1b'] } } } },
      }),
    ).toEqual([]);
  });
});

describe(Control.EGRESS_CLOSED, () => {
  const open = (resources: JsonObject) => said(Control.EGRESS_CLOSED, { Resources: resources }).map(({ verdict }) => verdict);

  test('accepts HTTPS to everywhere only where every way out knows the names', () => {
    expect(open({ ...FILTERED_WAY_OUT, ...https() })).toEqual([]);
    expect(open({ ...WAY_OUT, ...https() })).toEqual(['fail']);
    expect(open(https())).toEqual(['fail']);
  });

  test.each<[string, JsonObject]>([
    [
      'one of the subnets has another way out',
      {
        SubnetBTable: {
          Type: 'AWS::EC2::SubnetRouteTableAssociation',
          Properties: { SubnetId: { Ref: 'SubnetB' }, RouteTableId: { Ref: 'FirewallTable' } },
        },
      },
    ],
    [
      'some addresses have another way out',
      {
        Hole: {
          Type: 'AWS::EC2::Route',
          Properties: { RouteTableId: { Ref: 'FunctionTable' }, DestinationCidrBlock: '8.0.0.0/8', NatGatewayId: { Ref: 'Nat' } },
        },
      },
    ],
    [
      'some addresses lead where nobody knows',
      {
        Hole: {
          Type: 'AWS::EC2::Route',
          Properties: { RouteTableId: { Ref: 'FunctionTable' }, DestinationCidrBlock: '10.8.0.0/16', TransitGatewayId: 'tgw-1' },
        },
      },
    ],
    [
      'the firewall passes what no rule names',
      {
        Policy: {
          Type: 'AWS::NetworkFirewall::FirewallPolicy',
          Properties: {
            FirewallPolicy: {
              StatelessDefaultActions: ['aws:forward_to_sfe'],
              StatefulRuleGroupReferences: [{ ResourceArn: { Ref: 'Domains' } }],
            },
          },
        },
      },
    ],
    [
      'the policy of the firewall stands in no template',
      {
        Firewall: {
          Type: 'AWS::NetworkFirewall::Firewall',
          Properties: {
            VpcId: { Ref: 'Vpc' },
            FirewallPolicyArn: 'arn:policy',
            SubnetMappings: [{ SubnetId: { Ref: 'FirewallSubnet' } }],
          },
        },
      },
    ],
    [
      'one of the subnets stands in no template',
      { Function: { Properties: { VpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }, 'subnet-1'] } } } },
    ],
  ])('refuses it where %s', (_, change) => {
    expect(open({ ...FILTERED_WAY_OUT, ...https(), ...change })).toEqual(['fail']);
  });

  test.each<[string, JsonObject]>([
    ['another port', { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' }],
    ['a range of ports', { IpProtocol: 'tcp', FromPort: 443, ToPort: 444, CidrIp: '0.0.0.0/0' }],
    ['everything up to HTTPS', { IpProtocol: 'tcp', FromPort: 80, ToPort: 443, CidrIp: '0.0.0.0/0' }],
    ['QUIC', { IpProtocol: 'udp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
  ])('refuses %s to everywhere, whatever stands on the way', (_, rule) => {
    expect(open({ ...FILTERED_WAY_OUT, Group: { Properties: { SecurityGroupEgress: [rule] } } })).toEqual(['fail']);
  });
});

describe(`${Control.EGRESS_CLOSED} where a firewall reads names in plain text`, () => {
  const Domains = {
    ...(FILTERED_WAY_OUT.Domains as JsonObject),
    Properties: {
      RuleGroup: {
        RulesSource: {
          RulesSourceList: {
            GeneratedRulesType: 'ALLOWLIST',
            TargetTypes: ['HTTP_HOST', 'TLS_SNI'],
            Targets: ['api.example.com'],
          },
        },
        StatefulRuleOptions: { RuleOrder: 'STRICT_ORDER' },
      },
    },
  };

  test.each<[string, JsonObject, string[]]>([
    ['HTTPS', { IpProtocol: '6', FromPort: '443', ToPort: '443' }, []],
    ['HTTP', { IpProtocol: 'tcp', FromPort: 80, ToPort: 80 }, ['fail']],
    ['HTTP and HTTPS', { IpProtocol: 'tcp', FromPort: 80, ToPort: 443 }, ['fail']],
    ['HTTPS and more', { IpProtocol: 'tcp', FromPort: 443, ToPort: 8443 }, ['fail']],
  ])('%s to everywhere', (_, rule, verdicts) => {
    const Group = { Properties: { SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', ...rule }] } };
    const example = { Resources: { ...FILTERED_WAY_OUT, Domains, Group } };
    expect(said(Control.EGRESS_CLOSED, example).map(({ verdict }) => verdict)).toEqual(verdicts);
  });
});

test.each<[JsonObject, string]>([
  [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, 'everything out to everywhere (0.0.0.0/0)'],
  [{ IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' }, 'tcp out to everywhere (0.0.0.0/0)'],
  [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '128.0.0.0/1' }, 'tcp 80 out to 128.0.0.0/1, wider than the /'],
  [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 443, CidrIp: '8.0.0.0/8' }, 'tcp 80-443 out to 8.0.0.0/8, wider than the /'],
  [{ IpProtocol: 'tcp', FromPort: 80, CidrIp: '0.0.0.0/0' }, 'tcp 80 out to'],
])('%j lets %s', (rule, what) => {
  const example = { Resources: { Group: { Properties: { SecurityGroupEgress: [rule] } } } };
  expect(said(Control.EGRESS_CLOSED, example)[0].message).toContain(`'Group' lets ${what}`);
});

test('what a rule for a group from elsewhere lets out is told only where it is known', () => {
  const egress = (CidrIp: JsonObject | string): Example => ({
    Parameters: { Setting: { Type: 'String' } },
    Resources: {
      Egress: {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: { GroupId: 'sg-0a1b', IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp },
      },
      Function: { Properties: { VpcConfig: { SecurityGroupIds: ['sg-0a1b'] } } },
    },
  });
  const verdicts = (example: Example) => said(Control.EGRESS_CLOSED, example).map(({ verdict, resource }) => [verdict, resource]);
  expect(verdicts(egress('0.0.0.0/0'))).toEqual([
    ['fail', 'Egress'],
    ['unknown', 'Function'],
  ]);
  expect(verdicts(egress({ Ref: 'Setting' }))).toEqual([['unknown', 'Function']]);
});

describe(Control.DEFAULT_GROUP_UNUSED, () => {
  test('says whose default group it is, and leaves groups from elsewhere to others', () => {
    const groups = (...SecurityGroupIds: (JsonObject | string)[]): Example => ({
      Resources: { Function: { Properties: { VpcConfig: { SecurityGroupIds } } } },
    });
    expect(said(Control.DEFAULT_GROUP_UNUSED, groups({ 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }, 'sg-0a1b'))).toEqual([
      expect.objectContaining({ resource: 'Function', message: expect.stringContaining("the default security group of 'Vpc'") }),
    ]);
    expect(said(Control.DEFAULT_GROUP_UNUSED, { Resources: { Function: { Properties: { VpcConfig: null } } } })).toEqual([]);
  });
});

describe(Control.DNS_FILTERED, () => {
  test('is said once of a VPC, however many functions stand in it', () => {
    const Other = {
      Type: 'AWS::Lambda::Function',
      Properties: { VpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] } },
    };
    const [finding, ...more] = judge({ Resources: { DnsAssociation: null, Other } }).filter(
      ({ rule }) => rule === Control.DNS_FILTERED,
    );
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ resource: 'Vpc', relatedResources: ['Function', 'Other'] });
  });

  test('is unknown where the group of rules or the VPC stands elsewhere', () => {
    expect(
      said(Control.DNS_FILTERED, { Resources: { DnsAssociation: { Properties: { FirewallRuleGroupId: 'rslvr-frg-1' } } } }),
    ).toEqual([
      expect.objectContaining({
        verdict: 'unknown',
        resource: 'Vpc',
        message: expect.stringContaining('depends on rslvr-frg-1, which stands in no template'),
      }),
    ]);
    const elsewhere = Object.fromEntries(['SubnetA', 'SubnetB'].map(subnet => [subnet, { Properties: { VpcId: 'vpc-1' } }]));
    expect(said(Control.DNS_FILTERED, { Resources: elsewhere })).toEqual([
      expect.objectContaining({ verdict: 'unknown', resource: 'Function' }),
    ]);
    const filtered = { DnsAssociation: { Properties: { VpcId: 'vpc-1' } } };
    expect(said(Control.DNS_FILTERED, { Resources: { ...elsewhere, ...filtered } })).toEqual([]);
  });
});

describe(Control.ENDPOINT_POLICY_BOUNDED, () => {
  const endpoint = (change: JsonObject, ...Statement: JsonObject[]): Example => ({
    Resources: {
      Endpoint: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          VpcId: { Ref: 'Vpc' },
          ServiceName: 'com.amazonaws.eu-west-1.s3',
          ...(Statement.length === 0 ? {} : { PolicyDocument: { Statement } }),
          ...change,
        },
      },
    },
  });
  const anybody = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

  test.each<[string, Example, string[]]>([
    ['says that a policy cannot be seen', endpoint({ PolicyDocument: { 'Fn::Transform': { Name: 'Policies' } } }), ['unknown']],
    [
      'leaves endpoints without policies alone',
      endpoint({ VpcEndpointType: 'GatewayLoadBalancer', ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1' }),
      [],
    ],
    [
      'takes everybody but one for everybody',
      endpoint({}, { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: '*', Resource: '*' }),
      ['fail'],
    ],
    [
      'takes everything but one for everything',
      endpoint({}, { Effect: 'Allow', Principal: '*', Action: '*', NotResource: 'arn:aws:s3:::orders' }),
      ['fail'],
    ],
    [
      'accepts callers that are named as principals',
      endpoint({}, { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: '*', Resource: '*' }),
      [],
    ],
    [
      'does not accept an account that may be any',
      endpoint({}, { ...anybody, Condition: { StringLike: { 'aws:ResourceAccount': '*' } } }),
      ['fail'],
    ],
    [
      'does not accept a condition on something else',
      endpoint({}, { ...anybody, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
      ['fail'],
    ],
    [
      'does not accept all accounts but one',
      endpoint({}, { ...anybody, Condition: { StringNotEquals: { 'aws:ResourceAccount': '111122223333' } } }),
      ['fail'],
    ],
    [
      'accepts a denial of other organisations, services of AWS excepted',
      endpoint({}, anybody, {
        ...anybody,
        Effect: 'Deny',
        Condition: {
          StringNotEqualsIfExists: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
      [],
    ],
    [
      'does not accept a denial of some actions',
      endpoint({}, anybody, {
        ...anybody,
        Effect: 'Deny',
        Action: 's3:PutObject',
        Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } },
      }),
      ['fail'],
    ],
    [
      'does not accept a denial under two conditions',
      endpoint({}, anybody, {
        ...anybody,
        Effect: 'Deny',
        Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
      ['fail'],
    ],
    [
      'does not accept a denial of whoever is nobody',
      endpoint({}, anybody, { ...anybody, Effect: 'Deny', Condition: { StringNotLike: { 'aws:ResourceAccount': '*' } } }),
      ['fail'],
    ],
    [
      'accepts a denial of every action of its service, calls by AWS excepted',
      endpoint({}, anybody, {
        ...anybody,
        Effect: 'Deny',
        Action: ['s3:GetObject', 's3:*'],
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' }, Bool: { 'aws:ViaAWSService': 'false' } },
      }),
      [],
    ],
    ...['s3:Get*', 's3:*Object'].map((Action): [string, Example, string[]] => [
      `does not accept a denial of ${Action}`,
      endpoint({}, anybody, {
        ...anybody,
        Effect: 'Deny',
        Action,
        Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-1' } },
      }),
      ['fail'],
    ]),
    [
      'does not accept a denial for one caller',
      endpoint({}, anybody, {
        ...anybody,
        Effect: 'Deny',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/r' },
        Condition: { StringNotEquals: { 'aws:ResourceOrgID': 'o-1' } },
      }),
      ['fail'],
    ],
    [
      'does not accept a denial for some of the values',
      endpoint({}, anybody, {
        ...anybody,
        Effect: 'Deny',
        Condition: { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalOrgPaths': 'o-1/r-1/' } },
      }),
      ['fail'],
    ],
    [
      'takes somebody and everybody for everybody',
      endpoint({}, { ...anybody, Principal: { AWS: ['111122223333', '*'] }, Resource: ['arn:aws:s3:::orders', '*'] }),
      ['fail'],
    ],
    [
      'accepts one resource for everybody',
      endpoint({}, { ...anybody, Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'] }),
      [],
    ],
    ...[[], ['111122223333', '*'], '**'].map((account): [string, Example, string[]] => [
      `does not accept the accounts ${JSON.stringify(account)}`,
      endpoint({}, { ...anybody, Condition: { StringLike: { 'aws:ResourceAccount': account } } }),
      ['fail'],
    ]),
    [
      'does not accept a set of values that may be empty',
      endpoint({}, { ...anybody, Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-1/r-1/' } } }),
      ['fail'],
    ],
    [
      'does not accept a denial without a condition for one',
      endpoint({}, anybody, { ...anybody, Effect: 'Deny', Condition: {} }),
      ['fail'],
    ],
  ])('%s', (_, example, verdicts) => {
    expect(said(Control.ENDPOINT_POLICY_BOUNDED, example).map(({ verdict }) => verdict)).toEqual(verdicts);
  });
});

test('of two endpoints the one without a policy is told', () => {
  const endpoint = (more: JsonObject) => ({
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.eu-west-1.s3', ...more },
  });
  const own = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: '*', Resource: '*' };
  const bounded = endpoint({ PolicyDocument: { Statement: [own] } });
  const pairs: JsonObject[] = [
    { First: endpoint({}), Second: bounded },
    { A: bounded, First: endpoint({}) },
  ];
  for (const resources of pairs) {
    expect(said(Control.ENDPOINT_POLICY_BOUNDED, { Resources: resources }).map(({ resource }) => resource)).toEqual(['First']);
  }
});

describe(Control.DOMAIN_LIST_BOUNDED, () => {
  const names = (...Domains: string[]) =>
    said(Control.DOMAIN_LIST_BOUNDED, { Resources: { Answered: { Properties: { Domains } } } }).length;
  const rules = (RulesString: string) =>
    said(Control.DOMAIN_LIST_BOUNDED, {
      Resources: {
        Rules: { Type: 'AWS::NetworkFirewall::RuleGroup', Properties: { RuleGroup: { RulesSource: { RulesString } } } },
      },
    }).map(({ message }) => message);

  test('counts every name that strangers can register', () => {
    expect(names('*.com', '*.co.uk', '*.cloudfront.net', 'd111.cloudfront.net', '*.example.co.uk', 'com')).toBe(3);
    expect(
      said(Control.DOMAIN_LIST_BOUNDED, { Resources: { Answered: { Properties: { Domains: null, DomainFileUrl: 's3://x' } } } }),
    ).toEqual([]);
  });

  test('reads the names in rules, and what is cut off from them', () => {
    expect(rules('pass tls any any -> any any (tls.sni; content:"example.com"; endswith; sid:1;)')).toEqual([
      expect.stringContaining('*example.com through: anybody can register a name that ends so'),
    ]);
    expect(rules('pass tls any any -> any any (tls.sni; content:"api.example"; startswith; sid:1;)')).toEqual([
      expect.stringContaining('anybody can register a name that begins so'),
    ]);
    expect(rules('pass tls any any -> any any (tls.sni; content:".example.com"; dotprefix; endswith; sid:1;)')).toEqual([]);
    expect(rules('drop tls any any -> any any (tls.sni; content:".com"; dotprefix; endswith; sid:1;)')).toEqual([]);
  });
});

describe(Control.HOME_NET_COVERS_SENDERS, () => {
  const home = (policy: JsonObject, ...Definition: string[]): Example => ({
    Resources: {
      ...FILTERED_WAY_OUT,
      Domains: {
        Type: 'AWS::NetworkFirewall::RuleGroup',
        Properties: {
          RuleGroup: {
            RuleVariables: { IPSets: { HOME_NET: { Definition } } },
            RulesSource: {
              RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['api.example.com'] },
            },
          },
        },
      },
      Policy: {
        Type: 'AWS::NetworkFirewall::FirewallPolicy',
        Properties: {
          FirewallPolicy: {
            StatelessDefaultActions: ['aws:forward_to_sfe'],
            StatefulRuleGroupReferences: [{ ResourceArn: { Ref: 'Domains' } }],
            ...policy,
          },
        },
      },
    },
  });
  const strict = { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' }, StatefulDefaultActions: ['aws:drop_strict'] };

  test('is an error where the missed traffic passes, and a warning where it is dropped', () => {
    expect(said(Control.HOME_NET_COVERS_SENDERS, home({}, '10.9.0.0/16', '10.0.1.0/24'))).toEqual([
      {
        verdict: 'fail',
        severity: 'error',
        resource: 'Domains',
        message: "'Domains' takes 10.0.0.0/24 for foreign, so nothing from there is compared with its rules",
      },
    ]);
    expect(said(Control.HOME_NET_COVERS_SENDERS, home(strict, '10.9.0.0/16'))).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: "'Domains' takes 10.0.0.0/23 for foreign, so it lets none of its names through from there",
      }),
    ]);
    expect(said(Control.HOME_NET_COVERS_SENDERS, home({}, '10.0.0.0/8'))).toEqual([]);
  });
});

test('data readers: only what the templates show is said, with the first of the rights', () => {
  const reading = (action: string): Example => ({
    Resources: {
      ...WAY_OUT,
      ...https(),
      Workload: {
        Properties: {
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: action, Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }] },
        },
      },
    },
  });
  expect(said(Control.DATA_READER_OFFLINE, reading('dynamodb:Batch*'))).toEqual([
    expect.objectContaining({ severity: 'warning', message: expect.stringContaining('reads data (dynamodb:Batch*)') }),
  ]);
  expect(said(Control.DATA_READER_OFFLINE, reading('dynamodb:PutItem'))).toEqual([]);
  expect(
    said(Control.DATA_READER_OFFLINE, {
      Resources: { ...WAY_OUT, ...https(), Function: { Properties: { Role: 'arn:aws:iam::111122223333:role/x' } } },
    }),
  ).toEqual([]);
});

describe('data readers', () => {
  const rights = (...statements: JsonObject[]): JsonObject => ({
    Workload: {
      Properties: {
        PolicyDocument: {
          Statement: statements.map(one => ({ Effect: 'Allow', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] }, ...one })),
        },
      },
    },
  });
  const reads = (resources: JsonObject) =>
    said(Control.DATA_READER_OFFLINE, { Resources: { ...WAY_OUT, ...https(), ...resources } });
  const actions = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:BatchGetItem'];

  test('are told with the first three of their rights', () => {
    const message = (Action: string[]) => reads(rights({ Action }))[0].message;
    expect(message(actions.slice(0, 3))).toContain('(dynamodb:GetItem, dynamodb:Query, dynamodb:Scan)');
    expect(message(actions)).toContain('(dynamodb:GetItem, dynamodb:Query, dynamodb:Scan, …)');
  });

  test('are none by what is denied to them', () => {
    expect(reads(rights({ Action: 'dynamodb:PutItem' }, { Effect: 'Deny', Action: actions }))).toEqual([]);
  });

  test('are online where one of their ways is known to lead out', () => {
    const beyond = { FunctionRoute: out({ TransitGatewayId: 'tgw-0a1b' }) };
    expect(reads(beyond)).toEqual([]);
    const OwnTable = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
    const OwnRoute = {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId: { Ref: 'OwnTable' }, DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-0a1b' },
    };
    expect(reads({ OwnTable, OwnRoute, SubnetBTable: { Properties: { RouteTableId: { Ref: 'OwnTable' } } } })).toHaveLength(1);
    expect(said(Control.DATA_READER_OFFLINE, { Resources: { Function: { Properties: { VpcConfig: null } } } })).toEqual([]);
  });
});
