import { ManagedRuleIdentifiers } from 'aws-cdk-lib/aws-config';
import { Control } from '../../lib/baseline/control';
import { frameworkOf, FRAMEWORKS, HUB_CONTROLS, itemsOf, MAPPINGS } from '../../lib/baseline/frameworks';
import { RULES } from '../../lib/rules';
import { frameworksOf } from '../../lib/rules/frameworks-of';

test('every framework names its edition and where it is published, once', () => {
  const names = FRAMEWORKS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
  for (const { title, edition, source } of FRAMEWORKS) {
    expect(title).not.toBe('');
    expect(edition).toMatch(/\d/);
    expect(source).toMatch(/^https:\/\//);
  }
});

test('every mapping is of a control of the catalogue, or of a rule', () => {
  const rules = new Set<string>(Object.values(Control));
  for (const id of Object.keys(MAPPINGS)) expect(rules.has(id) || /^[A-Z]+-\d\d$/.test(id)).toBe(true);
});

test('every control of Security Hub that is mapped has its page, and every page is used', () => {
  const used = new Set(Object.values(MAPPINGS).flatMap(({ hub = [] }) => hub));
  expect([...used].sort()).toEqual(Object.keys(HUB_CONTROLS).sort());
  for (const [control, { page }] of Object.entries(HUB_CONTROLS)) {
    expect(page).toBe(`${control.split('.')[0].toLowerCase()}-controls`);
  }
});

/** Rules that Security Hub made itself, and two whose name is not that of their identifier. */
const UNLISTED = new Set(['lambda-function-xray-enabled', 'restricted-common-ports', 'restricted-ssh']);

test('every managed rule of AWS Config exists', () => {
  const known = new Set(Object.values(ManagedRuleIdentifiers as unknown as Record<string, string>));
  const rules = Object.values(MAPPINGS).flatMap(({ config = [] }) => config);
  for (const rule of rules.filter(name => !UNLISTED.has(name))) expect(known).toContain(rule.toUpperCase().replaceAll('-', '_'));
});

test('risks are those that the CSA and OWASP count', () => {
  for (const { csa = [], owasp = [] } of Object.values(MAPPINGS)) {
    for (const risk of csa) expect(risk).toMatch(/^SAS-(?:[1-9]|1[0-2])$/);
    for (const risk of owasp) expect(risk).toMatch(/^S(?:[1-9]|10)$/);
  }
});

test('a control of Security Hub brings what it requires of NIST and PCI', () => {
  expect(itemsOf('runtime-supported', ['FN-01'])).toEqual([
    ...['CSA:SAS-11', 'Config:lambda-function-settings-check'],
    ...['NIST.800-53.r5:CA-9(1)', 'NIST.800-53.r5:CM-2', 'NIST.800-53.r5:SI-2', 'NIST.800-53.r5:SI-2(2)'],
    ...['NIST.800-53.r5:SI-2(4)', 'NIST.800-53.r5:SI-2(5)', 'OWASP-Serverless:S9', 'SecurityHub:Lambda.2'],
  ]);
  expect(itemsOf('no-public-invoker', ['PERM-01'])).toEqual(
    expect.arrayContaining(['PCI-DSS-3.2.1:1.3.4', 'PCI-DSS-4.0.1:7.2.1']),
  );
});

test('a rule without a control of the catalogue has its own items, and one that nobody maps has none', () => {
  expect(itemsOf('recursion-terminated', [])).toEqual(['CSA:SAS-8', 'OWASP-Serverless:S6']);
  expect(itemsOf('toString', ['constructor'])).toEqual([]);
});

test('a case that concerns some controls has the items of those alone', () => {
  const rule = RULES.find(({ id }) => id === Control.ASYNC_FAILURES_CAPTURED)!;
  expect(frameworksOf(rule)).toContain('Config:lambda-dlq-check');
  expect(frameworksOf(rule, ['FN-05'])).not.toContain('Config:lambda-dlq-check');
});

test('every item of every rule is of a framework that there is', () => {
  const names = new Set(FRAMEWORKS.map(({ name }) => name));
  for (const rule of RULES) for (const item of frameworksOf(rule)) expect(names).toContain(frameworkOf(item));
});
