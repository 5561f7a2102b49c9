import { openInternet, perhapsInternet } from './open-internet';
import { Control } from '../../baseline/control';
import type { DestinationFacts, FunctionFacts } from '../../model/facts';
import { PUBLIC } from '../../model/network/addresses';
import { intersection } from '../../model/network/ranges';
import { addressed, spokenAddresses, spokenPorts } from '../../model/network/spoken';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { placedAt } from './placed-at';
import { WAY_OUT } from './way-out-example';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';

/** Routes decide where a function gets to: what its groups let out goes nowhere without one, and past no firewall by itself. */
export const internetBehindFirewall = defineRule({
  id: Control.INTERNET_BEHIND_FIREWALL,
  subject: 'function',
  title: 'Functions reach the internet through a firewall that lists domains, or not at all',
  why: 'A NAT gateway forwards to every address, so whoever takes over the code sends the data wherever they like.',
  fix: "Place the function in subnets without a route to the internet, or declare its domains with 'Egress.toDomain()', so that a Network Firewall lets only those through.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
    'https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: ['NET-02', 'NET-09'],
  check: (fn, { networking }) => {
    const reach = networking.reachOf(fn);
    if (reach === undefined) return [];
    const hidden = [...new Set(perhapsInternet(reach).map(beyond))];
    return [
      ...openInternet(reach).map(destination => reached(fn, destination)),
      ...(hidden.length === 0 ? [] : [unseen(fn, hidden)]),
    ];
  },
  bad: {
    'two networks that add up to more than a partner has, behind a NAT gateway': {
      Resources: {
        ...WAY_OUT,
        Group: {
          Properties: {
            SecurityGroupEgress: ['198.18.0.0/16', '198.19.0.0/16'].map(CidrIp => ({
              IpProtocol: 'tcp',
              FromPort: 443,
              ToPort: 443,
              CidrIp,
            })),
          },
        },
      },
    },
  },
  good: {
    'no route to anywhere': {},
    'a partner of moderate size behind a NAT gateway': {
      Resources: {
        ...WAY_OUT,
        Group: {
          Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '198.51.100.0/24' }] },
        },
      },
    },
    'a NAT gateway that its security group does not let it use': { Resources: WAY_OUT },
  },
});

function reached(fn: FunctionFacts, { through, traffic, unknown: hidden }: DestinationFacts): Verdict {
  const ports = spokenPorts(traffic);
  const what = `${spokenAddresses(intersection(addressed(traffic), PUBLIC))}${ports === '' ? '' : ` (${ports})`}`;
  const evidence = { property: placedAt(fn), related: through };
  if (hidden !== undefined) {
    return unknown({
      ...evidence,
      message: `Whether ${nameOf(fn.resource)} reaches ${what} depends on ${hidden}, which the templates do not tell`,
    });
  }
  const way = through.map(nameOf).join(', ');
  const inspected = through.find(({ type }) => type === 'AWS::NetworkFirewall::Firewall');
  const missing =
    inspected === undefined
      ? 'no firewall stands on the way'
      : `the firewall ${nameOf(inspected)} lets it through without a list of domains`;
  return fail({
    ...evidence,
    message: `${nameOf(fn.resource)} reaches ${what} on the internet through ${way === '' ? 'a NAT gateway' : way}, and ${missing}`,
  });
}

function beyond({ kind, text, resource }: DestinationFacts): string {
  return kind === 'hidden'
    ? `${text}, which stands in no template`
    : `what lies behind ${resource === undefined ? text : nameOf(resource)}`;
}

function unseen(fn: FunctionFacts, hidden: readonly string[]): Verdict {
  return unknown({
    message: `Whether ${nameOf(fn.resource)} reaches the internet cannot be seen: it depends on ${hidden.join(', and on ')}. Judge the template of that network together with this one`,
    property: placedAt(fn, 'SubnetIds'),
  });
}
