import type { CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { AddressPlan } from './address-plan';
import type { Promised } from '../baseline/kept-promises';
import { promiseOf } from '../baseline/kept-promises';
import { acknowledgeForPeers } from '../baseline/peer-acknowledgements';

const EVERYWHERE = '0.0.0.0/0';

/** One availability zone on the way out: each has a gateway of its own, so that no answer comes back through another zone's firewall. */
export interface ZoneOnTheWayOut {
  readonly scope: Construct;
  readonly zone: string;
  /** Where functions stand that declare a domain. */
  readonly functions: ec2.PrivateSubnet;
  /** The range of `functions`, to which answers are routed. */
  readonly functionRange: string;
  readonly nat: ec2.PublicSubnet;
  readonly natGatewayId: string;
}

/** Makes what stands between the functions of a VPC and the internet, up to but not including the way into it. */
export class InternetSide {
  public readonly zones: readonly ZoneOnTheWayOut[];
  private readonly promised: Promised[] = [];

  constructor(
    public readonly scope: Construct,
    public readonly vpc: ec2.IVpc,
    private readonly plan: AddressPlan,
  ) {
    const gateway = new ec2.CfnInternetGateway(scope, 'InternetGateway');
    const attachment = new ec2.CfnVPCGatewayAttachment(scope, 'Attachment', {
      vpcId: vpc.vpcId,
      internetGatewayId: gateway.attrInternetGatewayId,
    });
    this.zones = plan.rangesFor('egress').map((range, index) => {
      const zone = new Construct(scope, `Zone${index + 1}`);
      const nat = new ec2.PublicSubnet(zone, 'Nat', this.subnet('nat', index));
      nat.addDefaultInternetRoute(gateway.attrInternetGatewayId, attachment);
      acknowledgeForPeers(nat.node.findChild('DefaultRoute'), 'routeToInternetGateway');
      const natGateway = nat.addNatGateway();
      return {
        scope: zone,
        zone: range.zone,
        functions: new ec2.PrivateSubnet(zone, 'Functions', this.subnet('egress', index)),
        functionRange: range.cidr,
        nat,
        natGatewayId: natGateway.attrNatGatewayId,
      };
    });
  }

  /** A subnet in the range that was set aside for this purpose. Nothing in it is given a public address at its launch. */
  public subnet(purpose: 'egress' | 'firewall' | 'nat', index: number): ec2.SubnetProps {
    const { zone, cidr } = this.plan.rangesFor(purpose)[index];
    return { vpcId: this.vpc.vpcId, availabilityZone: zone, cidrBlock: cidr, mapPublicIpOnLaunch: false };
  }

  /** Sends a subnet's traffic for everywhere to a router, and promises that it stays so. */
  public routeEverything(subnet: ec2.Subnet, router: ec2.RouterType, routerId: string): void {
    this.route(subnet, 'DefaultRoute', EVERYWHERE, router, routerId);
  }

  public route(subnet: ec2.Subnet, id: string, destinationCidrBlock: string, router: ec2.RouterType, routerId: string): void {
    subnet.addRoute(id, {
      destinationCidrBlock,
      routerType: router,
      routerId,
      enablesInternetConnectivity: destinationCidrBlock === EVERYWHERE,
    });
    const route = subnet.node.findChild(id) as CfnResource;
    const property = router === ec2.RouterType.NAT_GATEWAY ? 'NatGatewayId' : 'VpcEndpointId';
    this.promised.push(
      ...promiseOf(route, {
        RouteTableId: subnet.routeTable.routeTableId,
        DestinationCidrBlock: destinationCidrBlock,
        [property]: routerId,
      }),
    );
  }

  /** What the template must say about the routes. */
  public get promises(): readonly Promised[] {
    return this.promised;
  }
}
