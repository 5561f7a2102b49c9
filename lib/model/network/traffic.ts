import { EVERY_ADDRESS } from './addresses';
import { difference, intersection } from './ranges';
import type { Ranges } from './ranges';

/** What connections have in common: every combination of a value from each list. Addresses, numbers of protocols, ports. */
export interface Traffic {
  readonly from: Ranges;
  readonly to: Ranges;
  readonly protocols: Ranges;
  readonly sourcePorts: Ranges;
  readonly ports: Ranges;
  /** What is spoken over TCP, see `CONTENT`. */
  readonly contents: Ranges;
}

/** A limit on some properties of traffic; those it leaves out may be anything. */
export type Filter = Partial<Traffic>;

export const TCP: Ranges = [[6n, 6n]];
export const UDP: Ranges = [[17n, 17n]];
export const PROTOCOLS: ReadonlyMap<string, Ranges> = new Map([
  ['tcp', TCP],
  ['6', TCP],
  ['udp', UDP],
  ['17', UDP],
  ['icmp', [[1n, 1n]]],
  ['icmpv6', [[58n, 58n]]],
]);
export const EVERY_PROTOCOL: Ranges = [[0n, 255n]];
export const NOT_TCP = difference(EVERY_PROTOCOL, TCP);
export const EVERY_PORT: Ranges = [[0n, 65_535n]];

/** The ports that code without special rights, and a NAT gateway, sends from. */
export const EPHEMERAL: Ranges = [[1024n, 65_535n]];

/** A firewall tells by what a connection speaks, whatever its port. */
export const CONTENT = { OTHER: [[0n, 0n]], TLS: [[1n, 1n]], HTTP: [[2n, 2n]] } as const;
export const EVERY_CONTENT: Ranges = [[0n, 2n]];

export const EVERYTHING: Traffic = {
  from: EVERY_ADDRESS,
  to: EVERY_ADDRESS,
  protocols: EVERY_PROTOCOL,
  sourcePorts: EVERY_PORT,
  ports: EVERY_PORT,
  contents: EVERY_CONTENT,
};

const PROPERTIES = ['to', 'ports', 'protocols', 'from', 'sourcePorts', 'contents'] as const;

/** The part of some traffic that a filter lets through; undefined where that is nothing. */
export function limit(traffic: Traffic, filter: Filter): Traffic | undefined {
  const limited: { -readonly [K in keyof Traffic]: Ranges } = { ...traffic };
  for (const property of PROPERTIES) {
    const wanted = filter[property];
    if (wanted === undefined) continue;
    limited[property] = intersection(traffic[property], wanted);
    if (limited[property].length === 0) return undefined;
  }
  return limited;
}

/** The parts that at least one of the filters lets through. */
export function limitAll(traffic: readonly Traffic[], filters: readonly Filter[]): readonly Traffic[] {
  return traffic.flatMap(part => filters.flatMap(filter => limit(part, filter) ?? []));
}

/** The parts that the filter does not match, as parts that do not overlap. */
export function without(traffic: readonly Traffic[], filter: Filter): readonly Traffic[] {
  return traffic.flatMap(part => {
    if (limit(part, filter) === undefined) return [part];
    const outside: Traffic[] = [];
    let rest = part;
    for (const property of PROPERTIES) {
      const wanted = filter[property];
      if (wanted === undefined) continue;
      const beyond = difference(rest[property], wanted);
      if (beyond.length > 0) outside.push({ ...rest, [property]: beyond });
      rest = { ...rest, [property]: intersection(rest[property], wanted) };
    }
    return outside;
  });
}

/** The parts that none of the filters matches. */
export function withoutAll(traffic: readonly Traffic[], filters: readonly Filter[]): readonly Traffic[] {
  return filters.reduce(without, traffic);
}
