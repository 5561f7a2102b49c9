import { check, DAY, folderWith, PUBLIC, report, run, template, UNKNOWN, UNTRACED, writeFiles } from './run';
import { sarifFaults } from './sarif-structure';
import { FRAMEWORKS } from '../../lib/baseline/frameworks';
import type { JsonObject } from '../../lib/model/facts';
import { RULES } from '../../lib/rules';

const WAIVER = {
  rule: 'limits-explicit',
  resource: 'Function',
  reason: 'The vendor <b>guards</b> its | limits',
  owner: 'team-orders',
  expires: '2027-01-31',
};

/** One of everything: fatal, error, unknown, waived, clean, skipped, unreadable. */
function mixed(): string {
  return folderWith({
    'infra/clean.json': template(),
    'infra/public.json': PUBLIC,
    'infra/unknown.json': UNKNOWN,
    'infra/untraced.json': UNTRACED,
    'infra/waived.yaml': JSON.stringify(template({ Resources: { Function: { Properties: { Timeout: null } } } })),
    'infra/readme.json': {},
    'infra/broken.json': '{"Resources": {',
    'waivers.json': [WAIVER],
  });
}

const inFormat = async (format: string, folder = mixed()) =>
  (await check(folder, 'infra', '--waivers', 'waivers.json', '--format', format)).out;

/** A template whose names try to become something else. */
const HOSTILE_ID = '<script>alert("1")</script>|`x`\u001B[31m\u202E@team [a](https://evil.example)';
const HOSTILE_PATH = 'App/<img src=x onerror=alert(1)>|\n::error::/Fn/Resource';

function hostile(): string {
  const { Function: fn } = UNTRACED.Resources as { Function: JsonObject };
  const others = { ...(UNTRACED.Resources as JsonObject) };
  delete others.Function;
  return folderWith({
    'infra/<script>.json': {
      Resources: { ...others, [HOSTILE_ID]: fn, Placed: { ...fn, Metadata: { 'aws:cdk:path': HOSTILE_PATH } } },
    },
    'waivers.json': [],
  });
}

describe('every format', () => {
  test.each(['text', 'json', 'sarif', 'markdown', 'html'])('%s is the same in every run', async format => {
    const folder = mixed();
    expect(await inFormat(format, folder)).toBe(await inFormat(format, folder));
  });

  test.each(['text', 'json', 'sarif', 'markdown', 'html'])('%s tells findings, waivers and what was unreadable', async format => {
    const out = await inFormat(format);
    for (const part of [
      'no-public-invoker',
      'tracing-active',
      'runtime-supported',
      'limits-explicit',
      'team-orders',
      'untraced.json',
      'broken.json',
    ]) {
      if (!(format === 'json' && part === 'limits-explicit')) expect(out).toContain(part);
    }
  });

  test.each(['text', 'json', 'sarif', 'markdown', 'html'])('%s is quiet where every promise is kept', async format => {
    const { code, out } = await check(folderWith({ 'a.json': template() }), 'a.json', '--format', format);
    expect(code).toBe(0);
    expect(out).not.toBe('');
  });
});

/** What CDK writes, with everything that only an app can tell: construct paths, lines of code, bare acknowledgements, nested stacks. */
function anApp(): string {
  const folder = folderWith({ 'waivers.json': [{ ...WAIVER, resource: 'Gone', expires: '2026-11-01' }] });
  const source = (line: number) => ({ type: 'aws:cdk:creationStack', data: [`mk (${folder}/lib/my app.ts:${line}:5)`] });
  const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://example.com/a.json' } };
  writeFiles(folder, {
    'infra/manifest.json': {
      artifacts: {
        Orders: {
          type: 'aws:cloudformation:stack',
          properties: { templateFile: 'Orders.template.json' },
          additionalMetadataFile: 'Orders.metadata.json',
        },
      },
    },
    'infra/Orders.template.json': template({
      Resources: { Nested: nested, Function: { Properties: { TracingConfig: null, Timeout: null } } },
    }),
    'infra/Orders.metadata.json': {
      '/Orders': [source(1)],
      '/Orders/Fn': [{ type: 'aws:cdk:acknowledged-rules', data: { 'cdk-secure-function::tracing-active': 'later' } }],
      '/Orders/Fn/Resource': [{ type: 'aws:cdk:logicalId', data: 'Function' }, source(31)],
      '/': [{ type: 'aws:cdk:acknowledged-rules', data: { 'cdk-secure-function::own-log-group': {} } }],
      '/Elsewhere': [{ type: 'aws:cdk:acknowledged-rules', data: { 'cdk-secure-function::own-log-group': 'x' } }],
    },
  });
  return folder;
}

