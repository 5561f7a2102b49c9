import type { AppIndex } from '../app-index';
import type { AsymmetryFacts, ResourceFacts } from '../facts';
import { textOf } from '../json';
import { canonicalText } from '../symbolic';
import type { Acl } from './acls';
import { passing } from './acls';
import { EVERY_IPV4, EVERY_IPV6, PUBLIC, ROUTABLE, TRANSLATED, translated } from './addresses';
import { ENDPOINT } from './endpoints';
import type { Firewall, FirewallEndpoint } from './firewall/firewalls';
import { Firewalls } from './firewall/firewalls';
import type { Passed } from './firewall/inspection';
import { inspected } from './firewall/inspection';
import { commonNames } from './names';
import { intersection, union } from './ranges';
import type { Ranges } from './ranges';
import type { RouteTable, Target } from './route-tables';
import { MAIN_TABLE } from './route-tables';
import { routed } from './routing';
import type { Traffic } from './traffic';
import { EPHEMERAL, EVERYTHING, limitAll, NOT_TCP, PROTOCOLS, TCP, UDP } from './traffic';
import { TransitGateways } from './transit';
import type { Subnet, Vpc, Vpcs } from './vpcs';

/** Where traffic from a subnet ends up, each way by itself. */
export interface Way {
  readonly end: End;
  /** As the sender addressed it, from whom the end sees. */
  readonly traffic: readonly Traffic[];
  /** Whether a NAT gateway stands in for the sender. */
  readonly translated: boolean;
  /** Whether the sender needs an address of IPv6. */
  readonly ipv6: boolean;
  readonly through: readonly ResourceFacts[];
  readonly domains?: readonly string[];
  readonly unknown?: string;
}

export type End =
  | { readonly kind: 'vpc'; readonly vpc: Vpc; readonly subnet?: Subnet }
  | { readonly kind: 'internet' }
  | { readonly kind: 'service'; readonly endpoint: ResourceFacts }
  | { readonly kind: 'beyond'; readonly target: Target }
  | { readonly kind: 'hidden'; readonly text: string };

/** A firewall and the addresses that it is asked to inspect. */
export interface Inspection {
  readonly firewall: Firewall;
  readonly from: Ranges;
}

export interface Exploration {
  readonly ways: readonly Way[];
  readonly inspections: readonly Inspection[];
  readonly asymmetries: readonly AsymmetryFacts[];
}

/** Traffic on its way. */
interface Position {
  readonly traffic: readonly Traffic[];
  readonly subnet: Subnet;
  readonly ipv6: boolean;
  readonly source: 'function' | 'nat' | 'private-nat';
  /** By how much a translation moved the addresses that the sender wrote. */
  readonly shift: bigint;
  readonly through: readonly ResourceFacts[];
  /** Where it has been: what comes back as it was goes round in a circle for ever. */
  readonly visited: readonly Stop[];
  /** The firewall that it came through since it bears its present source address. */
  readonly inspectedBy?: ResourceFacts;
  readonly domains?: readonly string[];
  readonly unknown?: string;
}

interface Stop {
  readonly subnet: Subnet;
  readonly source: Position['source'];
  readonly filtered: boolean;
}

/** Follows traffic hop by hop, as the tables of the app route it. */
export class Paths {
  private readonly firewalls: Firewalls;
  private readonly gateways: TransitGateways;
  private readonly known = new Map<Subnet, Exploration>();

  constructor(
    index: AppIndex,
    private readonly vpcs: Vpcs,
  ) {
    this.firewalls = new Firewalls(index, vpcs);
    this.gateways = new TransitGateways(index, vpcs);
  }

  /** Where everything that a function could send from a subnet ends up. */
  public from(subnet: Subnet): Exploration {
    const known = this.known.get(subnet) ?? new Walk(this.firewalls, this.gateways, this.vpcs).explore(subnet);
    this.known.set(subnet, known);
    return known;
  }
}

class Walk {
  private readonly ways: Way[] = [];
  private readonly inspections: Inspection[] = [];
  private readonly asymmetries: AsymmetryFacts[] = [];

  constructor(
    private readonly firewalls: Firewalls,
    private readonly gateways: TransitGateways,
    private readonly vpcs: Vpcs,
  ) {}

