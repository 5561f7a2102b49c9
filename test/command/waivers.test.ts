import { check, DAY, folderWith, PUBLIC, report, run, template as secure, UNTRACED } from './run';

const WAIVER = {
  rule: 'tracing-active',
  resource: 'Function',
  reason: 'The vendor traces it in a system of its own',
  owner: 'team-orders',
  expires: '2027-01-31',
};

const judged = (waivers: unknown, template: unknown = UNTRACED, name = 'waivers.json') =>
  report(folderWith({ 'infra/a.json': template, [name]: waivers }), 'infra', '--waivers', name);

test('a waiver waives what it names', async () => {
  const { code, findings, waived, summary, err } = await judged([WAIVER]);
  expect([code, findings, err]).toEqual([0, [], '']);
  expect(waived).toEqual([WAIVER]);
  expect(Object.keys(waived[0])).toEqual(['rule', 'resource', 'reason', 'owner', 'expires']);
  expect(summary).toEqual({ fail: 0, unknown: 0, waived: 1, bySeverity: {} });
});

test('the file may be YAML, and an object', async () => {
  const yaml = [
    'waivers:',
    '  - rule: tracing-active',
    '    resource: Function',
    `    reason: ${WAIVER.reason}`,
    '    owner: team-orders',
    '    expires: 2027-01-31',
    '    ticket: SEC-1',
  ].join('\n');
  expect((await judged(yaml, UNTRACED, 'waivers.yml')).waived).toEqual([WAIVER]);
});

test.each([['infra/a.json'], ['a.json'], ['./infra/a.json']])('a waiver may name the template as %s', async template => {
  expect((await judged([{ ...WAIVER, template }])).waived).toHaveLength(1);
});

test.each([
  ['another rule', { rule: 'limits-explicit' }],
  ['another resource', { resource: 'Func' }],
  ['another template', { template: 'b.json' }],
  ['a part of a name', { template: 'fra/a.json' }],
])('a waiver of %s does nothing, and that is said', async (_, change) => {
  const { code, waived, err } = await judged([{ ...WAIVER, ...change }]);
  expect([code, waived]).toEqual([1, []]);
  expect(err).toMatch(/^The waiver of '.*' on '.*' is not used: remove it\n$/);
});

test('a resource may be called by its construct path', async () => {
  const { Function: fn, ...others } = UNTRACED.Resources as Record<string, object>;
  const template = { Resources: { ...others, Function: { ...fn, Metadata: { 'aws:cdk:path': 'Orders/Fn/Resource' } } } };
  expect((await judged([{ ...WAIVER, resource: 'Orders/Fn' }], template)).waived).toHaveLength(1);
  expect((await judged([{ ...WAIVER, resource: 'Orders/Fn/Resource' }], template)).waived).toHaveLength(1);
  expect((await judged([{ ...WAIVER, resource: 'Orders' }], template)).waived).toHaveLength(0);
});

test('a waiver that covers several templates is told so', async () => {
  const folder = folderWith({ 'infra/a.json': UNTRACED, 'infra/b.json': UNTRACED, 'w.json': [WAIVER] });
  const { waived, err } = await report(folder, 'infra', '--waivers', 'w.json');
  expect(waived).toHaveLength(2);
  expect(err).toBe("The waiver of 'tracing-active' on 'Function' holds in 2 templates: name one with 'template'\n");
});

describe('a waiver that has expired', () => {
  test('waives nothing, and is a finding where the danger is', async () => {
    const { code, findings, waived } = await judged([{ ...WAIVER, expires: '2026-11-22' }]);
    expect([code, waived]).toEqual([1, []]);
    expect(findings).toEqual([
      expect.objectContaining({ rule: 'tracing-active', severity: 'error' }),
      expect.objectContaining({
        rule: 'waiver-not-expired',
        severity: 'fatal',
        template: 'infra/a.json',
        resource: 'Function',
        resourceType: 'AWS::Lambda::Function',
        line: expect.any(Number),
        message: "The waiver of 'tracing-active' on 'Function' (owner: team-orders) expired after 2026-11-22",
      }),
    ]);
  });

  test('is a finding also where the danger is gone', async () => {
    const { findings } = await judged([{ ...WAIVER, resource: 'Gone', expires: '2026-11-22' }]);
    const { template, resource } = findings.find(({ rule }) => rule === 'waiver-not-expired')!;
    expect([template, resource]).toEqual([undefined, 'Gone']);
  });

  test('holds on its last day, with a notice', async () => {
    const { code, findings, waived } = await judged([{ ...WAIVER, expires: DAY }]);
    expect([code, waived.length]).toEqual([0, 1]);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['waiver-not-expired', 'warning']]);
  });
});

test('what is fatal stays, whatever a file says', async () => {
  const waivers = [{ ...WAIVER, rule: 'no-public-invoker', resource: 'Everybody' }];
  const { code, err } = await check(folderWith({ 'a.json': PUBLIC, 'w.json': waivers }), 'a.json', '--waivers', 'w.json');
  expect(code).toBe(2);
  expect(err).toContain('nobody may waive it');
});