describe('an app', () => {
  test.each(['text', 'markdown', 'html', 'sarif'])('is told in %s by construct paths and lines of code', async format => {
    const out = await inFormat(format, anApp());
    expect(out).toContain('Orders/Fn');
    expect(out).toMatch(format === 'sarif' ? /"uri": "lib\/my%20app\.ts"/ : /lib\/my app\.ts:31:5/);
    expect(out).toContain('later');
    if (format !== 'sarif') expect(out).toContain('Nested in infra/Orders.template.json');
  });

  test('has its findings where the contract puts them', async () => {
    const { findings, waived } = await report(anApp(), 'infra');
    const limits = findings.find(({ rule }) => rule === 'limits-explicit')!;
    expect(limits).toMatchObject({ constructPath: 'Orders/Fn/Resource', source: 'lib/my app.ts:31:5', line: expect.any(Number) });
    expect(Object.keys(limits)).toEqual([
      ...['rule', 'controls', 'severity', 'verdict', 'template', 'resource', 'resourceType', 'constructPath', 'source', 'line'],
      ...['property', 'message', 'why', 'fix', 'links', 'frameworks'],
    ]);
    expect(waived).toEqual([{ rule: 'tracing-active', resource: 'Function', reason: 'later' }]);
  });

  test('keeps to the structure of SARIF', async () => {
    expect(sarifFaults(JSON.parse(await inFormat('sarif', anApp())))).toEqual([]);
  });

  test('says that a finding stands in no template, and is about the app', async () => {
    const out = await inFormat('text', anApp());
    expect(out).toContain('No template');
    expect(out).toMatch(/^ {2}the app$/m);
    expect(out).toMatch(/^ {2}Gone$/m);
  });
});

