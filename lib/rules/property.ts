import { decision, isNoValue } from '../model/branches';
import type { Json } from '../model/facts';

/** A value as it stands in a message: `left out`, `PassThrough`. */
export function spoken(value: Json | undefined): string {
  if (value === undefined) return 'left out';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Every value that a property can take under the conditions of its template; `undefined` where a choice leaves it out. */
export function possibleValues(value: Json | undefined): readonly (Json | undefined)[] {
  if (value === undefined || isNoValue(value)) return [undefined];
  const choice = decision(value);
  return choice === undefined ? [value] : [...possibleValues(choice.then), ...possibleValues(choice.otherwise)];
}
