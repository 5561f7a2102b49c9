import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { ValidationError } from '../errors';

/** What stands behind the region in the names of resources that another stack makes; only AWS answers for names that end like this. */
const SUFFIXES: readonly (readonly [type: string, suffix: (region: string) => string])[] = [
  ['AWS::RDS::', region => `${region}.rds`],
  ['AWS::DocDB::', region => `${region}.docdb`],
  ['AWS::Neptune::', region => `${region}.neptune`],
  ['AWS::Redshift::', region => `${region}.redshift`],
  ['AWS::ElastiCache::', () => 'cache'],
  ['AWS::MemoryDB::', region => `memorydb.${region}`],
  ['AWS::OpenSearchService::', region => `${region}.es`],
  ['AWS::ElasticLoadBalancingV2::', region => `${region}.elb`],
  ['AWS::ElasticLoadBalancingV2::', region => `elb.${region}`],
];

/** Where resources that take connections keep their names. */
interface Named {
  readonly dbInstanceEndpointAddress?: unknown;
  readonly clusterEndpoint?: { readonly hostname?: unknown };
  readonly clusterReadEndpoint?: { readonly hostname?: unknown };
  readonly instanceEndpoints?: readonly { readonly hostname?: unknown }[];
  readonly endpoint?: unknown;
  readonly domainEndpoint?: unknown;
  readonly loadBalancerDnsName?: unknown;
}

const READERS: readonly ((peer: Named) => readonly unknown[])[] = [
  peer => [peer.dbInstanceEndpointAddress],
  peer => [peer.clusterEndpoint?.hostname],
  peer => [peer.clusterReadEndpoint?.hostname],
  peer => peer.instanceEndpoints?.map(({ hostname }) => hostname) ?? [],
  peer => [peer.endpoint],
  peer => [peer.domainEndpoint],
  peer => [peer.loadBalancerDnsName],
];

/** The names of a peer as it states them itself; none for a bare security group or an address. Behind a group stands what made it. */
export function namesOfPeer(peer: ec2.IConnectable): string[] {
  const owners = peer.connections.securityGroups.flatMap(({ node }) => (node.scope === undefined ? [] : [node.scope]));
  const names = [peer, ...owners].flatMap(candidate => READERS.flatMap(read => stated(() => read(candidate as Named))));
  return [...new Set(names.filter(name => typeof name === 'string'))];
}

/** Imported resources throw where they were not told a name. */
function stated(read: () => readonly unknown[]): readonly unknown[] {
  try {
    return read();
  } catch {
    return [];
  }
}

/**
 * Names as the stack of the network can write them: exact where they are known there. A resource of another stack usually depends on the network, which
 * cannot depend on it in turn; of such a name only what AWS puts behind it is written.
 */
export function namesForStack(names: readonly string[], stack: Stack, scope: IConstruct): string[] {
  return names.flatMap(name => {
    const foreign = Tokenization.reverseString(name).tokens.filter(token => isForeign(token, stack));
    return foreign.length === 0 ? [name] : foreign.flatMap(token => suffixOf((token as Reference).target, stack, scope));
  });
}

/** Whether a stack can write a text: no part of it is made by another stack, which may depend on this one. */
export function isWritableIn(text: string, stack: Stack): boolean {
  return !Tokenization.reverseString(text).tokens.some(token => isForeign(token, stack));
}

function isForeign(token: unknown, stack: Stack): boolean {
  return Reference.isReference(token) && Stack.of(token.target) !== stack;
}

function suffixOf(target: IConstruct, stack: Stack, scope: IConstruct): string[] {
  const type = CfnResource.isCfnResource(target) ? target.cfnResourceType : 'a parameter';
  const suffixes = SUFFIXES.filter(([prefix]) => type.startsWith(prefix)).map(([, suffix]) => suffix(stack.region));
  if (suffixes.length === 0) {
    throw new ValidationError(
      {
        what: `The name of a peer`,
        expected: `must be known in the stack of the network, ${stack.stackName}`,
        got: `an attribute of ${type} in another stack`,
        remedy: `Write it out: Egress.toConnectable(peer, port, { domainNames: ['cache.orders.example'] })`,
      },
      scope,
    );
  }
  return suffixes.map(suffix => `*.${suffix}.${stack.urlSuffix}`);
}

/** Whether a peer is an address, which nobody has to ask for. */
export function isAddress(peer: ec2.IConnectable): boolean {
  return peer.connections.securityGroups.length === 0 && !Token.isUnresolved(peer);
}