describe('a file that says less than a waiver has to is refused before anything is judged', () => {
  test.each([
    [
      'no list',
      { a: 1 },
      "The file of waivers 'w.json' must hold a list, or an object with the list as 'waivers'. Write entries with",
    ],
    [
      'an entry that is no object',
      ['tracing-active'],
      `The waiver in w.json, entry 1 must be an object, got "tracing-active". Write`,
    ],
    [
      'an unknown key',
      [{ ...WAIVER, until: 'x' }],
      "The waiver in w.json, entry 1 must only say rule, resource, reason, owner, expires, template, ticket, got 'until'. Remove it",
    ],
    ['no rule', [{ ...WAIVER, rule: undefined }], "The 'rule' of the waiver in w.json, entry 1 must be text, got nothing. Write"],
    [
      'a number for a resource',
      [{ ...WAIVER, resource: 7 }],
      "The 'resource' of the waiver in w.json, entry 1 must be text, got 7. Write",
    ],
    [
      'an empty ticket',
      [{ ...WAIVER, ticket: ' ' }],
      'The \'ticket\' of the waiver in w.json, entry 1 must be text, got " ". Write',
    ],
    [
      'an unknown rule',
      [WAIVER, { ...WAIVER, rule: 'tracing' }],
      "The 'rule' of the waiver in w.json, entry 2 must be one of ours, got 'tracing'. Did you mean tracing-active",
    ],
    [
      'a rule that nobody may waive',
      [{ ...WAIVER, rule: 'no-secret-values' }],
      "The 'rule' of the waiver in w.json, entry 1 must be one that can be waived, got 'no-secret-values'. Remove",
    ],
    [
      'a reason of one word',
      [{ ...WAIVER, reason: 'later' }],
      "The 'reason' of the waiver in w.json, entry 1 must be a sentence of at least four words, got 'later'. Say",
    ],
    [
      'an owner that nobody can ask',
      [{ ...WAIVER, owner: '-' }],
      "The 'owner' of the waiver in w.json, entry 1 must name somebody who can be asked, got '-'. Write",
    ],
    [
      'no day',
      [{ ...WAIVER, expires: 'never' }],
      "The 'expires' of the waiver in w.json, entry 1 must be a day as YYYY-MM-DD, got 'never'. Write",
    ],
    [
      'a day too far away',
      [{ ...WAIVER, expires: '2027-11-24' }],
      "The 'expires' of the waiver in w.json, entry 1 must be within 12 months of 2026-11-23, got '2027-11-24'. Choose",
    ],
    ['broken JSON', '[', "The file of waivers 'w.json' must be readable JSON or YAML, got line 1: it is no valid JSON. Mend"],
  ])('%s', async (_, waivers, message) => {
    const { code, out, err } = await check(
      folderWith({ 'a.json': UNTRACED, 'w.json': waivers }),
      'a.json',
      '--waivers',
      'w.json',
    );
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('a file that is not there', async () => {
    const { code, err } = await run(folderWith({ 'a.json': UNTRACED }), ['check', 'a.json', '--waivers', 'w.json']);
    expect(code).toBe(2);
    expect(err).toContain("The file of waivers 'w.json' must be readable JSON or YAML, got it cannot be read (ENOENT). Mend");
  });
});

describe('a finding about a whole template', () => {
  const rewritten = { ...secure(), Transform: ['Names', 'Tags'] };
  const known = { ...WAIVER, rule: 'every-template-judged', resource: 'Names', template: 'a.json' };

  test('is waived by the name of the macro, and by no other', async () => {
    const folder = folderWith({ 'a.json': rewritten, 'b.json': rewritten, 'w.json': [known] });
    const { findings, waived } = await report(folder, 'a.json', 'b.json', '--waivers', 'w.json');
    expect(findings.map(({ template: path, hiddenBy }) => [path, hiddenBy])).toEqual([
      ['a.json', 'Tags'],
      ['b.json', 'Names'],
      ['b.json', 'Tags'],
    ]);
    expect(waived).toEqual([expect.objectContaining({ rule: 'every-template-judged', resource: 'Names' })]);
  });

  test('is told with the words that waive it', async () => {
    const { out } = await check(folderWith({ 'a.json': rewritten }), 'a.json');
    expect(out.replace(/\s+/g, ' ')).toContain('rule every-template-judged, resource Names, template a.json, reason');
  });

  test('of an app is told with the construct that takes the waiver', async () => {
    const folder = folderWith({
      'cdk.out/manifest.json': {
        artifacts: { Orders: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Orders.template.json' } } },
      },
      'cdk.out/Orders.template.json': rewritten,
    });
    const { out } = await check(folder, 'cdk.out');
    expect(out.replace(/\s+/g, ' ')).toContain(
      "applyTo(stack, 'every-template-judged') on Orders, with a reason that names 'Names'",
    );
  });
});
