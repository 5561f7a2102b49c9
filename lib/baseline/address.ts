import { isIPv6 } from 'node:net';
import { LIMITS } from './limits';

/** Ranges that no route of the internet leads to: RFC 1918, carrier-grade NAT (RFC 6598), link-local, loopback, unique local (RFC 4193). */
const PRIVATE_IPV4: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
];

/** The whole of IPv4 stands behind 64:ff9b::/96 (RFC 6052). */
const NAT64_PREFIX = 96;

/** Whether a CIDR range reaches more of the internet than an egress rule may open: two halves of the internet are the internet. */
export function widerThanAllowed(cidr: string): boolean {
  const [address = '', length] = cidr.split('/');
  const prefix = Number(length ?? (isIPv6(address) ? 128 : 32));
  if (isIPv6(address)) {
    if (/^64:ff9b:/i.test(address)) return prefix < NAT64_PREFIX + LIMITS.publicCidrPrefix.ipv4;
    return !/^f[cd]/i.test(address) && prefix < LIMITS.publicCidrPrefix.ipv6;
  }
  const isPrivate = PRIVATE_IPV4.some(([network, bits]) => prefix >= bits && sameNetwork(address, network, bits));
  return !isPrivate && prefix < LIMITS.publicCidrPrefix.ipv4;
}

function sameNetwork(address: string, network: string, bits: number): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(network) / size);
}

function numberOf(ipv4: string): number {
  return ipv4.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