describe('json', () => {
  test('is what other programs rely on, key by key', async () => {
    const out = await inFormat('json');
    const { findings, ...rest } = JSON.parse(out) as { findings: Record<string, unknown>[] };
    expect(rest).toEqual({
      schema: 1,
      tool: { name: 'cdk-secure-function', version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      profile: 'strict',
      asOf: DAY,
      templates: [
        { path: 'infra/broken.json', status: 'unreadable', reason: 'line 1: it is no valid JSON' },
        { path: 'infra/clean.json', status: 'judged' },
        { path: 'infra/public.json', status: 'judged' },
        { path: 'infra/readme.json', status: 'skipped', reason: 'it is no template: it declares no resources' },
        { path: 'infra/unknown.json', status: 'judged' },
        { path: 'infra/untraced.json', status: 'judged' },
        { path: 'infra/waived.yaml', status: 'judged' },
      ],
      waived: [WAIVER],
      summary: { fail: 2, unknown: 1, waived: 1, bySeverity: { fatal: 1, error: 1, warning: 1 } },
      coverage: FRAMEWORKS.map(({ name, edition }) => ({
        ...{ framework: name, edition, checked: expect.any(Number), broken: expect.any(Number) },
      })),
    });
    expect(Object.keys(JSON.parse(out) as object)).toEqual([
      ...['schema', 'tool', 'profile', 'asOf', 'templates', 'findings', 'waived', 'summary', 'coverage'],
    ]);
    expect(findings.map(({ rule, template: path, verdict, severity }) => [path, rule, verdict, severity])).toEqual([
      ['infra/public.json', 'no-public-invoker', 'fail', 'fatal'],
      ['infra/unknown.json', 'runtime-supported', 'unknown', 'warning'],
      ['infra/untraced.json', 'tracing-active', 'fail', 'error'],
    ]);
    expect(Object.keys(findings[0])).toEqual([
      ...['rule', 'controls', 'severity', 'verdict', 'template', 'resource', 'resourceType'],
      ...['line', 'property', 'message', 'why', 'fix', 'links', 'frameworks'],
    ]);
  });

  test('a waiver of the app without owner has no owner and no day', async () => {
    const { findings } = await report(mixed(), 'infra');
    for (const finding of findings) expect(Object.values(finding)).not.toContain(undefined);
  });
});

describe('lines', () => {
  const lineIn = async (name: string, text: string) => {
    const { findings } = await report(folderWith({ [name]: text }), name);
    return findings.find(({ rule }) => rule === 'tracing-active')?.line;
  };
  const json = (change: object) =>
    JSON.stringify(template({ Resources: { Function: { Properties: { TracingConfig: null, ...change } } } }), undefined, 2);
  const lineOf = (text: string, part: string) => text.split('\n').findIndex(line => line.includes(part)) + 1;

  test('a property that is there is named by its own', async () => {
    const text = json({ TracingConfig: { Mode: 'PassThrough' } });
    expect(await lineIn('a.json', text)).toBe(lineOf(text, '"Mode"'));
  });

  test('a property that is left out is named by that of its resource', async () => {
    const text = json({});
    expect(await lineIn('a.json', text)).toBe(lineOf(text, '"Function"'));
  });

  test('YAML counts as it was written', async () => {
    const text =
      'Resources:\n  # the handler\n  Fn:\n    Type: AWS::Lambda::Function\n    Properties:\n      TracingConfig:\n        Mode: PassThrough\n';
    expect(await lineIn('a.yaml', text)).toBe(7);
    expect(await lineIn('b.yaml', text.replace(/ {6}Tra[^]*/, '      Runtime: nodejs24.x\n'))).toBe(3);
  });

  test('a resource that a loop makes has none', async () => {
    const fn = { 'Fn${Name}': { Type: 'AWS::Lambda::Function', Properties: {} } };
    const text = JSON.stringify({ Resources: { 'Fn::ForEach::Fns': ['Name', ['A'], fn] } });
    const { findings } = await report(folderWith({ 'a.json': text }), 'a.json');
    expect(findings.map(({ resource }) => resource)).toContain('FnA');
    expect(findings.map(({ line }) => line)).toEqual(findings.map(() => undefined));
  });
});

describe('text', () => {
  test('fits into 80 columns, and says what, where, why, how to mend and how to waive', async () => {
    const folder = folderWith({ 'a.json': JSON.stringify(UNTRACED, undefined, 2) });
    const { out } = await check(folder, 'a.json');
    const { line } = (await report(folder, 'a.json')).findings[0];
    expect(out).toBe(
      [
        'a.json',
        '',
        '  Function (AWS::Lambda::Function)',
        '',
        `    error tracing-active a.json:${line}`,
        "      'Function' is not traced: TracingConfig.Mode is PassThrough",
        ...RULES.filter(({ id }) => id === 'tracing-active').flatMap(({ why, fix }) => [
          expectedFact('why', why),
          expectedFact('fix', fix),
        ]),
        '      waive  An entry in the file behind --waivers: rule tracing-active,',
        '             resource Function, template a.json, reason, owner, expires',
        '',
        '1 template judged (0 without findings), 1 finding (1 error), 0 unknown, 0 waived',
        '',
      ].join('\n'),
    );
  });

  function expectedFact(label: string, text: string): string {
    const lines: string[] = [];
    for (const word of text.split(' ')) {
      const last = lines[lines.length - 1];
      if (last !== undefined && last.length + 1 + word.length <= 67) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines.map((line, index) => (index === 0 ? `      ${label.padEnd(7)}` : ' '.repeat(13)) + line).join('\n');
  }

  test.each([mixed, hostile])('no line is wider than 80', async folder => {
    const out = await inFormat('text', folder());
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test('says once what several findings of one rule share', async () => {
    const open: JsonObject[] = [
      { IpProtocol: '-1', CidrIp: '0.0.0.0/0', Description: 'Everything' },
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0', Description: 'Shells' },
    ];
    const body = template({ Resources: { Group: { Properties: { SecurityGroupEgress: open } } } });
    const { out } = await check(folderWith({ 'a.json': JSON.stringify(body) }), 'a.json');
    expect(out.match(/^ {6}why/gm)).toHaveLength(1);
    expect(out).toContain('2 findings (2 error)');
  });

  test('nobody is told how to waive what nobody may waive', async () => {
    expect((await check(folderWith({ 'a.json': PUBLIC }), 'a.json')).out).toContain('      waive  Nobody may waive it\n');
  });

  test('is in colour on a terminal, unless somebody asked for none', async () => {
    const folder = folderWith({ 'a.json': UNTRACED });
    const args = ['check', 'a.json', '--as-of', DAY];
    const plain = (await run(folder, args)).out;
    expect(plain).not.toContain('\u001B');
    const coloured = (await run(folder, args, { isTTY: true })).out;
    expect(coloured).toContain('\u001B[31merror\u001B[0m');
    expect(coloured.replace(/\u001B\[[\d;]*m/g, '')).toBe(plain);
    expect((await run(folder, args, { isTTY: true, env: { NO_COLOR: '1' } })).out).toBe(plain);
  });

  test('names of others move no cursor and turn no text around', async () => {
    const out = await inFormat('text', hostile());
    expect(out.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(out).not.toMatch(/^::error::/m);
  });
});

describe('sarif', () => {
  interface Sarif {
    readonly runs: readonly [
      {
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly invocations: readonly { readonly executionSuccessful: boolean }[];
        readonly results: readonly {
          readonly ruleId: string;
          readonly level: string;
          readonly locations: readonly {
            readonly physicalLocation?: {
              readonly artifactLocation: { readonly uri: string };
              readonly region: { readonly startLine: number };
            };
          }[];
          readonly suppressions?: readonly { readonly justification?: string }[];
          readonly partialFingerprints: Readonly<Record<string, string>>;
        }[];
      },
    ];
  }
  const parsed = async (folder?: string) => (JSON.parse(await inFormat('sarif', folder)) as Sarif).runs[0];

  test.each([mixed, hostile])('keeps to the structure of SARIF 2.1.0', async folder => {
    expect(sarifFaults(JSON.parse(await inFormat('sarif', folder())))).toEqual([]);
  });

  test('knows every rule, and levels as code scanning has them', async () => {
    const { tool, results, invocations } = await parsed();
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['no-public-invoker', 'error'],
      ['runtime-supported', 'warning'],
      ['tracing-active', 'error'],
      ['limits-explicit', 'error'],
    ]);
    expect(invocations[0].executionSuccessful).toBe(false);
  });

  test('a waived finding is suppressed with its reason', async () => {
    const { results } = await parsed();
    expect(results.map(({ suppressions }) => suppressions?.[0].justification)).toEqual([
      ...[undefined, undefined, undefined],
      `${WAIVER.reason} (owner: team-orders, expires: 2027-01-31)`,
    ]);
  });

  test('a finding has one fingerprint, wherever its lines move', async () => {
    const prints = async (text: string) =>
      (await parsed(folderWith({ 'infra/a.yaml': text, 'waivers.json': [] }))).results.map(
        ({ partialFingerprints }) => partialFingerprints,
      );
    const text = JSON.stringify(UNTRACED);
    expect(await prints(`\n\n\n${text}`)).toEqual(await prints(text));
    const all = (await parsed(hostile())).results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    expect(new Set(all).size).toBe(all.length);
  });

  test('places are relative and encoded; what lies elsewhere is a file address', async () => {
    const folder = folderWith({ 'my infra/ä#b.json': UNTRACED });
    const uris = async (cwd: string, path: string) => {
      const { out } = await check(cwd, path, '--format', 'sarif');
      return (JSON.parse(out) as Sarif).runs[0].results.map(
        ({ locations }) => locations[0].physicalLocation!.artifactLocation.uri,
      );
    };
    expect(await uris(folder, 'my infra')).toEqual(['my%20infra/%C3%A4%23b.json']);
    expect(await uris(folder, folder)).toEqual(['my%20infra/%C3%A4%23b.json']);
    expect(await uris(folderWith({}), folder)).toEqual([`file://${folder}/my%20infra/%C3%A4%23b.json`]);
  });

  test('the validator finds faults', async () => {
    const sarifText = await inFormat('sarif');
    expect(
      sarifFaults({ version: '2.0.0', runs: [{ tool: {}, results: [{ level: 'bad', locations: [{ physicalLocation: {} }] }] }] }),
    ).not.toEqual([]);
    const { runs, ...log } = JSON.parse(sarifText) as { readonly runs: readonly JsonObject[] };
    for (const broken of [
      { ...log },
      { ...log, runs: [{ ...runs[0], result: [] }] },
      { ...log, runs: [{ ...runs[0], columnKind: 'utf8' }] },
    ]) {
      expect(sarifFaults(broken)).toHaveLength(1);
    }
  });
});

describe('markdown', () => {
  test('is a table that names of others cannot break', async () => {
    for (const folder of [mixed(), hostile()]) {
      const rows = (await inFormat('markdown', folder)).split('\n').filter(line => line.startsWith('| '));
      for (const row of rows) expect(row.match(/(?<!\\)\|/g)!.length).toBeLessThanOrEqual(7);
      expect(rows.length).toBeGreaterThan(2);
    }
    const out = await inFormat('markdown', hostile());
    const outsideCode = out.replace(/(`+)[^]*?[^`]\1(?!`)/g, '');
    expect(outsideCode).not.toMatch(/<(?!br>)|@|https?:\/\/evil/);
  });
});

describe('html', () => {
  test('needs nothing but itself', async () => {
    const out = await inFormat('html');
    expect(out).toContain("default-src 'none'");
    expect(out).not.toMatch(/<(?:script|link|img|iframe)|src=|url\(|@import/);
  });

  test('is never written by the names of others', async () => {
    const out = await inFormat('html', hostile());
    expect(out).not.toMatch(/<script|<img/i);
    expect(out).toContain('&lt;script&gt;');
    const tags = new Set([...out.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
    expect(
      [...tags].filter(tag => !/^(?:html|head|body|meta|title|style|h[1-3]|p|article|code|dl|dt|dd|a|table|tr|t[hd])$/.test(tag)),
    ).toEqual([]);
  });
});
