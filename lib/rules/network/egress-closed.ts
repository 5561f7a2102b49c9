import { widerThanAllowed } from '../../baseline/address';
import { Control } from '../../baseline/control';
import { LIMITS } from '../../baseline/limits';
import { branchesOf } from '../../model/branches';
import type { EgressRuleFacts, FunctionFacts, SecurityGroupFacts, Unknown } from '../../model/facts';
import { at, listOf, textOf } from '../../model/json';
import { isDefaultGroup } from '../../model/network/group-rules';
import { isSymbolic, lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { placedAt } from './placed-at';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { leavesByNameOnly } from './open-internet';
import { FILTERED_WAY_OUT } from './way-out-example';

/** A security group lists where its functions may connect to; only a firewall that knows names can stand in for the list. */
export const egressClosed = defineRule({
  id: Control.EGRESS_CLOSED,
  subject: 'function',
  title: "Functions' security groups do not open the way to everywhere",
  why: 'Egress to everywhere is the way out for stolen data and the way in for the code an intruder loads next.',
  fix: "Set 'allowAllOutbound: false' on the security group and add a rule for each peer; SecureFunction makes the rules from 'egress: [Egress...]'.",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['NET-02', 'NET-03', 'NET-04'],
  check: (fn, { detachedEgress, networking }) => {
    if (fn.network === undefined || 'unknown' in fn.network) return [];
    const isFiltered = once(() => leavesByNameOnly(fn, networking));
    const detached = detachedEgress.flatMap(rule => openedBy(rule, fn, isFiltered)).filter(({ verdict }) => verdict === 'fail');
    return [...detached, ...fn.network.securityGroups.flatMap(group => openedByGroup(group, fn, isFiltered))];
  },
  bad: {
    'everything to everywhere': {
      Resources: { Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] } } },
    },
    'everywhere in IPv6': {
      Resources: {
        Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' }] } },
      },
    },
    'half of the internet': {
      Resources: {
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '128.0.0.0/1' }] },
        },
      },
    },
    'a rule of its own': {
      Resources: {
        Egress: {
          Type: 'AWS::EC2::SecurityGroupEgress',
          Properties: { GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] }, IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
        },
      },
    },
    'no rule at all, which EC2 takes for everything': { Resources: { Group: { Properties: { SecurityGroupEgress: null } } } },
    'everywhere in IPv6 beside a private network': {
      Resources: {
        Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16', CidrIpv6: '::/0' }] } },
      },
    },
    'all of IPv4 behind a translator': {
      Resources: { Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIpv6: '64:ff9b::/96' }] } } },
    },
    'a prefix list of everywhere': {
      Resources: {
        Peers: { Type: 'AWS::EC2::PrefixList', Properties: { AddressFamily: 'IPv4', Entries: [{ Cidr: '0.0.0.0/0' }] } },
        Group: {
          Properties: {
            SecurityGroupEgress: [{ IpProtocol: '-1', DestinationPrefixListId: { 'Fn::GetAtt': ['Peers', 'PrefixListId'] } }],
          },
        },
      },
    },
    'a rule of a group that nobody can find': {
      Resources: {
        Egress: {
          Type: 'AWS::EC2::SecurityGroupEgress',
          Properties: { GroupId: 'sg-0a1b', IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
        },
      },
    },
    'every port to everywhere behind a firewall': {
      Resources: {
        ...FILTERED_WAY_OUT,
        Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' }] } },
      },
    },
  },
  good: {
    'a private network': {},
    'a partner of moderate size': {
      Resources: {
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '198.51.100.0/24' }] },
        },
      },
    },
    'HTTPS to everywhere, where every way out passes a firewall that lets one domain through': {
      Resources: {
        ...FILTERED_WAY_OUT,
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }] },
        },
      },
    },
    "CDK's rule that leads nowhere": {
      Resources: {
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }] },
        },
      },
    },
  },
});

/** Whether every way out is filtered; asked only where a rule needs it. */
type Filtered = () => boolean;

function once(answer: Filtered): Filtered {
  let known: boolean | undefined;
  return () => (known ??= answer());
}

