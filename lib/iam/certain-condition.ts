import type { Condition } from './statement';

/** Keys that every request carries. */
const ALWAYS_THERE = /^aws:(?:currenttime|epochtime|principalaccount|principalarn|principaltype|securetransport|userid)$/;

/** Whether a condition holds for whatever request: that a key is there which no request lacks. */
export function holdsAlways(condition: Condition): boolean {
  return wantsKey(condition) && ALWAYS_THERE.test(condition.key.toLowerCase());
}

/** Whether a condition holds for whatever the code of a function asks for: Lambda then says which function it is. */
export function holdsForCode(condition: Condition): boolean {
  return wantsKey(condition) && condition.key.toLowerCase() === 'lambda:sourcefunctionarn';
}

function wantsKey({ operator, values }: Condition): boolean {
  return operator.toLowerCase() === 'null' && values.length > 0 && values.every(value => value.toLowerCase() === 'false');
}
