import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { DnsFirewall } from './dns-firewall';
import type { DomainFilter } from './domain-filter';
import type { EndpointPolicies } from './endpoint-policies';
import type { FlowLogs } from './flow-logs';
import type { AwsService } from '../baseline/aws-service';

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

  /**
   * The services of AWS that functions may reach, each as a whole or bound to resources: `AwsService.S3.onlyBuckets(reports)`. Others are refused. Endpoint
   * policies name these resources where they cannot name roles.
   *
   * @default - whatever functions declare
   */
  readonly awsServices?: AwsService[];

  /**
   * What endpoint policies let through.
   *
   * @default EndpointPolicies.NAMES
   */
  readonly endpointPolicies?: EndpointPolicies;

  /**
   * The topic that is told when functions in this network fail. A function's own `alarmTopic` counts before it.
   *
   * @default - the one of `Alarms.to()`, else nobody is told
   */
  readonly alarmTopic?: sns.ITopic;
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

  /**
   * The services of AWS that functions may reach, each as a whole or bound to resources: `AwsService.S3.onlyBuckets(reports)`. Others are refused. Endpoint
   * policies name these resources where they cannot name roles.
   *
   * @default - whatever functions declare
   */
  readonly awsServices?: AwsService[];

  /**
   * What endpoint policies let through.
   *
   * @default EndpointPolicies.NAMES
   */
  readonly endpointPolicies?: EndpointPolicies;

  /**
   * Whether the subnets are shared by another account (AWS Resource Access Manager). Nothing but network interfaces and security groups can be made in them:
   * endpoints must exist, and flow logs and a DNS Firewall are the owner's.
   *
   * @default false
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-service-behavior.html
   */
  readonly sharedSubnets?: boolean;

  /**
   * The topic that is told when functions in this network fail. A function's own `alarmTopic` counts before it.
   *
   * @default - the one of `Alarms.to()`, else nobody is told
   */
  readonly alarmTopic?: sns.ITopic;
}
