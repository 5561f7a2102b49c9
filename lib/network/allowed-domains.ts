import type { Construct, IConstruct } from 'constructs';
import { LIMITS } from '../baseline/limits';
import { ValidationError } from '../errors';
import type { DomainFilter, FilteredNetwork, WayOut } from './domain-filter';
import { covers, domainName } from './domain-name';

/**
 * The domains that functions of a network may declare, and the way out that leads to those which some function did declare. It is made with the first of
 * them, and goes with the last.
 */
export class AllowedDomains {
  private readonly declared = new Set<string>();
  private readonly allowed: readonly string[];
  private way: WayOut | undefined;

  constructor(
    private readonly network: Omit<FilteredNetwork, 'domains'>,
    allowed: readonly string[],
    private readonly filter: DomainFilter,
  ) {
    this.allowed = allowed.map(domain => domainName(`'allowedDomains' of a network`, domain, network.scope));
  }

  /** Lets domains through. Throws for one that the network does not allow. */
  public open(domains: readonly string[], scope: IConstruct): WayOut {
    this.assertAllowed(domains, scope);
    this.way ??= this.filter._bind({ ...this.network, domains: () => [...this.declared].sort() });
    for (const domain of domains) this.declared.add(domain);
    this.network.dns?.add(...domains);
    if (this.declared.size > LIMITS.domains.max) throw tooMany(this.declared.size, this.network.scope);
    return this.way;
  }

  /** The way out, where some function leaves by it. */
  public get wayOut(): WayOut | undefined {
    return this.way;
  }

  /** Throws for a domain that the network does not allow. */
  public assertAllowed(domains: readonly string[], scope: IConstruct): void {
    const domain = domains.find(declared => !this.allowed.some(allowed => covers(allowed, declared)));
    if (domain === undefined) return;
    const none = this.allowed.length === 0;
    throw new ValidationError(
      {
        what: `Egress to '${domain}'`,
        expected: none
          ? 'must be allowed by the network, which allows no domain'
          : `must be among the domains that the network allows: ${this.allowed.join(', ')}`,
        remedy: `Add it there: allowedDomains: ['${[...this.allowed, domain].join(`', '`)}']`,
      },
      scope,
    );
  }
}

function tooMany(count: number, scope: Construct): ValidationError {
  return new ValidationError(
    {
      what: 'The domains that functions of a network declare',
      expected: `must be at most ${LIMITS.domains.max}`,
      got: String(count),
      remedy: `Declare what they have in common, such as '*.example.com', or make a second network`,
    },
    scope,
  );
}
