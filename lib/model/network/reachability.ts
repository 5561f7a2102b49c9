import type { AppIndex } from '../app-index';
import type {
  AsymmetryFacts,
  DestinationFacts,
  FunctionFacts,
  HomelessFacts,
  NetworkFacts,
  NetworkingFacts,
  ReachFacts,
  ResourceFacts,
  TemplateFacts,
} from '../facts';
import { at, isTrue, textOf } from '../json';
import { canonicalText } from '../symbolic';
import { append } from '../templates';
import { EVERY_IPV4, EVERY_IPV6, ROUTABLE } from './addresses';
import type { Listeners, Sender } from './destinations';
import { destinationsOf } from './destinations';
import { Resolvers } from './dns';
import { endpointsOf } from './endpoints';
import { policyFacts } from './firewall/policy-facts';
import type { Admitted, GroupRule } from './group-rules';
import { incoming, isDefaultGroup, keyOf, OPEN, outgoing, spelledRule } from './group-rules';
import type { Listener } from './interfaces';
import { defaultGroupOf, listenersOf } from './interfaces';
import type { Inspection, Way } from './paths';
import { Paths } from './paths';
import { difference, intersection, union } from './ranges';
import { EVERYTHING } from './traffic';
import type { Subnet, Vpc } from './vpcs';
import { Vpcs } from './vpcs';

/** The networks of the app. What a function reaches is worked out when somebody asks, and once for all that share its place. */
export function networkingOf(index: AppIndex): NetworkingFacts {
  let known: Networking | undefined;
  const networking = () => (known ??= new Networking(index));
  return {
    endpoints: endpointsOf(index),
    firewallPolicies: policyFacts(index),
    reachOf: fn => (fn.network === undefined || 'unknown' in fn.network ? undefined : networking().reachOf(fn, fn.network)),
  };
}

class Networking {
  private readonly vpcs: Vpcs;
  private readonly paths: Paths;
  private readonly resolvers: Resolvers;
  private readonly admitted: ReadonlyMap<string, Admitted>;
  private readonly closedDefaults: ReadonlySet<string>;
  private readonly bySubnet = new Map<Subnet | undefined, Listener[]>();
  private readonly byGroup = new Map<string, Listener[]>();
  private readonly byFunction = new WeakMap<FunctionFacts, ReachFacts>();
  private readonly answers = new Map<string, ReachFacts>();
  /** Functions with groups of their own that say the same get to the same places. */
  private readonly places = new Map<string, readonly DestinationFacts[]>();
  /** Which groups let the members of a group in, and what. */
  private readonly entries = new Map<string, string[]>();
  private readonly listeners: Listeners = {
    in: subnet => this.bySubnet.get(subnet) ?? [],
    bearing: group => this.byGroup.get(group) ?? [],
    admitted: ({ groups, subnets: [subnet] }) => {
      const borne = groups.length > 0 ? groups : [defaultGroupOf(subnet?.vpc.id ?? '')];
      const rules = borne.map(group => this.admittedBy(group));
      return rules.includes(undefined) ? undefined : (rules as Admitted[]);
    },
  };

  constructor(index: AppIndex) {
    this.vpcs = new Vpcs(index);
    this.paths = new Paths(index, this.vpcs);
    this.resolvers = new Resolvers(index);
    this.admitted = incoming(index);
    this.closedDefaults = closedDefaults(index);
    for (const [key, { members }] of this.admitted) {
      for (const [member, rules] of members) {
        for (const rule of rules) append(this.entries, member, `${key} ${spelledRule({ filter: rule.filter })}`);
      }
    }
    for (const listener of listenersOf(index, this.vpcs)) {
      for (const subnet of listener.subnets) append(this.bySubnet, subnet, listener);
      for (const group of listener.groups) append(this.byGroup, group, listener);
    }
  }

  public reachOf(fn: FunctionFacts, network: NetworkFacts): ReachFacts {
    const reach = this.byFunction.get(fn) ?? this.byPlace(fn, network);
    this.byFunction.set(fn, reach);
    return reach;
  }

  private byPlace(fn: FunctionFacts, { subnets, securityGroups }: NetworkFacts): ReachFacts {
    const { template } = fn.resource;
    const listed = 'unknown' in subnets ? [subnets.unknown] : subnets;
    const ids = canonicalIds(template, listed);
    const groups = securityGroups.map(group =>
      'unknown' in group ? canonicalText(template, group.unknown) : keyOf(group.resource),
    );
    const ipv6 = isTrue(at(fn.properties.VpcConfig, 'Ipv6AllowedForDualStack'));
    const key = JSON.stringify([ids, [...groups].sort(), ipv6]);
    const known = this.answers.get(key) ?? this.answer(fn, listed, securityGroups, ipv6);
    this.answers.set(key, known);
    return known;
  }

