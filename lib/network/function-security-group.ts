import type { IResolvable } from 'aws-cdk-lib';
import { Lazy, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { EgressConnections, SharedConnections } from './egress-connections';
import { widerThanAllowed } from '../baseline/address';
import { Control } from '../baseline/control';
import type { Waiver } from '../baseline/waiver';
import { recordWaiver } from '../baseline/waiver';
import { ValidationError } from '../errors';
import type { NetworkAccess } from './network-access';

/** EC2 opens a group that states no egress rule; this one states a rule that no packet matches. */
const NO_TRAFFIC: ec2.CfnSecurityGroup.EgressProperty = {
  cidrIp: '255.255.255.255/32',
  description: 'Nothing else',
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
};

interface FunctionSecurityGroupProps {
  readonly network: NetworkAccess;
  readonly description: string;
  /** Whether several functions stand in it. */
  readonly shared?: boolean;
}

/** A security group that opens nothing but declared egress, to declared peers, on declared ports. Nobody can connect to a function. */
export class FunctionSecurityGroup extends ec2.SecurityGroup {
  public override readonly connections: ec2.Connections;
  /** The rules inside the group as they will stand in the template; those towards other groups are resources of their own. */
  public readonly egressRules: IResolvable;

  private readonly network: NetworkAccess;
  private isLetOut = false;

  constructor(scope: Construct, id: string, props: FunctionSecurityGroupProps) {
    const { network, description } = props;
    super(scope, id, {
      vpc: network.vpc,
      description,
      allowAllOutbound: false,
      allowAllIpv6Outbound: false,
      disableInlineRules: false,
    });
    if (this.allowAllOutbound || this.allowAllIpv6Outbound) {
      throw new ValidationError(
        {
          what: 'The security group of a function',
          expected: 'opens declared egress only',
          got: 'all traffic, set by a property injector',
          remedy: 'Let the injector leave security groups with allowAllOutbound: false alone',
        },
        this,
      );
    }
    this.network = network;
    this.connections =
      props.shared === true
        ? new SharedConnections(this)
        : new EgressConnections(this, peer => network.answerFor(peer, [], this));
    const group = this.node.defaultChild as ec2.CfnSecurityGroup;
    const inline = group.securityGroupEgress;
    this.egressRules = Lazy.uncachedAny({
      produce: context => {
        const rules: unknown = context.resolve(inline);
        return Array.isArray(rules) && rules.length > 0 ? rules : [NO_TRAFFIC];
      },
    });
    group.securityGroupEgress = this.egressRules;
  }

  public override addEgressRule(peer: ec2.IPeer, connection: ec2.Port, description?: string, remoteRule?: boolean): void {
    const target = peer.toEgressRuleConfig() as { readonly cidrIp?: string; readonly cidrIpv6?: string };
    const address = target.cidrIp ?? target.cidrIpv6;
    if (address !== undefined && !Token.isUnresolved(address) && widerThanAllowed(address)) {
      throw new ValidationError(
        {
          what: 'Egress of a function',
          expected: 'must name whom it connects to',
          got: `the address range ${address}`,
          remedy: 'Use Egress.toConnectable() with a security group or a narrow range, or Egress.toAwsService()',
        },
        this,
      );
    }
    if (target.cidrIpv6 !== undefined) {
      throw new ValidationError(
        {
          what: 'Egress of a function',
          expected: 'must be over IPv4, because functions are given no IPv6 address, in dual-stack subnets neither',
          got: target.cidrIpv6,
          remedy: 'Name the IPv4 range of the peer, or its security group',
        },
        this,
      );
    }
    if ((connection.toRuleJson() as { readonly ipProtocol?: string }).ipProtocol === '-1') {
      throw new ValidationError(
        {
          what: 'Egress of a function',
          expected: 'must name its port',
          got: 'all traffic',
          remedy: 'Use Port.tcp() with the port of the peer',
        },
        this,
      );
    }
    super.addEgressRule(peer, connection, description, remoteRule);
  }

  /** Opens the way to a peer, and lets the function find it under these names. */
  public connectTo(peer: ec2.IConnectable, port: ec2.Port, names: readonly string[]): void {
    new EgressConnections(this).allowTo(peer, port);
    this.network.answerFor(peer, names, this);
  }

  /** Opens HTTPS to an endpoint, which is found under the name of its service. */
  public reach(endpoint: ec2.IConnectable, service: string): void {
    new EgressConnections(this).allowTo(endpoint, ec2.Port.tcp(443), `HTTPS to ${service}`);
  }

  /** Opens HTTPS to everywhere, for a function whose every way out is filtered; where no template proves that, under a waiver. */
  public letOut(waiver: Waiver | undefined): void {
    if (waiver !== undefined && !this.isLetOut) {
      recordWaiver(this.node.defaultChild as ec2.CfnSecurityGroup, Control.EGRESS_CLOSED, waiver);
    }
    this.isLetOut = true;
    super.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS to declared domains, through the filter of the network');
  }

  public override addIngressRule(): void {
    this.connections.allowFrom(this, ec2.Port.allTraffic());
  }
}
