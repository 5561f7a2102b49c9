import type { AppIndex } from '../../app-index';
import type { FirewallPolicyFacts } from '../../facts';
import { PRIVATE, PUBLIC } from '../addresses';
import { intersection } from '../ranges';
import type { Ranges } from '../ranges';
import { EVERYTHING, TCP } from '../traffic';
import type { FirewallRules } from './firewall-rule';
import { inspected } from './inspection';
import { POLICY, rulesOfPolicy } from './policies';

/** Every firewall policy of the app with what it does by default. */
export function policyFacts(index: AppIndex): readonly FirewallPolicyFacts[] {
  return index.ofType(POLICY).map(resource => {
    const variants = rulesOfPolicy(resource, { least: PRIVATE, most: PRIVATE });
    return {
      resource,
      uninspected: variants.some(({ stateless }) => stateless[stateless.length - 1].action === 'pass'),
      passesUnnamed: variants.some(passesUnnamed),
    };
  });
}

/** Whether a connection from home to the internet passes that no rule speaks of. */
function passesUnnamed(rules: FirewallRules): boolean {
  const from = rules.homes.reduce<Ranges>((common, { home }) => intersection(common, home.least), PRIVATE);
  const traffic = { ...EVERYTHING, from: from.length === 0 ? PRIVATE : from, to: PUBLIC, protocols: TCP };
  const stateful = { ...rules, stateless: [{ action: 'forward', filters: [{}], certain: true }] as const };
  return inspected([traffic], stateful).some(({ unnamed }) => unnamed === true);
}
