import { isIPv4, isIPv6 } from 'node:net';
import { LIMITS } from '../../baseline/limits';

const PRIVATE_IPV4 = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8'];
const PRIVATE_IPV6 = /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i;

/** How much of the internet a network covers: all of it, more than a partner would have, or little enough to be meant. Private networks are narrow at any size. */
export function breadthOf(cidr: string): 'everywhere' | 'wide' | 'narrow' {
  const [address, suffix = ''] = cidr.split('/');
  const prefix = Number(suffix);
  if (isIPv4(address)) {
    if (prefix === 0) return 'everywhere';
    return prefix < LIMITS.publicCidrPrefix.ipv4 && !PRIVATE_IPV4.some(network => contains(network, address, prefix))
      ? 'wide'
      : 'narrow';
  }
  if (isIPv6(address)) {
    if (prefix === 0) return 'everywhere';
    return prefix < LIMITS.publicCidrPrefix.ipv6 && !(prefix >= 7 && PRIVATE_IPV6.test(address)) ? 'wide' : 'narrow';
  }
  return 'narrow';
}

function contains(network: string, address: string, prefix: number): boolean {
  const [base, size] = network.split('/');
  if (prefix < Number(size)) return false;
  const block = 2 ** (32 - Number(size));
  return Math.floor(numberOf(base) / block) === Math.floor(numberOf(address) / block);
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}
