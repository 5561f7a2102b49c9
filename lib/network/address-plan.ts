import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** A range that was set aside in one availability zone. */
export interface ReservedRange {
  readonly zone: string;
  readonly cidr: string;
}

/** Set aside whether or not anybody declares a domain, so that subnets in use keep their addresses when the first one appears and the last one goes. */
const RESERVED = {
  /** Functions that declare a domain. */
  egress: { name: 'Egress' },
  /** A firewall endpoint takes one address. */
  firewall: { name: 'Firewall', cidrMask: 28 },
  /** A NAT gateway takes one address. */
  nat: { name: 'Nat', cidrMask: 28 },
} as const;

/** Divides the addresses of a VPC, and remembers what it set aside. */
export class AddressPlan implements ec2.IIpAddresses {
  /** The subnets that a VPC makes by itself, and those that are set aside. */
  public static readonly SUBNETS: ec2.SubnetConfiguration[] = [
    { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ...Object.values(RESERVED).map(subnet => ({ ...subnet, subnetType: ec2.SubnetType.PRIVATE_ISOLATED, reserved: true })),
  ];

  private readonly ranges: (ReservedRange & { readonly name: string })[] = [];

  constructor(private readonly addresses: ec2.IIpAddresses = ec2.IpAddresses.cidr(ec2.Vpc.DEFAULT_CIDR_RANGE)) {}

  public allocateVpcCidr(): ec2.VpcIpamOptions {
    return this.addresses.allocateVpcCidr();
  }

  public allocateSubnetsCidr(request: ec2.AllocateCidrRequest): ec2.SubnetIpamOptions {
    const allocated = this.addresses.allocateSubnetsCidr(request);
    for (const [index, { configuration, availabilityZone }] of request.requestedSubnets.entries()) {
      this.ranges.push({ name: configuration.name, zone: availabilityZone, cidr: allocated.allocatedSubnets[index].cidr });
    }
    return allocated;
  }

  /** What was set aside, one range for each availability zone. */
  public rangesFor(purpose: keyof typeof RESERVED): readonly ReservedRange[] {
    return this.ranges.filter(({ name }) => name === RESERVED[purpose].name);
  }
}
