import { EVERY_IPV6, PRIVATE } from './addresses';
import type { Range } from './ranges';
import { union } from './ranges';
import type { RouteTable, Target } from './route-tables';
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
  readonly optional: boolean;
}

/** Cuts traffic up by where a table routes it. The narrowest route decides; what none matches goes nowhere. */
export function routed(traffic: readonly Traffic[], table: RouteTable, vpc: Vpc): readonly Routed<Target | 'local'>[] {
  return byNarrowest(traffic, [...locals(vpc), ...table.routes.flatMap(candidates)]);
}

/** The same for routes that stand in no table of a network. */
export function byNarrowest<T>(traffic: readonly Traffic[], routes: readonly Candidate<T>[]): readonly Routed<T>[] {
  const found: Routed<T>[] = [];
  let rest = traffic;
  for (const { range, target, optional } of [...routes].sort(narrowerFirst)) {
    const matched = limitAll(rest, [{ to: [range] }]);
    if (matched.length === 0) continue;
    found.push({ traffic: matched, target });
    if (!optional) rest = without(rest, { to: [range] });
  }
  return found;
}

/** A network whose addresses are not known may have any that stand in no other place. */
function locals({ addresses, addressesKnown }: Vpc): readonly Candidate<'local'>[] {
  const possible = addressesKnown ? [] : union([...PRIVATE, ...EVERY_IPV6]);
  return [
    ...addresses.map(range => ({ range, target: 'local' as const, optional: false })),
    ...possible.map(range => ({ range, target: 'local' as const, optional: true })),
  ];
}

function candidates({ destinations, target, optional }: RouteTable['routes'][number]): readonly Candidate<Target | 'local'>[] {
  const leads = target.kind === 'local' ? ('local' as const) : target;
  return (destinations ?? ANYWHERE).map(range => ({ range, target: leads, optional }));
}

/** A route of which only its target is known may be narrower than all others: it takes its part of everything, and leaves everything. */
const ANYWHERE: readonly Range[] = [[0n, EVERY_IPV6[0][1]]];

function narrowerFirst(a: Candidate<unknown>, b: Candidate<unknown>): number {
  if (isAnywhere(a) !== isAnywhere(b)) return isAnywhere(a) ? -1 : 1;
  const [left, right] = [a, b].map(({ range: [first, last] }) => last - first);
  return left < right ? -1 : left > right ? 1 : 0;
}

function isAnywhere({ range }: Candidate<unknown>): boolean {
  return range === ANYWHERE[0];
}
