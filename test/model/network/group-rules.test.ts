import { att, placesAfter, reachAfter, ref, route, subnet } from './places';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { spokenPorts } from '../../../lib/model/network/spoken';

const OUT = { Out: route('Table', { NatGatewayId: ref('Nat') }) };
const lets = (...SecurityGroupEgress: Json[]) => ({ Group: { Properties: { SecurityGroupEgress } } });
const tcp = (properties: JsonObject) => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', ...properties });
const after = (Resources: JsonObject) =>
  placesAfter({ Parameters: { Setting: { Type: 'String' } }, Resources: { ...OUT, ...Resources } });
/** What nobody knows may lie in the network, and beyond. */
const LISTED = (list: string) => [`list ${list} :443`, `list ${list} :443 via Nat Igw`];
const all = (ports: string) => [`internet every address ${ports} via Nat Igw`];

describe('what a group lets out', () => {
  test.each<[string, Json[], string[]]>([
    ['a port', [tcp({})], all(':443')],
    ['a range', [tcp({ ToPort: 450 })], all(':443-450')],
    ['one port where the end of the range is left out', [tcp({ ToPort: null })], all(':443')],
    ['the first port of all', [tcp({ FromPort: 0, ToPort: 0 })], all(':0')],
    ['ports as text, by the number of the protocol', [tcp({ IpProtocol: 17, FromPort: '53', ToPort: '53' })], all('udp :53')],
    ['every port where both are -1', [tcp({ FromPort: -1, ToPort: -1 })], all('tcp')],
    ['every port where one is not known', [tcp({ FromPort: ref('Setting') })], all('tcp')],
    ['every port where the other is not known', [tcp({ ToPort: ref('Setting') })], all('tcp')],
    ['every port where none is named', [tcp({ FromPort: null, ToPort: null })], all('tcp')],
    ['ICMP, whose ports are none', [tcp({ IpProtocol: 'icmp', FromPort: 8, ToPort: 0 })], all('icmp')],
    ['every protocol, whatever its ports', [tcp({ IpProtocol: '-1' })], all('tcp, udp, icmp')],
    ['a network', [tcp({ CidrIp: '198.51.100.0/24' })], ['internet 198.51.100.0/24 :443 via Nat Igw']],
    ['addresses that no packet can go to', [tcp({ CidrIp: '127.0.0.1/32' }), tcp({ CidrIp: '169.254.0.0/16' })], []],
    ['a network that is a parameter', [tcp({ CidrIp: ref('Setting') })], LISTED('${Setting}')],
    ['a list from elsewhere', [tcp({ CidrIp: null, DestinationPrefixListId: 'pl-1' })], LISTED('pl-1')],
  ])('%s', (_, rules, expected) => expect(after(lets(...rules.map(clean)))).toEqual(expected));

  const list = (...Entries: Json[]): JsonObject => ({
    List: {
      Type: 'AWS::EC2::PrefixList',
      Properties: { PrefixListName: 'partners', AddressFamily: 'IPv4', MaxEntries: 5, Entries },
    },
  });
  const toList = lets(clean(tcp({ CidrIp: null, DestinationPrefixListId: ref('List') })));
  test.each<[string, JsonObject, string[]]>([
    [
      'whose entries are known',
      list({ Cidr: '198.51.100.0/24' }, { Cidr: '203.0.113.0/24' }),
      ['internet 198.51.100.0/24, 203.0.113.0/24 :443 via Nat Igw'],
    ],
    ['of which one entry is not', list({ Cidr: '198.51.100.0/24' }, { Cidr: ref('Setting') }), LISTED('${List}')],
    ['that is empty', list(), []],
  ])('a list of the app %s', (_, more, expected) => expect(after({ ...more, ...toList })).toEqual(expected));
});

