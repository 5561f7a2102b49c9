import { isIPv4, isIPv6 } from 'node:net';
import { difference, union } from './ranges';
import type { Range, Ranges } from './ranges';

/** Addresses of both families on one line of numbers: those of IPv4 first, those of IPv6 behind them. */
const IPV4_SIZE = 2n ** 32n;
const IPV6_START = IPV4_SIZE;

export const EVERY_IPV4: Ranges = [[0n, IPV4_SIZE - 1n]];
export const EVERY_IPV6: Ranges = [[IPV6_START, IPV6_START + 2n ** 128n - 1n]];
export const EVERY_ADDRESS: Ranges = [[0n, EVERY_IPV6[0][1]]];

/** The range behind a CIDR block or a single address; undefined for what is neither. Bits behind the prefix do not count. */
export function addressesOf(cidr: string): Range | undefined {
  const [, address = '', length] = /^([\d.:a-fA-F]+)(?:\/(\d{1,3}))?$/.exec(cidr.trim()) ?? [];
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : undefined;
  const bits = family === 4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (family === undefined || prefix > bits) return undefined;
  const size = 2n ** BigInt(bits - prefix);
  const start = ((family === 4 ? ipv4(address) : ipv6(address)) / size) * size + (family === 4 ? 0n : IPV6_START);
  return [start, start + size - 1n];
}

/** The blocks that make up a set of addresses, as few as can be. */
export function cidrsOf(addresses: Ranges): string[] {
  return [addressesWithin(addresses, EVERY_IPV4), addressesWithin(addresses, EVERY_IPV6)].flatMap((part, index) =>
    part.flatMap(range => blocks(range, index === 0 ? 32 : 128)),
  );
}

function addressesWithin(addresses: Ranges, family: Ranges): Ranges {
  return difference(addresses, difference(EVERY_ADDRESS, family));
}

function blocks([first, last]: Range, bits: 32 | 128): string[] {
  const found: string[] = [];
  const base = bits === 32 ? 0n : IPV6_START;
  for (let start = first - base; start <= last - base;) {
    let free = 0;
    while (free < bits && start % 2n ** BigInt(free + 1) === 0n && start + 2n ** BigInt(free + 1) - 1n <= last - base) free++;
    found.push(`${bits === 32 ? spellIpv4(start) : spellIpv6(start)}/${bits - free}`);
    start += 2n ** BigInt(free);
  }
  return found;
}

function ipv4(address: string): bigint {
  return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(address: string): bigint {
  const [head, tail] = address.split('::').map(half => half.split(':').filter(Boolean).flatMap(groupsOf));
  const zeros = new Array<bigint>(8 - head.length - (tail?.length ?? 0)).fill(0n);
  return [...head, ...zeros, ...(tail ?? [])].reduce((sum, group) => sum * 65_536n + group, 0n);
}

/** The last group may be written as an address of IPv4. */
function groupsOf(group: string): bigint[] {
  if (!group.includes('.')) return [BigInt(`0x${group}`)];
  return [ipv4(group) / 65_536n, ipv4(group) % 65_536n];
}

function spellIpv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map(shift => (address / 2n ** shift) % 256n).join('.');
}

function spellIpv6(address: bigint): string {
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map(shift => ((address / 2n ** shift) % 65_536n).toString(16));
  return groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
}

function ranges(...cidrs: readonly string[]): Ranges {
  return union(cidrs.flatMap(cidr => [addressesOf(cidr)!]));
}

/** Addresses that no route of a VPC leads to: this host, loopback, link-local, multicast, reserved. */
const NOWHERE = ranges('0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '::/127', 'fe80::/10', 'ff00::/8');

/** Addresses that stand in networks of one's own (RFC 1918, RFC 6598, RFC 4193). */
export const PRIVATE = ranges('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7');

/** Behind this prefix a NAT gateway finds the whole of IPv4 (RFC 6052). */
export const TRANSLATED = ranges('64:ff9b::/96');

/** Where a packet can be sent to at all. */
export const ROUTABLE = difference(EVERY_ADDRESS, NOWHERE);

/** The internet. */
export const PUBLIC = difference(ROUTABLE, union([...PRIVATE, ...TRANSLATED]));

/** The addresses of IPv4 that addresses of the translated prefix stand for. */
export function translated(addresses: Ranges): Ranges {
  const [[start]] = TRANSLATED;
  return addresses.map(([first, last]) => [first - start, last - start] as const);
}
