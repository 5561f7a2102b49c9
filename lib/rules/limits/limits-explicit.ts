import { Control } from '../../baseline/control';
import type { FunctionFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';

/** What has to be stated, and which control asks for it. */
const LIMITS_TO_STATE: Readonly<Record<string, readonly string[]>> = {
  Timeout: ['FN-08'],
  MemorySize: ['FN-07'],
  'EphemeralStorage.Size': [],
};

/** Somebody thought about how long, how large and how much; a default is nobody's decision. */
export const limitsExplicit = defineRule({
  id: Control.LIMITS_EXPLICIT,
  subject: 'function',
  title: "Functions state their timeout, memory and ephemeral storage, within the organization's bounds",
  why: 'A limit that nobody chose bounds neither the bill nor what one hostile event can use up, and breaks under load when the default turns out too small.',
  fix: "Set 'timeout', 'memorySize' and 'ephemeralStorageSize' (Timeout, MemorySize, EphemeralStorage.Size); SecureFunction states all three.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['FN-07', 'FN-08'],
  check: (fn, _, { policy }) => {
    const missing = Object.keys(LIMITS_TO_STATE).filter(limit => at(fn.properties, ...limit.split('.')) === undefined);
    const exceeded = [
      ...above(fn, 'Timeout', policy.maxTimeoutSeconds ?? Infinity, 's'),
      ...above(fn, 'MemorySize', policy.maxMemoryMebibytes ?? Infinity, 'MiB'),
    ];
    if (missing.length === 0) return exceeded;
    return [
      fail({
        message: `${nameOf(fn.resource)} does not state its ${listOf(missing)}`,
        property: `Properties.${missing[0]}`,
        controls: missing.flatMap(limit => LIMITS_TO_STATE[limit]).sort(),
      }),
      ...exceeded,
    ];
  },
  bad: {
    'no timeout': { Resources: { Function: { Properties: { Timeout: null } } } },
    'no memory': { Resources: { Function: { Properties: { MemorySize: null } } } },
    'no ephemeral storage': { Resources: { Function: { Properties: { EphemeralStorage: null } } } },
  },
  good: { 'all three stated': {} },
});

function above({ resource, properties }: FunctionFacts, limit: string, most: number, unit: string): Verdict[] {
  const stated = Number(textOf(properties[limit]));
  if (!(stated > most)) return [];
  return [
    fail({
      message: `${nameOf(resource)} states a ${limit} of ${stated} ${unit}, and the organization allows ${most} ${unit}`,
      property: `Properties.${limit}`,
    }),
  ];
}
