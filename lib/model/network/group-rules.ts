import type { AppIndex } from '../app-index';
import { variantsOf } from '../conditions';
import type { EgressRuleFacts, Json, JsonObject, ResourceFacts, SecurityGroupFacts, TemplateFacts } from '../facts';
import { isObject, listOf, textOf } from '../json';
import { findGroup } from '../security-groups';
import { canonicalText, lookup } from '../symbolic';
import { append } from '../templates';
import { protocolsOf } from './acls';
import { entriesOfList, rangeOf } from './address-text';
import { EVERY_ADDRESS, ROUTABLE } from './addresses';
import type { Range, Ranges } from './ranges';
import { intersection, union } from './ranges';
import type { Filter } from './traffic';
import { EVERY_PORT, TCP, UDP } from './traffic';

/** Whom a rule of a security group speaks of, and what it lets through. */
export interface GroupRule {
  /** The far end's addresses, where they are known. */
  readonly far?: Ranges;
  /** The far end's group, as `groupKey` writes it. */
  readonly group?: string;
  /** A prefix list or an address that stands in no template. */
  readonly unknown?: string;
  /** The group behind an id that stands in no template, for people. */
  readonly text?: string;
  readonly filter: Pick<Filter, 'protocols' | 'ports'>;
}

/** A group of the app by an id that is the same in every template. */
export function keyOf({ template, logicalId }: ResourceFacts): string {
  return `\${${template.namespace}#${logicalId}}`;
}

/** The same for a group that a template names. */
export function groupKey(template: TemplateFacts, id: string): string {
  const group = findGroup(template, id);
  return group === undefined ? canonicalText(template, id) : keyOf(group);
}

/** Whether the id is that of a network's default group. */
export function isDefaultGroup(template: TemplateFacts, id: string): boolean {
  const { resource, attribute } = lookup(template, id) ?? {};
  return resource?.type === 'AWS::EC2::VPC' && attribute === 'DefaultSecurityGroup';
}

/** Everything that a group lets out. */
export function outgoing(group: SecurityGroupFacts): readonly GroupRule[] {
  return [...(group.openByOmission ? [OPEN] : []), ...group.egress.flatMap(ruleOf)].filter(leadsSomewhere);
}

/** CDK writes one rule to an address that cannot be, so that EC2 does not add its own. */
function leadsSomewhere({ far }: GroupRule): boolean {
  return far === undefined || intersection(far, ROUTABLE).length > 0;
}

/** What a rule says, so that equal rules give equal text. */
export function spelledRule({ far, group, unknown, filter }: GroupRule): string {
  return `${far?.join(';')}|${group}|${unknown}|${filter.protocols?.join(';')}|${filter.ports?.join(';')}`;
}

export const OPEN: GroupRule = { far: EVERY_ADDRESS, filter: {} };

/** What a group lets in. */
export interface Admitted {
  /** Whoever has an address, or comes from where only the deployment knows. */
  readonly anybody: readonly GroupRule[];
  /** Members of other groups, by theirs. */
  readonly members: ReadonlyMap<string, readonly GroupRule[]>;
}

/** What each group of the app lets in, by its key. */
export function incoming(index: AppIndex): ReadonlyMap<string, Admitted> {
  return new Map([...incomingRules(index)].map(([key, rules]) => [key, admittedBy(rules)]));
}

function admittedBy(rules: readonly GroupRule[]): Admitted {
  const members = new Map<string, GroupRule[]>();
  for (const rule of rules) if (rule.group !== undefined) append(members, rule.group, rule);
  return { anybody: rules.filter(({ group }) => group === undefined), members };
}

function incomingRules(index: AppIndex): ReadonlyMap<string, readonly GroupRule[]> {
  const rules = new Map<string, GroupRule[]>();
  for (const group of index.ofType('AWS::EC2::SecurityGroup')) {
    const key = keyOf(group);
    rules.set(key, []);
    for (const { properties } of variantsOf(group)) {
      for (const rule of listOf(properties.SecurityGroupIngress).flat()) {
        for (const known of ingress(group, rule)) append(rules, key, known);
      }
    }
  }
  for (const resource of index.ofType('AWS::EC2::SecurityGroupIngress')) {
    for (const { properties } of variantsOf(resource)) {
      const key = groupKey(resource.template, textOf(properties.GroupId) ?? '${?GroupId}');
      for (const known of ingress(resource, properties)) append(rules, key, known);
    }
  }
  return rules;
}

/** A rule for those who come in, read as one for those who go out: the far end is its source. */
function ingress(resource: ResourceFacts, rule: Json): readonly GroupRule[] {
  if (!isObject(rule)) return [OPEN];
  const text = (property: string) => textOf(rule[property]);
  const cidrs = [text('CidrIp'), text('CidrIpv6')].filter(cidr => cidr !== undefined);
  const common = { resource, property: '', protocol: text('IpProtocol') ?? '-1', ...ports(rule) };
  const prefixList = text('SourcePrefixListId');
  const securityGroup = text('SourceSecurityGroupId') ?? text('SourceSecurityGroupName');
  return [
    ...cidrs.flatMap(cidr => ruleOf({ ...common, cidr })),
    ...(prefixList === undefined ? [] : ruleOf({ ...common, prefixList })),
    ...(securityGroup === undefined ? [] : ruleOf({ ...common, securityGroup })),
  ];
}

function ports({ FromPort: fromPort, ToPort: toPort }: JsonObject): Pick<EgressRuleFacts, 'fromPort' | 'toPort'> {
  return { ...(fromPort === undefined ? {} : { fromPort }), ...(toPort === undefined ? {} : { toPort }) };
}

function ruleOf({
  resource: { template },
  cidr,
  prefixList,
  securityGroup,
  protocol,
  fromPort,
  toPort,
}: EgressRuleFacts): readonly GroupRule[] {
  const protocols = protocolsOf(protocol);
  const counts = protocols === TCP || protocols === UDP;
  const [first, last] = [fromPort, toPort ?? fromPort].map(port => Number(textOf(port) ?? Number.NaN));
  const known = counts && Number.isInteger(first) && Number.isInteger(last) && first >= 0;
  const filter = { protocols, ports: known ? ([[BigInt(first), BigInt(last)]] as const) : EVERY_PORT };
  const to = cidr === undefined ? [] : [addressRule(template, cidr, filter)];
  return [
    ...to,
    ...(prefixList === undefined ? [] : [listRule(template, prefixList, filter)]),
    ...(securityGroup === undefined
      ? []
      : [{ group: groupKey(template, securityGroup), text: canonicalText(template, securityGroup), filter }]),
  ];
}

function addressRule(template: TemplateFacts, cidr: string, filter: GroupRule['filter']): GroupRule {
  const range = rangeOf(template, cidr);
  return range === undefined ? { unknown: cidr, filter } : { far: [range], filter };
}

function listRule(template: TemplateFacts, list: string, filter: GroupRule['filter']): GroupRule {
  const entries = entriesOfList(template, list);
  const known = entries?.filter((range): range is Range => range !== undefined);
  return known === undefined || known.length !== entries?.length ? { unknown: list, filter } : { far: union(known), filter };
}
