import type {
  AclEntrySpec,
  GroupRuleSpec,
  GroupSpec,
  InspectionSpec,
  Protocol,
  RouteSpec,
  RuleGroupSpec,
  Spec,
  StatelessSpec,
} from './network-spec';
import { subnetsOf } from './network-spec';

/**
 * What AWS does with one packet, hop by hop. Written for the tests from the documentation of the services alone: it knows nothing of ranges or of
 * sets of traffic, and shares no line with the library.
 */
export interface Packet {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly sourcePort: number;
  readonly port: number;
  readonly content: 'tls' | 'http' | 'other';
  readonly name: string;
}

interface Journey {
  readonly subnet: number;
  readonly natted: 'no' | 'public' | 'private';
  /** Where it has been; a packet that comes back as it was goes round for ever. */
  readonly seen: readonly string[];
}

/** A place where a packet arrived, with the packet as it was then. */
interface Arrival {
  readonly place: 'internet' | 'instance' | 'tgw' | 'network';
  readonly packet: Packet;
  readonly subnet?: number;
  readonly natted: boolean;
}

/** One port on each side of every bound that the networks draw. */
const EPHEMERAL = [1024, 5432, 40_000];

export class PacketWalk {
  private readonly subnets;

  constructor(private readonly spec: Spec) {
    this.subnets = subnetsOf(spec);
  }

  /** Everywhere that a packet with this destination may get to, whatever address and port the sender takes. */
  public placesReached(wanted: Omit<Packet, 'from' | 'sourcePort'>): ReadonlySet<string> {
    const reached = new Set<string>();
    const ipv6 = wanted.to.includes(':');
    if ((ipv6 && !this.spec.sender.ipv6) || !this.isLetOut(wanted)) return reached;
    for (const subnet of this.spec.sender.subnets) {
      for (const from of this.addressesIn(subnet, ipv6)) {
        for (const sourcePort of EPHEMERAL) {
          const packet = { ...wanted, from, sourcePort };
          for (const arrival of this.route(packet, { subnet, natted: 'no', seen: [] }, true)) {
            this.receive(packet, arrival, reached);
          }
        }
      }
    }
    return reached;
  }

  /** Without a rule that speaks of it, a packet does not leave the sender, whomever it is for. */
  private isLetOut(packet: Omit<Packet, 'from' | 'sourcePort'>): boolean {
    const rules = this.spec.sender.groups.flatMap(index => letOutBy(this.spec.groups[index]));
    return rules.some(rule => speaksOf(rule, packet) && (rule.cidr === undefined || inside(packet.to, rule.cidr)));
  }

  /** Security groups stand at both ends and see connections, not packets. */
  private receive(sent: Packet, { place, packet, subnet, natted }: Arrival, reached: Set<string>): void {
    const groups = this.spec.sender.groups.map(index => this.spec.groups[index]);
    const out = groups.flatMap(letOutBy);
    const byAddress = out.some(rule => rule.cidr !== undefined && speaksOf(rule, sent) && inside(sent.to, rule.cidr));
    if (byAddress) reached.add(place);
    if (subnet === undefined) return;
    this.spec.listeners.forEach(({ subnets, groups: worn }, index) => {
      if (!subnets.includes(subnet)) return;
      const toGroup = out.some(rule => rule.group !== undefined && worn.includes(rule.group) && speaksOf(rule, sent));
      const letIn = worn
        .flatMap(group => this.spec.groups[group].ingress)
        .some(
          rule =>
            speaksOf(rule, packet) &&
            (rule.cidr !== undefined ? inside(packet.from, rule.cidr) : !natted && this.spec.sender.groups.includes(rule.group!)),
        );
      if ((byAddress || toGroup) && letIn) reached.add(`Listener${index}`);
    });
    const nobody = (group: number) => !this.spec.listeners.some(({ groups: worn }) => worn.includes(group));
    for (const rule of out) {
      if (rule.group !== undefined && nobody(rule.group) && speaksOf(rule, sent)) reached.add(`Group${rule.group}`);
    }
  }

