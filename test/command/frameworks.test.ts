import { check, folderWith, PUBLIC, template, UNTRACED } from './run';
import { FRAMEWORKS } from '../../lib/baseline/frameworks';

interface Covered {
  readonly framework: string;
  readonly checked: number;
  readonly broken: number;
}

interface Told {
  readonly framework?: string;
  readonly findings: readonly { readonly rule: string; readonly frameworks: readonly string[] }[];
  readonly waived: readonly { readonly rule: string }[];
  readonly coverage: readonly Covered[];
}

const WAIVER = {
  rule: 'tracing-active',
  resource: 'Function',
  reason: 'The vendor traces it',
  owner: 'orders',
  expires: '2027-01-31',
};

/** One finding that concerns NIST, and one that does not. */
function folder(): string {
  return folderWith({ 'a/public.json': PUBLIC, 'a/untraced.json': UNTRACED, 'waivers.json': [WAIVER] });
}

async function told(...args: readonly string[]): Promise<Told & { readonly code: number }> {
  const { code, out } = await check(folder(), 'a', '--format', 'json', ...args);
  return { ...(JSON.parse(out) as Told), code };
}

test('without a framework everything is told, and every framework is covered', async () => {
  const { findings, coverage, framework } = await told();
  expect(findings.map(({ rule }) => rule)).toEqual(['no-public-invoker', 'tracing-active']);
  expect(coverage.map(covered => covered.framework)).toEqual(FRAMEWORKS.map(({ name }) => name));
  expect(framework).toBeUndefined();
  for (const { checked, broken } of coverage) expect(checked).toBeGreaterThanOrEqual(broken);
});

test('a framework is all that is told, and counts what of it is broken', async () => {
  const { findings, coverage, framework, code } = await told('--framework', 'PCI-DSS-4.0.1');
  expect(findings.map(({ rule }) => rule)).toEqual(['no-public-invoker']);
  expect(framework).toBe('PCI-DSS-4.0.1');
  expect(coverage).toEqual([expect.objectContaining({ framework: 'PCI-DSS-4.0.1', broken: 1 })]);
  expect(coverage[0].checked).toBeGreaterThan(1);
  expect(code).toBe(1);
});

test('what concerns another framework only decides nothing', async () => {
  const { code, out } = await check(folderWith({ 'a.json': UNTRACED }), 'a.json', '--framework', 'NIST.800-53.r5');
  expect(code).toBe(0);
  expect(out).toMatch(/NIST\.800-53\.r5 \(revision 5, [^)]*\): \d+ items\s+checked, 0 broken/);
});

test('the baseline checks less of a framework', async () => {
  const checked = async (profile: string) => (await told('--framework', 'CSA', '--profile', profile)).coverage[0].checked;
  expect(await checked('baseline')).toBeLessThan(await checked('strict'));
});

test('what was waived is told for its framework alone, and breaks nothing', async () => {
  const of = async (framework: string) => {
    const { out } = await check(folder(), 'a', '--format', 'json', '--waivers', 'waivers.json', '--framework', framework);
    return JSON.parse(out) as Told;
  };
  expect((await of('SecurityHub')).waived.map(({ rule }) => rule)).toEqual(['tracing-active']);
  expect((await of('PCI-DSS-4.0.1')).waived).toEqual([]);
});

test('the name may be written in any letters', async () => {
  expect((await told('--framework', 'securityhub')).framework).toBe('SecurityHub');
});

test('a framework that nobody knows is refused, with those that there are', async () => {
  const { code, err } = await check(folderWith({ 'a.json': template() }), 'a.json', '--framework', 'SOC2');
  expect(code).toBe(2);
  for (const { name } of FRAMEWORKS) expect(err).toContain(name);
});

test.each(['markdown', 'html'])('%s counts every framework', async format => {
  const { out } = await check(folder(), 'a', '--format', format);
  for (const { name } of FRAMEWORKS) expect(out.replace(/\\/g, '')).toContain(name);
});