  private answer(fn: FunctionFacts, ids: readonly string[], groups: NetworkFacts['securityGroups'], ipv6: boolean): ReachFacts {
    const { template } = fn.resource;
    const found = ids.map(id => ({ id, subnet: this.vpcs.subnet(template, id) }));
    const subnets = [...new Set(found.flatMap(({ subnet }) => subnet ?? []))];
    const hiddenSubnets = found.flatMap(({ id, subnet }) => (subnet === undefined ? [id] : []));
    const explored = subnets.map(subnet => this.paths.from(subnet));
    const ways = [...explored.flatMap(({ ways: some }) => some), ...hiddenSubnets.flatMap(hiddenWays)];
    const vpcs = [...new Set(subnets.map(({ vpc }) => vpc))];
    const sender = this.senderOf(template, groups, vpcs[0]);
    return {
      destinations: this.placesOf(
        JSON.stringify([canonicalIds(template, ids), ipv6]),
        ways.filter(way => ipv6 || !way.ipv6),
        sender,
      ),
      dns: vpcs.map(({ id, resource }) => this.resolvers.of(id, resource)),
      hiddenSubnets,
      publicRoutes: [...new Set(subnets.flatMap(publicRoutes))],
      asymmetries: distinct(explored.flatMap(({ asymmetries }) => asymmetries)),
      homeless: together(explored.flatMap(({ inspections }) => inspections.flatMap(homelessOf))),
    };
  }

  private placesOf(place: string, ways: readonly Way[], sender: Sender): readonly DestinationFacts[] {
    const entered = [...sender.groups].flatMap(group => [
      ...(this.entries.get(group) ?? []),
      ...(group.endsWith(DEFAULT) ? [group] : []),
    ]);
    const key = JSON.stringify([place, sender.rules.map(spelledRule).sort(), entered.sort()]);
    const known = this.places.get(key) ?? destinationsOf(ways, sender, this.listeners);
    this.places.set(key, known);
    return known;
  }

  private senderOf(template: TemplateFacts, groups: NetworkFacts['securityGroups'], vpc: Vpc | undefined): Sender {
    const borne = groups.map(group =>
      'unknown' in group ? this.foreign(template, group.unknown) : { key: keyOf(group.resource), rules: outgoing(group) },
    );
    if (borne.length === 0) borne.push(this.byDefault(defaultGroupOf(vpc?.id ?? '')));
    return { groups: new Set(borne.map(({ key }) => key)), rules: borne.flatMap(({ rules }) => rules) };
  }

  private foreign(template: TemplateFacts, id: string): Borne {
    if (isDefaultGroup(template, id)) return this.byDefault(canonicalText(template, id));
    const unknown = `what the security group ${id} lets out`;
    return { key: canonicalText(template, id), rules: [{ ...OPEN, unknown }] };
  }

  private byDefault(key: string): Borne {
    return { key, rules: this.closedDefaults.has(key) ? [] : [OPEN] };
  }

  /** A default group lets its own members in, unless somebody closed it. */
  private admittedBy(group: string): Admitted | undefined {
    const stated = this.admitted.get(group);
    if (!group.endsWith(DEFAULT)) return stated;
    const { anybody = [], members = new Map<string, readonly GroupRule[]>() } = stated ?? {};
    if (this.closedDefaults.has(group)) return { anybody, members };
    return { anybody, members: new Map([...members, [group, [...(members.get(group) ?? []), { group, filter: {} }]]]) };
  }
}

const DEFAULT = '.DefaultSecurityGroup}';

function canonicalIds(template: TemplateFacts, ids: readonly string[]): readonly string[] {
  return ids.map(id => canonicalText(template, id)).sort();
}

interface Borne {
  readonly key: string;
  readonly rules: readonly GroupRule[];
}

/** CDK closes the default group of a network with a resource of its own. */
function closedDefaults(index: AppIndex): ReadonlySet<string> {
  const closing = index.ofType('Custom::VpcRestrictDefaultSG');
  return new Set(
    closing.map(({ template, properties }) => canonicalText(template, textOf(properties.DefaultSecurityGroupId) ?? '')),
  );
}

/** Nobody knows where traffic goes from a subnet that stands in no template. */
function hiddenWays(id: string): readonly Way[] {
  return [EVERY_IPV4, EVERY_IPV6].map(family => ({
    end: { kind: 'hidden', text: `the subnet ${id}` },
    traffic: [{ ...EVERYTHING, to: intersection(ROUTABLE, family) }],
    translated: false,
    ipv6: family === EVERY_IPV6,
    through: [],
  }));
}

function publicRoutes({ tables }: Subnet): readonly ResourceFacts[] {
  return tables.flatMap(({ routes }) =>
    routes.flatMap(({ target, resource }) => (target.kind === 'internet-gateway' ? [resource] : [])),
  );
}

/** Groups whose rules pass over what this traffic comes from. */
function homelessOf({ firewall, from }: Inspection): readonly HomelessFacts[] {
  return firewall.rules.flatMap(({ homes, rest }) =>
    homes.flatMap(({ group, home }) => {
      const missed = difference(from, home.most);
      return missed.length === 0 ? [] : [{ firewall: firewall.resource, group, missed, dropped: rest !== 'pass' }];
    }),
  );
}

/** One fact for each group, with everything that it misses. */
function together(facts: readonly HomelessFacts[]): readonly HomelessFacts[] {
  const byGroup = new Map<ResourceFacts, HomelessFacts>();
  for (const fact of facts) {
    const known = byGroup.get(fact.group) ?? fact;
    const missed = union([...known.missed, ...fact.missed]);
    byGroup.set(fact.group, { ...known, missed, dropped: known.dropped && fact.dropped });
  }
  return [...byGroup.values()];
}

function distinct(facts: readonly AsymmetryFacts[]): readonly AsymmetryFacts[] {
  return [...new Map(facts.map(fact => [`${fact.kind} ${keyOf(fact.at)} ${keyOf(fact.firewall)}`, fact])).values()];
}
