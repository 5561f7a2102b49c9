import type { AppIndex } from '../app-index';
import { variantsOf } from '../conditions';
import type { JsonObject, ResourceFacts } from '../facts';
import { at, isTrue, textOf } from '../json';
import { standsWith } from '../security-groups';
import { canonicalText, lookup } from '../symbolic';
import { append } from '../templates';
import { rangeOf } from './address-text';
import { EVERY_ADDRESS } from './addresses';
import { intersection } from './ranges';
import type { Ranges } from './ranges';
import { EVERYTHING, EVERY_PORT, EVERY_PROTOCOL, limitAll, NOT_TCP, PROTOCOLS, TCP, UDP, without } from './traffic';
import type { Filter, Traffic } from './traffic';

/**
 * A network ACL. It knows no connections: what leaves a subnet has to be let out, and the answer has to be let in again. Only TCP waits for an
 * answer; whatever else is sent has left when it is sent.
 */
export interface Acl {
  /** What it lets leave a subnet. */
  readonly leaving: readonly (readonly Filter[])[];
  /** What it lets enter one. */
  readonly entering: readonly (readonly Filter[])[];
}

/** What it lets through of traffic that leaves the subnet by itself, or enters it from elsewhere. */
export function passing(traffic: readonly Traffic[], acl: Acl, direction: keyof Acl): readonly Traffic[] {
  return acl[direction].reduce(limitAll, traffic);
}

/** The ACLs of the app, and the changed default ones, by their ids as all templates may write them. */
export function aclsOf(index: AppIndex): ReadonlyMap<string, Acl> {
  const entries = new Map<string, Entry[]>();
  for (const acl of index.ofType('AWS::EC2::NetworkAcl')) entries.set(canonicalText(acl.template, `\${${acl.logicalId}}`), []);
  for (const resource of index.ofType('AWS::EC2::NetworkAclEntry')) {
    const variants = variantsOf(resource);
    for (const { properties } of variants) {
      const id = canonicalText(resource.template, textOf(properties.NetworkAclId) ?? '');
      append(entries, id.replace(/\.(?:Id|NetworkAclId)\}$/, '}'), entryOf(resource, properties, variants.length > 1));
    }
  }
  return new Map(
    [...entries].map(([id, listed]) => [id, compile(id.endsWith('.DefaultNetworkAcl}') ? [...listed, ...DEFAULT] : listed)]),
  );
}

interface Entry {
  readonly number: number;
  readonly leaving: boolean;
  readonly allows: boolean;
  /** Whether it may be missing. */
  readonly optional: boolean;
  /** The far end: its addresses, and the ports there or here that the packet is sent to. */
  readonly filter: Filter;
}

function entryOf(resource: ResourceFacts, properties: JsonObject, varies: boolean): Entry {
  const allows = textOf(properties.RuleAction)?.toLowerCase() === 'allow';
  const cidr = textOf(properties.CidrBlock) ?? textOf(properties.Ipv6CidrBlock);
  const range = cidr === undefined ? undefined : rangeOf(resource.template, cidr);
  const protocols = protocolsOf(textOf(properties.Protocol) ?? '-1');
  const [first, last] = ['From', 'To'].map(end => Number(textOf(at(properties, 'PortRange', end)) ?? Number.NaN));
  const number = Number(textOf(properties.RuleNumber));
  const known = range !== undefined && Number.isInteger(number);
  const acl = lookup(resource.template, textOf(properties.NetworkAclId) ?? '')?.resource;
  return {
    number: Number.isInteger(number) ? number : 0,
    leaving: isTrue(properties.Egress),
    allows,
    optional: varies || !known || (acl !== undefined && !standsWith(resource, acl)),
    filter: {
      to: range === undefined ? EVERY_ADDRESS : [range],
      protocols,
      ports:
        Number.isInteger(first) && Number.isInteger(last) && (protocols === TCP || protocols === UDP)
          ? [[BigInt(first), BigInt(last)]]
          : EVERY_PORT,
    },
  };
}

/** `-1` is all of them. */
export function protocolsOf(protocol: string): Ranges {
  if (protocol === '-1') return EVERY_PROTOCOL;
  return (
    PROTOCOLS.get(protocol.toLowerCase()) ??
    (/^\d{1,3}$/.test(protocol) ? [[BigInt(protocol), BigInt(protocol)]] : EVERY_PROTOCOL)
  );
}

/** What a VPC's own ACL holds from the beginning. */
const DEFAULT: readonly Entry[] = [true, false].map(leaving => ({
  number: 100,
  leaving,
  allows: true,
  optional: false,
  filter: {},
}));

function compile(entries: readonly Entry[]): Acl {
  const [out, back] = [true, false].map(leaving => permitted(entries.filter(entry => entry.leaving === leaving)));
  const noAnswer = { protocols: NOT_TCP };
  const answers = (permits: readonly Traffic[], far: 'to' | 'from') => [
    noAnswer,
    ...permits.map(({ to, protocols, ports }) => ({ [far]: to, protocols: intersection(protocols, TCP), sourcePorts: ports })),
  ];
  return {
    leaving: [out.map(({ to, protocols, ports }) => ({ to, protocols, ports })), answers(back, 'to')],
    entering: [back.map(({ to, protocols, ports }) => ({ from: to, protocols, ports })), answers(out, 'from')],
  };
}

/** The first entry that matches decides. One that may be missing decides only where it allows. */
function permitted(entries: readonly Entry[]): readonly Traffic[] {
  const permits: Traffic[] = [];
  let undecided: readonly Traffic[] = [EVERYTHING];
  for (const { filter, allows, optional } of [...entries].sort((a, b) => a.number - b.number)) {
    if (allows) permits.push(...limitAll(undecided, [filter]));
    if (!optional) undecided = without(undecided, filter);
  }
  return permits;
}
