import { isEverywhere, isWorldwide } from '../../baseline/address';
import { Control } from '../../baseline/control';
import type { ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { leadsFromNatsBehindFirewall } from './nat-subnets';
import { fail } from '../verdict';
import { FILTERED_WAY_OUT } from './way-out-example';

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock'];

/** No subnet stands on the internet. */
export const noRouteToEverywhere = defineRule({
  id: Control.NO_ROUTE_TO_EVERYWHERE,
  subject: 'resource',
  types: ['AWS::EC2::Route'],
  title: 'No route leads from a subnet straight to the internet',
  why: 'With a default route to an internet gateway every address in the subnet can be reached from outside and reach everything; one security group too wide is then enough.',
  fix: "Use subnets without it ('SubnetType.PRIVATE_ISOLATED' with endpoints, as SecureNetwork makes them), or a NAT gateway behind a firewall; a subnet for load balancers takes a waiver.",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['NET-09'],
  check: ({ resource, properties }, app) => {
    const gateway = textOf(properties.GatewayId);
    if (gateway === undefined || isPrivateGateway(resource, gateway)) return [];
    // Two halves of the internet are the internet.
    const wide = DESTINATIONS.filter(destination => isWorldwide(textOf(properties[destination]) ?? '0.0.0.0/32'));
    if (wide.length === 0 || leadsFromNatsBehindFirewall(resource, app)) return [];
    return wide.map(destination => {
      const range = textOf(properties[destination]) ?? '';
      const where = isEverywhere(range) ? 'everywhere' : 'nearly everywhere';
      return fail({
        message: `${nameOf(resource)} leads ${where} (${range}) through the gateway ${gateway}`,
        property: `Properties.${destination}`,
      });
    });
  },
  bad: {
    'a default route': route({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Gateway' } }),
    'half of a default route': route({ DestinationCidrBlock: '128.0.0.0/1', GatewayId: { Ref: 'Gateway' } }),
    'a default route of IPv6': route({ DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-0a1b2c3d' }),
  },
  good: {
    'a route to a partner': route({ DestinationCidrBlock: '198.51.100.0/24', GatewayId: { Ref: 'Gateway' } }),
    'a NAT gateway behind a firewall, and nothing beside it': { Resources: FILTERED_WAY_OUT },
    'a default route into the own data center': route({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vgw-0a1b2c3d' }),
  },
});

/** A virtual private gateway leads into a data center. */
function isPrivateGateway({ template }: ResourceFacts, gateway: string): boolean {
  return gateway.startsWith('vgw-') || lookup(template, gateway)?.resource.type === 'AWS::EC2::VPNGateway';
}

function route(properties: Record<string, string | { Ref: string }>) {
  return {
    Resources: {
      Gateway: { Type: 'AWS::EC2::InternetGateway' },
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
      Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'Table' }, ...properties } },
    },
  };
}
