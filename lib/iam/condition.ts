import type { Condition } from './statement';
import { matches, overlaps } from './wildcard';

/** Keys that every honest request of a function satisfies: a condition on them keeps strangers and plain HTTP out, and takes nothing away. */
const HARMLESS_KEYS = new Set(['aws:resourceaccount', 'aws:principalaccount', 'aws:requestedregion', 'aws:securetransport', 'lambda:sourcefunctionarn']);

/** Whether the condition takes something away from what the statement says. */
export function narrows(condition: Condition): boolean {
  return !HARMLESS_KEYS.has(condition.key.toLowerCase());
}

/** Whether the condition speaks of the service that a role is passed to, as `iam:PassedToService` does. */
export function limitsPassing(condition: Condition): boolean {
  return condition.key.toLowerCase() === 'iam:passedtoservice';
}

/**
 * Whether a condition on `iam:PassedToService` lets a role go to one of these services, or, without any, lets a request through that passes no
 * role and so lacks the key. An operator that compares no text lets nothing through.
 */
export function admitsPassing({ operator, values }: Condition, services?: readonly string[]): boolean {
  const wanted = values.map(value => value.toLowerCase());
  const [, comparison, ifExists] = /^(?:for(?:any|all)values?:)?(.*?)(ifexists)?$/.exec(operator.toLowerCase())!;
  if (comparison === 'null') return wanted.includes(services ? 'false' : 'true');
  const admitted = ADMITTED.get(comparison);
  if (!admitted) return false;
  return services
    ? services.some(service => admitted(wanted, service))
    : ifExists !== undefined || comparison.startsWith('stringnot');
}

const equals = (wanted: readonly string[], service: string) =>
  wanted.some(value => !/[*?]/.test(value) && overlaps(value, service));
const like = (wanted: readonly string[], service: string) => wanted.some(value => overlaps(value, service));
const notEquals = (wanted: readonly string[], service: string) => !wanted.includes(service);
const notLike = (wanted: readonly string[], service: string) => !wanted.some(value => matches(value, service));

const ADMITTED = new Map([
  ['stringequals', equals],
  ['stringequalsignorecase', equals],
  ['stringlike', like],
  ['stringnotequals', notEquals],
  ['stringnotequalsignorecase', notEquals],
  ['stringnotlike', notLike],
]);
