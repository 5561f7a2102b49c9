import type { ResourceFacts } from '../../facts';
import type { Filter } from '../traffic';
import type { Bounds } from './variables';

/** One rule of a stateful rule group, as far as this judge understands it. */
export interface FirewallRule {
  readonly action: 'pass' | 'drop';
  /** What it matches: at most this where it passes, at least this where it drops. */
  readonly filters: readonly Filter[];
  /** Whether it matches all of that, whatever else it asks for. */
  readonly certain: boolean;
  /** The only names that it passes: `api.example.com`, `*.example.com`. */
  readonly domains?: readonly string[];
  /** What hides the rule itself. */
  readonly unknown?: string;
}

/** A rule for single packets. */
export interface StatelessRule {
  readonly action: 'pass' | 'drop' | 'forward';
  readonly filters: readonly Filter[];
  readonly certain: boolean;
  readonly unknown?: string;
}

/** What a firewall does with traffic, in the order in which it does it. */
export interface FirewallRules {
  readonly stateless: readonly StatelessRule[];
  readonly stateful: readonly FirewallRule[];
  /** What happens to traffic that no stateful rule names. */
  readonly rest: 'drop' | 'drop-tcp' | 'pass';
  /** The groups whose rules ask whether traffic comes from home, with what home is there. */
  readonly homes: readonly HomeNet[];
}

/** What a rule group takes for home. */
export interface HomeNet {
  readonly group: ResourceFacts;
  readonly home: Bounds;
}