function openedByGroup(
  group: SecurityGroupFacts | Unknown,
  fn: FunctionFacts,
  isFiltered: Filtered,
): Verdict | readonly Verdict[] {
  if ('unknown' in group) {
    if (isDefaultGroup(fn.resource.template, group.unknown)) return [];
    return unknown({
      message: `Where ${nameOf(fn.resource)} may connect to cannot be seen: its security group ${group.unknown} stands in no template`,
      property: placedAt(fn, 'SecurityGroupIds'),
    });
  }
  return group.openByOmission ? openByOmission(fn, group) : group.egress.flatMap(rule => openedBy(rule, fn, isFiltered));
}

function openByOmission(fn: FunctionFacts, { resource }: SecurityGroupFacts): Verdict {
  return fail({
    message: `The security group ${nameOf(resource)} states no egress rule, and EC2 then lets everything out`,
    at: resource,
    property: 'Properties.SecurityGroupEgress',
    related: [fn.resource],
  });
}

function openedBy(rule: EgressRuleFacts, fn: FunctionFacts, isFiltered: Filtered): Verdict[] {
  return [...openedByList(rule, fn, isFiltered), ...openedByNetwork(rule, fn, isFiltered)];
}

function openedByNetwork(rule: EgressRuleFacts, fn: FunctionFacts, isFiltered: Filtered): Verdict[] {
  if (rule.cidr === undefined) return [];
  const evidence = { at: rule.resource, property: rule.property, related: [fn.resource] };
  if (isSymbolic(rule.cidr) || rule.cidr.includes('{{resolve:')) {
    // An attribute of a network of the app is that network; a parameter can be anything.
    if (lookup(rule.resource.template, rule.cidr)?.resource.type.startsWith('AWS::EC2::')) return [];
    return [
      unknown({
        ...evidence,
        message: `${nameOf(rule.resource)} lets ${spokenTraffic(rule)} out to ${rule.cidr}, which the templates do not tell`,
      }),
    ];
  }
  if (!widerThanAllowed(rule.cidr) || (isHttps(rule) && isFiltered())) return [];
  const { ipv4, ipv6 } = LIMITS.publicCidrPrefix;
  const reach = /\/0+$/.test(rule.cidr)
    ? `everywhere (${rule.cidr})`
    : `${rule.cidr}, wider than the /${ipv4} (IPv6: /${ipv6}) of a known partner`;
  return [fail({ ...evidence, message: `${nameOf(rule.resource)} lets ${spokenTraffic(rule)} out to ${reach}` })];
}

/** A list of the app says where it leads; what another holds, only its owner knows. */
function openedByList(rule: EgressRuleFacts, fn: FunctionFacts, isFiltered: Filtered): Verdict[] {
  if (rule.prefixList === undefined) return [];
  const list = lookup(rule.resource.template, rule.prefixList)?.resource;
  if (list?.type === 'AWS::EC2::PrefixList') {
    return branchesOf(list.properties.Entries).flatMap(({ value }) =>
      listOf(value).flatMap(entry => {
        const cidr = textOf(at(entry, 'Cidr')) ?? '${?Entries}';
        return openedByNetwork({ ...rule, cidr }, fn, isFiltered);
      }),
    );
  }
  return [
    unknown({
      at: rule.resource,
      property: rule.property,
      related: [fn.resource],
      message: `${nameOf(rule.resource)} lets ${spokenTraffic(rule)} out to the prefix list ${rule.prefixList}, which the templates do not tell`,
    }),
  ];
}

/** The one kind of traffic in which a firewall reads the name that it is for. */
function isHttps({ protocol, fromPort, toPort }: EgressRuleFacts): boolean {
  return /^(?:tcp|6)$/.test(protocol) && textOf(fromPort) === '443' && textOf(toPort) === '443';
}

function spokenTraffic({ protocol, fromPort, toPort }: EgressRuleFacts): string {
  if (protocol === '-1') return 'everything';
  return fromPort === undefined
    ? protocol
    : `${protocol} ${fromPort === toPort || toPort === undefined ? fromPort : `${fromPort}-${toPort}`}`;
}
