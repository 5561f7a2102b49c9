import { check, folderWith, report, template, UNTRACED } from './run';

const WAIVER = {
  rule: 'tracing-active',
  resource: 'Function',
  reason: 'The vendor traces it in a system of its own',
  owner: 'team-orders',
  expires: '2027-01-31',
};

test.each([
  ['policy.json', '{ "waiverDays": { "tracing-active": 30 } }'],
  ['policy.yaml', 'waiverDays:\n  tracing-active: 30\n'],
])('the policy in %s bounds the waivers of a file', async (name, policy) => {
  const folder = folderWith({ 'a.json': UNTRACED, 'w.json': [WAIVER], [name]: policy });
  const { code, findings } = await report(folder, 'a.json', '--waivers', 'w.json', '--policy', name);
  expect(code).toBe(1);
  expect(findings.map(({ rule, severity, resource, line }) => [rule, severity, resource, line !== undefined])).toEqual([
    ['opt-out-is-a-waiver', 'fatal', 'Function', true],
  ]);
});

test('a ticket in the file of waivers is seen', async () => {
  const folder = folderWith({
    'a.json': UNTRACED,
    'w.json': [{ ...WAIVER, ticket: 'SEC-1' }],
    'p.json': { ticketRequired: true },
  });
  expect((await report(folder, 'a.json', '--waivers', 'w.json', '--policy', 'p.json')).code).toBe(0);
});

test('the policy bounds functions', async () => {
  const folder = folderWith({ 'a.json': template(), 'p.json': { maxTimeoutSeconds: 5 } });
  expect((await report(folder, 'a.json', '--policy', 'p.json')).findings.map(({ rule }) => rule)).toEqual(['limits-explicit']);
  expect((await report(folder, 'a.json')).findings).toEqual([]);
});

test.each([
  ['that is missing', 'none.json', /The policy 'none\.json' must be readable JSON or YAML/],
  ['that is a list', 'list.json', /The policy 'list\.json' must hold an object, got \[\]/],
  ['that is looser', 'loose.json', /'maxWaiverDays' of the policy must be a whole number from 0 to 366, got 999/],
])('a policy %s is wrong usage', async (_, name, message) => {
  const folder = folderWith({ 'a.json': template(), 'list.json': [], 'loose.json': { maxWaiverDays: 999 } });
  const { code, err } = await check(folder, 'a.json', '--policy', name);
  expect([code, err]).toEqual([2, expect.stringMatching(message)]);
});
