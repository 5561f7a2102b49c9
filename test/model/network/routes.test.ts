import type { Change } from './places';
import { associated, att, placesAfter, reachAfter, ref, route, subnet } from './places';
import type { JsonObject } from '../../../lib/model/facts';

const INTERNET = 'internet every address tcp, udp, icmp via Nat Igw';
const condition = { Conditions: { IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] } }, Parameters: { Stage: { Type: 'String' } } };
const list = (...cidrs: string[]): JsonObject => ({
  Type: 'AWS::EC2::PrefixList',
  Properties: { Entries: cidrs.map(Cidr => ({ Cidr })) },
});
const gateway = (name: string, type: string): JsonObject => ({ [name]: { Type: type } });

test.each<[string, Change, string[]]>([
  ['no route', {}, []],
  ['a NAT gateway', { Resources: { Out: route('Table', { NatGatewayId: ref('Nat') }) } }, [INTERNET]],
  [
    'an internet gateway, which a function has no address for',
    { Resources: { Out: route('Table', { GatewayId: ref('Igw') }) } },
    [],
  ],
  [
    'a private NAT gateway',
    { Resources: { Out: route('Table', { NatGatewayId: ref('Nat') }), Nat: { Properties: { ConnectivityType: 'private' } } } },
    [],
  ],
  [
    'a NAT gateway from elsewhere',
    { Resources: { Out: route('Table', { NatGatewayId: 'nat-0a1b' }) } },
    ['internet every address tcp, udp, icmp unless what stands behind the NAT gateway nat-0a1b'],
  ],
  [
    'a NAT gateway of the region, which needs no subnet',
    {
      Resources: {
        Out: route('Table', { NatGatewayId: ref('Nat') }),
        Nat: { Properties: { SubnetId: null, AvailabilityMode: 'regional' } },
      },
    },
    ['internet every address tcp, udp, icmp via Nat'],
  ],
  [
    'a circle of NAT gateways',
    {
      Resources: {
        Out: route('Table', { NatGatewayId: ref('Nat') }),
        OuterRoute: { Properties: { GatewayId: null, NatGatewayId: ref('Nat') } },
      },
    },
    [],
  ],
  [
    'the narrower of two routes',
    {
      Resources: {
        Out: route('Table', { NatGatewayId: ref('Nat') }),
        Hole: route('Table', { DestinationCidrBlock: '0.0.0.0/1', TransitGatewayId: 'tgw-1' }),
      },
    },
    [
      expect.stringMatching(/^beyond tgw-1 /),
      expect.stringMatching(/^internet 128\.0\.0\.0\/3.* via Nat Igw$/),
    ] as unknown as string[],
  ],
  [
    'a route under a condition',
    { ...condition, Resources: { Out: route('Table', { NatGatewayId: ref('Nat') }, { Condition: 'IsProd' }) } },
    [INTERNET],
  ],
  [
    'a route whose target a condition decides',
    {
      ...condition,
      Resources: {
        Out: route('Table', {
          NatGatewayId: { 'Fn::If': ['IsProd', ref('Nat'), ref('AWS::NoValue')] },
          TransitGatewayId: { 'Fn::If': ['IsProd', ref('AWS::NoValue'), 'tgw-1'] },
        }),
      },
    },
    ['beyond tgw-1 every address', INTERNET],
  ],
  [
    'a table under a condition, which leaves the main one',
    { ...condition, Resources: { Out: route('Table', { NatGatewayId: ref('Nat') }), NearTable: { Condition: 'IsProd' } } },
    [INTERNET],
  ],
  [
    'a table from elsewhere',
    { Resources: { NearTable: { Properties: { RouteTableId: 'rtb-0a1b' } } } },
    ['hidden the route table rtb-0a1b'],
  ],
  [
    'a prefix list of the app',
    {
      Resources: {
        Out: route('Table', { DestinationPrefixListId: att('List', 'PrefixListId'), NatGatewayId: ref('Nat') }),
        List: list('198.51.100.0/24', '203.0.113.0/24'),
      },
    },
    ['internet 198.51.100.0/24, 203.0.113.0/24 tcp, udp, icmp via Nat Igw'],
  ],
  [
    'a prefix list from elsewhere',
    { Resources: { Out: route('Table', { DestinationPrefixListId: 'pl-0a1b', NatGatewayId: ref('Nat') }) } },
    [INTERNET],
  ],
  [
    'a range that is a parameter',
    {
      Parameters: { Range: { Type: 'String' } },
      Resources: { Out: route('Table', { DestinationCidrBlock: ref('Range'), NatGatewayId: ref('Nat') }) },
    },
    [INTERNET],
  ],
  [
    'a range that is a parameter, and may be narrower than one that is known',
    {
      Parameters: { Range: { Type: 'String' } },
      Resources: {
        Tgw: { Type: 'AWS::EC2::TransitGateway' },
        Known: route('Table', { DestinationCidrBlock: '198.51.100.0/24', TransitGatewayId: ref('Tgw') }),
        Out: route('Table', { DestinationCidrBlock: ref('Range'), NatGatewayId: ref('Nat') }),
      },
    },
    ['beyond Tgw 198.51.100.0/24', INTERNET],
  ],
  [
    'whatever a VPN gateway announces',
    {
      Resources: {
        ...gateway('Vgw', 'AWS::EC2::VPNGateway'),
        Announced: {
          Type: 'AWS::EC2::VPNGatewayRoutePropagation',
          Properties: { RouteTableIds: [ref('Table')], VpnGatewayId: ref('Vgw') },
        },
      },
    },
    ['beyond Vgw every address'],
  ],
  [
    'a VPN gateway',
    { Resources: { ...gateway('Vgw', 'AWS::EC2::VPNGateway'), Out: route('Table', { GatewayId: ref('Vgw') }) } },
    ['beyond Vgw every address'],
  ],
  [
    'a VPN gateway from elsewhere',
    { Resources: { Out: route('Table', { GatewayId: 'vgw-0a1b' }) } },
    ['beyond vgw-0a1b every address'],
  ],
  [
    'an internet gateway from elsewhere',
    { Resources: { Out: route('Table', { NatGatewayId: ref('Nat') }), OuterRoute: { Properties: { GatewayId: 'igw-0a1b' } } } },
    ['internet every address tcp, udp, icmp via Nat'],
  ],
  [
    'a gateway that nobody knows',
    { Resources: { Out: route('Table', { GatewayId: 'gw-0a1b' }) } },
    ['beyond gw-0a1b every address'],
  ],
  [
    'an instance',
    { Resources: { ...gateway('Box', 'AWS::EC2::Instance'), Out: route('Table', { InstanceId: ref('Box') }) } },
    ['beyond Box every address'],
  ],
  [
    'a core network',
    { Resources: { Out: route('Table', { CoreNetworkArn: 'arn:aws:networkmanager::1:core-network/c' }) } },
    ['beyond arn:aws:networkmanager::1:core-network/c every address'],
  ],
  [
    'no target at all',
    { Resources: { Out: route('Table', {}) } },
    ['beyond a target that the templates do not tell every address'],
  ],
  ['the network itself', { Resources: { Out: route('Table', { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }) } }, []],
  [
    'a route of a table from elsewhere',
    { Resources: { Out: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: 'rtb-1', NatGatewayId: ref('Nat') } } } },
    [],
  ],
])('follows %s', (_, change, places) => {
  expect(placesAfter(change)).toEqual([...places].sort());
});

