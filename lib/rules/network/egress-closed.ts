import { Control } from '../../baseline/control';
import { LIMITS } from '../../baseline/limits';
import type { EgressRuleFacts, FunctionFacts, SecurityGroupFacts } from '../../model/facts';
import { isSymbolic, lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { breadthOf } from './cidr';

/** A security group lists where its functions may connect to, and the internet as a whole is not such a place. */
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
  frameworks: [],
  check: fn => {
    if (fn.network === undefined || 'unknown' in fn.network) return [];
    const groups = fn.network.securityGroups;
    if (groups.length === 0) return nothingNamed(fn);
    return groups.flatMap(group => {
      if ('unknown' in group) {
        return unknown({
          message: `Where ${nameOf(fn.resource)} may connect to cannot be seen: its security group ${group.unknown} stands in no template`,
          property: 'Properties.VpcConfig.SecurityGroupIds',
        });
      }
      return group.openByOmission ? openByOmission(fn, group) : group.egress.flatMap(rule => openedBy(rule, fn));
    });
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
    "the VPC's default group": { Resources: { Function: { Properties: { VpcConfig: { SecurityGroupIds: null } } } } },
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
    "CDK's rule that leads nowhere": {
      Resources: {
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }] },
        },
      },
    },
  },
});

function nothingNamed(fn: FunctionFacts): Verdict {
  return fail({
    message: `${nameOf(fn.resource)} names no security group and falls into the VPC's default one, which opens everything unless somebody closed it`,
    property: 'Properties.VpcConfig.SecurityGroupIds',
  });
}

function openByOmission(fn: FunctionFacts, { resource }: SecurityGroupFacts): Verdict {
  return fail({
    message: `The security group ${nameOf(resource)} states no egress rule, and EC2 then lets everything out`,
    at: resource,
    property: 'Properties.SecurityGroupEgress',
    related: [fn.resource],
  });
}

function openedBy(rule: EgressRuleFacts, fn: FunctionFacts): Verdict[] {
  if (rule.cidr === undefined) return [];
  const evidence = { at: rule.resource, property: rule.property, related: [fn.resource] };
  if (isSymbolic(rule.cidr)) {
    // An attribute of a resource is a network of the app itself, such as the VPC's own; a parameter can be anything.
    if (lookup(rule.resource.template, rule.cidr) !== undefined) return [];
    return [
      unknown({
        ...evidence,
        message: `${nameOf(rule.resource)} lets ${spokenTraffic(rule)} out to ${rule.cidr}, which the templates do not tell`,
      }),
    ];
  }
  const breadth = breadthOf(rule.cidr);
  if (breadth === 'everywhere') {
    return [
      fail({ ...evidence, message: `${nameOf(rule.resource)} lets ${spokenTraffic(rule)} out to everywhere (${rule.cidr})` }),
    ];
  }
  const { ipv4, ipv6 } = LIMITS.publicCidrPrefix;
  return breadth === 'wide'
    ? [
        fail({
          ...evidence,
          message: `${nameOf(rule.resource)} lets ${spokenTraffic(rule)} out to ${rule.cidr}, wider than the /${ipv4} (IPv6: /${ipv6}) of a known partner`,
        }),
      ]
    : [];
}

function spokenTraffic({ protocol, fromPort, toPort }: EgressRuleFacts): string {
  if (protocol === '-1') return 'everything';
  return fromPort === undefined
    ? protocol
    : `${protocol} ${fromPort === toPort || toPort === undefined ? fromPort : `${fromPort}-${toPort}`}`;
}
