import { Annotations, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { AwsService } from '../baseline/aws-service';
import { LIMITS } from '../baseline/limits';
import { ValidationError } from '../errors';
import { AddressPlan } from './address-plan';
import { AllowedDomains } from './allowed-domains';
import type { DnsAnswers } from './dns-answers';
import { DnsFirewall } from './dns-firewall';
import { DomainFilter } from './domain-filter';
import { FlowLogs } from './flow-logs';
import type { ISecureNetwork } from './i-secure-network';
import { NetworkAccess } from './network-access';

/** Settings of a network of one's own. */
export interface SecureNetworkProps {
  /**
   * The address range.
   *
   * @default - 10.0.0.0/16, divided over the availability zones
   */
  readonly ipAddresses?: ec2.IIpAddresses;

  /**
   * How many availability zones the subnets span, two at least. Interface endpoints cost by the zone.
   *
   * @default 2
   */
  readonly maxAzs?: number;

  /**
   * Who writes down which connections were made and refused.
   *
   * @default FlowLogs.toCloudWatch()
   */
  readonly flowLogs?: FlowLogs;

  /**
   * Which names the resolver answers. Always closed; what can be said is who writes queries down, and which other names are answered.
   *
   * @default DnsFirewall.closed()
   */
  readonly dnsFirewall?: DnsFirewall;

  /**
   * The domains that functions may declare: `api.example.com`, `*.example.com`. With the first function that declares one come subnets with a way out, a
   * NAT gateway for each zone, and the filter before it, which cost by the hour.
   *
   * @default - none
   */
  readonly allowedDomains?: string[];

  /**
   * Who makes sure that functions reach the declared domains only.
   *
   * @default DomainFilter.networkFirewall()
   */
  readonly domainFilter?: DomainFilter;

  /**
   * The regional ids of the AWS-managed prefix lists of `dynamodb` and `s3`. CloudFormation does not give them away. With one, functions reach
   * that service through a gateway endpoint, which costs nothing; without, through an interface endpoint, which costs by the hour and zone.
   *
   * @default - interface endpoints
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
   */
  readonly prefixLists?: { [service: string]: string };

  /**
   * The organisation that endpoint policies bind callers and resources to, where they cannot name them.
   *
   * @default - they bind the account
   */
  readonly organizationId?: string;
}

/** What another team's network has, so that it is used and not made twice. */
export interface FromVpcOptions {
  /**
   * The subnets that functions are placed in.
   *
   * @default - the isolated subnets
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * Interface endpoints that exist, by the name of their service, such as `secretsmanager`. What is missing is made on demand.
   *
   * @default - none
   */
  readonly endpoints?: { [service: string]: ec2.IInterfaceVpcEndpoint };

  /**
   * Prefix lists of gateway endpoints that exist, by the name of their service: `dynamodb`, `s3`.
   *
   * @default - none
   */
  readonly prefixLists?: { [service: string]: string };

  /**
   * Who writes down which connections were made and refused.
   *
   * @default FlowLogs.ownedElsewhere()
   */
  readonly flowLogs?: FlowLogs;

  /**
   * Which names the resolver answers. A DNS Firewall holds for everything in the VPC, and can be made only in the account of the VPC.
   *
   * @default DnsFirewall.ownedElsewhere()
   */
  readonly dnsFirewall?: DnsFirewall;

  /**
   * The domains that functions may declare, and that the owner of the network lets through.
   *
   * @default - none
   */
  readonly allowedDomains?: string[];

  /**
   * Where those domains are let through: `DomainFilter.centralInspection()`.
   *
   * @default - required with `allowedDomains`
   */
  readonly domainFilter?: DomainFilter;

  /**
   * The organisation that endpoint policies bind callers and resources to, where they cannot name them.
   *
   * @default - they bind the account
   */
  readonly organizationId?: string;
}

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
      existing: { endpoints: new Map(), prefixLists: prefixLists(this, props.prefixLists ?? {}), gatewaysExist: false },
      organizationId: organization(this, props.organizationId),
      dns,
      domains: new AllowedDomains({ scope: this, vpc: this.vpc, dns, plan }, props.allowedDomains ?? [], filter),
    });
  }
}