describe('over IPv6', () => {
  const dual = (own: JsonObject = {}, out: JsonObject = {}): Change => ({
    Resources: {
      Block: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true } },
      Near: { Properties: { Ipv6CidrBlock: '2600:1f00:0:ff00::/64' } },
      Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' }] } },
      Function: { Properties: { VpcConfig: { Ipv6AllowedForDualStack: true, ...own } } },
      Eigw: { Type: 'AWS::EC2::EgressOnlyInternetGateway' },
      ...out,
    },
  });
  const leads = (target: JsonObject, to = '::/0') => ({ Out: route('Table', { DestinationIpv6CidrBlock: to, ...target }) });

  test.each<[string, Change, RegExp[]]>([
    [
      'an egress-only gateway lets out',
      dual({}, leads({ EgressOnlyInternetGatewayId: ref('Eigw') })),
      [/^internet .* :443 via Eigw$/],
    ],
    [
      'an internet gateway lets out too, since the addresses are public',
      dual({}, leads({ GatewayId: ref('Igw') })),
      [/^internet .* :443 via Igw$/],
    ],
    [
      'a function that was not given an address does not',
      dual({ Ipv6AllowedForDualStack: false }, leads({ GatewayId: ref('Igw') })),
      [],
    ],
    [
      'a NAT gateway translates its own prefix',
      dual({}, leads({ NatGatewayId: ref('Nat') }, '64:ff9b::/96')),
      [/^internet .*64:ff9b::.* :443 via Nat Igw$/, /^network Vpc 64:ff9b::a00:0\/120, 64:ff9b::a00:900\/120 :443 via Nat$/],
    ],
    ['a NAT gateway translates nothing else', dual({}, leads({ NatGatewayId: ref('Nat') }, '2600::/16')), []],
  ])('%s', (_, change, places) => {
    const found = placesAfter(change);
    expect(found).toHaveLength(places.length);
    places.forEach((place, index) => expect(found[index]).toMatch(place));
  });
});