  public explore(subnet: Subnet): Exploration {
    for (const family of [EVERY_IPV4, EVERY_IPV6]) {
      const from = intersection(subnet.addresses, family);
      if (from.length === 0) continue;
      const traffic = [{ ...EVERYTHING, from, to: intersection(ROUTABLE, family), sourcePorts: EPHEMERAL }];
      this.leave({ traffic, subnet, ipv6: family === EVERY_IPV6, source: 'function', shift: 0n, through: [], visited: [] }, true);
    }
    return { ways: this.ways, inspections: this.inspections, asymmetries: this.asymmetries };
  }

  /** Traffic leaves a subnet by its route table. What comes from a gateway is not let out by the ACL of the subnet where it enters. */
  private leave(arriving: Position, filtered: boolean): void {
    const { subnet, source, visited } = arriving;
    const stop = visited.find(seen => seen.subnet === subnet && seen.source === source && seen.filtered === filtered);
    if (stop !== undefined) return;
    const position = { ...arriving, visited: [...visited, { subnet, source, filtered }] };
    for (const table of subnet.tables) {
      if (table.unknown !== undefined) {
        this.end({ ...position, unknown: undefined }, { kind: 'hidden', text: `the route table ${table.unknown}` });
        continue;
      }
      const out = (traffic: readonly Traffic[]) => (filtered ? throughAcls(traffic, subnet.acls, 'leaving') : traffic);
      for (const endpoint of table.endpoints) {
        const traffic = limitAll(out(position.traffic), [{ to: PUBLIC, protocols: TCP }]);
        this.end({ ...position, traffic }, { kind: 'service', endpoint });
      }
      for (const { traffic, target } of routed(position.traffic, table, subnet.vpc)) {
        if (target === 'local') this.deliver({ ...position, traffic }, subnet.vpc, filtered ? subnet : undefined);
        else this.follow({ ...position, traffic: out(traffic) }, target, table);
      }
    }
  }

  private follow(position: Position, target: Target, table: RouteTable): void {
    if (position.traffic.length === 0) return;
    switch (target.kind) {
      case 'internet-gateway':
        return this.toInternet(position, target.resource);
      case 'egress-only':
        return this.end(
          { ...position, traffic: limitAll(position.traffic, [{ to: PUBLIC }]) },
          { kind: 'internet' },
          target.resource,
        );
      case 'nat':
        return this.translate(position, target);
      case 'endpoint':
        return this.inspect(position, target, table);
      case 'transit-gateway':
        return this.transit(position, target);
      case 'peering':
        return this.peer(position, target);
      default:
        return this.end(position, { kind: 'beyond', target });
    }
  }

  /** A function has no public address of IPv4, so an internet gateway lets only those out that a NAT gateway stands in for. */
  private toInternet(position: Position, gateway: ResourceFacts | undefined): void {
    const family = position.source === 'nat' ? EVERY_IPV4 : position.source === 'function' ? EVERY_IPV6 : [];
    const traffic = limitAll(position.traffic, [{ to: intersection(PUBLIC, family) }]);
    if (traffic.length === 0) return;
    const edges = gateway === undefined ? [] : this.vpcs.tables.ofEdge(gateway);
    if (gateway) this.compareAnswer(position, edges, position.subnet.vpc, gateway);
    this.end({ ...position, traffic }, { kind: 'internet' }, gateway);
  }

  /** A NAT gateway sends in its own name, from its own subnet. */
  private translate(position: Position, target: Target): void {
    const nat = target.resource;
    const inner = limitAll(position.traffic, [{ protocols: TRANSLATABLE }]);
    const plain = limitAll(inner, [{ to: EVERY_IPV4 }]);
    const embedded = limitAll(inner, [{ to: TRANSLATED }]);
    for (const [traffic, shift] of [
      [plain, 0n],
      [embedded.map(part => ({ ...part, to: translated(part.to) })), TRANSLATED[0][0]],
    ] as const) {
      const moved: Position = { ...position, traffic, shift: position.shift + shift, through: withHop(position, nat) };
      const id = textOf(nat?.properties.SubnetId);
      const home = id === undefined ? undefined : this.vpcs.subnet(nat!.template, id);
      if (home === undefined) {
        const hidden =
          nat !== undefined && id === undefined ? {} : { unknown: `what stands behind the NAT gateway ${target.text}` };
        this.end(
          { ...moved, source: 'nat', ...hidden, traffic: limitAll(traffic, [{ to: intersection(PUBLIC, EVERY_IPV4) }]) },
          { kind: 'internet' },
        );
        continue;
      }
      const entered = position.subnet === home ? traffic : throughAcls(traffic, home.acls, 'entering');
      if (entered.length === 0) continue;
      this.compareAnswer(position, home.tables, home.vpc, nat!);
      const isPrivate = textOf(nat!.properties.ConnectivityType)?.toLowerCase() === 'private';
      const { inspectedBy: _, ...rest } = moved;
      this.leave(
        {
          ...rest,
          traffic: entered.map(part => ({ ...part, from: intersection(home.addresses, EVERY_IPV4), sourcePorts: EPHEMERAL })),
          subnet: home,
          source: isPrivate ? 'private-nat' : 'nat',
        },
        true,
      );
    }
  }

