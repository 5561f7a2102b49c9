import { evaluate } from '../../lib/checks/evaluate';
import type { Finding } from '../../lib/checks/finding';
import { buildModel } from '../../lib/model/build-model';
import type { ProfileName } from '../../lib/rules/define-rule';
import type { Example } from '../../lib/rules/example';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';

/** The day on which the tests judge. */
export const TODAY = new Date('2026-11-23T12:00:00Z');

/** What the judge says of the secure app after a change. */
export function judge(example: Example, profile: ProfileName = 'strict', asOf: Date = TODAY): Finding[] {
  const model = buildModel([{ path: 'Orders.template.json', body: applyExample(SECURE_APP, example) }], example.acknowledgements);
  return evaluate(model, { profile, asOf });
}
