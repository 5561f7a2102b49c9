import { cidrsOf, EVERY_IPV4, PUBLIC } from './addresses';
import { difference, holdsAll, intersection, union } from './ranges';
import type { Range, Ranges } from './ranges';
import { EVERY_PORT, EVERY_PROTOCOL, PROTOCOLS } from './traffic';
import type { Traffic } from './traffic';

/** How many blocks of addresses a person reads before they look away. */
const READABLE = 4;

/** Every address that some of the traffic goes to. */
export function addressed(traffic: readonly Traffic[]): Ranges {
  return union(traffic.flatMap(({ to }) => [...to] as Range[]));
}

/** Addresses in words: `198.51.100.0/24`, `every address`. */
export function spokenAddresses(addresses: Ranges): string {
  const everywhere = intersection(PUBLIC, EVERY_IPV4);
  if (holdsAll(addresses, everywhere)) return 'every address';
  const blocks = cidrsOf(addresses);
  if (blocks.length <= READABLE) return blocks.join(', ');
  const missing = cidrsOf(difference(everywhere, addresses));
  if (missing.length <= READABLE) return `every address but ${missing.join(', ')}`;
  return `${blocks.slice(0, READABLE - 1).join(', ')} and ${blocks.length - READABLE + 1} more ranges`;
}

/** Protocols and ports in words: `:443`, `:80, :443, udp :53`; nothing where that is everything. */
export function spokenPorts(traffic: readonly Traffic[]): string {
  const whole = traffic.filter(({ ports }) => holdsAll(ports, EVERY_PORT)).flatMap(({ protocols }) => [...protocols] as Range[]);
  if (holdsAll(union(whole), EVERY_PROTOCOL)) return '';
  const named = [...NAMES].flatMap(([name, number]) => {
    const speaking = traffic.filter(({ protocols }) => intersection(protocols, number).length > 0);
    if (speaking.length === 0) return [];
    const ports = union(speaking.flatMap(part => [...part.ports] as Range[]));
    const spelled =
      name.startsWith('icmp') || holdsAll(ports, EVERY_PORT)
        ? ['']
        : ports.map(([first, last]) => (first === last ? `:${first}` : `:${first}-${last}`));
    return spelled.map(port => [name === 'tcp' && port !== '' ? '' : name, port].filter(word => word !== '').join(' '));
  });
  return named.length > 0 ? named.join(', ') : 'protocols other than TCP and UDP';
}

const NAMES: ReadonlyMap<string, Ranges> = new Map(['tcp', 'udp', 'icmp', 'icmpv6'].map(name => [name, PROTOCOLS.get(name)!]));
