import type { GuardPolicy } from '../../lib/baseline/guard-policy';
import { usablePolicy, waiverDaysOf } from '../../lib/baseline/guard-policy';

test.each<[string, GuardPolicy]>([
  ['nothing', {}],
  ['bounds', { maxTimeoutSeconds: 30, maxMemoryMebibytes: 1024, maxWaiverDays: 90, ticketRequired: true }],
  ['rules that nobody may waive here', { waiverDays: { 'egress-closed': 0, 'function-in-vpc': 366 } }],
  ['rules that alone may be waived', { waivableRules: ['function-in-vpc'] }],
  ['no waivers at all', { waivableRules: [] }],
  [
    'undefined in place of a bound',
    { maxTimeoutSeconds: undefined, waiverDays: undefined, waivableRules: undefined, ticketRequired: undefined },
  ],
])('a policy may ask for %s', (_, policy) => expect(usablePolicy(policy)).toBe(policy));

test.each<[string, unknown, RegExp]>([
  ['a longer timeout than Lambda has', { maxTimeoutSeconds: 901 }, /'maxTimeoutSeconds' .* from 1 to 900, got 901\./],
  ['a fraction of memory', { maxMemoryMebibytes: 128.5 }, /'maxMemoryMebibytes' .* from 128 to 10240, got 128\.5\./],
  ['longer waivers than the package allows', { maxWaiverDays: 400 }, /from 0 to 366, got 400\. A policy can only be stricter/],
  ['days as text', { waiverDays: { 'egress-closed': '30' } }, /'waiverDays' of 'egress-closed' .* got '30'/],
  ['days below none', { waiverDays: { 'egress-closed': -1 } }, /from 0 to 366, got -1/],
  ['days in a list', { waiverDays: [30] }, /must hold days by the id of a rule, got \[30\]/],
  ['no days', { waiverDays: null }, /must hold days by the id of a rule, got null/],
  ['a rule that is none of ours', { waiverDays: { egress: 30 } }, /got 'egress'\. Use an id that/],
  ['a rule that nobody may waive', { waiverDays: { 'no-secret-values': 30 } }, /got 'no-secret-values'\. Remove it/],
  [
    'one rule in place of a list',
    { waivableRules: 'function-in-vpc' },
    /'waivableRules' .* a list of ids, got 'function-in-vpc'/,
  ],
  ['a rule to be waived that is none of ours', { waivableRules: ['egress'] }, /'waivableRules' .* got 'egress'\. Use an id that/],
  ['a rule to be waived that nobody may waive', { waivableRules: ['no-secret-values'] }, /got 'no-secret-values'\. Remove it/],
  ['a rule to be waived that is no text', { waivableRules: [7] }, /'waivableRules' .* got 7\. Use an id that/],
  ['tickets by word', { ticketRequired: 'yes' }, /'ticketRequired' .* must be true or false, got 'yes'/],
  ['what means nothing', { maxTimeout: 30 }, /'maxTimeout' of the policy must be one of maxTimeoutSeconds,/],
])('a policy may not ask for %s', (_, policy, message) => {
  expect(() => usablePolicy(policy as GuardPolicy)).toThrow(message);
});

test.each<[GuardPolicy, number | undefined]>([
  [{}, undefined],
  [{ maxWaiverDays: 90 }, 90],
  [{ waiverDays: { 'egress-closed': 30 } }, 30],
  [{ maxWaiverDays: 90, waiverDays: { 'egress-closed': 30 } }, 30],
  [{ maxWaiverDays: 10, waiverDays: { 'egress-closed': 30 } }, 10],
  [{ maxWaiverDays: 10, waiverDays: { 'function-in-vpc': 30 } }, 10],
  [{ waivableRules: ['function-in-vpc'] }, 0],
  [{ waivableRules: ['egress-closed'] }, undefined],
  [{ waivableRules: ['egress-closed'], maxWaiverDays: 90 }, 90],
  [{ waivableRules: [], waiverDays: { 'egress-closed': 30 } }, 0],
])('with %j a waiver of egress may hold %s days', (policy, days) => expect(waiverDaysOf(policy, 'egress-closed')).toBe(days));

test('what an object inherits is no rule of the policy', () => {
  expect(waiverDaysOf({ waiverDays: {} }, 'constructor')).toBeUndefined();
});
