import { Control } from '../../../lib/baseline/control';
import type { GuardPolicy } from '../../../lib/baseline/guard-policy';
import { evaluate } from '../../../lib/checks/evaluate';
import { buildModel } from '../../../lib/model/build-model';
import type { WaiverFacts } from '../../../lib/model/facts';
import { applyExample } from '../../../lib/rules/example';
import { SECURE_APP } from '../../../lib/rules/secure-app';
import { TODAY } from '../judge-example';

const WAIVER: WaiverFacts = { reason: 'The partner has no private connection yet', owner: 'team-orders', expires: '2027-01-31' };

function waived(policy: GuardPolicy, waiver: WaiverFacts = WAIVER): string[] {
  const model = buildModel([], [{ rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/Fn', scope: 'construct', waiver }]);
  return evaluate(model, { profile: 'baseline', asOf: TODAY, policy }).map(
    ({ rule, severity, message }) => `${rule} ${severity}: ${message}`,
  );
}

test('without a policy the terms of the package hold', () => expect(waived({})).toEqual([]));

test.each<[string, GuardPolicy, string]>([
  [
    'a waiver that ends too late',
    { maxWaiverDays: 30 },
    "opt-out-is-a-waiver fatal: The waiver of 'function-in-vpc' on 'Orders/Fn' ends after 2026-12-23, and the organization allows 30 days from today",
  ],
  [
    'a waiver of a rule that must be kept',
    { waiverDays: { 'function-in-vpc': 0 } },
    "opt-out-is-a-waiver fatal: The waiver of 'function-in-vpc' on 'Orders/Fn' is one that the organization allows nobody",
  ],
  [
    'a waiver without a ticket',
    { ticketRequired: true },
    "opt-out-is-a-waiver fatal: The waiver of 'function-in-vpc' on 'Orders/Fn' does not say where the decision is recorded, which the organization asks for",
  ],
])('an organization refuses %s', (_, policy, finding) => expect(waived(policy)).toEqual([finding]));

test('a blank ticket is none', () => expect(waived({ ticketRequired: true }, { ...WAIVER, ticket: ' ' })).toHaveLength(1));

test.each<[string, GuardPolicy, WaiverFacts]>([
  ['that ends on the last day allowed', { maxWaiverDays: 69 }, WAIVER],
  ['with a ticket', { ticketRequired: true }, { ...WAIVER, ticket: 'SEC-1' }],
  ['of another rule than the one forbidden', { waiverDays: { 'egress-closed': 0 } }, WAIVER],
])('an organization accepts a waiver %s', (_, policy, waiver) => expect(waived(policy, waiver)).toEqual([]));

test('a waiver may end on the last day that any may', () => {
  expect(waived({}, { ...WAIVER, expires: '2027-11-23' })).toEqual([]);
  expect(waived({}, { ...WAIVER, expires: '2027-11-24' })).toEqual([
    "opt-out-is-a-waiver fatal: The waiver of 'function-in-vpc' on 'Orders/Fn' ends after 2027-11-23, more than 12 months ahead",
  ]);
});

test('an opt-out without a waiver is that, whatever the organization allows', () => {
  const model = buildModel([], [{ rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/Fn', scope: 'construct' }]);
  const policy = { maxWaiverDays: 30, ticketRequired: true };
  expect(evaluate(model, { profile: 'baseline', asOf: TODAY, policy }).map(({ message }) => message)).toEqual([
    "'Orders/Fn' opts out of 'function-in-vpc' without a waiver: nobody answers for it and it never ends",
  ]);
});

test('the last day allowed is exact', () => expect(waived({ maxWaiverDays: 68 })).toHaveLength(1));

function limited(properties: Record<string, number | null>, policy: GuardPolicy): string[] {
  const body = applyExample(SECURE_APP, { Resources: { Function: { Properties: properties } } });
  return evaluate(buildModel([{ path: 'Orders.template.json', body }]), { profile: 'strict', asOf: TODAY, policy }).map(
    ({ rule, message, property }) => `${rule} ${property}: ${message}`,
  );
}

test.each<[string, Record<string, number | null>, GuardPolicy, string[]]>([
  ['at the bounds', { Timeout: 30, MemorySize: 512 }, { maxTimeoutSeconds: 30, maxMemoryMebibytes: 512 }, []],
  [
    'above both',
    { Timeout: 31, MemorySize: 513 },
    { maxTimeoutSeconds: 30, maxMemoryMebibytes: 512 },
    [
      "limits-explicit Properties.MemorySize: 'Function' states a MemorySize of 513 MiB, and the organization allows 512 MiB",
      "limits-explicit Properties.Timeout: 'Function' states a Timeout of 31 s, and the organization allows 30 s",
    ],
  ],
  [
    'above one, and without the other',
    { Timeout: 31, MemorySize: null },
    { maxTimeoutSeconds: 30, maxMemoryMebibytes: 512 },
    [
      "limits-explicit Properties.MemorySize: 'Function' does not state its MemorySize",
      "limits-explicit Properties.Timeout: 'Function' states a Timeout of 31 s, and the organization allows 30 s",
    ],
  ],
])("a function %s of the organization's limits", (_, properties, policy, findings) =>
  expect(limited(properties, policy)).toEqual(findings),
);
