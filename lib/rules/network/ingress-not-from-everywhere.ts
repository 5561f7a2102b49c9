import { isEverywhere, widerThanAllowed } from '../../baseline/address';
import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, unknown } from '../verdict';
import { opensGuardedPorts } from './admin-ports-closed';
import { INGRESS_TYPES, ingressOf } from './ingress';
import { spokenTraffic } from './traffic';

/** Only what is meant for the public is open to it. */
export const ingressNotFromEverywhere = defineRule({
  id: Control.INGRESS_NOT_FROM_EVERYWHERE,
  subject: 'resource',
  types: INGRESS_TYPES,
  title: 'Security groups do not let everybody in',
  why: 'What everybody can reach is scanned, tried and flooded without a pause. A function needs no ingress at all: Lambda does not come in through its network.',
  fix: 'Name the security group of the callers, or their networks. A load balancer for the public takes a waiver on its group.',
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['NET-05', 'NET-13'],
  check: variant =>
    ingressOf(variant)
      // Shells, desktops and databases are the finding of `admin-ports-closed`.
      .filter(ingress => !opensGuardedPorts(ingress))
      .flatMap(({ traffic, related }) => [
        ...traffic.cidrs.filter(widerThanAllowed).map(cidr =>
          fail({
            message: `${nameOf(variant.resource)} lets ${spokenTraffic(traffic)} in from ${cidr}`,
            property: traffic.property,
            related,
            controls: isEverywhere(cidr) ? ['NET-05'] : ['NET-05', 'NET-13'],
          }),
        ),
        ...traffic.unknownCidrs.map(cidr =>
          unknown({
            message: `${nameOf(variant.resource)} lets ${spokenTraffic(traffic)} in from ${cidr}, which the templates do not tell`,
            property: traffic.property,
            related,
            controls: ['NET-05'],
          }),
        ),
      ]),
  bad: {
    'a web server for everybody': groupWith({ FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }),
    'everybody in IPv6, spelled out': groupWith({ FromPort: 443, ToPort: 443, CidrIpv6: '0000:0000::/0' }),
    'half of the internet': groupWith({ FromPort: 443, ToPort: 443, CidrIp: '128.0.0.0/1' }),
    'a rule of its own': {
      Resources: {
        Ingress: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: {
            GroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
            ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'Everybody' },
          },
        },
      },
    },
  },
  good: {
    'one group': groupWith({ FromPort: 443, ToPort: 443, SourceSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] } }),
    'one address': groupWith({ FromPort: 443, ToPort: 443, CidrIp: '198.51.100.7/32' }),
  },
});

function groupWith(rule: JsonObject) {
  const SecurityGroupIngress = [{ IpProtocol: 'tcp', Description: 'An example', ...rule }];
  return { Resources: { Group: { Properties: { SecurityGroupIngress } } } };
}
