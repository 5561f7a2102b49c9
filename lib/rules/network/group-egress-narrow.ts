import { isLoopback, widerThanAllowed } from '../../baseline/address';
import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';
import { EGRESS_TYPES, egressOf, groupBehind } from './egress';
import type { Traffic } from './traffic';
import { spokenTraffic } from './traffic';

/** A rule names one port of its peer, and not whatever else answers there. */
export const groupEgressNarrow = defineRule({
  id: Control.GROUP_EGRESS_NARROW,
  subject: 'resource',
  types: EGRESS_TYPES,
  title: 'Security groups let out one protocol to one port',
  why: 'A rule for every protocol, or for a range of ports, also reaches the shells, consoles and neighbours that share the network with the one peer that was meant.',
  fix: "Name the port: 'connections.allowTo(peer, Port.tcp(5432))', or IpProtocol tcp with equal FromPort and ToPort.",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['NET-03', 'NET-04'],
  check: variant => {
    const group = groupBehind(variant);
    return egressOf(variant)
      .filter(isUnspecific)
      .map(traffic =>
        fail({
          message: `${nameOf(variant.resource)} lets out ${spokenTraffic(traffic)}: name the one port that is needed`,
          property: traffic.property,
          related: group === undefined ? [] : [group],
          controls: [traffic.protocol === '-1' ? 'NET-03' : 'NET-04'],
        }),
      );
  },
  bad: {
    'every protocol': egress({ IpProtocol: -1, CidrIp: '10.0.0.0/16' }),
    'a range of ports': egress({ IpProtocol: 'tcp', FromPort: '8000', ToPort: '8003', CidrIp: '10.0.0.0/16' }),
  },
  good: {
    'one port': {},
    "CDK's rule that leads nowhere": egress({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }),
    'everything, but only to itself': egress({ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }),
  },
});

/** What is open to everywhere with every protocol is the finding of `egress-closed` or `group-egress-closed`. */
function isUnspecific({ protocol, ports, cidrs }: Traffic): boolean {
  if (protocol !== '-1') return ports !== undefined && ports.from !== ports.to;
  return cidrs.length === 0 || cidrs.some(cidr => !isLoopback(cidr) && !widerThanAllowed(cidr));
}

function egress(rule: JsonObject) {
  return { Resources: { Group: { Properties: { SecurityGroupEgress: [{ Description: 'An example', ...rule }] } } } };
}
