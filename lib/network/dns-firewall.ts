import { Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import { LIMITS } from '../baseline/limits';
import { ValidationError } from '../errors';
import { DnsAnswers } from './dns-answers';
import { domainName } from './domain-name';
import { QueryLogs } from './query-logs';

/** What is said about a DNS Firewall. */
export interface DnsFirewallProps {
  /**
   * Who writes down which names were asked for.
   *
   * @default QueryLogs.toCloudWatch()
   */
  readonly queryLogs?: QueryLogs;

  /**
   * Names that something else in the VPC asks for: `orders.internal.example`, `*.corp.example`. Functions can ask for them too.
   *
   * @default - none
   */
  readonly alsoAnswered?: string[];

  /**
   * Its place among the rule groups of the VPC, 101 to 9899: the lowest is asked first, and each place is taken once.
   *
   * @default 101
   */
  readonly priority?: number;
}

/**
 * Which names the resolver of a VPC answers. Security groups do not filter it, so a name is a way out for data: this closes it.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html
 */
export abstract class DnsFirewall {
  /**
   * One that answers the names of the network's endpoints, databases and declared domains, says of all others that they do not exist, and answers
   * nothing where it fails. It holds for everything in the VPC.
   *
   * @throws for names that are none, and for a priority out of range
   */
  public static closed(props: DnsFirewallProps = {}): DnsFirewall {
    return new ClosedDnsFirewall(props);
  }

  /** The owner of the VPC filters names, or nobody does; nothing is made here, and the judge cannot see it. */
  public static ownedElsewhere(): DnsFirewall {
    return new ForeignDnsFirewall();
  }

  /** Whether nothing is made. @internal */
  public readonly _isForeign: boolean = false;

  /** @internal */
  public abstract _bind(scope: Construct, vpc: ec2.IVpc): DnsAnswers | undefined;
}

class ClosedDnsFirewall extends DnsFirewall {
  constructor(private readonly props: DnsFirewallProps) {
    super();
    for (const name of props.alsoAnswered ?? []) domainName(`'alsoAnswered' of a DNS Firewall`, name);
    placeOf(props.priority);
  }

  public _bind(scope: Construct, vpc: ec2.IVpc): DnsAnswers {
    (this.props.queryLogs ?? QueryLogs.toCloudWatch())._bind(scope, vpc);
    const answers = new DnsAnswers(scope, vpc, placeOf(this.props.priority, scope));
    answers.add(...(this.props.alsoAnswered ?? []));
    return answers;
  }
}

class ForeignDnsFirewall extends DnsFirewall {
  public override readonly _isForeign = true;

  public _bind(): undefined {
    return undefined;
  }
}

function placeOf(priority: number = LIMITS.dnsFirewallPriority.min, scope?: IConstruct): number {
  const { min, max } = LIMITS.dnsFirewallPriority;
  if (!Token.isUnresolved(priority) && (!Number.isInteger(priority) || priority < min || priority > max)) {
    throw new ValidationError(
      {
        what: `The 'priority' of a DNS Firewall`,
        expected: `must be a whole number from ${min} to ${max}`,
        got: String(priority),
        remedy: 'Leave it out, or choose one that no other rule group of the VPC has',
      },
      scope,
    );
  }
  return priority;
}