  private route(packet: Packet, journey: Journey, leavesSubnet: boolean): readonly Arrival[] {
    const stop = `${journey.subnet} ${journey.natted} ${leavesSubnet}`;
    if (journey.seen.includes(stop) || isNowhere(packet.to)) return [];
    const here = this.subnets[journey.subnet];
    const own = this.spec.vpcs[here.vpc].cidrs.map((to): { to: string; target: RouteSpec['target'] | 'local' } => ({
      to,
      target: 'local',
    }));
    const routes = [...own, ...(here.table === undefined ? [] : this.spec.tables[here.table])];
    const best = longest(routes, packet.to);
    if (best === undefined) return [];
    if (best.target === 'local') return this.deliver(packet, here.vpc, leavesSubnet ? journey.subnet : undefined, journey);
    if (leavesSubnet && !this.leaves(packet, journey.subnet)) return [];
    const onward = { ...journey, seen: [...journey.seen, stop] };
    const isIpv6 = packet.to.includes(':');
    switch (best.target.kind) {
      case 'igw':
        return isPublic(packet.to) && journey.natted === (isIpv6 ? 'no' : 'public')
          ? [{ place: 'internet', packet, natted: journey.natted !== 'no' }]
          : [];
      case 'eigw':
        return isIpv6 && isPublic(packet.to) ? [{ place: 'internet', packet, natted: journey.natted !== 'no' }] : [];
      case 'nat':
        return this.translate(packet, best.target.nat, onward);
      case 'firewall':
        return this.spec.firewall.subnets.flatMap(subnet => {
          if (subnet !== journey.subnet && !this.enters(packet, subnet)) return [];
          return this.inspect(packet) ? this.route(packet, { ...onward, subnet }, true) : [];
        });
      case 'peering':
        return this.acrossPeering(packet, here.vpc, onward);
      case 'tgw':
        return this.acrossTransit(packet, here.vpc, onward);
      case 'instance':
        return [{ place: 'instance', packet, natted: journey.natted !== 'no' }];
    }
  }

  private deliver(packet: Packet, vpc: number, from: number | undefined, journey: Journey, answers = true): readonly Arrival[] {
    return this.subnets.flatMap((subnet, index) => {
      const isThere =
        subnet.vpc === vpc && (inside(packet.to, subnet.cidr) || (subnet.ipv6 !== undefined && inside(packet.to, subnet.ipv6)));
      if (!isThere) return [];
      if (index !== from) {
        if (from !== undefined && !this.leaves(packet, from)) return [];
        if (!this.enters(packet, index)) return [];
      }
      if (!answers && packet.protocol === 'tcp' && !this.routesBackByPeering(packet, index)) return [];
      return [{ place: 'network', packet, subnet: index, natted: journey.natted !== 'no' }];
    });
  }

  private translate(packet: Packet, index: number, journey: Journey): readonly Arrival[] {
    const { subnet, isPrivate } = this.spec.nats[index];
    const embedded = packet.to.startsWith('64:ff9b::');
    if (packet.to.includes(':') && !embedded) return [];
    const to = embedded ? lastFourBytes(packet.to) : packet.to;
    if (subnet !== journey.subnet && !this.enters({ ...packet, to }, subnet)) return [];
    return this.addressesIn(subnet, false).flatMap(from =>
      EPHEMERAL.flatMap(sourcePort =>
        this.route({ ...packet, from, to, sourcePort }, { ...journey, subnet, natted: isPrivate ? 'private' : 'public' }, true),
      ),
    );
  }

  private acrossPeering(packet: Packet, vpc: number, journey: Journey): readonly Arrival[] {
    const other = vpc === 0 ? 1 : 0;
    if (!this.spec.vpcs[other].cidrs.some(cidr => inside(packet.to, cidr))) return [];
    return this.deliver(packet, other, undefined, journey, false);
  }

  private routesBackByPeering(packet: Packet, index: number): boolean {
    const { table, vpc } = this.subnets[index];
    const local = this.spec.vpcs[vpc].cidrs.map(to => ({ to, target: { kind: 'local' as const } }));
    const best = longest([...local, ...(table === undefined ? [] : this.spec.tables[table])], packet.from);
    return best?.target.kind === 'peering';
  }

