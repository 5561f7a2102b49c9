import type { Traffic } from '../traffic';
import { limitAll, NOT_TCP, withoutAll } from '../traffic';
import type { FirewallRules } from './firewall-rule';

/** Traffic that a firewall lets through. */
export interface Passed {
  readonly traffic: readonly Traffic[];
  /** The only names it may be for. */
  readonly domains?: readonly string[];
  /** What hides whether it passes. */
  readonly unknown?: string;
  /** True where no rule names it: it passes by default. */
  readonly unnamed?: true;
}

const UNNAMED = { unnamed: true } as const;

/** What a firewall lets through, each part by the rule that lets it. */
export function inspected(traffic: readonly Traffic[], rules: FirewallRules): readonly Passed[] {
  const passed: Passed[] = [];
  let rest = traffic;
  let forwarded: readonly Traffic[] = [];
  for (const [index, { action, filters, certain, unknown }] of rules.stateless.entries()) {
    const matched = limitAll(rest, filters);
    const more = index === rules.stateless.length - 1 ? UNNAMED : { unknown };
    if (action === 'pass') passed.push({ traffic: matched, ...more });
    if (action === 'forward') forwarded = [...forwarded, ...matched];
    if (certain) rest = withoutAll(rest, filters);
  }
  rest = forwarded;
  for (const { action, filters, certain, domains, unknown } of rules.stateful) {
    if (action === 'pass') passed.push({ traffic: limitAll(rest, filters), domains, unknown });
    if (certain && domains === undefined) rest = withoutAll(rest, filters);
  }
  const left = rules.rest === 'pass' ? rest : rules.rest === 'drop' ? [] : limitAll(rest, [{ protocols: NOT_TCP }]);
  return [...passed, { traffic: left, ...UNNAMED }].filter(({ traffic: some }) => some.length > 0);
}
