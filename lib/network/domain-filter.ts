import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { brokenPromises } from '../baseline/kept-promises';
import { Waiver } from '../baseline/waiver';
import { ValidationError } from '../errors';
import type { AddressPlan } from './address-plan';
import type { DnsAnswers } from './dns-answers';
import { NetworkFirewall } from './network-firewall';
import type { NetworkLogsProps } from './network-logs';
import { InternetSide } from './way-out';

/** How functions that declare a domain leave a network. */
export interface WayOut {
  /** Where they stand. */
  readonly subnets: ec2.SubnetSelection;
  /** Why nobody can prove from the templates that only declared domains are reached; undefined where that can be proved. */
  readonly waiver?: Waiver;
}

/** The network as a filter needs it. */
export interface FilteredNetwork {
  readonly scope: Construct;
  readonly vpc: ec2.IVpc;
  readonly dns: DnsAnswers | undefined;
  /** The addresses set aside; undefined in a network of another team. */
  readonly plan: AddressPlan | undefined;
  /** The domains that functions declared. */
  readonly domains: () => readonly string[];
}

/** What is said about a Network Firewall. */
export interface NetworkFirewallFilterProps {
  /**
   * How alerts and flows are kept.
   *
   * @default - in two encrypted log groups, for three months
   */
  readonly logs?: NetworkLogsProps;
}

/** What is said about inspection in another network. */
export interface CentralInspectionProps {
  /** The subnets of functions that declare a domain. Their default route leads to the inspection. */
  readonly subnets: ec2.SubnetSelection;
  /** Who vouches for it: no template of this app shows what the other network lets through. */
  readonly waiver: Waiver;
}

/** Who makes sure that a function which declares a domain reaches no other. */
export abstract class DomainFilter {
  /**
   * AWS Network Firewall: it compares the name in the TLS handshake with the declared ones, and the address with what the DNS Firewall resolved for that
   * name. The templates prove it.
   *
   * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/what-is-aws-network-firewall.html
   */
  public static networkFirewall(props: NetworkFirewallFilterProps = {}): DomainFilter {
    return new FirewallFilter(props);
  }

  /**
   * The DNS Firewall alone, before a NAT gateway. It costs a fraction, and promises less: a function that knows an address needs no name, and connects to
   * whatever it likes on port 443.
   *
   * @param waiver why that is acceptable here
   */
  public static dnsOnly(waiver: Waiver): DomainFilter {
    return new DnsFilter(requireWaiver('DomainFilter.dnsOnly()', waiver));
  }

  /**
   * Another network, over a transit gateway or a peering, for `SecureNetwork.fromVpc()`. What it lets through stands in no template of this app.
   */
  public static centralInspection(props: CentralInspectionProps): DomainFilter {
    return new CentralFilter(props.subnets, requireWaiver('DomainFilter.centralInspection()', props.waiver));
  }

  /** @internal */
  public abstract _bind(network: FilteredNetwork): WayOut;
}

class FirewallFilter extends DomainFilter {
  constructor(private readonly props: NetworkFirewallFilterProps) {
    super();
  }

  public _bind({ scope, vpc, dns, plan, domains }: FilteredNetwork): WayOut {
    if (plan === undefined || dns === undefined) throw notInForeignNetwork(scope, 'DomainFilter.networkFirewall()');
    const way = new InternetSide(new Construct(scope, 'Egress'), vpc, plan);
    new NetworkFirewall(way.scope, way, { domains, dnsFirewallRuleGroupId: dns.ruleGroupId, logs: this.props.logs ?? {} });
    return { subnets: { subnets: way.zones.map(({ functions }) => functions) } };
  }
}

class DnsFilter extends DomainFilter {
  constructor(private readonly waiver: Waiver) {
    super();
  }

  public _bind({ scope, vpc, plan }: FilteredNetwork): WayOut {
    if (plan === undefined) throw notInForeignNetwork(scope, 'DomainFilter.dnsOnly()');
    const way = new InternetSide(new Construct(scope, 'Egress'), vpc, plan);
    for (const { functions, natGatewayId } of way.zones) {
      way.routeEverything(functions, ec2.RouterType.NAT_GATEWAY, natGatewayId);
    }
    scope.node.addValidation({ validate: () => brokenPromises(scope, way.promises) });
    return { subnets: { subnets: way.zones.map(({ functions }) => functions) }, waiver: this.waiver };
  }
}

class CentralFilter extends DomainFilter {
  constructor(
    private readonly subnets: ec2.SubnetSelection,
    private readonly waiver: Waiver,
  ) {
    super();
  }

  public _bind({ scope, vpc, plan }: FilteredNetwork): WayOut {
    if (plan !== undefined) {
      throw new ValidationError(
        {
          what: `'domainFilter'`,
          expected: 'must be one inside the network, where the network is your own',
          got: 'DomainFilter.centralInspection()',
          remedy: 'Leave it out, or use SecureNetwork.fromVpc() for a VPC that is attached to a transit gateway',
        },
        scope,
      );
    }
    return { subnets: { subnets: vpc.selectSubnets(this.subnets).subnets }, waiver: this.waiver };
  }
}

function requireWaiver(what: string, waiver: Waiver): Waiver {
  if (waiver instanceof Waiver) return waiver;
  throw new ValidationError({
    what,
    expected: 'needs a Waiver, because no template proves what is let through',
    got: String(waiver),
    remedy: `Write new Waiver({ reason, owner, expires })`,
  });
}

function notInForeignNetwork(scope: Construct, got: string): ValidationError {
  return new ValidationError(
    {
      what: `'domainFilter' of a network of another team`,
      expected: 'must be where its owner put it, because its routes are not ours',
      got,
      remedy: 'Write DomainFilter.centralInspection({ subnets, waiver })',
    },
    scope,
  );
}