  private inspect(position: Position, target: Target, table: RouteTable): void {
    const endpoint = this.firewalls.endpoint(target.template, target.text);
    if (endpoint === undefined) return this.passAppliance(position, target);
    const { firewall, subnets } = endpoint;
    this.inspections.push({ firewall, from: union(position.traffic.flatMap(({ from }) => [...from])) });
    this.compareZones(position.subnet, endpoint, table);
    const through = withHop(position, firewall.resource);
    const hidden = firewall.rules.length === 0 ? `the firewall policy ${firewall.policy}` : undefined;
    if (subnets.length === 0) {
      this.end({ ...position, through }, { kind: 'hidden', text: `the subnets of the firewall ${firewall.resource.logicalId}` });
    }
    for (const subnet of subnets) {
      const entered = subnet === position.subnet ? position.traffic : throughAcls(position.traffic, subnet.acls, 'entering');
      const passed: readonly Passed[] =
        hidden === undefined
          ? firewall.rules.flatMap(rules => inspected(entered, rules))
          : [{ traffic: entered, unknown: hidden }];
      for (const { traffic, domains: named, unknown } of passed) {
        const domains = commonNames(position.domains, named);
        if (domains?.length === 0) continue;
        this.leave(
          {
            ...position,
            traffic,
            subnet,
            through,
            inspectedBy: firewall.resource,
            domains,
            unknown: unknown ?? position.unknown,
          },
          true,
        );
      }
    }
  }

  /** An endpoint of somebody else's appliance: traffic comes back to its subnet, and nobody knows which. */
  private passAppliance(position: Position, target: Target): void {
    const { resource, template, text } = target;
    const own = resource?.type === ENDPOINT ? resource : undefined;
    const ids = own === undefined ? [] : ([own.properties.SubnetIds].flat() as (string | undefined)[]);
    const subnets = ids.flatMap(id => this.vpcs.subnet(template, textOf(id) ?? '') ?? []);
    const unknown = `what the endpoint ${text} lets through`;
    if (own === undefined || subnets.length === 0) return this.end({ ...position, unknown }, { kind: 'beyond', target });
    for (const subnet of subnets) {
      this.leave({ ...position, subnet, through: withHop(position, own), unknown: position.unknown ?? unknown }, true);
    }
  }

  private transit(position: Position, target: Target): void {
    const forwarded = this.gateways.forward(target.resource, position.subnet.vpc, position.traffic);
    if (forwarded === undefined) return this.end(position, { kind: 'beyond', target });
    for (const { traffic, attachment } of forwarded) {
      if (attachment === undefined || attachment.subnets.length === 0) {
        this.end({ ...position, traffic }, { kind: 'beyond', target });
        continue;
      }
      for (const subnet of attachment.subnets) {
        this.leave({ ...position, traffic, subnet, through: withHop(position, target.resource) }, false);
      }
    }
  }

