import { Fn, Lazy, Names } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as networkfirewall from 'aws-cdk-lib/aws-networkfirewall';
import { Construct } from 'constructs';
import type { NetworkLogsProps } from './network-logs';
import { createNetworkLogGroup } from './network-logs';
import type { InternetSide, ZoneOnTheWayOut } from './way-out';
import type { Promised } from '../baseline/kept-promises';
import { brokenPromises, promiseOf } from '../baseline/kept-promises';
import { LIMITS } from '../baseline/limits';
import { acknowledgeNewerThanSchemas } from '../baseline/peer-acknowledgements';

const STRICT_ORDER = 'STRICT_ORDER';

/** What a domain is recognised by: the name that the client asks for, and the address that the resolver gave for that name. */
const TARGET_TYPES = ['TLS_SNI', 'HTTP_HOST', 'AWS_ROUTE_53_RESOLVED_DOMAIN'];

/**
 * A firewall that lets through TLS and HTTP to declared domains, at the addresses which the DNS Firewall resolved for them, and drops the rest.
 *
 * It is one firewall for each availability zone, all with the same policy: CloudFormation lists a firewall's endpoints in no particular order, and a route
 * must lead to the one of its own zone. It costs the same, because AWS counts endpoints.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/route53-resolved-ip-validation.html
 */
export class NetworkFirewall {
  private readonly policy: networkfirewall.CfnFirewallPolicy;
  private readonly promised: Promised[] = [];

  constructor(
    private readonly scope: Construct,
    private readonly way: InternetSide,
    props: {
      readonly domains: () => readonly string[];
      readonly dnsFirewallRuleGroupId: string;
      readonly logs: NetworkLogsProps;
    },
  ) {
    this.policy = this.createPolicy(props.domains, props.dnsFirewallRuleGroupId);
    const logGroups = ['ALERT', 'FLOW'].map(
      type => [type, createNetworkLogGroup(scope, type === 'ALERT' ? 'Alerts' : 'Flows', props.logs)] as const,
    );
    for (const [index, zone] of way.zones.entries()) {
      const endpoint = this.createFirewall(
        zone,
        index,
        Object.fromEntries(logGroups.map(([type, group]) => [type, group.logGroupName])),
      );
      way.routeEverything(zone.functions, ec2.RouterType.VPC_ENDPOINT, endpoint);
      way.route(zone.nat, 'ReturnRoute', zone.functionRange, ec2.RouterType.VPC_ENDPOINT, endpoint);
    }
    scope.node.addValidation({ validate: () => brokenPromises(scope, [...this.promised, ...way.promises]) });
  }

  /** Gives the id of its endpoint. */
  private createFirewall(zone: ZoneOnTheWayOut, index: number, logGroups: Readonly<Record<string, string>>): string {
    const subnet = new ec2.PrivateSubnet(zone.scope, 'Firewall', this.way.subnet('firewall', index));
    this.way.routeEverything(subnet, ec2.RouterType.NAT_GATEWAY, zone.natGatewayId);
    const own = new Construct(zone.scope, 'NetworkFirewall');
    const firewall = new networkfirewall.CfnFirewall(own, 'Resource', {
      firewallName: nameOf(own),
      firewallPolicyArn: this.policy.attrFirewallPolicyArn,
      vpcId: this.way.vpc.vpcId,
      subnetMappings: [{ subnetId: subnet.subnetId, ipAddressType: 'IPV4' }],
      // Without the firewall its routes lead nowhere, so its loss opens nothing; protected, it would outlive the stack.
      deleteProtection: false,
      subnetChangeProtection: false,
      firewallPolicyChangeProtection: false,
    });
    const logging = {
      logDestinationConfigs: Object.entries(logGroups).map(([logType, logGroup]) => ({
        logType,
        logDestinationType: 'CloudWatchLogs',
        logDestination: { logGroup },
      })),
    };
    const logs = new networkfirewall.CfnLoggingConfiguration(own, 'Logging', {
      firewallArn: firewall.attrFirewallArn,
      firewallName: firewall.firewallName,
      loggingConfiguration: logging,
    });
    this.promised.push(
      ...promiseOf(firewall, {
        FirewallPolicyArn: this.policy.attrFirewallPolicyArn,
        VpcId: this.way.vpc.vpcId,
        SubnetMappings: [{ SubnetId: subnet.subnetId, IPAddressType: 'IPV4' }],
      }),
      ...promiseOf(logs, { FirewallArn: firewall.attrFirewallArn }),
    );
    return Fn.select(1, Fn.split(':', Fn.select(0, firewall.attrEndpointIds)));
  }

