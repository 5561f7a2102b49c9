import { isSingleAddress, widerThanAllowed } from '../../baseline/address';
import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';
import { INGRESS_TYPES, ingressOf } from './ingress';
import type { Traffic } from './traffic';
import { spokenTraffic } from './traffic';

/** A rule names one port and one caller, so that whoever reads it knows what it is for. */
export const ingressNarrow = defineRule({
  id: Control.INGRESS_NARROW,
  subject: 'resource',
  types: INGRESS_TYPES,
  title: 'Security groups let in one port from one caller',
  why: 'A range of ports, or a whole network, also lets in what will be started there tomorrow, and what an intruder starts.',
  fix: "Write one rule a port, and name the callers' security group in place of their network ('connections.allowFrom(peer, Port.tcp(443))').",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['NET-13'],
  check: variant =>
    ingressOf(variant).flatMap(({ traffic, related }) => {
      const wide = [rangeIn(traffic), networkIn(traffic)].filter(part => part !== undefined);
      if (wide.length === 0) return [];
      return fail({
        message: `${nameOf(variant.resource)} lets in ${wide.join(' from ')}: one port and one caller is enough`,
        property: traffic.property,
        related,
      });
    }),
  bad: {
    'a range of ports': groupWith({ FromPort: 8000, ToPort: 8003, CidrIp: '198.51.100.7/32' }),
    'a whole network': groupWith({ FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }),
    'a network in IPv6': groupWith({ FromPort: 443, ToPort: 443, CidrIpv6: '2001:db8::/64' }),
  },
  good: { 'one port from one address': groupWith({ FromPort: '443', ToPort: '443', CidrIp: '198.51.100.7' }) },
});

/** All ports at once are the finding of `admin-ports-closed`. */
function rangeIn(traffic: Traffic): string | undefined {
  const { protocol, ports } = traffic;
  return protocol === '-1' || ports === undefined || ports.from === ports.to ? undefined : spokenTraffic(traffic);
}

/** What is open to everybody is the finding of `ingress-not-from-everywhere`. */
function networkIn({ cidrs }: Traffic): string | undefined {
  const wide = cidrs.filter(cidr => !isSingleAddress(cidr) && !widerThanAllowed(cidr));
  return wide.length === 0 ? undefined : `the network ${wide.join(', ')}`;
}

function groupWith(rule: JsonObject) {
  const SecurityGroupIngress = [{ IpProtocol: 'tcp', Description: 'An example', ...rule }];
  return { Resources: { Group: { Properties: { SecurityGroupIngress } } } };
}
