import { widerThanAllowed } from '../../baseline/address';
import type { DestinationFacts, FunctionFacts, NetworkingFacts, ReachFacts } from '../../model/facts';
import { cidrsOf, PUBLIC } from '../../model/network/addresses';
import { intersection } from '../../model/network/ranges';
import { addressed } from '../../model/network/spoken';

/** What a function reaches of the internet, more of it than a known partner has, and without a list of names. */
export function openInternet({ destinations }: ReachFacts): readonly DestinationFacts[] {
  return destinations.filter(({ kind, domains, traffic }) => kind === 'internet' && domains === undefined && isWide(traffic));
}

/** What a function reaches behind gateways of which nobody knows where they lead, the internet perhaps. */
export function perhapsInternet({ destinations }: ReachFacts): readonly DestinationFacts[] {
  return destinations.filter(
    ({ kind, domains, traffic }) => (kind === 'beyond' || kind === 'hidden') && domains === undefined && isWide(traffic),
  );
}

function isWide(traffic: DestinationFacts['traffic']): boolean {
  return cidrsOf(intersection(addressed(traffic), PUBLIC)).some(widerThanAllowed);
}

/** Whether every way out of the function's network leads through a firewall that lets declared names through and nothing else. */
export function leavesByNameOnly(fn: FunctionFacts, { reachOf }: NetworkingFacts): boolean {
  const reach = reachOf(fn);
  if (reach === undefined || reach.hiddenSubnets.length > 0) return false;
  const outside = reach.destinations.filter(
    ({ kind, through }) => LEAVES.has(kind) && through.length + Number(kind === 'beyond') > 0,
  );
  return outside.length > 0 && outside.every(({ domains, unknown }) => domains !== undefined && unknown === undefined);
}

const LEAVES: ReadonlySet<DestinationFacts['kind']> = new Set(['internet', 'beyond', 'network', 'hidden']);
