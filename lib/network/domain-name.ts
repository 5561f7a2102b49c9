import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SHARED_SUFFIXES } from '../baseline/shared-suffixes';
import type { Refusal } from '../errors';
import { ValidationError } from '../errors';

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const LONGEST_NAME = 253;

/**
 * The name of a domain as allow-lists take it: `api.example.com`, or `*.example.com` for everything below it, but not `example.com` itself.
 *
 * @throws for everything else, with the spelling that would be right where there is one
 */
export function domainName(what: string, name: string, scope?: IConstruct): string {
  const wrong = faultOf(name);
  if (wrong !== undefined) throw new ValidationError({ what, ...wrong }, scope);
  return name;
}

/** Whether everything that one name stands for is among what another stands for. */
export function covers(allowed: string, name: string): boolean {
  return allowed === name || (allowed.startsWith('*.') && name.endsWith(allowed.slice(1)));
}

type Fault = Omit<Refusal, 'what'>;

function faultOf(name: string): Fault | undefined {
  if (typeof name !== 'string' || Token.isUnresolved(name)) {
    return {
      expected: 'must be a name that is known at synthesis',
      got: typeof name === 'string' ? 'a token' : String(name),
      remedy: 'Write it out: what a list of domains lets through is judged at synthesis',
    };
  }
  const got = `'${name}'`;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name) || /[/?#@]/.test(name)) {
    return { expected: 'must be a name without scheme and path', got, remedy: `Write '${hostOf(name)}'` };
  }
  if (isIP(name.replace(/^\[|\]$/g, '')) > 0 || /^\d+(\.\d+)*$/.test(name)) {
    return {
      expected: 'must be a name, not an address',
      got,
      remedy: `Use Egress.toConnectable(Peer.ipv4('…/32'), Port.tcp(443)) for an address`,
    };
  }
  if (/:\d*$/.test(name)) {
    return { expected: 'must be a name without a port', got, remedy: `Write '${hostOf(name)}'; the port is 443` };
  }
  const lower = name.replace(/\.$/, '').toLowerCase();
  if (lower !== name && faultOf(lower) === undefined) {
    return { expected: 'must be in lower case, without a dot at the end', got, remedy: `Write '${lower}'` };
  }
  const ascii = domainToASCII(name.replace(/^\*\./, ''));
  if (/[^\x00-\x7f]/.test(name) && ascii !== '') {
    return {
      expected: 'must be spelled as it travels over the network',
      got,
      remedy: `Write '${name.startsWith('*.') ? '*.' : ''}${ascii}'`,
    };
  }
  return wildcardFault(name, got) ?? labelFault(name, got);
}

function wildcardFault(name: string, got: string): Fault | undefined {
  if (!name.includes('*')) return undefined;
  const rest = name.replace(/^\*\.?/, '');
  if (rest.includes('*') || (rest !== '' && !name.startsWith('*.'))) {
    return {
      expected: 'may have a wildcard as its first label only',
      got,
      remedy: `Write the names out, or '*.example.com'`,
    };
  }
  const shared = SHARED_SUFFIXES.has(rest);
  if (rest.includes('.') && !shared) return undefined;
  return {
    expected: 'must not let in names that strangers can register',
    got,
    remedy: shared ? `Write out the names below ${rest} that are yours` : `Write out the domain: '*.example.com'`,
  };
}

function labelFault(name: string, got: string): Fault | undefined {
  const labels = name.replace(/^\*\./, '').split('.');
  const known = labels.length > 1 && labels.every(label => LABEL.test(label)) && /[a-z]/.test(labels.at(-1) ?? '');
  if (known && name.length <= LONGEST_NAME) return undefined;
  return {
    expected: 'must be a full domain name of letters, digits, dashes and dots',
    got,
    remedy: `Write it as 'api.example.com' or '*.example.com'`,
  };
}

function hostOf(name: string): string {
  return name
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d*$/, '')
    .toLowerCase();
}
