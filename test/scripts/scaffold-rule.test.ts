import { readFileSync } from 'fs';
import { join } from 'path';
import { newRule, ruleFile, withControl, withRule } from '../../scripts/scaffold-rule';

const read = (...path: string[]) => readFileSync(join(__dirname, '..', '..', 'lib', ...path), 'utf8');
const RULE = newRule(['made-up-promise', 'network', 'resource']);

test.each([
  [['Made'], 'id'],
  [['a'], 'id'],
  [['made-up', 'No Room'], 'room'],
  [['made-up', 'network', 'cat'], 'subject'],
])('refuses %j: its %s is none', (args, part) => expect(() => newRule(args)).toThrow(`The ${part} of a rule is`));

test('takes a resource for the subject unless another is said', () => {
  expect(newRule(['made-up', 'network'])).toEqual({ id: 'made-up', room: 'network', subject: 'resource' });
});

test('writes a file that names its id, its subject and everything that has to be filled in', () => {
  const text = ruleFile(RULE);
  for (const part of [
    'madeUpPromise',
    'Control.MADE_UP_PROMISE',
    "subject: 'resource'",
    'types:',
    'title',
    'why',
    'fix',
    'links',
    'bad',
    'good',
  ]) {
    expect(text).toContain(part);
  }
  expect(ruleFile({ ...RULE, subject: 'function' })).not.toContain('types:');
});

test('lists the rule by its path, and in the list by its id', () => {
  const index = withRule(read('rules', 'index.ts'), RULE);
  const imports = [...index.matchAll(/from '(\.\/[\w-]+\/[\w-]+)'/g)].map(([, path]) => path);
  expect(imports).toContain('./network/made-up-promise');
  expect(imports).toEqual([...imports].sort());
  const list = index.slice(index.indexOf('export const RULES')).split('\n').slice(1, -2);
  expect(list.indexOf('  madeUpPromise,')).toBe(list.indexOf('  networkAclNarrow,') - 1);
  expect(list).toHaveLength(imports.length);
});

test('comes last where it belongs there', () => {
  const index = withRule(read('rules', 'index.ts'), newRule(['zz-top', 'zz']));
  expect(index).toContain("from './zz/zz-top';\n\n");
  expect(index).toContain('  zzTop,\n];');
});

test('adds the id, and never one that is there', () => {
  expect(withControl(read('baseline', 'control.ts'), RULE)).toContain("  MADE_UP_PROMISE: 'made-up-promise',\n} as const;");
  expect(() => withControl(read('baseline', 'control.ts'), newRule(['tracing-active', 'network']))).toThrow('already');
});
