import { isSingleAddress, isWorldwide, widerThanAllowed } from '../../baseline/address';
import { Control } from '../../baseline/control';
import { clearTextPorts, guardedPorts } from '../../baseline/ports';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail } from '../verdict';
import type { Ingress } from './ingress';
import { INGRESS_TYPES, ingressOf } from './ingress';
import { spokenTraffic } from './traffic';

/** Nobody from outside knocks at a shell, a desktop or a database. */
export const adminPortsClosed = defineRule({
  id: Control.ADMIN_PORTS_CLOSED,
  subject: 'resource',
  types: INGRESS_TYPES,
  title: 'Security groups keep shells, desktops and databases away from everybody',
  why: 'Everything that answers on SSH, Remote Desktop or a database port is tried with stolen passwords within minutes of being reachable.',
  fix: "Remove the rule and come in through Session Manager or EC2 Instance Connect; let databases take the security group of their clients ('connections.allowFrom(...)').",
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['NET-05', 'NET-06'],
  check: variant =>
    ingressOf(variant).flatMap(ingress => {
      const found = opened(ingress) ?? unspecific(ingress);
      if (found === undefined) return [];
      return fail({
        ...found,
        message: `${nameOf(variant.resource)} lets ${found.message}`,
        property: ingress.traffic.property,
        related: ingress.related,
      });
    }),
  bad: {
    'a shell for everybody': groupWith({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }),
    'a desktop for everybody in IPv6': groupWith({ IpProtocol: '6', FromPort: '3389', ToPort: '3389', CidrIpv6: '::/0' }),
    'everything from everywhere': groupWith({ IpProtocol: -1, CidrIp: '0.0.0.0/0' }),
    'a shell for a whole region of the world': groupWith({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv6: '2a00::/12' }),
    'a database within a range of ports': groupWith({ IpProtocol: 'tcp', FromPort: 5000, ToPort: 6000, CidrIp: '0.0.0.0/0' }),
    'passwords in plain text': groupWith({ IpProtocol: 'tcp', FromPort: 23, ToPort: 23, CidrIp: '10.0.0.0/16' }),
    'every protocol of a network': groupWith({ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }),
  },
  good: {
    'a shell for one address': groupWith({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '198.51.100.7/32' }),
    'a database for one group': groupWith({
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
      SourceSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
    }),
  },
});

/** Whether a rule opens something guarded to (nearly) everybody. */
export function opensGuardedPorts({ traffic }: Ingress): boolean {
  return traffic.ports !== undefined && isGuarded(traffic) && traffic.cidrs.some(widerThanAllowed);
}

function isGuarded({ protocol, ports }: Ingress['traffic']): boolean {
  return protocol !== 'udp' && ports !== undefined && guardedPorts(ports.from, ports.to).length > 0;
}

function opened({ traffic }: Ingress) {
  const { ports, cidrs } = traffic;
  const wide = cidrs.find(widerThanAllowed);
  if (wide === undefined || ports === undefined || !isGuarded(traffic)) return undefined;
  const guarded = guardedPorts(ports.from, ports.to);
  const named = guarded.length > 3 ? `${guarded.slice(0, 3).join(', ')} and ${guarded.length - 3} more` : listOf(guarded);
  return {
    message: `${spokenTraffic(traffic)} in from ${wide}, which leads to ${named}`,
    controls: cidrs.some(isWorldwide) ? ['NET-05', 'NET-06'] : ['NET-06'],
  };
}

/** Not open to everybody, but more than anybody needs. */
function unspecific({ traffic }: Ingress) {
  const { protocol, ports, cidrs } = traffic;
  const lesser = { severity: 'warning', controls: ['NET-06'] } as const;
  if (protocol === '-1') return { ...lesser, message: 'every protocol in: name the one that is needed' };
  if (protocol !== 'tcp' || ports === undefined) return undefined;
  const clear = clearTextPorts(ports.from, ports.to);
  if (clear.length === 0 || cidrs.every(isSingleAddress)) return undefined;
  return { ...lesser, message: `${listOf(clear)} in from a whole network, and that sends passwords as plain text` };
}

function groupWith(rule: JsonObject) {
  return { Resources: { Group: { Properties: { SecurityGroupIngress: [{ Description: 'An example', ...rule }] } } } };
}
