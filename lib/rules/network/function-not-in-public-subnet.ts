import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { placedAt } from './placed-at';
import { WAY_OUT } from './way-out-example';
import { fail } from '../verdict';

/** A public subnet is for what has a public address, and a function has none. */
export const functionNotInPublicSubnet = defineRule({
  id: Control.FUNCTION_NOT_IN_PUBLIC_SUBNET,
  subject: 'function',
  title: 'Functions stand in subnets without a route to an internet gateway',
  why: 'Lambda gives a function no public address of IPv4, so such a subnet connects it to nothing over IPv4, and to everything over IPv6 past every filter.',
  fix: "Place the function in isolated subnets, or in private ones whose way out is filtered: 'vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }'.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['NET-09'],
  check: (fn, { networking }) => {
    const routes = networking.reachOf(fn)?.publicRoutes ?? [];
    if (routes.length === 0) return [];
    return fail({
      message: `${nameOf(fn.resource)} stands in a public subnet: ${routes.map(nameOf).join(', ')} ${routes.length === 1 ? 'leads' : 'lead'} to an internet gateway`,
      property: placedAt(fn, 'SubnetIds'),
      related: routes,
    });
  },
  bad: {
    'a route to an internet gateway': {
      Resources: {
        ...WAY_OUT,
        FunctionRoute: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: 'FunctionTable' },
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: { Ref: 'Internet' },
          },
        },
      },
    },
  },
  good: { 'a public subnet beside it': { Resources: WAY_OUT } },
});
