import type { Rule } from './define-rule';
import { itemsOf } from '../baseline/frameworks';

/** Every item of public frameworks that a rule answers, in all cases or in one that concerns only some of its controls. */
export function frameworksOf(
  { id, controls }: Pick<Rule, 'id' | 'controls'>,
  concerned: readonly string[] = controls,
): readonly string[] {
  return itemsOf(id, concerned);
}
