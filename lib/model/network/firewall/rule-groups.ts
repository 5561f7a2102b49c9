import type { Json, JsonObject, ResourceFacts } from '../../facts';
import { at, listOf, objectOf, textOf } from '../../json';
import { protocolsOf } from '../acls';
import { EVERY_ADDRESS } from '../addresses';
import { holdsAll, union } from '../ranges';
import type { Range } from '../ranges';
import { CONTENT, TCP } from '../traffic';
import type { Filter } from '../traffic';
import type { FirewallRule, StatelessRule } from './firewall-rule';
import { suricataRule, suricataRules } from './suricata';
import type { Bounds } from './variables';
import { Variables } from './variables';

/** The stateful rules of a group in their order. Under the default order a list of allowed names also drops all other names. */
export function statefulRules(
  group: ResourceFacts,
  source: Json | undefined,
  variables: Variables,
  strict: boolean,
): readonly FirewallRule[] {
  const text = textOf(at(source, 'RulesString'));
  return [
    ...(text === undefined ? [] : suricataRules(text, group.template, variables)),
    ...listOf(at(source, 'StatefulRules')).flatMap(rule => suricataRule(asSuricata(rule), group.template, variables)),
    ...domainRules(objectOf(at(source, 'RulesSourceList')), variables, strict),
  ];
}

/** The names that rules of the group let through, whatever else they ask for. */
export function passedNames(group: ResourceFacts, properties: JsonObject): readonly string[] {
  const anywhere = { least: EVERY_ADDRESS, most: EVERY_ADDRESS };
  const variables = new Variables(anywhere, undefined, {
    template: group.template,
    value: at(properties, 'RuleGroup', 'RuleVariables'),
  });
  const rules = statefulRules(group, at(properties, 'RuleGroup', 'RulesSource'), variables, true);
  return [...new Set(rules.flatMap(({ domains }) => domains ?? []))];
}

/** Whether rules of the group ask what is home. */
export function asksForHome(source: Json | undefined): boolean {
  return at(source, 'RulesSourceList') !== undefined || /\$(?:HOME|EXTERNAL)_NET/.test(JSON.stringify(source ?? null));
}

/** A rule in five fields, written out as Suricata reads it. */
function asSuricata(rule: Json): string {
  const field = (...path: readonly string[]) => textOf(at(rule, ...path)) ?? 'any';
  const options = listOf(at(rule, 'RuleOptions')).map(option => {
    const settings = listOf(at(option, 'Settings')).map(textOf);
    return `${textOf(at(option, 'Keyword')) ?? ''}${settings.length === 0 ? '' : `:${settings.join(',')}`};`;
  });
  const arrow = /^any$/i.test(field('Header', 'Direction')) ? '<>' : '->';
  const ends = (end: 'Source' | 'Destination') => `${field('Header', end)} ${field('Header', `${end}Port`)}`.replace(/, /g, ',');
  return `${field('Action').toLowerCase()} ${field('Header', 'Protocol').toLowerCase()} ${ends('Source')} ${arrow} ${ends('Destination')} (${options.join(' ')})`;
}

function domainRules(list: JsonObject, variables: Variables, strict: boolean): readonly FirewallRule[] {
  if (textOf(list.GeneratedRulesType) !== 'ALLOWLIST') return [];
  const targets = listOf(list.Targets).map(target => textOf(target) ?? '${?Targets}');
  const domains = targets.map(target => (target.startsWith('.') ? `*${target}` : target));
  const types = listOf(list.TargetTypes).map(textOf);
  const contents = [...(types.includes('TLS_SNI') ? [CONTENT.TLS] : []), ...(types.includes('HTTP_HOST') ? [CONTENT.HTTP] : [])];
  const filter = (bound: keyof Bounds, more: Filter): Filter => ({
    protocols: TCP,
    from: variables.home[bound],
    to: variables.external[bound],
    ...more,
  });
  const passed = contents.length === 0 ? [{}] : contents.map(content => ({ contents: content }));
  return [
    { action: 'pass', filters: passed.map(more => filter('most', more)), certain: true, domains },
    ...contents.flatMap((content): FirewallRule[] =>
      strict ? [] : [{ action: 'drop', filters: [filter('least', { contents: content })], certain: true }],
    ),
  ];
}

/** The stateless rules of a group, by their priority. */
export function statelessRules(source: Json | undefined, variables: Variables, group: ResourceFacts): readonly StatelessRule[] {
  return listOf(at(source, 'StatelessRulesAndCustomActions', 'StatelessRules'))
    .map(rule => ({ rule, priority: Number(textOf(at(rule, 'Priority')) ?? 0) }))
    .sort((a, b) => a.priority - b.priority)
    .map(({ rule }) => statelessRule(at(rule, 'RuleDefinition'), variables, group));
}

function statelessRule(definition: Json | undefined, variables: Variables, { template }: ResourceFacts): StatelessRule {
  const match = at(definition, 'MatchAttributes');
  const action = statelessAction(at(definition, 'Actions'));
  const ends = ['Sources', 'Destinations'].map(end => {
    const named = listOf(at(match, end)).map(address =>
      variables.addressesIn(template, textOf(at(address, 'AddressDefinition')) ?? '?'),
    );
    return named.length === 0 ? undefined : named;
  });
  const bound = (named: readonly Bounds[] | undefined) =>
    named && union(named.flatMap(bounds => [...(action === 'drop' ? bounds.least : bounds.most)] as Range[]));
  const [from, to] = ends.map(bound);
  const [sourcePorts, ports] = ['SourcePorts', 'DestinationPorts'].map(end => portsOf(at(match, end)));
  const protocols = listOf(at(match, 'Protocols')).flatMap(protocol => [...protocolsOf(textOf(protocol) ?? '-1')] as Range[]);
  return {
    action,
    filters: [{ from, to, sourcePorts, ports, protocols: protocols.length === 0 ? undefined : union(protocols) }],
    certain:
      listOf(at(match, 'TCPFlags')).length === 0 &&
      ends.flat().every(bounds => bounds === undefined || holdsAll(bounds.least, bounds.most)),
  };
}

/** What a list of actions does with a packet in the end; custom ones only count it. */
export function statelessAction(actions: Json | undefined): StatelessRule['action'] {
  const named = listOf(actions).map(textOf);
  if (named.includes('aws:pass')) return 'pass';
  return named.includes('aws:drop') ? 'drop' : 'forward';
}

function portsOf(named: Json | undefined): readonly Range[] | undefined {
  const ranges = listOf(named).map(range => ['FromPort', 'ToPort'].map(end => Number(textOf(at(range, end)) ?? Number.NaN)));
  if (ranges.length === 0 || ranges.flat().some(port => !Number.isInteger(port))) return undefined;
  return union(ranges.map(([first, last]) => [BigInt(first), BigInt(last)] as const));
}
