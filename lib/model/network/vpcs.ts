import type { AppIndex } from '../app-index';
import { variantsOf } from '../conditions';
import type { JsonObject, ResourceFacts, TemplateFacts } from '../facts';
import { isTrue, textOf } from '../json';
import { standsWith } from '../security-groups';
import { canonicalText, lookup } from '../symbolic';
import { append } from '../templates';
import type { Acl } from './acls';
import { aclsOf } from './acls';
import { rangeOf } from './address-text';
import { EVERY_IPV4, EVERY_IPV6, PRIVATE } from './addresses';
import { intersection, union } from './ranges';
import type { Ranges } from './ranges';
import type { RouteTable } from './route-tables';
import { MAIN_TABLE, RouteTables } from './route-tables';

/** A network: one of the app, or one of which only the id is known. */
export interface Vpc {
  readonly resource?: ResourceFacts;
  /** Its id as all templates may write it. */
  readonly id: string;
  readonly addresses: Ranges;
  /** What it may have besides, where only the deployment knows. */
  readonly perhaps: Ranges;
  readonly subnets: readonly Subnet[];
}

export interface Subnet {
  readonly resource: ResourceFacts;
  readonly vpc: Vpc;
  /** Its addresses, or all that it may have. */
  readonly addresses: Ranges;
  /** The availability zone as written. */
  readonly zone?: string;
  /** The tables that may route for it: one, unless conditions decide. */
  readonly tables: readonly RouteTable[];
  /** The ACLs that may filter for it; none where the default one does, unchanged. */
  readonly acls: readonly Acl[];
}

/** The networks of the app with their subnets, by the ids that templates use. */
export class Vpcs {
  public readonly all: readonly Vpc[];
  public readonly tables: RouteTables;
  private readonly byId = new Map<string, Vpc & { readonly subnets: Subnet[] }>();
  private readonly subnets = new Map<ResourceFacts, Subnet>();

  constructor(index: AppIndex) {
    this.tables = new RouteTables(index);
    const blocks = new Map<string, ResourceFacts[]>();
    for (const block of index.ofType('AWS::EC2::VPCCidrBlock')) append(blocks, idIn(block, 'VpcId'), block);
    for (const resource of index.ofType('AWS::EC2::VPC')) {
      const id = canonicalText(resource.template, `\${${resource.logicalId}}`);
      this.byId.set(id, { resource, id, ...blocksOf(resource, blocks.get(id) ?? []), subnets: [] });
    }
    const acls = aclsOf(index);
    const tablesOf = associations(index, 'AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId');
    const aclsFor = associations(index, 'AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId');
    for (const resource of index.ofType('AWS::EC2::Subnet')) {
      const vpc = this.vpcNamed(idIn(resource, 'VpcId'));
      const associated = tablesOf.get(resource) ?? [];
      const filtered = aclsFor.get(resource) ?? [];
      const own = acls.get(vpc.id.replace(/\}$/, '.DefaultNetworkAcl}'));
      const zone = textOf(resource.properties.AvailabilityZone);
      const subnet: Subnet = {
        resource,
        vpc,
        addresses: addressesOfSubnet(resource, vpc),
        ...(zone === undefined ? {} : { zone: canonicalText(resource.template, zone) }),
        tables: [...associated.map(({ text }) => this.tables.named(text)), ...(associated.some(isCertain) ? [] : [MAIN_TABLE])],
        acls: [...filtered.flatMap(({ text }) => acls.get(text) ?? OPEN), ...(filtered.some(isCertain) ? [] : [own ?? OPEN])],
      };
      this.subnets.set(resource, subnet);
      vpc.subnets.push(subnet);
    }
    this.all = [...this.byId.values()];
  }

  /** The subnet behind an id, where it stands in the app. */
  public subnet(template: TemplateFacts, id: string): Subnet | undefined {
    const resource = lookup(template, id)?.resource;
    return resource && this.subnets.get(resource);
  }

  /** The network behind an id as `canonicalText` writes it. */
  public vpcNamed(id: string): Vpc & { readonly subnets: Subnet[] } {
    const known = this.byId.get(id) ?? { id, addresses: [], perhaps: union([...PRIVATE, ...EVERY_IPV6]), subnets: [] };
    this.byId.set(id, known);
    return known;
  }
}

