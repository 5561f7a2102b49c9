import type { Rule } from './define-rule';
import { itemsOf } from '../baseline/frameworks';

/** Every item of public frameworks that a rule answers, in all cases or in one that concerns only some of its controls. */
export function frameworksOf(
  { id, controls, frameworks = [] }: Pick<Rule, 'id' | 'controls' | 'frameworks'>,
  concerned: readonly string[] = controls,
): readonly string[] {
  return [...new Set([...itemsOf(id, concerned), ...frameworks])].sort();
}
