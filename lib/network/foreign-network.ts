import { Annotations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { AwsService } from '../baseline/aws-service';
import { LIMITS } from '../baseline/limits';
import { ValidationError } from '../errors';
import { AllowedDomains } from './allowed-domains';
import { DnsFirewall } from './dns-firewall';
import { DomainFilter } from './domain-filter';
import { FlowLogs } from './flow-logs';
import type { ISecureNetwork } from './i-secure-network';
import { NetworkAccess } from './network-access';
import { perimeterOf, prefixListsOf, tellAlarms } from './network-settings';
import type { FromVpcOptions } from './secure-network-props';

/** A network that another team owns: what it has is used, and what is missing is made where it may be. */
export class ForeignNetwork extends Construct implements ISecureNetwork {
  public readonly subnets: ec2.SubnetSelection;

  constructor(
    public readonly vpc: ec2.IVpc,
    options: FromVpcOptions,
  ) {
    super(vpc, 'SecureNetwork');
    tellAlarms(this, options.alarmTopic);
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
    if (options.sharedSubnets === true) assertNothingMade(this, options);
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
        prefixLists: prefixListsOf(this, options.prefixLists ?? {}),
        gatewaysExist: true,
      },
      perimeter: perimeterOf(this, options),
      shared: options.sharedSubnets === true,
      dns,
      domains: new AllowedDomains({ scope: this, vpc, dns, plan: undefined }, options.allowedDomains ?? [], filter),
    });
  }
}

const DNS_NOT_ENSURED =
  'Whether the resolver of this network answers every name cannot be ensured from here: a function may talk through DNS. ' +
  'Where the VPC is in this account, write dnsFirewall: DnsFirewall.closed().';

/** In a shared subnet AWS would refuse these at the deployment. */
function assertNothingMade(scope: IConstruct, { flowLogs, dnsFirewall }: FromVpcOptions): void {
  const made =
    flowLogs !== undefined && !flowLogs._isForeign
      ? 'flowLogs'
      : dnsFirewall !== undefined && !dnsFirewall._isForeign
        ? 'dnsFirewall'
        : undefined;
  if (made === undefined) return;
  throw new ValidationError(
    {
      what: `'${made}' of a network with shared subnets`,
      expected: "must be its owner's, because nobody else can make them",
      got: 'one to be made here',
      remedy: `Leave it out, and ask the owner of the VPC for it`,
    },
    scope,
  );
}