describe('to other networks', () => {
  const far = (routes: JsonObject = {}): JsonObject => ({
    Far: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
    FarSubnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Far'), CidrBlock: '10.1.0.0/24' } },
    FarTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Far') } },
    FarAssociation: associated('FarSubnet', 'FarTable'),
    Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: ref('Vpc'), PeerVpcId: ref('Far') } },
    Out: route('Table', { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: ref('Peering') }),
    ...routes,
  });
  const back = { Back: route('FarTable', { DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: ref('Peering') }) };

  test('a peering leads where its far side answers, and elsewhere only what needs no answer', () => {
    expect(placesAfter({ Resources: far(back) })).toEqual(['network Far 10.1.0.0/24 via Peering']);
    expect(placesAfter({ Resources: far() })).toEqual([expect.stringMatching(/^network Far 10\.1\.0\.0\/24 udp, icmp/)]);
  });

  test('a far side that stands in no template is what lies beyond', () => {
    expect(
      placesAfter({
        Resources: {
          ...far(),
          Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: ref('Vpc'), PeerVpcId: 'vpc-1' } },
        },
      }),
    ).toEqual(['beyond Peering 10.1.0.0/16']);
    expect(
      placesAfter({
        Resources: { Out: route('Table', { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-1' }) },
      }),
    ).toEqual(['beyond pcx-1 10.1.0.0/16']);
  });

  test('the tables of the far side may stand elsewhere, and then it may answer', () => {
    expect(
      placesAfter({
        Resources: {
          ...far(),
          FarAssociation: {
            Type: 'AWS::EC2::SubnetRouteTableAssociation',
            Properties: { SubnetId: ref('FarSubnet'), RouteTableId: 'rtb-1' },
          },
        },
      }),
    ).toEqual(['network Far 10.1.0.0/24 via Peering']);
  });

  const transit = (more: JsonObject = {}): JsonObject => ({
    ...far(),
    Tgw: { Type: 'AWS::EC2::TransitGateway' },
    Routes: { Type: 'AWS::EC2::TransitGatewayRouteTable' },
    Out: route('Table', { DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: ref('Tgw') }),
    NearAttachment: {
      Type: 'AWS::EC2::TransitGatewayAttachment',
      Properties: { TransitGatewayId: ref('Tgw'), VpcId: ref('Vpc'), SubnetIds: [ref('Near')] },
    },
    FarAttachment: {
      Type: 'AWS::EC2::TransitGatewayVpcAttachment',
      Properties: { TransitGatewayId: ref('Tgw'), VpcId: ref('Far'), SubnetIds: [ref('FarSubnet')] },
    },
    NearRoutes: {
      Type: 'AWS::EC2::TransitGatewayRouteTableAssociation',
      Properties: { TransitGatewayAttachmentId: ref('NearAttachment'), TransitGatewayRouteTableId: ref('Routes') },
    },
    Propagated: {
      Type: 'AWS::EC2::TransitGatewayRouteTablePropagation',
      Properties: { TransitGatewayAttachmentId: ref('FarAttachment'), TransitGatewayRouteTableId: ref('Routes') },
    },
    ...more,
  });

  test('a transit gateway leads to what is attached, and beyond what its table knows', () => {
    expect(placesAfter({ Resources: transit() })).toEqual([
      expect.stringMatching(/^beyond Tgw 10\.2\.0\.0\/15/),
      'network Far 10.1.0.0/24 via Tgw',
    ]);
  });

  test.each<[string, JsonObject]>([
    ['another network', { TransitGatewayId: ref('Tgw'), VpcId: ref('Far'), SubnetIds: [ref('FarSubnet')] }],
    ['its network to another gateway', { TransitGatewayId: ref('Other'), VpcId: ref('Vpc'), SubnetIds: [ref('Near')] }],
  ])('a network goes by the table of its own attachment, whatever stands in one of %s', (_, Properties) => {
    const other: JsonObject = {
      Other: { Type: 'AWS::EC2::TransitGateway' },
      First: { Type: 'AWS::EC2::TransitGatewayAttachment', Properties },
      Closed: { Type: 'AWS::EC2::TransitGatewayRouteTable' },
      FirstRoutes: {
        Type: 'AWS::EC2::TransitGatewayRouteTableAssociation',
        Properties: { TransitGatewayAttachmentId: ref('First'), TransitGatewayRouteTableId: ref('Closed') },
      },
      Hole: {
        Type: 'AWS::EC2::TransitGatewayRoute',
        Properties: { DestinationCidrBlock: '10.0.0.0/8', Blackhole: true, TransitGatewayRouteTableId: ref('Closed') },
      },
    };
    expect(placesAfter({ Resources: { ...other, ...transit() } })).toEqual(placesAfter({ Resources: transit() }));
  });

  test('routes and tables of which only the deployment knows the ends change nothing', () => {
    const strays: JsonObject = {
      Range: {
        Type: 'AWS::EC2::TransitGatewayRoute',
        Properties: {
          DestinationCidrBlock: ref('Setting'),
          TransitGatewayAttachmentId: ref('FarAttachment'),
          TransitGatewayRouteTableId: ref('Routes'),
        },
      },
      Table2: {
        Type: 'AWS::EC2::TransitGatewayRoute',
        Properties: {
          DestinationCidrBlock: '10.0.0.0/8',
          TransitGatewayAttachmentId: ref('FarAttachment'),
          TransitGatewayRouteTableId: 'tgw-rtb-1',
        },
      },
      Attachment: {
        Type: 'AWS::EC2::TransitGatewayRouteTablePropagation',
        Properties: { TransitGatewayAttachmentId: 'tgw-attach-1', TransitGatewayRouteTableId: ref('Routes') },
      },
      Association: {
        Type: 'AWS::EC2::TransitGatewayRouteTableAssociation',
        Properties: { TransitGatewayAttachmentId: ref('NearAttachment'), TransitGatewayRouteTableId: 'tgw-rtb-1' },
      },
    };
    expect(placesAfter({ Resources: transit(strays) })).toEqual(placesAfter({ Resources: transit() }));
  });

  test('the ACL of the subnet where it enters does not filter what it forwards', () => {
    const closed = {
      Second: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Far'), CidrBlock: '10.1.1.0/24' } },
      Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Far') } },
      Filter: {
        Type: 'AWS::EC2::SubnetNetworkAclAssociation',
        Properties: { SubnetId: ref('FarSubnet'), NetworkAclId: ref('Acl') },
      },
    };
    expect(placesAfter({ Resources: transit(closed) })).toContain('network Far 10.1.1.0/24 via Tgw');
  });

  test('a black hole leads nowhere', () => {
    const hole = {
      Hole: {
        Type: 'AWS::EC2::TransitGatewayRoute',
        Properties: { DestinationCidrBlock: '10.0.0.0/8', Blackhole: true, TransitGatewayRouteTableId: ref('Routes') },
      },
    };
    expect(placesAfter({ Resources: transit(hole) })).toEqual(['network Far 10.1.0.0/24 via Tgw']);
  });

  test.each<[string, JsonObject]>([
    ['its table stands in no template', { NearRoutes: null }],
    ['the network is not attached in the app', { NearAttachment: null }],
  ])('everything lies beyond it where %s', (_, change) => {
    expect(placesAfter({ Resources: transit(change) })).toEqual([expect.stringMatching(/^beyond Tgw 10\.1\.0\.0\/16/)]);
  });

  test('an attachment whose subnets stand elsewhere hides what lies behind it', () => {
    const change = transit();
    const FarAttachment = {
      ...(change.FarAttachment as JsonObject),
      Properties: { ...((change.FarAttachment as JsonObject).Properties as JsonObject), SubnetIds: ['subnet-1'] },
    };
    expect(placesAfter({ Resources: { ...change, FarAttachment } })).toEqual([
      expect.stringMatching(/^beyond Tgw 10\.1\.0\.0\/16/),
    ]);
  });
});

