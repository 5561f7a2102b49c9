import { Control } from '../../baseline/control';
import type { AsymmetryFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { FILTERED_WAY_OUT } from './way-out-example';
import { fail } from '../verdict';

/** A firewall that sees half of a conversation cannot tell what it is about. */
export const routesSymmetric = defineRule({
  id: Control.ROUTES_SYMMETRIC,
  subject: 'function',
  title: 'Answers come back through the firewall that let the question out',
  why: 'Network Firewall supports no asymmetric routes: it drops connections of which it sees one half, or lets them through without having understood them.',
  fix: "Route the range of the functions' subnets back to the firewall endpoint of the same availability zone, in the table of the NAT gateway's subnet or of the internet gateway.",
  links: ['https://docs.aws.amazon.com/network-firewall/latest/developerguide/asymmetric-routing.html'],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: (fn, { networking }) =>
    (networking.reachOf(fn)?.asymmetries ?? []).map(asymmetry =>
      fail({ at: asymmetry.at, related: [asymmetry.firewall, fn.resource], message: inWords(asymmetry) }),
    ),
  bad: {
    'answers that pass the firewall by': { Resources: { ...FILTERED_WAY_OUT, Answers0: null, Answers1: null } },
    'the endpoint of another zone': {
      Resources: {
        ...FILTERED_WAY_OUT,
        SubnetA: { Properties: { AvailabilityZone: 'eu-west-1a' } },
        FirewallSubnet: {
          Type: 'AWS::EC2::Subnet',
          Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.3.0/28', AvailabilityZone: 'eu-west-1b' },
        },
      },
    },
  },
  good: { 'a way back through the same endpoint': { Resources: FILTERED_WAY_OUT } },
});

function inWords({ kind, at, firewall }: AsymmetryFacts): string {
  return kind === 'zone'
    ? `${nameOf(at)} leads to the endpoint of the firewall ${nameOf(firewall)} in another availability zone`
    : `${nameOf(at)} routes one half of the conversations that the firewall ${nameOf(firewall)} inspects past it`;
}