  private createPolicy(domains: () => readonly string[], dnsFirewallRuleGroupId: string): networkfirewall.CfnFirewallPolicy {
    const closed = this.ruleGroup('OtherTraffic', 10, { statefulRules: otherTraffic() });
    const declared = this.ruleGroup('Domains', LIMITS.domains.max * TARGET_TYPES.length, {
      rulesSourceList: {
        generatedRulesType: 'ALLOWLIST',
        targetTypes: TARGET_TYPES,
        targets: Lazy.list({ produce: () => domains().map(asTarget) }),
      },
    });
    acknowledgeNewerThanSchemas(declared, 'W3030');
    const notTls = this.ruleGroup('NeitherTlsNorDeclared', 10, { statefulRules: [otherThanTls()] });
    const firewallPolicy = {
      statelessDefaultActions: ['aws:forward_to_sfe'],
      // No TCP connection needs fragments; what comes in them is dropped before it can hide anything.
      statelessFragmentDefaultActions: ['aws:drop'],
      // These wait until a name that is spread over several packets has arrived, as those of today's TLS clients are.
      statefulDefaultActions: ['aws:drop_established_app_layer', 'aws:alert_established_app_layer'],
      statefulEngineOptions: { ruleOrder: STRICT_ORDER, streamExceptionPolicy: 'REJECT' },
      statefulRuleGroupReferences: [closed, declared, notTls].map((group, index) => ({
        priority: 10 * (index + 1),
        resourceArn: group.attrRuleGroupArn,
      })),
      policyVariables: { ruleVariables: { HOME_NET: this.homeNet() } },
    };
    const own = new Construct(this.scope, 'Policy');
    const policy = new networkfirewall.CfnFirewallPolicy(own, 'Resource', { firewallPolicyName: nameOf(own), firewallPolicy });
    // Newer than the oldest release of CDK that this package works with, whose class leaves it out.
    const validation = (): object => ({ Action: 'DROP', DNSFirewallRuleGroupId: dnsFirewallRuleGroupId });
    policy.addPropertyOverride('FirewallPolicy.Route53ResolvedIPValidation', validation());
    acknowledgeNewerThanSchemas(policy, 'F3002');
    const promise = { FirewallPolicy: { ...firewallPolicy, Route53ResolvedIPValidation: validation() } };
    this.promised.push(...promiseOf(policy, promise));
    return policy;
  }

  private ruleGroup(
    id: string,
    capacity: number,
    rulesSource: networkfirewall.CfnRuleGroup.RulesSourceProperty,
  ): networkfirewall.CfnRuleGroup {
    const own = new Construct(this.scope, id);
    const statefulRuleOptions = { ruleOrder: STRICT_ORDER };
    const group = new networkfirewall.CfnRuleGroup(own, 'Resource', {
      ruleGroupName: nameOf(own),
      type: 'STATEFUL',
      capacity,
      ruleGroup: { rulesSource, ruleVariables: { ipSets: { HOME_NET: this.homeNet() } }, statefulRuleOptions },
    });
    const promise = { rulesSource, RuleVariables: { IPSets: { HOME_NET: this.homeNet() } }, statefulRuleOptions };
    this.promised.push(...promiseOf(group, { Type: 'STATEFUL', RuleGroup: promise }));
    return group;
  }

  /** Functions send from the addresses of their VPC, and rules look at nothing that comes from elsewhere. */
  private homeNet(): { readonly definition: string[] } {
    return { definition: [this.way.vpc.vpcCidrBlock] };
  }
}

type StatefulRule = networkfirewall.CfnRuleGroup.StatefulRuleProperty;

/** QUIC and everything else that is not TCP to port 443, from its first packet. */
function otherTraffic(): StatefulRule[] {
  return [
    dropped(1, { protocol: 'UDP', destinationPort: 'ANY' }),
    dropped(2, { protocol: 'ICMP', destinationPort: 'ANY' }),
    dropped(3, { protocol: 'TCP', destinationPort: '!443' }),
  ];
}

/** What turns out to be no TLS, and was not let through by its name before. */
function otherThanTls(): StatefulRule {
  return dropped(1, { protocol: 'TCP', destinationPort: '443' }, [
    { keyword: 'flow', settings: ['to_server, established'] },
    { keyword: 'app-layer-protocol', settings: ['!tls'] },
  ]);
}

function dropped(
  id: number,
  what: { readonly protocol: string; readonly destinationPort: string },
  ruleOptions: networkfirewall.CfnRuleGroup.RuleOptionProperty[] = [],
): StatefulRule {
  return {
    action: 'DROP',
    header: { ...what, source: '$HOME_NET', sourcePort: 'ANY', direction: 'FORWARD', destination: 'ANY' },
    ruleOptions: [...ruleOptions, { keyword: 'sid', settings: [String(id)] }],
  };
}

/** `*.example.com` is `.example.com` there, which would also let `example.com` through if the resolver answered it. */
function asTarget(domain: string): string {
  return domain.replace(/^\*/, '');
}

function nameOf(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 128, separator: '-', allowedSpecialCharacters: '-' });
}
