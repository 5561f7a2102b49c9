import type { AppIndex } from '../app-index';
import { variantsOf } from '../conditions';
import type { DnsFacts, Json, JsonObject, ResourceFacts, TemplateFacts } from '../facts';
import { listOf, textOf } from '../json';
import { standsWith } from '../security-groups';
import { canonicalText, lookup } from '../symbolic';
import { append } from '../templates';

const LIST = 'AWS::Route53Resolver::FirewallDomainList';
const GROUP = 'AWS::Route53Resolver::FirewallRuleGroup';

/** What the resolver of each network answers. Neither security groups nor ACLs filter it, only a DNS Firewall does. */
export class Resolvers {
  private readonly associations = new Map<string, ResourceFacts[]>();
  private readonly configs = new Map<string, ResourceFacts[]>();
  private readonly known = new Map<string, DnsFacts>();

  constructor(index: AppIndex) {
    for (const resource of index.ofType('AWS::Route53Resolver::FirewallRuleGroupAssociation')) {
      append(this.associations, idIn(resource, 'VpcId'), resource);
    }
    for (const resource of index.ofType('AWS::Route53Resolver::FirewallConfig')) {
      append(this.configs, idIn(resource, 'ResourceId'), resource);
    }
  }

  /** What the network with this id, as `canonicalText` writes it, may ask for. */
  public of(id: string, vpc: ResourceFacts | undefined): DnsFacts {
    const known = this.known.get(id) ?? this.find(id, vpc);
    this.known.set(id, known);
    return known;
  }

  private find(id: string, vpc: ResourceFacts | undefined): DnsFacts {
    const place = { network: id, ...(vpc === undefined ? {} : { vpc }) };
    if (vpc !== undefined && textOf(vpc.properties.EnableDnsSupport)?.toLowerCase() === 'false') {
      return { ...place, answers: 'nothing', names: [], failsOpen: [] };
    }
    const failsOpen = (this.configs.get(id) ?? []).filter(({ properties }) => textOf(properties.FirewallFailOpen) === 'ENABLED');
    const associations = (this.associations.get(id) ?? [])
      .map(resource => ({ resource, priority: Number(textOf(resource.properties.Priority) ?? 0) }))
      .sort((a, b) => a.priority - b.priority);
    const names: string[] = [];
    const unknown: string[] = [];
    for (const { resource } of associations) {
      const group = lookup(resource.template, textOf(resource.properties.FirewallRuleGroupId) ?? '')?.resource;
      if (group?.type !== GROUP) {
        unknown.push(textOf(resource.properties.FirewallRuleGroupId) ?? '${?FirewallRuleGroupId}');
        continue;
      }
      const certain = vpc === undefined || standsWith(resource, vpc);
      const answer = this.answerOf(group);
      names.push(...answer.names);
      unknown.push(...answer.unknown);
      if (answer.ends === 'open') return { ...place, answers: 'everything', names: [], failsOpen };
      if (answer.ends === 'closed' && certain) {
        return {
          ...place,
          answers: 'names',
          names: [...new Set(names)],
          failsOpen,
          ...(unknown.length === 0 ? {} : { unknown: unknown.join(', ') }),
        };
      }
    }
    if (unknown.length > 0) return { ...place, answers: 'unknown', names: [], failsOpen, unknown: unknown.join(', ') };
    return { ...place, answers: 'everything', names: [], failsOpen };
  }

  /** A group in the order of its rules: what it lets through, and whether a rule for every name ends it. */
  private answerOf(group: ResourceFacts): Answer {
    const answers = variantsOf(group).map(({ properties }) => answerIn(group.template, properties));
    return {
      names: answers.flatMap(({ names }) => names),
      unknown: answers.flatMap(({ unknown }) => unknown),
      ends: answers.some(({ ends }) => ends === 'open')
        ? 'open'
        : answers.every(({ ends }) => ends === 'closed')
          ? 'closed'
          : 'on',
    };
  }
}

interface Answer {
  readonly names: readonly string[];
  /** Lists that stand in no template. */
  readonly unknown: readonly string[];
  /** `on` where a name that no rule matches goes on to the next group. */
  readonly ends: 'open' | 'closed' | 'on';
}

function answerIn(template: TemplateFacts, { FirewallRules: listed }: JsonObject): Answer {
  const names: string[] = [];
  const unknown: string[] = [];
  for (const rule of inOrder(listed)) {
    const list = lookup(template, textOf(rule.FirewallDomainListId) ?? '')?.resource;
    const domains = list?.type === LIST ? domainsOf(list) : undefined;
    const everything = domains?.includes('*') === true;
    if (textOf(rule.Action) === 'BLOCK') {
      if (everything && rule.Qtype === undefined) return { names, unknown, ends: 'closed' };
      continue;
    }
    if (rule.DnsThreatProtection !== undefined || rule.FirewallThreatProtectionId !== undefined) continue;
    if (everything) return { names, unknown, ends: 'open' };
    if (domains === undefined) unknown.push(textOf(rule.FirewallDomainListId) ?? '${?FirewallDomainListId}');
    else names.push(...domains);
  }
  return { names, unknown, ends: 'on' };
}

function inOrder(listed: Json | undefined): readonly JsonObject[] {
  return listOf(listed)
    .filter((rule): rule is JsonObject => typeof rule === 'object' && rule !== null && !Array.isArray(rule))
    .map(rule => ({ rule, priority: Number(textOf(rule.Priority) ?? 0) }))
    .sort((a, b) => a.priority - b.priority)
    .map(({ rule }) => rule);
}

/** The names of a list; undefined where they stand in a file. */
export function domainsOf(list: ResourceFacts): readonly string[] | undefined {
  const variants = variantsOf(list);
  if (variants.some(({ properties }) => properties.DomainFileUrl !== undefined)) return undefined;
  return variants.flatMap(({ properties }) => listOf(properties.Domains).map(domain => textOf(domain) ?? '${?Domains}'));
}

function idIn({ template, properties }: ResourceFacts, property: string): string {
  return canonicalText(template, textOf(properties[property]) ?? `\${?${property}}`).replace(/\.VpcId\}$/, '}');
}
