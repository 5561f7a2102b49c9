import { associated, att, placesAfter, ref, route, subnet } from './places';
import type { Json, JsonObject } from '../../../lib/model/facts';

const SUBNETS = (type: string): JsonObject => ({ Type: type, Properties: { SubnetIds: [ref('Peer')] } });
const PEER = [ref('Peer')];
const GROUP = att('Theirs', 'GroupId');

/** Who of a resource is reached on its port, where its group lets the function in. */
function reached(Type: string, Properties: JsonObject, more: JsonObject = {}): string[] {
  return placesAfter({
    Resources: {
      Peer: subnet('10.0.5.0/24'),
      PeerTable: associated('Peer', 'OuterTable'),
      Theirs: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.0.0/24' }] },
      },
      Listener: { Type, Properties },
      ...more,
    },
  });
}

describe('what listens in a network', () => {
  const kinds: readonly (readonly [string, JsonObject, string?])[] = [
    ['AWS::AmazonMQ::Broker', { SecurityGroups: [GROUP], SubnetIds: PEER }],
    ['AWS::DAX::Cluster', { SecurityGroupIds: [GROUP], SubnetGroupName: ref('Places') }, 'AWS::DAX::SubnetGroup'],
    ['AWS::DocDB::DBCluster', { VpcSecurityGroupIds: [GROUP], DBSubnetGroupName: ref('Places') }, 'AWS::DocDB::DBSubnetGroup'],
    ['AWS::EC2::Instance', { SecurityGroupIds: [GROUP], SubnetId: ref('Peer') }],
    ['AWS::EC2::NetworkInterface', { GroupSet: [GROUP], SubnetId: ref('Peer') }],
    ['AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { SecurityGroups: [GROUP], Subnets: PEER } } }],
    ['AWS::EFS::MountTarget', { SecurityGroups: [GROUP], SubnetId: ref('Peer') }],
    [
      'AWS::ElastiCache::CacheCluster',
      { VpcSecurityGroupIds: [GROUP], CacheSubnetGroupName: ref('Places') },
      'AWS::ElastiCache::SubnetGroup',
    ],
    [
      'AWS::ElastiCache::ReplicationGroup',
      { SecurityGroupIds: [GROUP], CacheSubnetGroupName: ref('Places') },
      'AWS::ElastiCache::SubnetGroup',
    ],
    ['AWS::ElastiCache::ServerlessCache', { SecurityGroupIds: [GROUP], SubnetIds: PEER }],
    ['AWS::ElasticLoadBalancing::LoadBalancer', { SecurityGroups: [GROUP], Subnets: PEER }],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [GROUP], Subnets: PEER }],
    ['AWS::Elasticsearch::Domain', { VPCOptions: { SecurityGroupIds: [GROUP], SubnetIds: PEER } }],
    ['AWS::FSx::FileSystem', { SecurityGroupIds: [GROUP], SubnetIds: PEER }],
    ['AWS::MemoryDB::Cluster', { SecurityGroupIds: [GROUP], SubnetGroupName: ref('Places') }, 'AWS::MemoryDB::SubnetGroup'],
    ['AWS::MSK::Cluster', { BrokerNodeGroupInfo: { SecurityGroups: [GROUP], ClientSubnets: PEER } }],
    [
      'AWS::Neptune::DBCluster',
      { VpcSecurityGroupIds: [GROUP], DBSubnetGroupName: ref('Places') },
      'AWS::Neptune::DBSubnetGroup',
    ],
    ['AWS::OpenSearchService::Domain', { VPCOptions: { SecurityGroupIds: [GROUP], SubnetIds: PEER } }],
    ['AWS::RDS::DBCluster', { VpcSecurityGroupIds: [GROUP], DBSubnetGroupName: ref('Places') }, 'AWS::RDS::DBSubnetGroup'],
    ['AWS::RDS::DBInstance', { VPCSecurityGroups: [GROUP], DBSubnetGroupName: ref('Places') }, 'AWS::RDS::DBSubnetGroup'],
    ['AWS::RDS::DBProxy', { VpcSecurityGroupIds: [GROUP], VpcSubnetIds: PEER }],
    [
      'AWS::Redshift::Cluster',
      { VpcSecurityGroupIds: [GROUP], ClusterSubnetGroupName: ref('Places') },
      'AWS::Redshift::ClusterSubnetGroup',
    ],
    ['AWS::RedshiftServerless::Workgroup', { SecurityGroupIds: [GROUP], SubnetIds: PEER }],
  ];
  test.each(kinds.map(([type, properties, by]) => ({ type, properties, by })))('$type', ({ type, properties, by }) =>
    expect(reached(type, properties, by === undefined ? {} : { Places: SUBNETS(by) })).toEqual(['peer Listener :5432']),
  );

  test('an endpoint with interfaces, and no other', () => {
    const endpoint = (VpcEndpointType: Json) =>
      reached('AWS::EC2::VPCEndpoint', { VpcEndpointType, ServiceName: 'x', SecurityGroupIds: [GROUP], SubnetIds: PEER });
    expect(endpoint('Interface')).toEqual(['service Listener :5432']);
    expect(endpoint('GatewayLoadBalancer')).toEqual([]);
  });

  test('an instance of a cluster is guarded as its cluster is', () => {
    const properties = { VPCSecurityGroups: [GROUP], DBSubnetGroupName: ref('Places'), DBClusterIdentifier: 'orders' };
    expect(reached('AWS::RDS::DBInstance', properties, { Places: SUBNETS('AWS::RDS::DBSubnetGroup') })).toEqual([]);
  });

  test('in a subnet that stands elsewhere it is reached only by who lets out to its group', () => {
    const elsewhere = { VpcSecurityGroupIds: [GROUP], DBSubnetGroupName: 'default' };
    expect(reached('AWS::RDS::DBCluster', elsewhere)).toEqual([]);
    const out = { Out: route('Table', { TransitGatewayId: 'tgw-1' }) };
    expect(reached('AWS::RDS::DBCluster', elsewhere, out)).toEqual(['beyond tgw-1 every address']);
  });

  test('a group of subnets of another kind places nothing', () => {
    const properties = { VpcSecurityGroupIds: [GROUP], DBSubnetGroupName: ref('Places') };
    expect(reached('AWS::RDS::DBCluster', properties, { Places: SUBNETS('AWS::DocDB::DBSubnetGroup') })).toEqual([]);
  });

  test('without a group of its own it falls into the default one, which lets in only its own members', () => {
    expect(reached('AWS::EFS::MountTarget', { SubnetId: ref('Peer') })).toEqual([]);
    const ours = { Function: { Properties: { VpcConfig: { SecurityGroupIds: [att('Vpc', 'DefaultSecurityGroup')] } } } };
    expect(reached('AWS::EFS::MountTarget', { SubnetId: ref('Peer') }, ours)).toEqual(['peer Listener']);
  });
});
