import { widerThanAllowed } from '../../baseline/address';
import { Control } from '../../baseline/control';
import { guardedPorts } from '../../baseline/ports';
import type { JsonObject } from '../../model/facts';
import { at, isTrue, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail } from '../verdict';
import type { Ports } from './traffic';
import { portsOf, protocolOf } from './traffic';

/** A network ACL that lets everything through is none. */
export const networkAclNarrow = defineRule({
  id: Control.NETWORK_ACL_NARROW,
  subject: 'resource',
  types: ['AWS::EC2::NetworkAclEntry'],
  title: 'Network ACLs let through named protocols and ports',
  why: 'The ACL stands where a security group has been opened by mistake; one that allows every protocol or every port stops nothing there.',
  fix: 'Set Protocol to 6 or 17 with a PortRange from the first to the last port that is needed, or to 1 or 58 with an Icmp type.',
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['NET-11'],
  check: ({ resource, properties }) => {
    if (textOf(properties.RuleAction)?.toLowerCase() !== 'allow') return [];
    const found = openedBy(properties);
    return found === undefined
      ? []
      : fail({ message: `${nameOf(resource)} allows ${found.what}`, property: `Properties.${found.property}` });
  },
  bad: {
    'every protocol': entry({ Protocol: '-1', CidrBlock: '10.0.0.0/16' }),
    'every port': entry({ Protocol: 6, CidrBlock: '10.0.0.0/16', PortRange: { From: 0, To: 65535 } }),
    'no port said': entry({ Protocol: '17', CidrBlock: '10.0.0.0/16' }),
    'a shell for everybody': entry({ Protocol: 6, CidrBlock: '0.0.0.0/0', PortRange: { From: '22', To: '22' } }),
    'ICMP of IPv6 for a network of IPv4': entry({ Protocol: 58, CidrBlock: '10.0.0.0/16', Icmp: { Code: 0, Type: 0 } }),
  },
  good: {
    'one port': entry({ Protocol: 6, CidrBlock: '10.0.0.0/16', PortRange: { From: 443, To: 443 } }),
    'a refusal of everything': entry({ Protocol: '-1', CidrBlock: '0.0.0.0/0', RuleAction: 'deny' }),
    'answers from everywhere': entry({ Protocol: 6, CidrBlock: '0.0.0.0/0', PortRange: { From: 32768, To: 60999 } }),
  },
});

function openedBy(properties: JsonObject): { what: string; property: string } | undefined {
  const protocol = protocolOf(properties.Protocol);
  if (protocol === '-1') return { what: 'every protocol', property: 'Protocol' };
  if (protocol === 'icmpv6') return uselessIcmp(properties);
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  const range = properties.PortRange;
  const stated = at(range, 'From') !== undefined && at(range, 'To') !== undefined;
  const ports = portsOf(protocol, at(range, 'From'), at(range, 'To'));
  if (!stated || (ports !== undefined && ports.from <= 1 && ports.to >= 65_535)) {
    return { what: `${protocol} on every port`, property: 'PortRange' };
  }
  return ports === undefined ? undefined : opensGuarded(properties, protocol, ports);
}

function opensGuarded({ CidrBlock, Ipv6CidrBlock, Egress }: JsonObject, protocol: string, ports: Ports) {
  const wide = [CidrBlock, Ipv6CidrBlock].flatMap(cidr => textOf(cidr) ?? []).find(cidr => widerThanAllowed(cidr));
  const guarded = guardedPorts(ports.from, ports.to);
  // A wide range that happens to hold a guarded port is the one that answers come back to.
  const isMeant = protocol === 'tcp' && guarded.length === ports.to - ports.from + 1;
  if (wide === undefined || isTrue(Egress) || !isMeant) return undefined;
  return { what: `${listOf(guarded)} in from ${wide}`, property: 'PortRange' };
}

/** EC2 wants the network and the type of IPv6 here; without them the entry allows something else than it says. */
function uselessIcmp({ Icmp, Ipv6CidrBlock }: JsonObject) {
  if (Icmp === undefined) return { what: 'every ICMP message of IPv6: it names no type', property: 'Icmp' };
  if (Ipv6CidrBlock !== undefined) return undefined;
  return { what: 'ICMP of IPv6 for no network of IPv6', property: 'Ipv6CidrBlock' };
}

function entry(properties: JsonObject) {
  return {
    Resources: {
      Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } },
      Entry: {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: { NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100, RuleAction: 'allow', ...properties },
      },
    },
  };
}
