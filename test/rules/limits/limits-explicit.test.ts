import type { GuardPolicy } from '../../../lib/baseline/guard-policy';
import type { JsonObject } from '../../../lib/model/facts';
import { limitsExplicit } from '../../../lib/rules/limits/limits-explicit';
import { lambda, modelOf, onlyFunction, role } from '../../model/build';
import { TODAY } from '../judge-example';

/** What is said of a function, with the controls where not all are concerned. */
function said(properties: JsonObject, policy: GuardPolicy = {}): string[] {
  const app = modelOf({ Parameters: { Setting: { Type: 'Number' } }, Resources: { Role: role(), Function: lambda(properties) } });
  const verdicts = limitsExplicit.check(onlyFunction(app), app, { asOf: TODAY, accountConcurrency: 1_000, policy });
  return [verdicts]
    .flat()
    .map(verdict =>
      verdict.verdict === 'pass' ? 'pass' : `${verdict.property} [${verdict.controls?.join(' ') ?? 'all'}]: ${verdict.message}`,
    );
}

const STATED = { Timeout: 30, MemorySize: 512, EphemeralStorage: { Size: 512 } };
const TOO_LONG = "Properties.Timeout [all]: 'Function' states a Timeout of 31 s, and the organization allows 30 s";
const TOO_LARGE = "Properties.MemorySize [all]: 'Function' states a MemorySize of 513 MiB, and the organization allows 512 MiB";
const BOUNDS = { maxTimeoutSeconds: 30, maxMemoryMebibytes: 512 };

test.each<[string, JsonObject, GuardPolicy, string[]]>([
  ['all that it has to', STATED, {}, []],
  [
    'nothing',
    {},
    {},
    ["Properties.Timeout [FN-07 FN-08]: 'Function' does not state its Timeout, MemorySize and EphemeralStorage.Size"],
  ],
  [
    'no timeout',
    { ...STATED, Timeout: { Ref: 'AWS::NoValue' } },
    {},
    ["Properties.Timeout [FN-08]: 'Function' does not state its Timeout"],
  ],
  [
    'no size of its storage',
    { ...STATED, EphemeralStorage: {} },
    {},
    ["Properties.EphemeralStorage.Size []: 'Function' does not state its EphemeralStorage.Size"],
  ],
  ['as much as the organization allows', STATED, BOUNDS, []],
  ['more than an organization allows that says nothing', { ...STATED, Timeout: 900, MemorySize: 10_240 }, {}, []],
  ['a timeout that is too long', { ...STATED, Timeout: 31 }, BOUNDS, [TOO_LONG]],
  ['a memory that is too large, as text', { ...STATED, MemorySize: '513' }, BOUNDS, [TOO_LARGE]],
  ['both above the bounds', { ...STATED, Timeout: 31, MemorySize: 513 }, BOUNDS, [TOO_LONG, TOO_LARGE]],
  [
    'one above its bound, and not the other',
    { Timeout: 31, EphemeralStorage: { Size: 512 } },
    BOUNDS,
    ["Properties.MemorySize [FN-07]: 'Function' does not state its MemorySize", TOO_LONG],
  ],
  ['what only the deployment knows', { ...STATED, Timeout: { Ref: 'Setting' } }, BOUNDS, []],
])('a function states %s', (_, properties, policy, expected) => expect(said(properties, policy)).toEqual(expected));
