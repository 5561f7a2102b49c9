import { Control } from '../../baseline/control';
import { isTrue } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';

const ASSIGNING: Readonly<Record<string, string>> = {
  MapPublicIpOnLaunch: 'a public IPv4 address',
  AssignIpv6AddressOnCreation: 'an IPv6 address, which is public',
};

/** Nothing becomes reachable from outside only because it was started here. */
export const subnetAssignsNoPublicAddress = defineRule({
  id: Control.SUBNET_ASSIGNS_NO_PUBLIC_ADDRESS,
  subject: 'resource',
  types: ['AWS::EC2::Subnet'],
  title: 'Subnets give nothing a public address by itself',
  why: 'Whatever is started in such a subnet can be reached from the internet, whether or not anybody meant it to be; only its security group is left in between.',
  fix: "Use 'SubnetType.PRIVATE_ISOLATED', or 'mapPublicIpOnLaunch: false' (and AssignIpv6AddressOnCreation: false); what has to be public gets its address by name.",
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['NET-08'],
  check: ({ resource, properties }) =>
    Object.entries(ASSIGNING)
      .filter(([property]) => isTrue(properties[property]))
      .map(([property, address]) =>
        fail({ message: `Whatever starts in ${nameOf(resource)} is given ${address}`, property: `Properties.${property}` }),
      ),
  bad: {
    'a public address for everything': { Resources: { SubnetA: { Properties: { MapPublicIpOnLaunch: 'true' } } } },
    'a public address of IPv6': { Resources: { SubnetA: { Properties: { AssignIpv6AddressOnCreation: true } } } },
    'a public address under some condition': {
      Conditions: { IsPublic: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: { SubnetA: { Properties: { MapPublicIpOnLaunch: { 'Fn::If': ['IsPublic', true, { Ref: 'AWS::NoValue' }] } } } },
    },
  },
  good: { 'no address': { Resources: { SubnetA: { Properties: { MapPublicIpOnLaunch: 'False' } } } } },
});