/** An ACL that filters nothing: the default one, and for want of better knowledge one from elsewhere. */
const OPEN: Acl = { leaving: [], entering: [] };

interface Association {
  readonly text: string;
  readonly certain: boolean;
}

function isCertain({ certain }: Association): boolean {
  return certain;
}

/** What is associated with each subnet, and whether under every condition. */
function associations(index: AppIndex, type: string, property: string): ReadonlyMap<ResourceFacts, readonly Association[]> {
  const found = new Map<ResourceFacts, Association[]>();
  for (const resource of index.ofType(type)) {
    const variants = variantsOf(resource);
    for (const { properties } of variants) {
      const subnet = lookup(resource.template, textOf(properties.SubnetId) ?? '')?.resource;
      if (subnet === undefined) continue;
      const text = canonicalText(resource.template, textOf(properties[property]) ?? '').replace(
        /\.(?:Id|RouteTableId|NetworkAclId)\}$/,
        '}',
      );
      append(found, subnet, { text, certain: standsWith(resource, subnet) });
    }
  }
  return found;
}

function idIn({ template, properties }: ResourceFacts, property: string): string {
  return canonicalText(template, textOf(properties[property]) ?? '${?VpcId}').replace(/\.VpcId\}$/, '}');
}

function blocksOf(vpc: ResourceFacts, more: readonly ResourceFacts[]): Pick<Vpc, 'addresses' | 'perhaps'> {
  const blocks = [vpc, ...more].flatMap(({ template, properties }) =>
    ['CidrBlock', 'Ipv6CidrBlock'].flatMap(property => {
      const text = textOf(properties[property]);
      return text === undefined ? [] : [{ range: rangeOf(template, text), ipv6: property === 'Ipv6CidrBlock' }];
    }),
  );
  const drawn = [vpc, ...more].some(({ properties }) => properties.Ipv4IpamPoolId !== undefined);
  const assigned = more.some(({ properties }) => isTrue(properties.AmazonProvidedIpv6CidrBlock) || drawsIpv6(properties));
  const unread = (ipv6: boolean) => blocks.some(block => block.ipv6 === ipv6 && block.range === undefined);
  return {
    addresses: union(blocks.flatMap(({ range }) => (range === undefined ? [] : [range]))),
    perhaps: union([
      ...(drawn || unread(false) ? intersection(PRIVATE, EVERY_IPV4) : []),
      ...(assigned || unread(true) ? EVERY_IPV6 : []),
    ]),
  };
}

function drawsIpv6(properties: JsonObject): boolean {
  return properties.Ipv6IpamPoolId !== undefined || properties.Ipv6Pool !== undefined;
}

/** What a subnet may have where its own block is not known: all that its network has of that family, or anything. */
function addressesOfSubnet({ template, properties }: ResourceFacts, vpc: Vpc): Ranges {
  const family = (text: string | undefined, every: Ranges): Ranges => {
    const range = text === undefined ? undefined : rangeOf(template, text);
    if (range !== undefined) return [range];
    const within = intersection(vpc.addresses, every);
    return intersection(vpc.perhaps, every).length === 0 && within.length > 0 ? within : every;
  };
  const hasIpv6 = properties.Ipv6CidrBlock !== undefined || properties.Ipv6IpamPoolId !== undefined;
  return union([
    ...(isTrue(properties.Ipv6Native) ? [] : family(textOf(properties.CidrBlock), EVERY_IPV4)),
    ...(hasIpv6 ? family(textOf(properties.Ipv6CidrBlock), EVERY_IPV6) : []),
  ]);
}
