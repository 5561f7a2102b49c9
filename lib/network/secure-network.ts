import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { LIMITS } from '../baseline/limits';
import { ValidationError } from '../errors';
import { AddressPlan } from './address-plan';
import { AllowedDomains } from './allowed-domains';
import type { DnsAnswers } from './dns-answers';
import { DnsFirewall } from './dns-firewall';
import { DomainFilter } from './domain-filter';
import { FlowLogs } from './flow-logs';
import { ForeignNetwork } from './foreign-network';
import type { ISecureNetwork } from './i-secure-network';
import { NetworkAccess } from './network-access';
import { perimeterOf, prefixListsOf, tellAlarms } from './network-settings';
import type { FromVpcOptions, SecureNetworkProps } from './secure-network-props';

/**
 * A network with no way out but the declared one: isolated subnets over two or more availability zones, no internet gateway, no NAT, flow logs,
 * a closed default security group, and endpoints that appear when the first function needs them.
 *
 * Logs, traces and code of functions do not travel through a VPC, so there is no endpoint for them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export class SecureNetwork extends Construct implements ISecureNetwork {
  /**
   * A network that another team owns, made in this app or imported. Endpoints that exist are used; what is missing is made beside the VPC.
   *
   * Throws where the VPC has no such subnets in two zones, or was given before with other options.
   */
  public static fromVpc(vpc: ec2.IVpc, options: FromVpcOptions = {}): ISecureNetwork {
    if (vpc.node.tryFindChild('SecureNetwork') !== undefined) {
      throw new ValidationError(
        {
          what: 'A VPC',
          expected: 'becomes a SecureNetwork once',
          got: 'a second fromVpc()',
          remedy: 'Keep the first one and pass it on',
        },
        vpc,
      );
    }
    return new ForeignNetwork(vpc, options);
  }

  /** The VPC. */
  public readonly vpc: ec2.IVpc;
  /** Its isolated subnets. */
  public readonly subnets: ec2.SubnetSelection;

  constructor(scope: Construct, id: string, props: SecureNetworkProps = {}) {
    super(scope, id);
    tellAlarms(this, props.alarmTopic);
    this.subnets = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
    const plan = new AddressPlan(props.ipAddresses);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: plan,
      maxAzs: zones(this, props.maxAzs ?? LIMITS.availabilityZones.min),
      natGateways: 0,
      createInternetGateway: false,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: AddressPlan.SUBNETS,
    });
    assertIsolated(this, this.vpc);
    (props.flowLogs ?? FlowLogs.toCloudWatch())._bind(this, this.vpc);
    const dns = closedDns(this, this.vpc, props.dnsFirewall ?? DnsFirewall.closed());
    const filter = props.domainFilter ?? DomainFilter.networkFirewall();
    new NetworkAccess(this, {
      existing: { endpoints: new Map(), prefixLists: prefixListsOf(this, props.prefixLists ?? {}), gatewaysExist: false },
      perimeter: perimeterOf(this, props),
      shared: false,
      dns,
      domains: new AllowedDomains({ scope: this, vpc: this.vpc, dns, plan }, props.allowedDomains ?? [], filter),
    });
  }
}

function closedDns(scope: Construct, vpc: ec2.IVpc, dnsFirewall: DnsFirewall): DnsAnswers {
  const dns = dnsFirewall._bind(scope, vpc);
  if (dns !== undefined) return dns;
  throw new ValidationError(
    {
      what: `'dnsFirewall'`,
      expected: 'must be closed in a network of your own',
      got: 'DnsFirewall.ownedElsewhere()',
      remedy: 'Leave it out, or write DnsFirewall.closed() with what it needs',
    },
    scope,
  );
}

/** A property injector, or a stack that knows one zone, makes another VPC than was asked for. */
function assertIsolated(scope: IConstruct, vpc: ec2.IVpc): void {
  const open = vpc.publicSubnets.length + vpc.privateSubnets.length > 0;
  if (!open && vpc.isolatedSubnets.length >= LIMITS.availabilityZones.min) return;
  throw new ValidationError(
    {
      what: 'The VPC of a SecureNetwork',
      expected: `has isolated subnets in at least ${LIMITS.availabilityZones.min} availability zones, and no others`,
      got: `${vpc.isolatedSubnets.length} isolated, ${vpc.privateSubnets.length} private and ${vpc.publicSubnets.length} public ones`,
      remedy: 'Remove the property injector that changes it, or give the stack an environment with more zones',
    },
    scope,
  );
}

function zones(scope: IConstruct, maxAzs: number): number {
  if (!Token.isUnresolved(maxAzs) && (!Number.isInteger(maxAzs) || maxAzs < LIMITS.availabilityZones.min)) {
    throw new ValidationError(
      {
        what: `'maxAzs'`,
        expected: `must be a whole number of at least ${LIMITS.availabilityZones.min}`,
        got: String(maxAzs),
        remedy: 'One zone is one failure away from an outage; leave it out for two',
      },
      scope,
    );
  }
  return maxAzs;
}
