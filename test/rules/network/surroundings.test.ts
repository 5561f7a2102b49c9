import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, failures, findingsOf } from '../said';

const isProd = { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } } };

describe('egress of groups that no function uses', () => {
  const CLOSED = Control.GROUP_EGRESS_CLOSED;
  const group = (SecurityGroupEgress: Json, more: JsonObject = {}) =>
    beside({
      Database: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'The database', VpcId: { Ref: 'Vpc' }, SecurityGroupEgress, ...more },
      },
    });
  const rule = (more: JsonObject): JsonObject => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'x', ...more });

  test.each<[string, Json, string[]]>([
    ['everywhere', [rule({ CidrIp: '0.0.0.0/0' })], ['warning Database Properties.SecurityGroupEgress.0 NET-02']],
    ['everything', rule({ IpProtocol: -1, CidrIpv6: '::/0' }), ['warning Database Properties.SecurityGroupEgress NET-02 NET-03']],
    ['half of it', [rule({ CidrIp: '128.0.0.0/1' })], ['warning Database Properties.SecurityGroupEgress.0 NET-02']],
    ['nothing said', { Ref: 'AWS::NoValue' }, ['warning Database Properties.SecurityGroupEgress NET-04']],
    ['nothing in the list', [], ['warning Database Properties.SecurityGroupEgress NET-04']],
    ['a partner', [rule({ CidrIp: '198.51.100.0/24' })], []],
    ['a group', [rule({ DestinationSecurityGroupId: 'sg-0a1b' })], []],
  ])('%s', (_, rules, expected) => expect(failures(CLOSED, group(rules))).toEqual(expected));

  test('a rule of its own is told with its group; in the group of a function another rule tells it', () => {
    const egress = (GroupId: Json) =>
      beside({
        Database: (group([rule({ CidrIp: '10.0.0.0/16' })]).Resources as JsonObject).Database,
        Egress: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { ...rule({ CidrIp: '0.0.0.0/0' }), GroupId } },
      });
    expect(findingsOf(CLOSED, egress({ Ref: 'Database' }))).toEqual([
      expect.objectContaining({ resource: 'Egress', relatedResources: ['Database'], property: 'Properties' }),
    ]);
    expect(findingsOf(CLOSED, egress({ Ref: 'Group' }))).toEqual([]);
    expect(findingsOf(Control.EGRESS_CLOSED, egress({ Ref: 'Group' }))).toHaveLength(1);
  });

  test('one protocol to one port', () => {
    const narrow = (more: JsonObject) => failures(Control.GROUP_EGRESS_NARROW, group([rule(more)]));
    expect(narrow({ IpProtocol: 'all', CidrIp: '10.0.0.0/16' })).toEqual([
      'info Database Properties.SecurityGroupEgress.0 NET-03',
    ]);
    expect(narrow({ IpProtocol: '-1', DestinationSecurityGroupId: 'sg-0a1b' })).toHaveLength(1);
    expect(narrow({ FromPort: '8000', ToPort: 8001, CidrIp: '10.0.0.0/16' })).toEqual([
      'info Database Properties.SecurityGroupEgress.0 NET-04',
    ]);
    expect(narrow({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' })).toEqual([]);
    expect(narrow({ IpProtocol: '-1', CidrIpv6: '::1/128' })).toEqual([]);
    expect(narrow({ IpProtocol: '-1', CidrIp: '0.0.0.0/0', CidrIpv6: 'fd00::/64' })).toHaveLength(1);
    expect(narrow({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '10.0.0.0/16' })).toEqual([]);
  });
});

describe('network ACLs', () => {
  const entry = (more: JsonObject) =>
    beside({
      Entry: {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: { NetworkAclId: 'acl-0a1b', RuleNumber: 100, RuleAction: 'allow', CidrBlock: '10.0.0.0/16', ...more },
      },
    });
  const said11 = (more: JsonObject) => findingsOf(Control.NETWORK_ACL_NARROW, entry(more)).map(({ message }) => message);

  test.each<[string, JsonObject, string | undefined]>([
    ['every protocol', { Protocol: '-1', RuleAction: 'Allow' }, "'Entry' allows every protocol"],
    ['a protocol that is left out', {}, "'Entry' allows every protocol"],
    ['every protocol, refused', { Protocol: -1, RuleAction: 'deny' }, undefined],
    ['no ports', { Protocol: 6 }, "'Entry' allows tcp on every port"],
    ['no first port', { Protocol: 17, PortRange: { To: 53 } }, "'Entry' allows udp on every port"],
    ['no last port', { Protocol: 17, PortRange: { From: 53 } }, "'Entry' allows udp on every port"],
    ['all ports but 0', { Protocol: '6', PortRange: { From: '1', To: '65535' } }, "'Entry' allows tcp on every port"],
    ['some ports', { Protocol: 6, PortRange: { From: 1024, To: 65535 }, CidrBlock: '0.0.0.0/0' }, undefined],
    ['ports that nobody knows', { Protocol: 6, PortRange: { From: { 'Fn::GetAtt': ['Table', 'Port'] }, To: 65535 } }, undefined],
    [
      'a desktop',
      { Protocol: 6, PortRange: { From: 3389, To: 3389 }, CidrBlock: '0.0.0.0/0' },
      "'Entry' allows Remote Desktop (3389) in from 0.0.0.0/0",
    ],
    [
      'a shell in IPv6',
      { Protocol: 6, PortRange: { From: 22, To: 22 }, CidrBlock: null, Ipv6CidrBlock: '::/0' },
      "'Entry' allows SSH (22) in from ::/0",
    ],
    ['a shell outwards', { Protocol: 6, PortRange: { From: 22, To: 22 }, CidrBlock: '0.0.0.0/0', Egress: 'true' }, undefined],
    ['a web server', { Protocol: 6, PortRange: { From: 80, To: 80 }, CidrBlock: '0.0.0.0/0' }, undefined],
    ['ports up to the last but one', { Protocol: 6, PortRange: { From: 0, To: 65534 } }, undefined],
    ['a shell by UDP', { Protocol: 17, PortRange: { From: 22, To: 22 }, CidrBlock: '0.0.0.0/0' }, undefined],
    ['a shell from a partner', { Protocol: 6, PortRange: { From: 22, To: 22 }, CidrBlock: '198.51.100.0/24' }, undefined],
    ['what is done with it left out', { Protocol: '-1', RuleAction: null }, undefined],
    ['ICMP', { Protocol: 1, Icmp: { Code: 0, Type: 0 } }, undefined],
    ['ICMP of IPv6', { Protocol: 58, Icmp: { Code: 0, Type: 0 }, Ipv6CidrBlock: '2001:db8::/64' }, undefined],
    [
      'ICMP of IPv6 without a type',
      { Protocol: 58, Ipv6CidrBlock: '2001:db8::/64' },
      "'Entry' allows every ICMP message of IPv6: it names no type",
    ],
    ['ICMP of IPv6 for IPv4', { Protocol: 58, Icmp: { Code: 0, Type: 0 } }, "'Entry' allows ICMP of IPv6 for no network of IPv6"],
  ])('%s', (_, more, message) => expect(said11(more)).toEqual(message === undefined ? [] : [message]));
});

describe('routes', () => {
  const route = (more: JsonObject) =>
    failures(
      Control.NO_ROUTE_TO_EVERYWHERE,
      beside({
        Vpn: { Type: 'AWS::EC2::VPNGateway', Properties: { Type: 'ipsec.1' } },
        Gateway: { Type: 'AWS::EC2::InternetGateway' },
        Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: 'rtb-0a1b', ...more } },
      }),
    );

  test.each<[string, JsonObject, boolean]>([
    ['through a gateway', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Gateway' } }, true],
    [
      'through a gateway that nobody knows',
      { DestinationCidrBlock: '42.1.2.3/0', GatewayId: { 'Fn::ImportValue': 'Gateway' } },
      true,
    ],
    ['in IPv6', { DestinationIpv6CidrBlock: 'ff:ff:ff:ff:ff:ff:ff:ff/0', GatewayId: 'igw-0a1b' }, true],
    ['in halves', { DestinationCidrBlock: '0.0.0.0/1', GatewayId: 'igw-0a1b' }, true],
    ['to nowhere that is told', { GatewayId: 'igw-0a1b' }, false],
    ['through NAT', { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0a1b' }, false],
    ['into a data center', { DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Vpn' } }, false],
    ['to a partner', { DestinationCidrBlock: '198.51.100.0/24', GatewayId: { Ref: 'Gateway' } }, false],
  ])('%s: %s', (_, more, fails) => expect(route(more)).toHaveLength(fails ? 1 : 0));
});

describe('VPCs and subnets', () => {
  test('a flow log of one subnet of two is none of the VPC, and one of another VPC neither', () => {
    const logOf = (ResourceId: Json) => findingsOf(Control.VPC_FLOW_LOGGED, beside({ FlowLog: { Properties: { ResourceId } } }));
    expect(logOf({ Ref: 'SubnetA' })).toHaveLength(1);
    expect(logOf('vpc-0a1b')).toHaveLength(1);
    expect(logOf({ Ref: null, 'Fn::GetAtt': ['Vpc', 'VpcId'] })).toEqual([]);
  });

  test('flow logs of all subnets are one of the VPC, and those of another VPC are none', () => {
    const logs = (...subnets: string[]) =>
      Object.fromEntries(
        subnets.map(subnet => [
          `${subnet}Log`,
          { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: { Ref: subnet }, ResourceType: 'Subnet', TrafficType: 'ALL' } },
        ]),
      );
    const without = (resources: JsonObject) =>
      findingsOf(Control.VPC_FLOW_LOGGED, beside({ FlowLog: null, ...resources })).map(({ resource }) => resource);
    const other = {
      Other: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
      OtherSubnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Other' }, CidrBlock: '10.1.0.0/24' } },
    };
    expect(without(logs('SubnetA', 'SubnetB'))).toEqual([]);
    expect(without(logs('SubnetA'))).toEqual(['Vpc']);
    expect(without({ ...other, ...logs('SubnetA', 'SubnetB') })).toEqual(['Other']);
    expect(without({ ...other, OtherSubnet: null, ...logs('SubnetA', 'SubnetB') })).toEqual(['Other']);
  });

  test('one subnet named twice is one zone', () => {
    const said = (SubnetIds: Json) =>
      findingsOf(Control.FUNCTION_IN_VPC, beside({ Function: { Properties: { VpcConfig: { SubnetIds } } } })).map(
        ({ message, controls }) => [message.split(' ').slice(2).join(' '), ...controls],
      );
    expect(said([{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }])).toEqual([]);
    expect(said([{ Ref: 'SubnetA' }, { Ref: 'SubnetA' }])).toEqual([['in a single subnet, so in a single zone']]);
    expect(said([])).toEqual([['outside any VPC: its list of subnets is empty', 'NET-01']]);
  });

  test.each<[Json, Json | undefined, string | undefined]>([
    ['ACCEPT', undefined, 'writes down only connections that were made'],
    ['reject', undefined, 'writes down only connections that were refused'],
    ['ACCEPT', 'REJECT', undefined],
    ['ACCEPT', 'ALL', undefined],
    [{ 'Fn::ImportValue': 'Traffic' }, undefined, undefined],
  ])('flow logs of %j and %j', (first, second, expected) => {
    const More = { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: { Ref: 'Vpc' }, TrafficType: second ?? null } };
    const logs = { FlowLog: { Properties: { TrafficType: first } }, ...(second === undefined ? {} : { More }) };
    const [finding] = findingsOf(Control.VPC_FLOW_LOGGED, beside(logs));
    if (expected === undefined) expect(finding).toBeUndefined();
    else expect(finding.message).toContain(expected);
  });

  test('a custom resource with the id of something else empties no default group', () => {
    const emptied = (DefaultSecurityGroupId: Json) =>
      findingsOf(Control.DEFAULT_GROUP_CLOSED, beside({ DefaultGroup: { Properties: { DefaultSecurityGroupId } } }));
    expect(emptied({ 'Fn::GetAtt': null, Ref: 'Group' })).toHaveLength(1);
    expect(emptied('sg-0a1b')).toHaveLength(1);
    expect(emptied({ 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] })).toEqual([]);
  });

  test('an address in one branch is told with its condition', () => {
    const MapPublicIpOnLaunch = { 'Fn::If': ['IsProd', 'true', false] };
    expect(
      findingsOf(Control.SUBNET_ASSIGNS_NO_PUBLIC_ADDRESS, beside({ SubnetA: { Properties: { MapPublicIpOnLaunch } } }, isProd)),
    ).toEqual([
      expect.objectContaining({ message: "Whatever starts in 'SubnetA' is given a public IPv4 address (when IsProd is true)" }),
    ]);
  });
});

test.each([
  ['http://orders.internal', 'http://'],
  ['HTTP://orders.internal', 'http://'],
  ['ws://orders.internal/socket', 'ws://'],
  ['ldap://directory.internal', 'ldap://'],
  ['redis://cache.internal:6379', 'redis://'],
  ['rediss://cache.internal:6379', undefined],
  ['amqp://broker.internal', 'amqp://'],
  ['https://orders.internal', undefined],
  ['http://localhost:2773/parameters', undefined],
  ['http://127.0.0.1:2000', undefined],
  ['http://169.254.169.254/latest', undefined],
  ['http://www.w3.org/2005/Atom', undefined],
  ['  http://orders.internal', 'http://'],
  ['http://mylocalhost', 'http://'],
  ['http://localhost.example.com', 'http://'],
  ['http://127.0.0.1.example.com', 'http://'],
  ['http://127.10.20.30:2000', undefined],
  ['http://[::1]:2773', undefined],
  ['http://sandbox.localdomain:8080', undefined],
  ['http://sandbox', undefined],
  ['http://a.schemas.example.com', 'http://'],
  ['see http://orders.internal', undefined],
])('the address %s lacks TLS: %s', (BACKEND, scheme) => {
  const example = beside({ Function: { Properties: { Environment: { Variables: { BACKEND } } } } });
  expect(findingsOf(Control.ENDPOINTS_USE_TLS, example).map(({ message }) => message)).toEqual(
    scheme === undefined ? [] : [`The environment variable BACKEND of 'Function' is an address without TLS (${scheme})`],
  );
});
