import { associated, ref, subnet } from './places';
import { AppIndex } from '../../../lib/model/app-index';
import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { cidrsOf, EVERY_IPV4, EVERY_IPV6 } from '../../../lib/model/network/addresses';
import { intersection } from '../../../lib/model/network/ranges';
import type { Ranges } from '../../../lib/model/network/ranges';
import { Vpcs } from '../../../lib/model/network/vpcs';
import { source } from '../build';

const PARAMETERS = {
  Parameters: { Block: { Type: 'String' }, Stage: { Type: 'String' } },
  Conditions: { IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] } },
};

function vpcsOf(Resources: JsonObject): Vpcs {
  return new Vpcs(new AppIndex(buildModel([source('App', { ...PARAMETERS, Resources })]).templates));
}

const vpc = (properties: JsonObject): JsonObject => ({ Type: 'AWS::EC2::VPC', Properties: properties });
const block = (properties: JsonObject): JsonObject => ({
  Type: 'AWS::EC2::VPCCidrBlock',
  Properties: { VpcId: ref('Vpc'), ...properties },
});
const families = (addresses: Ranges) =>
  [EVERY_IPV4, EVERY_IPV6].map(family => {
    const some = cidrsOf(intersection(addresses, family)).join();
    return some === '0.0.0.0/0' ? 'any IPv4' : some === '::/0' ? 'any IPv6' : some;
  });
const IPV4 = { CidrBlock: '10.0.0.0/16' };
const OWN = '10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16';

describe('what a network may have', () => {
  test.each<[string, JsonObject, string[], string[]]>([
    ['a block', { Vpc: vpc(IPV4) }, ['10.0.0.0/16', ''], ['', '']],
    ['a second block', { Vpc: vpc(IPV4), More: block({ CidrBlock: '10.1.0.0/16' }) }, ['10.0.0.0/15', ''], ['', '']],
    [
      'the block of another network',
      { Vpc: vpc(IPV4), More: block({ CidrBlock: '10.1.0.0/16', VpcId: 'vpc-1' }) },
      ['10.0.0.0/16', ''],
      ['', ''],
    ],
    ['a block that is a parameter', { Vpc: vpc({ CidrBlock: ref('Block') }) }, ['', ''], [OWN, '']],
    ['a block that is drawn from a pool', { Vpc: vpc({ Ipv4IpamPoolId: 'ipam-1' }) }, ['', ''], [OWN, '']],
    ['a second one that is drawn', { Vpc: vpc(IPV4), More: block({ Ipv4IpamPoolId: 'ipam-1' }) }, ['10.0.0.0/16', ''], [OWN, '']],
    [
      'a block of IPv6',
      { Vpc: vpc(IPV4), More: block({ Ipv6CidrBlock: '2600:1f00::/56' }) },
      ['10.0.0.0/16', '2600:1f00::/56'],
      ['', ''],
    ],
    [
      'a block of IPv6 that is a parameter',
      { Vpc: vpc(IPV4), More: block({ Ipv6CidrBlock: ref('Block') }) },
      ['10.0.0.0/16', ''],
      ['', 'any IPv6'],
    ],
    [
      'a block of IPv6 that AWS assigns',
      { Vpc: vpc(IPV4), More: block({ AmazonProvidedIpv6CidrBlock: 'true' }) },
      ['10.0.0.0/16', ''],
      ['', 'any IPv6'],
    ],
    ['no block of IPv6', { Vpc: vpc(IPV4), More: block({ AmazonProvidedIpv6CidrBlock: false }) }, ['10.0.0.0/16', ''], ['', '']],
    ['a block of IPv6 from a pool', { Vpc: vpc(IPV4), More: block({ Ipv6Pool: 'pool' }) }, ['10.0.0.0/16', ''], ['', 'any IPv6']],
    [
      'a block of IPv6 from IPAM',
      { Vpc: vpc(IPV4), More: block({ Ipv6IpamPoolId: 'ipam-1' }), Other: block({ CidrBlock: '10.1.0.0/16' }) },
      ['10.0.0.0/15', ''],
      ['', 'any IPv6'],
    ],
  ])('%s', (_, resources, addresses, perhaps) => {
    const [found] = vpcsOf(resources).all;
    expect(families(found.addresses)).toEqual(addresses);
    expect(families(found.perhaps)).toEqual(perhaps);
  });

  test('a network of which only the id is known may have anything of its own, and IPv6', () => {
    const { addresses, perhaps, resource } = vpcsOf({}).vpcNamed('vpc-1');
    expect([resource, addresses, families(perhaps)]).toEqual([undefined, [], [OWN, 'any IPv6']]);
  });
});

