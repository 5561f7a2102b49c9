import type { Json, JsonObject, ResourceFacts, TemplateFacts } from '../../model/facts';
import { at, isObject, listOf, textOf } from '../../model/json';
import { isSymbolic, lookup, symbolicParts } from '../../model/symbolic';

/** One rule of a security group or of a network ACL: what it lets through, and which networks stand on its other side. */
export interface Traffic {
  /** Where it stands: `Properties.SecurityGroupIngress.0`. */
  readonly property: string;
  /** `tcp`, `udp`, `icmp`, or `-1` for everything. */
  readonly protocol: string;
  /** Undefined where only the deployment knows them, and for protocols without ports. */
  readonly ports?: Ports;
  /** The networks by their addresses, those of the app's own prefix lists too. */
  readonly cidrs: readonly string[];
  /** Networks that only the deployment knows; what is a network of the app itself is left out. */
  readonly unknownCidrs: readonly string[];
  /** Whether the rule as written says why it is there. */
  readonly described: boolean;
}

export interface Ports {
  readonly from: number;
  readonly to: number;
}

const ALL_PORTS: Ports = { from: 0, to: 65_535 };
const PROTOCOL_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
  ['all', '-1'],
]);

/** The rules that a group states inline under a property; a group that states one rule without a list states it all the same. */
export function inlineTraffic(template: TemplateFacts, properties: JsonObject, key: string): readonly Traffic[] {
  const known = INLINE.get(properties) ?? new Map<string, readonly Traffic[]>();
  INLINE.set(properties, known);
  const traffic = known.get(key) ?? statedTraffic(template, properties, key);
  known.set(key, traffic);
  return traffic;
}

/** Half a dozen rules ask about every group. */
const INLINE = new WeakMap<JsonObject, Map<string, readonly Traffic[]>>();

function statedTraffic(template: TemplateFacts, properties: JsonObject, key: string): readonly Traffic[] {
  const stated = properties[key];
  const property = `Properties.${key}`;
  if (!Array.isArray(stated)) return isObject(stated) ? [trafficOf(template, stated, property)] : [];
  return stated
    .flat()
    .flatMap((rule, position) =>
      isObject(rule) && !isEmpty(rule) ? [trafficOf(template, rule, `${property}.${position}`)] : [],
    );
}

/** What one rule says. */
export function trafficOf(template: TemplateFacts, rule: JsonObject, property: string): Traffic {
  const protocol = protocolOf(rule.IpProtocol);
  const ports = portsOf(protocol, rule.FromPort, rule.ToPort);
  return {
    property,
    protocol,
    ...(ports === undefined ? {} : { ports }),
    ...cidrsOf(template, rule),
    described: (textOf(rule.Description)?.trim() ?? '') !== '',
  };
}

/** Names and numbers of protocols alike; what is left out is everything. */
export function protocolOf(value: Json | undefined): string {
  const text = (textOf(value) ?? '-1').trim().toLowerCase();
  return PROTOCOL_NUMBERS.get(text) ?? text;
}

/** EC2 takes a range without its end as one port, and one without its beginning as all. */
export function portsOf(protocol: string, from: Json | undefined, to: Json | undefined): Ports | undefined {
  if (protocol === '-1') return ALL_PORTS;
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  const [first, last] = [from, to ?? from].map(textOf);
  if (first === undefined) return from === undefined ? ALL_PORTS : undefined;
  if (isSymbolic(first) || last === undefined || isSymbolic(last)) return undefined;
  return Number(first) < 0 ? ALL_PORTS : { from: Number(first), to: Number(last) < 0 ? ALL_PORTS.to : Number(last) };
}

/** The group to which a rule of its own belongs, where that stands in the app. */
export function groupOf({ template }: ResourceFacts, properties: JsonObject): ResourceFacts | undefined {
  const group = lookup(template, textOf(properties.GroupId) ?? '')?.resource;
  return group?.type === 'AWS::EC2::SecurityGroup' ? group : undefined;
}

/** `everything`, `tcp 443`, `udp 5000-5010`. */
export function spokenTraffic({ protocol, ports }: Pick<Traffic, 'protocol' | 'ports'>): string {
  if (protocol === '-1') return 'everything';
  if (ports === undefined) return protocol;
  if (ports.from === ALL_PORTS.from && ports.to === ALL_PORTS.to) return `${protocol} on every port`;
  return `${protocol} ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`;
}

function cidrsOf(template: TemplateFacts, rule: JsonObject): Pick<Traffic, 'cidrs' | 'unknownCidrs'> {
  const own = [rule.CidrIp, rule.CidrIpv6].flatMap(listOf).map(textOf);
  const lists = [rule.SourcePrefixListId, rule.DestinationPrefixListId].flatMap(id => entriesOf(template, textOf(id) ?? ''));
  const all = [...own, ...lists].flatMap(cidr => cidr?.trim() ?? []);
  return {
    cidrs: all.filter(cidr => !isUnknown(cidr)),
    unknownCidrs: all.filter(cidr => isUnknown(cidr) && !isOfTheApp(template, cidr)),
  };
}

function isUnknown(cidr: string): boolean {
  return isSymbolic(cidr) || cidr.includes('{{resolve:');
}

/** An attribute of a network of the app, or cut out of one, is that network. */
function isOfTheApp(template: TemplateFacts, cidr: string): boolean {
  return symbolicParts(cidr).some(
    part => lookup(template, `\${${part}}`)?.resource.type.startsWith('AWS::EC2::') === true || part.startsWith('?'),
  );
}

function entriesOf(template: TemplateFacts, id: string): readonly (string | undefined)[] {
  const list = lookup(template, id)?.resource;
  if (list?.type !== 'AWS::EC2::PrefixList') return [];
  return listOf(list.properties.Entries).map(entry => textOf(at(entry, 'Cidr')));
}

function isEmpty(rule: JsonObject): boolean {
  return Object.keys(rule).length === 0;
}