  private acrossTransit(packet: Packet, vpc: number, journey: Journey): readonly Arrival[] {
    const { tableKnown, attached, routes } = this.spec.transit;
    if (!tableKnown || !attached.some(attachment => attachment.vpc === vpc)) {
      return [{ place: 'tgw', packet, natted: journey.natted !== 'no' }];
    }
    const best = longest(routes, packet.to);
    if (best === undefined) return [{ place: 'tgw', packet, natted: journey.natted !== 'no' }];
    if (best.attached === 'blackhole') return [];
    return attached[best.attached].subnets.flatMap(subnet => this.route(packet, { ...journey, subnet }, false));
  }

  /** Stateless: the packet has to be let out, and an answer of TCP back in. */
  private leaves(packet: Packet, subnet: number): boolean {
    const { acl } = this.subnets[subnet];
    if (acl === undefined) return true;
    const entries = this.spec.acls[acl];
    const answered = packet.protocol !== 'tcp' || decides(entries, false, 'tcp', packet.to, packet.sourcePort);
    return decides(entries, true, packet.protocol, packet.to, packet.port) && answered;
  }

  private enters(packet: Packet, subnet: number): boolean {
    const { acl } = this.subnets[subnet];
    if (acl === undefined) return true;
    const entries = this.spec.acls[acl];
    const answered = packet.protocol !== 'tcp' || decides(entries, true, 'tcp', packet.from, packet.sourcePort);
    return decides(entries, false, packet.protocol, packet.from, packet.port) && answered;
  }

  private inspect(packet: Packet): boolean {
    const { stateless, statelessDefault, strict, groups, statefulDefault } = this.spec.firewall;
    const single = stateless.find(rule => isMeant(rule, packet))?.action ?? statelessDefault;
    if (single !== 'aws:forward_to_sfe') return single === 'aws:pass';
    const verdicts = groups.flatMap(group => this.verdictsOf(group, packet, strict));
    if (!strict) return verdicts.includes('pass') || !verdicts.includes('drop');
    const [first] = verdicts;
    if (first !== undefined) return first === 'pass';
    if (statefulDefault === 'aws:drop_strict') return false;
    return statefulDefault !== 'aws:drop_established' || packet.protocol !== 'tcp';
  }

  private verdictsOf(group: RuleGroupSpec, packet: Packet, strict: boolean): readonly ('pass' | 'drop')[] {
    const home = group.home ?? this.spec.vpcs[0].cidrs;
    const isHome = (address: string) => home.some(cidr => inside(address, cidr));
    if (group.kind === 'rules') {
      return group.rules
        .filter(rule => matches(rule, packet, isHome))
        .flatMap(({ action }) => (action === 'alert' ? [] : [action]));
    }
    const looked = (group.tls && packet.content === 'tls') || (group.http && packet.content === 'http');
    if (!group.allow || !looked || packet.protocol !== 'tcp' || !isHome(packet.from) || isHome(packet.to)) return [];
    if (group.targets.some(target => isNamed(packet.name, target))) return ['pass'];
    return strict ? [] : ['drop'];
  }

  /** Enough addresses of a subnet to tell its halves apart. */
  private addressesIn(subnet: number, ipv6: boolean): readonly string[] {
    const { cidr, ipv6: block } = this.subnets[subnet];
    if (ipv6) return block === undefined ? [] : [block.replace('/64', '4')];
    const start = cidr.slice(0, cidr.lastIndexOf('.'));
    return [`${start}.4`, `${start}.250`];
  }
}

function matches(
  { action, protocol, from, to, ports, flow, name }: InspectionSpec,
  packet: Packet,
  isHome: (address: string) => boolean,
): boolean {
  // A connection of TCP that carries data is established, and never will be where its first packet is dropped; a datagram needs no answer to have left.
  const isStopped = action === 'drop' && packet.protocol === 'tcp';
  if (flow !== undefined && !isStopped && (packet.protocol === 'tcp') !== (flow === 'established')) return false;
  const spoken = protocol === 'ip' || protocol === packet.protocol || (packet.protocol === 'tcp' && protocol === packet.content);
  const end = (spec: string, address: string) => {
    if (spec === 'any') return true;
    if (spec === '$HOME_NET') return isHome(address);
    if (spec === '!$HOME_NET' || spec === '$EXTERNAL_NET') return !isHome(address);
    if (spec.startsWith('[')) return inside(address, '10.0.0.0/16') && !inside(address, '10.0.1.0/24');
    return spec.startsWith('!') ? !inside(address, spec.slice(1)) : inside(address, spec);
  };
  const { port } = packet;
  const wanted = {
    any: true,
    '443': port === 443,
    '!443': port !== 443,
    '[80,443]': port === 80 || port === 443,
    '1024:': port >= 1024,
  }[ports];
  const hasPorts = packet.protocol !== 'icmp';
  return (
    spoken &&
    end(from, packet.from) &&
    end(to, packet.to) &&
    (wanted || !hasPorts) &&
    (name === undefined || isNamed(packet.name, name))
  );
}