describe('what a subnet may have', () => {
  const six = block({ Ipv6CidrBlock: '2600:1f00::/56' });
  const made = block({ AmazonProvidedIpv6CidrBlock: true });
  test.each<[string, JsonObject, JsonObject, string[]]>([
    ['its block', { Vpc: vpc(IPV4) }, { CidrBlock: '10.0.1.0/24' }, ['10.0.1.0/24', '']],
    ['all of its network where its block is computed', { Vpc: vpc(IPV4) }, { CidrBlock: ref('Block') }, ['10.0.0.0/16', '']],
    ['all of its network where it is left out', { Vpc: vpc(IPV4) }, { Ipv4IpamPoolId: 'ipam-1' }, ['10.0.0.0/16', '']],
    [
      'anything in a network that may have more',
      { Vpc: vpc(IPV4), More: block({ CidrBlock: ref('Block') }) },
      { CidrBlock: ref('Block') },
      ['any IPv4', ''],
    ],
    ['anything in a network that nobody knows', {}, { CidrBlock: ref('Block') }, ['any IPv4', '']],
    ['the block of its network', { Vpc: vpc(IPV4) }, { CidrBlock: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } }, ['10.0.0.0/16', '']],
    [
      'both families',
      { Vpc: vpc(IPV4), Six: six },
      { CidrBlock: '10.0.1.0/24', Ipv6CidrBlock: '2600:1f00::/64' },
      ['10.0.1.0/24', '2600:1f00::/64'],
    ],
    [
      'IPv6 of its network',
      { Vpc: vpc(IPV4), Six: six },
      { CidrBlock: '10.0.1.0/24', Ipv6CidrBlock: ref('Block') },
      ['10.0.1.0/24', '2600:1f00::/56'],
    ],
    [
      'IPv6 of its network, from IPAM',
      { Vpc: vpc(IPV4), Six: six },
      { CidrBlock: '10.0.1.0/24', Ipv6IpamPoolId: 'ipam-1' },
      ['10.0.1.0/24', '2600:1f00::/56'],
    ],
    [
      'any IPv6 where AWS assigns it',
      { Vpc: vpc(IPV4), Six: made },
      { CidrBlock: '10.0.1.0/24', Ipv6CidrBlock: ref('Block') },
      ['10.0.1.0/24', 'any IPv6'],
    ],
    ['IPv6 only', { Vpc: vpc(IPV4), Six: six }, { Ipv6Native: true, Ipv6CidrBlock: '2600:1f00::/64' }, ['', '2600:1f00::/64']],
    ['no IPv6 that it does not ask for', { Vpc: vpc(IPV4), Six: six }, { CidrBlock: '10.0.1.0/24' }, ['10.0.1.0/24', '']],
  ])('%s', (_, resources, properties, expected) => {
    const Near = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), ...properties } };
    const vpcs = vpcsOf({ ...resources, Near });
    const [found] = vpcs.all.flatMap(({ subnets }) => subnets);
    expect(families(found.addresses)).toEqual(expected);
  });
});

describe('what stands at a subnet', () => {
  const TABLE = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } };
  const ACL = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } };
  const near = (more: JsonObject) => {
    const vpcs = vpcsOf({ Vpc: vpc(IPV4), Near: subnet('10.0.1.0/24'), Table: TABLE, Other: TABLE, Acl: ACL, ...more });
    return vpcs.all[0].subnets[0];
  };
  const filtered = (NetworkAclId: Json, more: JsonObject = {}): JsonObject => ({
    Type: 'AWS::EC2::SubnetNetworkAclAssociation',
    Properties: { SubnetId: ref('Near'), NetworkAclId },
    ...more,
  });
  const tables = (more: JsonObject) => near(more).tables.map(({ resource }) => resource?.logicalId ?? 'main');
  const acls = (more: JsonObject) => near(more).acls.map(({ leaving }) => (leaving.length === 0 ? 'open' : 'filters'));

  test.each<[string, JsonObject, string[]]>([
    ['none', {}, ['main']],
    ['one', { A: associated('Near', 'Table') }, ['Table']],
    [
      'one by its attribute',
      {
        A: {
          Type: 'AWS::EC2::SubnetRouteTableAssociation',
          Properties: { SubnetId: ref('Near'), RouteTableId: { 'Fn::GetAtt': ['Table', 'RouteTableId'] } },
        },
      },
      ['Table'],
    ],
    ['one under a condition', { A: associated('Near', 'Table', { Condition: 'IsProd' }) }, ['Table', 'main']],
    [
      'one for certain, and one under a condition',
      { A: associated('Near', 'Table'), B: associated('Near', 'Other', { Condition: 'IsProd' }) },
      ['Table', 'Other'],
    ],
    ['one of another subnet', { A: associated('Far', 'Table') }, ['main']],
  ])('tables: %s', (_, more, expected) => expect(tables(more)).toEqual(expected));

  test.each<[string, JsonObject, string[]]>([
    ['none', {}, ['open']],
    ['one', { A: filtered(ref('Acl')) }, ['filters']],
    ['one by its attribute', { A: filtered({ 'Fn::GetAtt': ['Acl', 'Id'] }) }, ['filters']],
    ['one under a condition', { A: filtered(ref('Acl'), { Condition: 'IsProd' }) }, ['filters', 'open']],
    ['one from elsewhere', { A: filtered('acl-1') }, ['open']],
    [
      'the default one, changed',
      {
        E: {
          Type: 'AWS::EC2::NetworkAclEntry',
          Properties: {
            NetworkAclId: { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] },
            RuleNumber: 1,
            Protocol: -1,
            RuleAction: 'deny',
            Egress: true,
            CidrBlock: '0.0.0.0/0',
          },
        },
      },
      ['filters'],
    ],
  ])('ACLs: %s', (_, more, expected) => expect(acls(more)).toEqual(expected));

  test('a zone is told where it is written', () => {
    expect(near({}).zone).toBeUndefined();
    expect(near({ Near: subnet('10.0.1.0/24', { AvailabilityZone: 'eu-west-1a' }) }).zone).toBe('eu-west-1a');
  });

  test('only a subnet of the app is found by its id', () => {
    const vpcs = vpcsOf({ Vpc: vpc(IPV4), Near: subnet('10.0.1.0/24') });
    const { template } = vpcs.all[0].resource!;
    expect(vpcs.subnet(template, '${Near}')?.resource.logicalId).toBe('Near');
    expect(['subnet-1', '${Vpc}', '${Nobody}', ''].map(id => vpcs.subnet(template, id))).toEqual(new Array(4).fill(undefined));
  });
});