describe('the default group', () => {
  const inDefault = (id: Json = att('Vpc', 'DefaultSecurityGroup')) => ({
    Function: { Properties: { VpcConfig: { SubnetIds: [ref('Near')], SecurityGroupIds: [id] } } },
  });
  const closing = (id: Json): JsonObject => ({
    Closed: { Type: 'Custom::VpcRestrictDefaultSG', Properties: { DefaultSecurityGroupId: id } },
  });

  test.each<[string, JsonObject, string[]]>([
    ['lets everything out', inDefault(), all('tcp, udp, icmp')],
    ['lets nothing out where CDK closes it', { ...inDefault(), ...closing(att('Vpc', 'DefaultSecurityGroup')) }, []],
    ['of another network may be closed', { ...inDefault(), ...closing('sg-1') }, all('tcp, udp, icmp')],
  ])('%s', (_, resources, expected) => expect(after(resources)).toEqual(expected));

  test('is borne by who bears none', () => {
    const bare = { Function: { Properties: { VpcConfig: { SecurityGroupIds: [] } } } };
    expect(after(bare)).toEqual(all('tcp, udp, icmp'));
    expect(after({ ...bare, ...closing(att('Vpc', 'DefaultSecurityGroup')) })).toEqual([]);
  });

  test('is nobody else: a group from elsewhere may let out anything, and another attribute of a network is no group', () => {
    const unless = (group: string) => [`${all('tcp, udp, icmp')[0]} unless what the security group ${group} lets out`];
    const closed = closing(att('Vpc', 'DefaultSecurityGroup'));
    expect(after({ ...inDefault('sg-1'), ...closed })).toEqual(unless('sg-1'));
    expect(after({ ...inDefault(att('Vpc', 'DefaultNetworkAcl')), ...closed })).toEqual(unless('${Vpc.DefaultNetworkAcl}'));
    const look = { Look: { Type: 'Custom::Look' } };
    expect(after({ ...look, ...inDefault(att('Look', 'DefaultSecurityGroup')), ...closed })).toEqual(
      unless('${Look.DefaultSecurityGroup}'),
    );
  });
});

test('functions whose groups say the same get to the same places, and to no others', () => {
  const group = (egress: Json): JsonObject => ({
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { SecurityGroupEgress: [egress] },
  });
  const bearing = (name: string): JsonObject => ({
    Function: { Properties: { VpcConfig: { SubnetIds: [ref('Near')], SecurityGroupIds: [att(name, 'GroupId')] } } },
  });
  const theirs: JsonObject = {
    A: group(tcp({})),
    B: group(tcp({})),
    Peer: subnet('10.0.5.0/24'),
    Theirs: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: att('A', 'GroupId') }],
      },
    },
    Target: { Type: 'AWS::EFS::MountTarget', Properties: { SecurityGroups: [att('Theirs', 'GroupId')], SubnetId: ref('Peer') } },
    Second: {
      Type: 'AWS::Lambda::Function',
      Properties: { VpcConfig: { SubnetIds: [ref('Near')], SecurityGroupIds: [att('B', 'GroupId')] } },
    },
  };
  const peers = (change: JsonObject) => after({ ...theirs, ...change }).filter(place => place.startsWith('peer'));
  expect(peers(bearing('A'))).toEqual(['peer Target :443']);
  expect(peers(bearing('B'))).toEqual([]);
});

test('protocols are spoken of by their names, and ports once', () => {
  const ports = (...rules: Json[]) => {
    const { destinations } = reachAfter({ Resources: { ...OUT, ...lets(...rules) } });
    return spokenPorts(destinations.filter(({ kind }) => kind === 'internet').flatMap(({ traffic }) => traffic));
  };
  expect(ports(tcp({}), tcp({ CidrIp: '198.51.100.0/24' }))).toBe(':443');
  expect(ports(tcp({}), tcp({ FromPort: 80, ToPort: 80 }), tcp({ IpProtocol: 'udp' }))).toBe(':80, :443, udp :443');
  expect(ports(tcp({ IpProtocol: 'icmp' }), tcp({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 }))).toBe('tcp, icmp');
});

function clean(rule: Json): Json {
  return Object.fromEntries(Object.entries(rule as JsonObject).filter(([, value]) => value !== null));
}
