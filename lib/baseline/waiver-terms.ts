import type { ControlId } from './control';
import { Control, NEVER_WAIVED } from './control';
import { LIMITS } from './limits';

/** The terms on which a waiver holds, for the waiver itself and for the judge, who does not trust a record that others may have written. */

/** The rules that can be waived. */
export const WAIVABLE: readonly ControlId[] = Object.values(Control).filter(id => !NEVER_WAIVED.has(id));

/** What is expected of the rule of a waiver and does not hold for this one; undefined where it can be waived. */
export function brokenExpectation(rule: string): string | undefined {
  if (WAIVABLE.some(id => id === rule)) return undefined;
  return Object.values(Control).some(id => id === rule) ? 'must be one that can be waived' : 'must be one of ours';
}

/** Whether a text says something: at least four words. */
export function isReason(text: string): boolean {
  return text.split(/\s+/).filter(word => /\p{L}{2}/u.test(word)).length >= 4;
}

/** Whether a text names somebody who can be asked. */
export function isOwner(text: string): boolean {
  return /[\p{L}\p{N}]{2}/u.test(text);
}

/** Whether a text is a day of the calendar as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

/** The last day on which a waiver may end, as `YYYY-MM-DD`. */
export function latestExpiry(asOf: Date): string {
  const latest = new Date(asOf);
  latest.setUTCMonth(latest.getUTCMonth() + LIMITS.waiverMonths.max);
  return latest.toISOString().slice(0, 10);
}
