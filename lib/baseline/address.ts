import { isIPv6 } from 'node:net';
import { LIMITS } from './limits';

/** Ranges that no route of the internet leads to: RFC 1918, carrier-grade NAT (RFC 6598), link-local, loopback. */
const PRIVATE_IPV4 = ranges('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8');

/** Unique local addresses (RFC 4193) and link-local ones (RFC 4291). */
const PRIVATE_IPV6 = ranges('fc00::/7', 'fe80::/10');

/** Ranges of IPv6 behind which the whole of IPv4 stands, in their last 32 bits: NAT64 (RFC 6052, RFC 8215) and mapped addresses (RFC 4291). */
const IPV4_IN_IPV6 = ranges('64:ff9b::/96', '64:ff9b:1::/48', '::ffff:0:0/96');

/** Whether a CIDR range reaches more of the internet than an egress rule may open: two halves of the internet are the internet. */
export function widerThanAllowed(cidr: string): boolean {
  const range = rangeOf(cidr.trim());
  if (!range.ipv6) return !isWithin(range, PRIVATE_IPV4) && range.prefix < LIMITS.publicCidrPrefix.ipv4;
  if (isWithin(range, IPV4_IN_IPV6)) return range.prefix < 96 + LIMITS.publicCidrPrefix.ipv4;
  return !isWithin(range, PRIVATE_IPV6) && range.prefix < LIMITS.publicCidrPrefix.ipv6;
}

/** Whether a CIDR range is every address there is, however it is spelled: `0.0.0.0/0`, `1.2.3.4/0`, `0000::/0`. */
export function isEverywhere(cidr: string): boolean {
  return rangeOf(cidr.trim()).prefix === 0;
}

/** Whether a CIDR range is the internet, or a part of it so large that nobody holds it: a sixteenth of all addresses. */
export function isWorldwide(cidr: string): boolean {
  return rangeOf(cidr.trim()).prefix <= 4;
}

/** Whether a CIDR range is one address; an address without a length is one. */
export function isSingleAddress(cidr: string): boolean {
  const { ipv6, prefix } = rangeOf(cidr.trim());
  return prefix === (ipv6 ? 128 : 32);
}

/** Whether a CIDR range never leaves the machine. */
export function isLoopback(cidr: string): boolean {
  return isWithin(rangeOf(cidr.trim()), LOOPBACK);
}

const LOOPBACK = ranges('127.0.0.0/8', '::1/128');

interface Range {
  readonly ipv6: boolean;
  readonly bits: string;
  readonly prefix: number;
}

function ranges(...cidrs: readonly string[]): readonly Range[] {
  return cidrs.map(rangeOf);
}

function isWithin(range: Range, outer: readonly Range[]): boolean {
  return outer.some(one => holds(one, range));
}

function holds(outer: Range, inner: Range): boolean {
  return outer.prefix <= inner.prefix && outer.bits.slice(0, outer.prefix) === inner.bits.slice(0, outer.prefix);
}

function rangeOf(cidr: string): Range {
  const [address = '', length] = cidr.split('/');
  const ipv6 = isIPv6(address);
  return {
    ipv6,
    bits: ipv6 ? bitsOfIpv6(address) : bitsOf(address.split('.').map(Number), 8),
    prefix: Number(length ?? (ipv6 ? 128 : 32)),
  };
}

/** `64:ff9b::1.2.3.4` written out in bits. */
function bitsOfIpv6(address: string): string {
  const [head, tail] = address.split('::').map(half => half.split(':').filter(Boolean).flatMap(groupsOf));
  const zeros = new Array<number>(8 - head.length - (tail?.length ?? 0)).fill(0);
  return bitsOf([...head, ...zeros, ...(tail ?? [])], 16);
}

function groupsOf(group: string): number[] {
  if (!group.includes('.')) return [parseInt(group, 16)];
  const [a, b, c, d] = group.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

function bitsOf(groups: readonly number[], width: number): string {
  return groups.map(group => group.toString(2).padStart(width, '0')).join('');
}
