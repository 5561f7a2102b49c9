import type { AppIndex } from '../app-index';
import { variantsOf } from '../conditions';
import type { Json, JsonObject, ResourceFacts, TemplateFacts } from '../facts';
import { at, listOf, textOf } from '../json';
import { lookup } from '../symbolic';
import { ENDPOINT } from './endpoints';
import { groupKey } from './group-rules';
import type { Subnet, Vpcs } from './vpcs';

/** A resource of the app that listens in a network. */
export interface Listener {
  readonly resource: ResourceFacts;
  /** Its groups as `groupKey` writes them; none where it falls into the default group of its network. */
  readonly groups: readonly string[];
  /** Where it listens; undefined where that is a subnet of no template. */
  readonly subnets: readonly (Subnet | undefined)[];
}

interface Place {
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
  /** Where a group of subnets stands between: its type, and the property that lists them. */
  readonly by?: string;
}

const RDS: Omit<Place, 'by'> = { groups: ['VpcSecurityGroupIds'], subnets: ['DBSubnetGroupName'] };
const PLAIN: Place = { groups: ['SecurityGroupIds'], subnets: ['SubnetIds'] };
const IN_OPTIONS: Place = { groups: ['VPCOptions', 'SecurityGroupIds'], subnets: ['VPCOptions', 'SubnetIds'] };

/** Where each kind of resource says in which subnets it listens and which groups guard it. */
const PLACES: ReadonlyMap<string, Place> = new Map([
  ['AWS::AmazonMQ::Broker', { groups: ['SecurityGroups'], subnets: ['SubnetIds'] }],
  ['AWS::DAX::Cluster', { groups: ['SecurityGroupIds'], subnets: ['SubnetGroupName'], by: 'AWS::DAX::SubnetGroup' }],
  ['AWS::DocDB::DBCluster', { ...RDS, by: 'AWS::DocDB::DBSubnetGroup' }],
  ['AWS::EC2::Instance', { groups: ['SecurityGroupIds'], subnets: ['SubnetId'] }],
  ['AWS::EC2::NetworkInterface', { groups: ['GroupSet'], subnets: ['SubnetId'] }],
  [ENDPOINT, PLAIN],
  [
    'AWS::ECS::Service',
    {
      groups: ['NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups'],
      subnets: ['NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets'],
    },
  ],
  ['AWS::EFS::MountTarget', { groups: ['SecurityGroups'], subnets: ['SubnetId'] }],
  [
    'AWS::ElastiCache::CacheCluster',
    { groups: ['VpcSecurityGroupIds'], subnets: ['CacheSubnetGroupName'], by: 'AWS::ElastiCache::SubnetGroup' },
  ],
  [
    'AWS::ElastiCache::ReplicationGroup',
    { groups: ['SecurityGroupIds'], subnets: ['CacheSubnetGroupName'], by: 'AWS::ElastiCache::SubnetGroup' },
  ],
  ['AWS::ElastiCache::ServerlessCache', PLAIN],
  ['AWS::ElasticLoadBalancing::LoadBalancer', { groups: ['SecurityGroups'], subnets: ['Subnets'] }],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', { groups: ['SecurityGroups'], subnets: ['Subnets'] }],
  ['AWS::Elasticsearch::Domain', IN_OPTIONS],
  ['AWS::FSx::FileSystem', PLAIN],
  ['AWS::MemoryDB::Cluster', { groups: ['SecurityGroupIds'], subnets: ['SubnetGroupName'], by: 'AWS::MemoryDB::SubnetGroup' }],
  ['AWS::MSK::Cluster', { groups: ['BrokerNodeGroupInfo', 'SecurityGroups'], subnets: ['BrokerNodeGroupInfo', 'ClientSubnets'] }],
  ['AWS::Neptune::DBCluster', { ...RDS, by: 'AWS::Neptune::DBSubnetGroup' }],
  ['AWS::OpenSearchService::Domain', IN_OPTIONS],
  ['AWS::RDS::DBCluster', { ...RDS, by: 'AWS::RDS::DBSubnetGroup' }],
  ['AWS::RDS::DBInstance', { groups: ['VPCSecurityGroups'], subnets: ['DBSubnetGroupName'], by: 'AWS::RDS::DBSubnetGroup' }],
  ['AWS::RDS::DBProxy', { groups: ['VpcSecurityGroupIds'], subnets: ['VpcSubnetIds'] }],
  [
    'AWS::Redshift::Cluster',
    { groups: ['VpcSecurityGroupIds'], subnets: ['ClusterSubnetGroupName'], by: 'AWS::Redshift::ClusterSubnetGroup' },
  ],
  ['AWS::RedshiftServerless::Workgroup', PLAIN],
]);

/** Everything of the app that a function can connect to inside a network. Functions themselves listen to nobody. */
export function listenersOf(index: AppIndex, vpcs: Vpcs): readonly Listener[] {
  return [...PLACES].flatMap(([type, place]) =>
    index
      .ofType(type)
      .filter(listens)
      .map(resource => listenerOf(resource, place, vpcs)),
  );
}

/** Endpoints of other kinds have no interface; an instance of a cluster is guarded as its cluster is. */
function listens({ type, properties }: ResourceFacts): boolean {
  if (type === ENDPOINT) return textOf(properties.VpcEndpointType) === 'Interface';
  return type !== 'AWS::RDS::DBInstance' || properties.DBClusterIdentifier === undefined;
}

function listenerOf(resource: ResourceFacts, place: Place, vpcs: Vpcs): Listener {
  const { template } = resource;
  const variants = variantsOf(resource);
  const texts = (path: readonly string[]) => new Set(variants.flatMap(({ properties }) => textsAt(properties, path)));
  const groups = new Set([...texts(place.groups)].map(id => groupKey(template, id)));
  const subnets = [...texts(place.subnets)].flatMap(id =>
    place.by === undefined ? [{ template, id }] : subnetsOf(template, id, place.by),
  );
  const found = subnets.map(({ template: home, id }) => vpcs.subnet(home, id));
  return { resource, groups: [...groups], subnets: found.length === 0 ? [undefined] : [...new Set(found)] };
}

function subnetsOf(template: TemplateFacts, id: string, type: string): readonly { template: TemplateFacts; id: string }[] {
  const group = lookup(template, id)?.resource;
  if (group?.type !== type) return [];
  return variantsOf(group).flatMap(({ properties }) =>
    textsAt(properties, ['SubnetIds']).map(subnet => ({ template: group.template, id: subnet })),
  );
}

function textsAt(properties: JsonObject, path: readonly string[]): readonly string[] {
  return listOf(at(properties, ...path) as Json | undefined)
    .flatMap(listOf)
    .flatMap(item => textOf(item) ?? []);
}

/** The key of a network's default group. */
export function defaultGroupOf(vpcId: string): string {
  return vpcId.replace(/\}$/, '.DefaultSecurityGroup}');
}
