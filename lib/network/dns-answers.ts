import { CfnResource, Lazy, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { brokenPromises, promiseOf } from '../baseline/kept-promises';
import { acknowledgeNewerThanSchemas } from '../baseline/peer-acknowledgements';

/** The rule that answers stands before the rule that refuses; the gap leaves room. */
const PRIORITY = { answer: 100, refuse: 1_000 } as const;

/**
 * The DNS Firewall of one VPC: a list of names that are answered, and a rule that refuses all others.
 *
 * Answered names may lead on to others (a load balancer, a content network), which are not on the list: the owner of the name that was asked for says
 * where it leads, so its chain is trusted within that one query. Asked for by themselves, the other names are refused.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html
 */
export class DnsAnswers {
  /** The rule group, by which a network firewall knows what was resolved. */
  public readonly ruleGroupId: string;
  private readonly scope: Construct;
  private readonly names = new Set<string>();
  private list: route53resolver.CfnFirewallDomainList | undefined;

  constructor(
    private readonly network: Construct,
    vpc: ec2.IVpc,
    priority: number,
  ) {
    this.scope = new Construct(network, 'DnsFirewall');
    const everything = new route53resolver.CfnFirewallDomainList(this.scope, 'Everything', { domains: ['*'] });
    const firewallRules = Lazy.uncachedAny({ produce: () => [...this.answering(), refusing(everything)] });
    const ruleGroup = new route53resolver.CfnFirewallRuleGroup(this.scope, 'RuleGroup', { firewallRules });
    const association = new route53resolver.CfnFirewallRuleGroupAssociation(this.scope, 'Association', {
      firewallRuleGroupId: ruleGroup.attrId,
      vpcId: vpc.vpcId,
      priority,
      // Enabled, it would also stop the next deployment, and the deletion, of this stack.
      mutationProtection: 'DISABLED',
    });
    // Newer than the oldest release of CDK that this package works with, which has no class for it.
    const failure = { ResourceId: vpc.vpcId, FirewallFailOpen: 'DISABLED' };
    const config = new CfnResource(this.scope, 'Failure', { type: 'AWS::Route53Resolver::FirewallConfig', properties: failure });
    acknowledgeNewerThanSchemas(config, 'F3006');
    this.ruleGroupId = ruleGroup.attrId;
    const promised = [
      ...promiseOf(everything, { Domains: ['*'], DomainFileUrl: undefined }),
      ...promiseOf(ruleGroup, { FirewallRules: firewallRules }),
      ...promiseOf(association, { FirewallRuleGroupId: ruleGroup.attrId, VpcId: vpc.vpcId, Priority: priority }),
      ...promiseOf(config, failure),
    ];
    network.node.addValidation({ validate: () => brokenPromises(network, promised) });
  }

  /** Answers names, of which parts may be known to the deployment only. */
  public add(...names: readonly string[]): void {
    for (const name of names) this.names.add(name);
    if (this.names.size > 0) this.list ??= this.createList();
  }

  /** Made with the first name, since a list cannot be empty. */
  private createList(): route53resolver.CfnFirewallDomainList {
    const domains = Lazy.uncachedAny({
      produce: context => {
        const resolved = [...this.names].map(name => context.resolve(name) as unknown);
        return [...new Map(resolved.map(name => [JSON.stringify(name), name])).entries()].sort(byKey).map(([, name]) => name);
      },
    });
    const list = new route53resolver.CfnFirewallDomainList(this.scope, 'Answered', { domains: Token.asList(domains) });
    const promised = promiseOf(list, { Domains: domains, DomainFileUrl: undefined });
    this.network.node.addValidation({ validate: () => brokenPromises(this.network, promised) });
    return list;
  }

  private answering(): route53resolver.CfnFirewallRuleGroup.FirewallRuleProperty[] {
    if (this.list === undefined) return [];
    return [
      {
        priority: PRIORITY.answer,
        action: 'ALLOW',
        firewallDomainListId: this.list.attrId,
        firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
      },
    ];
  }
}

function refusing(everything: route53resolver.CfnFirewallDomainList): route53resolver.CfnFirewallRuleGroup.FirewallRuleProperty {
  return {
    priority: PRIORITY.refuse,
    action: 'BLOCK',
    blockResponse: 'NXDOMAIN',
    firewallDomainListId: everything.attrId,
    firewallDomainRedirectionAction: 'INSPECT_REDIRECTION_DOMAIN',
  };
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