  /** The far side of a peering answers only where its own tables lead back. */
  private peer(position: Position, target: Target): void {
    const { template, properties } = target.resource ?? {};
    const ends = ['VpcId', 'PeerVpcId'].map(property =>
      template === undefined ? '' : canonicalText(template, textOf(properties?.[property]) ?? '').replace(/\.VpcId\}$/, '}'),
    );
    const other = ends[0] === position.subnet.vpc.id ? ends[1] : ends[0];
    const vpc = target.resource === undefined ? undefined : this.vpcs.vpcNamed(other);
    if (vpc?.resource === undefined) return this.end(position, { kind: 'beyond', target });
    this.deliver({ ...position, through: withHop(position, target.resource) }, vpc, undefined, target.resource);
  }

  /** Traffic arrives in a network: `here` is the subnet that it comes from, where that stands in the same one. */
  private deliver(position: Position, vpc: Vpc, here: Subnet | undefined, peering?: ResourceFacts): void {
    const left = (traffic: readonly Traffic[]) => (here === undefined ? traffic : throughAcls(traffic, here.acls, 'leaving'));
    for (const subnet of vpc.subnets) {
      const inside = limitAll(position.traffic, [{ to: subnet.addresses }]);
      if (inside.length === 0) continue;
      const entered = subnet === here ? inside : throughAcls(left(inside), subnet.acls, 'entering');
      const answered = peering === undefined ? entered : entered.flatMap(part => answerable(part, subnet, peering));
      const isSeen = position.inspectedBy !== undefined && answered.length > 0 && subnet !== here;
      if (isSeen) this.compareAnswer(position, subnet.tables, vpc, subnet.resource);
      this.end({ ...position, traffic: answered }, { kind: 'vpc', vpc, subnet });
    }
    this.end({ ...position, traffic: left(limitAll(position.traffic, [{ to: vpc.perhaps }])) }, { kind: 'vpc', vpc });
  }

  /** Compares the way of the answer with that of the question: the tables where it begins must lead back to the same firewall, or to none. */
  private compareAnswer(position: Position, tables: readonly RouteTable[], vpc: Vpc, at: ResourceFacts): void {
    const wanted = position.inspectedBy;
    const answers = position.traffic.map(({ from }) => ({ ...EVERYTHING, to: from }));
    for (const table of tables.length === 0 ? [MAIN_TABLE] : tables) {
      if (table.unknown !== undefined) continue;
      for (const { target } of routed(answers, table, vpc)) {
        const met = target === 'local' ? undefined : this.firewalls.endpoint(target.template, target.text)?.firewall.resource;
        const firewall = wanted ?? met;
        if (firewall !== undefined && met !== wanted) {
          this.asymmetries.push({ firewall, at: table.resource ?? at, kind: 'answer' });
        }
      }
    }
  }

  /** The zone counts only where the endpoint is known. */
  private compareZones(subnet: Subnet, { firewall, subnets }: FirewallEndpoint, table: RouteTable): void {
    const [{ zone } = {}] = subnets;
    if (subnets.length === 1 && zone !== undefined && subnet.zone !== undefined && subnet.zone !== zone) {
      this.asymmetries.push({ firewall: firewall.resource, at: table.resource!, kind: 'zone' });
    }
  }

  private end(position: Position, end: End, hop?: ResourceFacts): void {
    const { ipv6, shift, source, domains, unknown } = position;
    if (position.traffic.length === 0) return;
    const traffic = shift === 0n ? position.traffic : position.traffic.map(part => ({ ...part, to: shifted(part.to, shift) }));
    this.ways.push({
      end,
      traffic,
      translated: source !== 'function',
      ipv6,
      through: hop === undefined ? position.through : withHop(position, hop),
      domains,
      unknown,
    });
  }
}

/** A NAT gateway knows how to translate these. */
const TRANSLATABLE = union([...TCP, ...UDP, ...PROTOCOLS.get('icmp')!]);

function throughAcls(traffic: readonly Traffic[], acls: readonly Acl[], direction: keyof Acl): readonly Traffic[] {
  return acls.flatMap(acl => passing(traffic, acl, direction));
}

/** The part whose answer a subnet routes back through the peering. */
function answerable(part: Traffic, subnet: Subnet, peering: ResourceFacts): readonly Traffic[] {
  return subnet.tables.flatMap(table => {
    if (table.unknown !== undefined) return [part];
    const back = routed([{ ...EVERYTHING, to: part.from }], table, subnet.vpc);
    const leading = back.filter(({ target }) => target !== 'local' && target.resource === peering);
    return limitAll(
      [part],
      [{ protocols: NOT_TCP }, ...leading.flatMap(({ traffic }) => traffic.map(({ to }) => ({ from: to, protocols: TCP })))],
    );
  });
}

function withHop({ through }: Position, hop: ResourceFacts | undefined): readonly ResourceFacts[] {
  return hop === undefined ? through : [...through, hop];
}

function shifted(addresses: Ranges, shift: bigint): Ranges {
  return addresses.map(([first, last]) => [first + shift, last + shift] as const);
}
