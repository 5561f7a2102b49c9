import type { ControlId } from './control';
import { NEVER_WAIVED } from './control';
import { LIMITS } from './limits';
import { brokenExpectation } from './waiver-terms';
import { ValidationError } from '../errors';

/**
 * The bounds of an organization, stricter than those of this package, as data: the same object serves `ServerlessGuard.protect` and, as JSON, the
 * option `--policy` of the check command.
 */
export interface GuardPolicy {
  /**
   * The longest timeout of a function, in seconds.
   *
   * @default - 900, which is Lambda's own
   */
  readonly maxTimeoutSeconds?: number;

  /**
   * The largest memory of a function, in MiB.
   *
   * @default - 10240, which is Lambda's own
   */
  readonly maxMemoryMebibytes?: number;

  /**
   * For how many days, from the day of the judgement, a waiver may still hold.
   *
   * @default - twelve months
   */
  readonly maxWaiverDays?: number;

  /**
   * The same for waivers of single rules, by id: `{ 'egress-closed': 30 }`. With 0, nobody may waive the rule.
   *
   * @default - `maxWaiverDays` for every rule that can be waived
   */
  readonly waiverDays?: { readonly [rule: string]: number };

  /**
   * The only rules that may be waived, by id.
   *
   * @default - every rule that can be waived
   */
  readonly waivableRules?: string[];

  /**
   * Whether every waiver has to say where the decision is recorded.
   *
   * @default false
   */
  readonly ticketRequired?: boolean;
}

const NUMBERS = {
  maxTimeoutSeconds: LIMITS.timeoutSeconds,
  maxMemoryMebibytes: LIMITS.memoryMebibytes,
  maxWaiverDays: { min: 0, max: 366 },
} as const;

/**
 * The policy, once it is certain that it means something and loosens nothing.
 *
 * Throws for a bound outside of ours, for an unknown rule, for one that nobody may waive anyway, and for a key that means nothing.
 */
export function usablePolicy(policy: GuardPolicy): GuardPolicy {
  const keys = [...Object.keys(NUMBERS), 'waiverDays', 'waivableRules', 'ticketRequired'];
  for (const [key, value] of Object.entries(policy)) {
    if (!keys.includes(key)) refuse(`'${key}' of the policy`, `must be one of ${keys.join(', ')}`, value, 'Remove it');
  }
  for (const [key, { min, max }] of Object.entries(NUMBERS)) {
    refuseOutside(`'${key}' of the policy`, policy[key as keyof typeof NUMBERS], min, max);
  }
  const { waiverDays, waivableRules, ticketRequired } = policy;
  if (ticketRequired !== undefined && typeof ticketRequired !== 'boolean') {
    refuse(`'ticketRequired' of the policy`, 'must be true or false', ticketRequired, 'Write true or false');
  }
  if (waiverDays !== undefined && (typeof waiverDays !== 'object' || waiverDays === null || Array.isArray(waiverDays))) {
    refuse(`'waiverDays' of the policy`, 'must hold days by the id of a rule', waiverDays, "Write { 'egress-closed': 30 }");
  }
  if (waivableRules !== undefined && !Array.isArray(waivableRules)) {
    refuse(`'waivableRules' of the policy`, 'must be a list of ids', waivableRules, "Write ['function-in-vpc']");
  }
  for (const rule of waivableRules ?? []) refuseUnwaivable('waivableRules', rule);
  for (const [rule, days] of Object.entries(waiverDays ?? {})) {
    refuseUnwaivable('waiverDays', rule);
    refuseOutside(`'waiverDays' of '${rule}' in the policy`, days, 0, NUMBERS.maxWaiverDays.max);
  }
  return policy;
}

/** For how many days a waiver of a rule may hold; undefined where the policy says nothing about it. */
export function waiverDaysOf(policy: GuardPolicy, rule: string): number | undefined {
  const { maxWaiverDays, waiverDays, waivableRules } = policy;
  if (waivableRules !== undefined && !waivableRules.includes(rule)) return 0;
  const ofRule = waiverDays !== undefined && Object.hasOwn(waiverDays, rule) ? waiverDays[rule] : undefined;
  return ofRule === undefined || maxWaiverDays === undefined ? (ofRule ?? maxWaiverDays) : Math.min(ofRule, maxWaiverDays);
}

function refuseOutside(what: string, value: unknown, min: number, max: number): void {
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)) return;
  refuse(what, `must be a whole number from ${min} to ${max}`, value, 'A policy can only be stricter than the package');
}

function refuseUnwaivable(key: string, rule: unknown): void {
  if (typeof rule === 'string' && brokenExpectation(rule) === undefined) return;
  const remedy = NEVER_WAIVED.has(rule as ControlId)
    ? 'Remove it: nobody may waive it'
    : "Use an id that 'cdk-secure-function explain' lists";
  refuse(`'${key}' of the policy`, 'must name rules that can be waived', rule, remedy);
}

function refuse(what: string, expected: string, got: unknown, remedy: string): never {
  throw new ValidationError({ what, expected, got: typeof got === 'string' ? `'${got}'` : JSON.stringify(got), remedy });
}