function isMeant({ to, from, ports, protocol }: StatelessSpec, packet: Packet): boolean {
  return (
    (to === undefined || inside(packet.to, to)) &&
    (from === undefined || inside(packet.from, from)) &&
    (protocol === undefined || protocol === packet.protocol) &&
    (ports === undefined || packet.protocol === 'icmp' || (packet.port >= ports[0] && packet.port <= ports[1]))
  );
}

function isNamed(name: string, target: string): boolean {
  return target.startsWith('.') ? `.${name}`.endsWith(target) : name === target;
}

function speaksOf({ protocol, ports }: GroupRuleSpec, packet: Pick<Packet, 'protocol' | 'port'>): boolean {
  if (protocol !== 'all' && protocol !== packet.protocol) return false;
  return ports === undefined || (packet.port >= ports[0] && packet.port <= ports[1]);
}

/** EC2 gives a group that states no rule two of its own, for everything. */
function letOutBy({ egress }: GroupSpec): readonly GroupRuleSpec[] {
  return egress ?? ['0.0.0.0/0', '::/0'].map(cidr => ({ protocol: 'all', cidr }));
}

function decides(entries: readonly AclEntrySpec[], egress: boolean, protocol: Protocol, address: string, port: number): boolean {
  const first = [...entries]
    .sort((a, b) => a.number - b.number)
    .find(
      entry =>
        entry.egress === egress &&
        (entry.protocol === 'all' || entry.protocol === protocol) &&
        inside(address, entry.cidr) &&
        (entry.ports === undefined || (port >= entry.ports[0] && port <= entry.ports[1])),
    );
  return first?.allow === true;
}

function longest<T extends { readonly to: string }>(routes: readonly T[], address: string): T | undefined {
  const length = ({ to }: T) => Number(to.split('/')[1]);
  return routes.filter(({ to }) => inside(address, to)).sort((a, b) => length(b) - length(a))[0];
}

function inside(address: string, cidr: string): boolean {
  const answers = KNOWN.get(cidr) ?? new Map<string, boolean>();
  KNOWN.set(cidr, answers);
  const answer = answers.get(address) ?? compare(address, cidr);
  answers.set(address, answer);
  return answer;
}

/** Every question is asked very often. */
const KNOWN = new Map<string, Map<string, boolean>>();

function compare(address: string, cidr: string): boolean {
  const [network, length] = cidr.split('/');
  if (address.includes(':') !== network.includes(':')) return false;
  return bits(address).slice(0, Number(length)) === bits(network).slice(0, Number(length));
}

function bits(address: string): string {
  if (!address.includes(':')) {
    return address
      .split('.')
      .map(byte => Number(byte).toString(2).padStart(8, '0'))
      .join('');
  }
  const [head, tail = ''] = address.split('::').map(half =>
    half
      .split(':')
      .filter(group => group !== '')
      .map(group => parseInt(group, 16).toString(2).padStart(16, '0'))
      .join(''),
  );
  return head + '0'.repeat(128 - head.length - tail.length) + tail;
}

function lastFourBytes(address: string): string {
  const low = bits(address).slice(96);
  return [0, 8, 16, 24].map(start => parseInt(low.slice(start, start + 8), 2)).join('.');
}

const isNowhere = remembered(address =>
  ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', 'fe80::/10', 'ff00::/8'].some(cidr => inside(address, cidr)),
);

const isPublic = remembered(
  address =>
    !['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', '64:ff9b::/96'].some(cidr =>
      inside(address, cidr),
    ),
);

function remembered(answer: (address: string) => boolean): (address: string) => boolean {
  const known = new Map<string, boolean>();
  return address => {
    const remembers = known.get(address) ?? answer(address);
    known.set(address, remembers);
    return remembers;
  };
}
