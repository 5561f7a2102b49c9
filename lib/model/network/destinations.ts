import { widerThanAllowed } from '../../baseline/address';
import type { DestinationFacts, ResourceFacts } from '../facts';
import { cidrsOf } from './addresses';
import type { Admitted, GroupRule } from './group-rules';
import type { Listener } from './interfaces';
import type { Way } from './paths';
import type { Filter, Traffic } from './traffic';
import { limitAll } from './traffic';
import type { Subnet } from './vpcs';

/** Who sends: the groups it bears, and what they let out. */
export interface Sender {
  readonly groups: ReadonlySet<string>;
  readonly rules: readonly GroupRule[];
}

/** Who may listen, and what each group lets in. */
export interface Listeners {
  readonly in: (subnet: Subnet | undefined) => readonly Listener[];
  readonly bearing: (group: string) => readonly Listener[];
  /** What the groups of a listener let in; undefined where one of them stands in no template. */
  readonly admitted: (listener: Listener) => readonly Admitted[] | undefined;
}

/** Where a sender gets to on these ways. */
export function destinationsOf(ways: readonly Way[], sender: Sender, listeners: Listeners): readonly DestinationFacts[] {
  const collected = new Collected();
  for (const way of ways) {
    switch (way.end.kind) {
      case 'vpc':
        intoNetwork(way, way.end, sender, listeners, collected);
        break;
      case 'service':
        toService(way, way.end.endpoint, sender, collected);
        break;
      default:
        outwards(way, sender, collected);
        if (way.end.kind === 'hidden') toGroups(way, sender, listeners, collected);
    }
  }
  return collected.all();
}

type Draft = Omit<DestinationFacts, 'traffic' | 'through' | 'domains' | 'unknown'> & { readonly unknown?: string };

class Collected {
  private readonly found = new Map<
    string,
    { readonly facts: Omit<DestinationFacts, 'traffic'>; readonly traffic: Map<string, Traffic> }
  >();

  public add(way: Way, draft: Draft, traffic: readonly Traffic[]): void {
    if (traffic.length === 0) return;
    const unknown = draft.unknown ?? way.unknown;
    const { through, domains } = way;
    const facts = {
      ...draft,
      through,
      ...(domains === undefined ? {} : { domains }),
      ...(unknown === undefined ? {} : { unknown }),
    };
    const key = JSON.stringify([draft.kind, idOf(draft.resource), draft.text, through.map(idOf), domains, unknown]);
    const known = this.found.get(key) ?? { facts, traffic: new Map<string, Traffic>() };
    this.found.set(key, known);
    for (const part of traffic) known.traffic.set(Object.values(part).join(';'), part);
  }

  public all(): readonly DestinationFacts[] {
    return [...this.found.values()].map(({ facts, traffic }) => ({ ...facts, traffic: [...traffic.values()] }));
  }
}

function idOf(resource: ResourceFacts | undefined): string | undefined {
  return resource && `${resource.template.namespace}#${resource.logicalId}`;
}

/** What a rule lets out to addresses that are known. */
function toAddresses({ far, filter }: GroupRule): readonly Filter[] {
  return far === undefined ? [] : [{ to: far, ...filter }];
}

function outwards(way: Way, { rules }: Sender, collected: Collected): void {
  const { end } = way;
  const draft: Draft =
    end.kind === 'beyond'
      ? { kind: 'beyond', text: end.target.text, ...(end.target.resource === undefined ? {} : { resource: end.target.resource }) }
      : end.kind === 'hidden'
        ? { kind: 'hidden', text: end.text }
        : { kind: 'internet' };
  for (const rule of rules) {
    if (rule.group !== undefined) continue;
    const hidden = rule.unknown === undefined ? {} : { unknown: rule.unknown };
    if (rule.far !== undefined) collected.add(way, { ...draft, ...hidden }, limitAll(way.traffic, toAddresses(rule)));
    else collected.add(way, { kind: 'list', text: rule.unknown }, limitAll(way.traffic, [rule.filter]));
  }
}

/** The addresses of a service are not known; a range as small as a partner's is not them. */
function toService(way: Way, resource: ResourceFacts, { rules }: Sender, collected: Collected): void {
  for (const rule of rules) {
    if (rule.group !== undefined) continue;
    const traffic = limitAll(way.traffic, rule.far === undefined ? [rule.filter] : toAddresses(rule));
    const wide = rule.far === undefined ? traffic : traffic.filter(({ to }) => cidrsOf(to).some(widerThanAllowed));
    collected.add(way, { kind: 'service', resource }, wide);
  }
}

function intoNetwork(
  way: Way,
  { vpc, subnet }: Extract<Way['end'], { kind: 'vpc' }>,
  sender: Sender,
  listeners: Listeners,
  collected: Collected,
): void {
  for (const listener of listeners.in(subnet)) collected.add(way, named(listener), heard(way, sender, listener, listeners));
  const place = vpc.resource === undefined ? { text: vpc.id } : { resource: vpc.resource };
  for (const rule of sender.rules) {
    if (rule.far !== undefined) {
      const hidden = rule.unknown === undefined ? {} : { unknown: rule.unknown };
      collected.add(way, { kind: 'network', ...place, ...hidden }, limitAll(way.traffic, toAddresses(rule)));
    } else if (rule.group === undefined) {
      collected.add(way, { kind: 'list', text: rule.unknown }, limitAll(way.traffic, [rule.filter]));
    } else if (listeners.bearing(rule.group).length === 0) {
      collected.add(way, { kind: 'group', text: rule.text }, limitAll(way.traffic, [rule.filter]));
    }
  }
}

/** Where nobody knows the network, groups that let a sender out still name whom it may reach in there. */
function toGroups(way: Way, sender: Sender, listeners: Listeners, collected: Collected): void {
  for (const rule of sender.rules) {
    if (rule.group === undefined) continue;
    const bearers = listeners.bearing(rule.group);
    for (const listener of bearers) collected.add(way, named(listener), heard(way, sender, listener, listeners));
    if (bearers.length === 0) collected.add(way, { kind: 'group', text: rule.text }, limitAll(way.traffic, [rule.filter]));
  }
}

function named({ resource }: Listener): Draft {
  return { kind: resource.type === 'AWS::EC2::VPCEndpoint' ? 'service' : 'peer', resource };
}

/** What the sender's groups let out to the listener, and the listener's let in. */
function heard(way: Way, sender: Sender, listener: Listener, listeners: Listeners): readonly Traffic[] {
  const out = sender.rules.flatMap(rule =>
    rule.group === undefined ? toAddresses(rule) : listener.groups.includes(rule.group) ? [rule.filter] : [],
  );
  const sent = limitAll(way.traffic, out);
  const admitted = sent.length === 0 ? undefined : listeners.admitted(listener);
  if (admitted === undefined) return sent;
  const into = admitted.flatMap(({ anybody, members }): readonly Filter[] => [
    ...anybody.map(({ far, filter }) => (far === undefined ? filter : { from: far, ...filter })),
    ...(way.translated ? [] : [...sender.groups].flatMap(group => (members.get(group) ?? []).map(({ filter }) => filter))),
  ]);
  return limitAll(sent, into);
}
