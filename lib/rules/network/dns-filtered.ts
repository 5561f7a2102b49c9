import { Control } from '../../baseline/control';
import type { DnsFacts, FunctionFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { placedAt } from './placed-at';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';

/** The resolver of a VPC is a way out that no security group, no route and no ACL closes. */
export const dnsFiltered = defineRule({
  id: Control.DNS_FILTERED,
  subject: 'function',
  title: "The resolver of a function's VPC answers declared names only, also when its filter fails",
  why: 'Security groups do not filter the resolver: a function without any other way out writes data into the names that it asks for.',
  fix: "Associate a DNS Firewall with the VPC that allows the declared names and blocks '*', and leave 'FirewallFailOpen' disabled; SecureNetwork has one.",
  links: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: (fn, { networking }) => (networking.reachOf(fn)?.dns ?? []).flatMap(dns => [...answering(fn, dns), ...failing(fn, dns)]),
  bad: {
    'no DNS Firewall': { Resources: { DnsAssociation: null } },
    'names that are not declared go through unblocked': {
      Resources: {
        DnsRules: {
          Properties: {
            FirewallRules: [{ Priority: 1, Action: 'ALLOW', FirewallDomainListId: { 'Fn::GetAtt': ['Answered', 'Id'] } }],
          },
        },
      },
    },
    'every name is let through with an alert': {
      Resources: {
        DnsRules: {
          Properties: {
            FirewallRules: [{ Priority: 1, Action: 'ALERT', FirewallDomainListId: { 'Fn::GetAtt': ['EveryName', 'Id'] } }],
          },
        },
      },
    },
    'only one type of record is blocked': {
      Resources: {
        DnsRules: {
          Properties: {
            FirewallRules: [
              { Priority: 1, Action: 'BLOCK', Qtype: 'TXT', FirewallDomainListId: { 'Fn::GetAtt': ['EveryName', 'Id'] } },
            ],
          },
        },
      },
    },
    'a filter that fails open': {
      Resources: {
        DnsFailure: {
          Type: 'AWS::Route53Resolver::FirewallConfig',
          Properties: { ResourceId: { Ref: 'Vpc' }, FirewallFailOpen: 'ENABLED' },
        },
      },
    },
  },
  good: {
    'declared names': {},
    'no resolver at all': { Resources: { DnsAssociation: null, Vpc: { Properties: { EnableDnsSupport: false } } } },
    'a filter that is told to fail closed': {
      Resources: {
        DnsFailure: {
          Type: 'AWS::Route53Resolver::FirewallConfig',
          Properties: { ResourceId: { Ref: 'Vpc' }, FirewallFailOpen: 'DISABLED' },
        },
      },
    },
  },
});

function answering(fn: FunctionFacts, { vpc, answers, unknown: hidden }: DnsFacts): Verdict[] {
  const { resource } = fn;
  const related = [resource];
  if (vpc === undefined) {
    const message = `Which names ${nameOf(resource)} may resolve cannot be seen: its VPC stands in no template`;
    return answers === 'names' ? [] : [unknown({ message, property: placedAt(fn, 'SubnetIds') })];
  }
  if (answers === 'unknown') {
    return [
      unknown({
        at: vpc,
        related,
        message: `Which names the resolver of ${nameOf(vpc)} answers depends on ${hidden}, which stands in no template`,
      }),
    ];
  }
  if (answers !== 'everything') return [];
  return [
    fail({
      at: vpc,
      related,
      message: `The resolver of ${nameOf(vpc)} answers every name: no DNS Firewall blocks those that are not declared`,
    }),
  ];
}

function failing({ resource }: FunctionFacts, { failsOpen }: DnsFacts): Verdict[] {
  return failsOpen.map(config =>
    fail({
      at: config,
      related: [resource],
      property: 'Properties.FirewallFailOpen',
      message: `${nameOf(config)} lets every query through while the DNS Firewall does not answer`,
    }),
  );
}
