import { EVERY_ADDRESS } from './addresses';
import { difference } from './ranges';
import type { Range } from './ranges';
import type { Route, RouteTable, Target } from './route-tables';
import type { Traffic } from './traffic';
import { limitAll, without } from './traffic';
import type { Vpc } from './vpcs';

/** A part of traffic and where it goes next. */
export interface Routed<T> {
  readonly traffic: readonly Traffic[];
  readonly target: T;
}

interface Candidate<T> {
  readonly range: Range;
  readonly target: T;
  /** Whether it may be missing. */
  readonly optional?: boolean;
  /** Whether its range stands for one that nobody knows. */
  readonly unknown?: boolean;
}

/** Cuts traffic up by where a table routes it. The narrowest route decides; what none matches goes nowhere. */
export function routed(traffic: readonly Traffic[], table: RouteTable, vpc: Vpc): readonly Routed<Target | 'local'>[] {
  return byNarrowest(traffic, [...locals(vpc), ...table.routes.flatMap(route => candidates(route, vpc))]);
}

/** The same for routes that stand in no table of a network. */
export function byNarrowest<T>(traffic: readonly Traffic[], routes: readonly Candidate<T>[]): readonly Routed<T>[] {
  const found: Routed<T>[] = [];
  let rest = traffic;
  for (const { range, target, optional } of [...routes].sort(narrowerFirst)) {
    const matched = limitAll(rest, [{ to: [range] }]);
    if (matched.length === 0) continue;
    found.push({ traffic: matched, target });
    if (optional !== true) rest = without(rest, { to: [range] });
  }
  return found;
}

/** A network may have addresses that nobody knows yet. */
function locals({ addresses, perhaps }: Vpc): readonly Candidate<'local'>[] {
  return [
    ...addresses.map(range => ({ range, target: 'local' as const })),
    ...perhaps.map(range => ({ range, target: 'local' as const, optional: true })),
  ];
}

/** A route of which only its target is known may be narrower than all others. Inside a network, routes lead to firewalls only. */
function candidates({ destinations, target, optional }: Route, vpc: Vpc): readonly Candidate<Target | 'local'>[] {
  const leads = target.kind === 'local' ? ('local' as const) : target;
  if (destinations !== undefined) return destinations.map(range => ({ range, target: leads, optional }));
  const anywhere = target.kind === 'endpoint' ? EVERY_ADDRESS : difference(EVERY_ADDRESS, vpc.addresses);
  return anywhere.map(range => ({ range, target: leads, optional: true, unknown: true }));
}

function narrowerFirst(a: Candidate<unknown>, b: Candidate<unknown>): number {
  if (a.unknown !== b.unknown) return a.unknown === true ? -1 : 1;
  const [left, right] = [a, b].map(({ range: [first, last] }) => last - first);
  return left < right ? -1 : left > right ? 1 : 0;
}
