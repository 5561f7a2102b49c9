import { folderWith, run } from './run';
import { RULES } from '../../lib/rules';

const explain = (...names: string[]) => run(folderWith({}), ['explain', ...names]);

test('lists every rule', async () => {
  const { code, out } = await explain();
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split('\n')
      .filter(line => !line.startsWith(' '))
      .map(line => line.split(' ')[0]),
  ).toEqual(RULES.map(({ id }) => id));
  const words = out.replace(/\s+/g, ' ');
  for (const { title } of RULES) expect(words).toContain(title);
  expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
});

test.each(RULES.map(rule => [rule.id, rule] as const))('explains %s in 80 columns', async (id, rule) => {
  const { code, out } = await explain(id);
  const words = out.replace(/\s+/g, ' ');
  expect(code).toBe(0);
  for (const part of [rule.title, rule.why, rule.fix, rule.severity, rule.profile, ...rule.controls, ...rule.links]) {
    expect(words).toContain(part.replace(/\s+/g, ' '));
  }
  for (const name of [...Object.keys(rule.bad), ...Object.keys(rule.good)]) expect(words).toContain(name);
  const prose = out.split('\n').filter(line => !/^ {2}|^Read:/.test(line));
  expect(Math.max(...prose.map(line => line.length))).toBeLessThanOrEqual(80);
});

test('what only fills a quota in an example is shortened', async () => {
  const { out } = await explain('policies-within-quotas');
  expect(out).toContain('xxxxxxxxxxxxxxxxxxxx… (');
  expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThan(200);
});

test('shows examples as YAML', async () => {
  expect((await explain('tracing-active')).out).toMatch(/^ {2}Resources:\n {4}Function:\n {6}Properties:$/m);
});

test('takes the qualified id', async () => {
  expect((await explain('cdk-secure-function::function-in-vpc')).out).toMatch(/^function-in-vpc\n/);
});

test.each([
  ['function-in-vcp', 'function-in-vpc'],
  ['in-vpc', 'function-in-vpc'],
  ['escalation', 'no-escalation-rights'],
  ['trace-active', 'tracing-active'],
])('%s is no rule, and %s is among those that may have been meant', async (wrong, near) => {
  const { code, err } = await explain(wrong);
  expect(code).toBe(2);
  expect(err).toContain(`There is no rule '${wrong}'. Did you mean`);
  expect(err.split('\n')[0]).toContain(near);
});
