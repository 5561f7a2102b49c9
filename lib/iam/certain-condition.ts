import type { Condition } from './statement';

/** Keys that every request carries. */
const ALWAYS_THERE = /^aws:(?:currenttime|epochtime|principalaccount|principalarn|principaltype|securetransport|userid)$/;

/** Whether a condition holds for whatever request: that a key is there which no request lacks. */
export function holdsAlways({ operator, key, values }: Condition): boolean {
  const wantsKey =
    operator.toLowerCase() === 'null' && values.length > 0 && values.every(value => value.toLowerCase() === 'false');
  return wantsKey && ALWAYS_THERE.test(key.toLowerCase());
}
