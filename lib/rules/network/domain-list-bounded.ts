import { FILTERED_WAY_OUT } from './way-out-example';
import { Control } from '../../baseline/control';
import { SHARED_SUFFIXES } from '../../baseline/shared-suffixes';
import { variantsOf } from '../../model/conditions';
import type { AppFacts, ResourceFacts } from '../../model/facts';
import { at, listOf, objectOf, textOf } from '../../model/json';
import { domainsOf } from '../../model/network/dns';
import { passedNames } from '../../model/network/firewall/rule-groups';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';

/** A list of domains is as good as its widest entry. A resolver that answers every name is what `dns-filtered` is about. */
export const domainListBounded = defineRule({
  id: Control.DOMAIN_LIST_BOUNDED,
  subject: 'resource',
  types: ['AWS::NetworkFirewall::RuleGroup', 'AWS::Route53Resolver::FirewallDomainList'],
  title: 'Lists of allowed domains hold no name that strangers can register',
  why: 'A wildcard over a whole registry or a public host lets through whatever an intruder registers there, so the list stops nobody.',
  fix: "Write the names that are called, such as 'api.example.com', or a wildcard below a domain of one owner: '*.example.com'.",
  links: [
    'https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-domain-lists.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: ({ resource, properties }, app) => {
    if (resource.type === 'AWS::NetworkFirewall::RuleGroup') {
      return passedNames(resource, properties).flatMap(name => judged(resource, name));
    }
    return allowedLists(app).has(resource)
      ? (domainsOf(resource) ?? []).filter(name => name !== '*').flatMap(name => judged(resource, name))
      : [];
  },
  bad: {
    'a firewall that lets a whole registry through': {
      Resources: {
        ...FILTERED_WAY_OUT,
        Domains: {
          ...objectOf(FILTERED_WAY_OUT.Domains),
          Properties: {
            ...objectOf(at(FILTERED_WAY_OUT.Domains, 'Properties')),
            RuleGroup: {
              RulesSource: {
                RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['.com'] },
              },
            },
          },
        },
      },
    },
    'a resolver that answers every name of a host': {
      Resources: { Answered: { Properties: { Domains: ['*.amazonaws.com'] } } },
    },
  },
  good: {
    'one name, and all below a domain of one owner': {
      Resources: {
        Answered: { Properties: { Domains: ['api.example.com', '*.example.com', 'secretsmanager.eu-west-1.amazonaws.com'] } },
      },
    },
    'every name, where the DNS Firewall blocks it': {},
  },
});

function judged(list: ResourceFacts, name: string): Verdict[] {
  const stranger = strangersBelow(name);
  return stranger === undefined ? [] : [fail({ message: `${nameOf(list)} lets ${name} through: ${stranger}` })];
}

/** Who else has names that fit; undefined where nobody has. */
function strangersBelow(name: string): string | undefined {
  if (name.endsWith('*')) return 'anybody can register a name that begins so';
  if (!name.startsWith('*')) return undefined;
  if (!name.startsWith('*.')) return 'anybody can register a name that ends so';
  const rest = name.slice(2);
  return rest.includes('.') && !SHARED_SUFFIXES.has(rest) ? undefined : 'anybody can register a name below it';
}

const ALLOWED = new WeakMap<AppFacts, ReadonlySet<ResourceFacts>>();

/** Lists of names that a rule of a DNS Firewall lets through. */
function allowedLists(app: AppFacts): ReadonlySet<ResourceFacts> {
  const known = ALLOWED.get(app) ?? findAllowed(app);
  ALLOWED.set(app, known);
  return known;
}

function findAllowed({ resourcesByType }: AppFacts): ReadonlySet<ResourceFacts> {
  const groups = resourcesByType.get('AWS::Route53Resolver::FirewallRuleGroup') ?? [];
  return new Set(
    groups.flatMap(group =>
      variantsOf(group).flatMap(({ properties }) =>
        listOf(properties.FirewallRules)
          .filter(rule => textOf(at(rule, 'Action')) !== 'BLOCK')
          .flatMap(rule => lookup(group.template, textOf(at(rule, 'FirewallDomainListId')) ?? '')?.resource ?? []),
      ),
    ),
  );
}