class ForeignNetwork extends Construct implements ISecureNetwork {
  public readonly subnets: ec2.SubnetSelection;

  constructor(
    public readonly vpc: ec2.IVpc,
    options: FromVpcOptions,
  ) {
    super(vpc, 'SecureNetwork');
    const selected = vpc.selectSubnets(options.subnets ?? { subnetType: ec2.SubnetType.PRIVATE_ISOLATED });
    this.subnets = { subnets: selected.subnets };
    if (!selected.isPendingLookup && new Set(selected.availabilityZones).size < LIMITS.availabilityZones.min) {
      throw new ValidationError(
        {
          what: 'The subnets of a network',
          expected: `must span at least ${LIMITS.availabilityZones.min} availability zones`,
          got: selected.availabilityZones.length === 0 ? 'none' : selected.availabilityZones.join(', '),
          remedy: 'Select more of them with the subnets option',
        },
        this,
      );
    }
    const publicIds = new Set(vpc.publicSubnets.map(({ subnetId }) => subnetId));
    const isPublic = selected.subnets.find(({ subnetId }) => publicIds.has(subnetId));
    if (isPublic !== undefined) {
      throw new ValidationError(
        {
          what: 'The subnets of a network',
          expected: 'must have no route to an internet gateway',
          got: `the public subnet ${isPublic.node.id}`,
          remedy: 'Select isolated subnets, or private ones whose way out is filtered',
        },
        this,
      );
    }
    const flowLogs = options.flowLogs ?? FlowLogs.ownedElsewhere();
    const dnsFirewall = options.dnsFirewall ?? DnsFirewall.ownedElsewhere();
    flowLogs._bind(this, vpc);
    const dns = dnsFirewall._bind(this, vpc);
    if (dns === undefined) {
      Annotations.of(this).addInfoV2('cdk-secure-function:dns-not-ensured', DNS_NOT_ENSURED);
    }
    const endpoints = Object.entries(options.endpoints ?? {}).map(
      ([name, endpoint]) => [AwsService.of(name).endpointName, endpoint] as const,
    );
    // A filter of our own refuses to stand in a network whose routes are not ours, and says what to write.
    const filter = options.domainFilter ?? DomainFilter.networkFirewall();
    new NetworkAccess(this, {
      existing: {
        endpoints: new Map(endpoints),
        prefixLists: prefixLists(this, options.prefixLists ?? {}),
        gatewaysExist: true,
      },
      organizationId: organization(this, options.organizationId),
      dns,
      domains: new AllowedDomains({ scope: this, vpc, dns, plan: undefined }, options.allowedDomains ?? [], filter),
    });
  }
}

const DNS_NOT_ENSURED =
  'Whether the resolver of this network answers every name cannot be ensured from here: a function may talk through DNS. ' +
  'Where the VPC is in this account, write dnsFirewall: DnsFirewall.closed().';

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

function prefixLists(scope: IConstruct, lists: { readonly [service: string]: string }): ReadonlyMap<string, string> {
  for (const [service, list] of Object.entries(lists)) {
    const known = service === AwsService.DYNAMODB.endpointName || service === AwsService.S3.endpointName;
    if (!known || (!Token.isUnresolved(list) && !/^pl-[0-9a-f]{8,17}$/.test(list))) {
      throw new ValidationError(
        {
          what: `'prefixLists'`,
          expected: `must hold ids of the lists of 'dynamodb' and 's3', the services with gateway endpoints`,
          got: `${service}: '${list}'`,
          remedy: `Look it up with: aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.REGION.s3`,
        },
        scope,
      );
    }
  }
  return new Map(Object.entries(lists));
}

function organization(scope: IConstruct, id: string | undefined): string | undefined {
  if (id !== undefined && !Token.isUnresolved(id) && !/^o-[a-z0-9]{10,32}$/.test(id)) {
    throw new ValidationError(
      {
        what: `'organizationId'`,
        expected: 'must be the id of an AWS organisation',
        got: `'${id}'`,
        remedy: `Write it as 'o-' and its letters and digits`,
      },
      scope,
    );
  }
  return id;
}