describe('networks of which little is known', () => {
  test('a subnet in a network from elsewhere may reach any private address there', () => {
    const { destinations } = reachAfter({
      Resources: { Near: { Properties: { VpcId: 'vpc-1' } }, Out: route('Table', { NatGatewayId: ref('Nat') }) },
    });
    expect(destinations.map(({ kind, text }) => [kind, text])).toContainEqual(['network', 'vpc-1']);
    expect(destinations.map(({ kind }) => kind)).toContain('internet');
  });

  test('addresses from a pool may be any private ones', () => {
    const { destinations } = reachAfter({
      Resources: {
        Vpc: { Properties: { CidrBlock: null, Ipv4IpamPoolId: 'ipam-1' } },
        Near: { Properties: { CidrBlock: null, Ipv4IpamPoolId: 'ipam-1' } },
      },
    });
    expect(destinations.map(({ kind, resource }) => [kind, resource?.logicalId])).toEqual([['network', 'Vpc']]);
  });

  test('a block of a subnet that is computed may be any of its network', () => {
    expect(
      placesAfter({
        Resources: {
          Near: { Properties: { CidrBlock: { 'Fn::Select': [0, { 'Fn::Cidr': [att('Vpc', 'CidrBlock'), 4, 8] }] } } },
          Out: route('Table', { NatGatewayId: ref('Nat') }),
        },
      }),
    ).toEqual([INTERNET]);
  });

  test('a subnet of IPv6 only sends nothing over IPv4', () => {
    expect(
      placesAfter({
        Resources: {
          Near: { Properties: { CidrBlock: null, Ipv6Native: true, Ipv6CidrBlock: '2600:1f00:0:ff00::/64' } },
          Out: route('Table', { NatGatewayId: ref('Nat') }),
        },
      }),
    ).toEqual([]);
  });

  test('a second block of a network is part of it', () => {
    const { destinations } = reachAfter({
      Resources: {
        Block: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: att('Vpc', 'VpcId'), CidrBlock: '100.64.0.0/16' } },
        Second: subnet('100.64.1.0/24'),
        Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '100.64.0.0/10' }] } },
      },
    });
    expect(destinations.map(({ kind, resource }) => [kind, resource?.logicalId])).toEqual([['network', 'Vpc']]);
  });
});
