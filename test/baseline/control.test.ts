import { Control, NEVER_WAIVED, PLUGIN_NAME } from '../../lib/baseline/control';

test('ids are unique, and written as words with dashes', () => {
  const ids = Object.values(Control);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
});

test('every constant is called like its id', () => {
  for (const [name, id] of Object.entries(Control)) expect(name.toLowerCase().replaceAll('_', '-')).toBe(id);
});

test('what nobody may waive is exactly this', () => {
  expect([...NEVER_WAIVED].sort()).toEqual([
    'function-url-requires-iam',
    'no-administrator-rights',
    'no-escalation-rights',
    'no-literal-secrets',
    'no-public-invoker',
    'no-secret-values',
    'opt-out-is-a-waiver',
    'role-not-shared',
    'role-trusts-lambda-only',
    'waiver-not-expired',
  ]);
});

test('findings are filed under the name of the package', () => {
  expect(PLUGIN_NAME).toBe(jest.requireActual<{ name: string }>('../../package.json').name);
});
