import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { check, DAY, folderWith, PUBLIC, report, run, template, UNKNOWN, UNTRACED } from './run';
import { main } from '../../lib/command/main';

describe('the exit code', () => {
  test.each([
    ['0 where every promise is kept', template(), [], 0],
    ['1 for an error', UNTRACED, [], 1],
    ['1 for what is fatal', PUBLIC, [], 1],
    ['0 for an error where only what is fatal fails', UNTRACED, ['--fail-on', 'fatal'], 0],
    ['1 for what is fatal where only that fails', PUBLIC, ['--fail-on', 'fatal'], 1],
    ['0 for what is unknown', UNKNOWN, [], 0],
    ['1 for what is unknown where warnings fail', UNKNOWN, ['--fail-on', 'warning'], 1],
    ['0 for what the baseline does not ask', UNTRACED, ['--profile', 'baseline'], 0],
  ])('is %s', async (_, body, args, code) => {
    expect((await check(folderWith({ 'a.json': body }), 'a.json', ...args)).code).toBe(code);
  });

  test('is 2 where something could not be read, and the others are judged all the same', async () => {
    const { code, findings, templates, err } = await report(
      folderWith({ 'a.json': UNTRACED, 'b.json': '{"Resources":' }),
      'a.json',
      'b.json',
    );
    expect(code).toBe(2);
    expect(findings).toHaveLength(1);
    expect(templates).toEqual([
      { path: 'a.json', status: 'judged' },
      { path: 'b.json', status: 'unreadable', reason: 'line 1: it is no valid JSON' },
    ]);
    expect(err).toBe('b.json: line 1: it is no valid JSON\n');
  });

  test('is 0 for a folder without templates, which is said', async () => {
    const { code, err } = await report(folderWith({ 'readme.json': {} }), '.');
    expect(code).toBe(0);
    expect(err).toBe('No template was found, so nothing was judged\n');
  });
});

describe('wrong usage', () => {
  test.each([
    [[], 'What to do is missing'],
    [['judge'], "There is no command 'judge'"],
    [['check'], 'check needs the path'],
    [['check', ''], 'check needs the path'],
    [['check', 'a', '--colour'], "Unknown option '--colour'"],
    [['check', 'a', '--profile', 'loose'], "--profile must be one of strict, baseline, got 'loose'"],
    [['check', 'a', '--format', 'xml'], '--format must be one of text, json, sarif, markdown, html'],
    [['check', 'a', '--fail-on', 'info'], '--fail-on must be one of fatal, error, warning'],
    [['check', 'a', '--as-of', '2026-02-30'], '--as-of must be a day'],
    [['check', 'a', '--as-of', 'tomorrow'], '--as-of must be a day'],
    [['check', 'a', '--output', ''], '--output needs a value'],
    [['check', 'a', '--account-concurrency', '0'], '--account-concurrency must be a whole number above 0'],
    [['explain', 'a', 'b'], 'explain takes one rule'],
  ])('%j is 2, with a usage line on stderr', async (args, message) => {
    const { code, out, err } = await run(folderWith({}), args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).toContain('\nusage: cdk-secure-function ');
  });

  test('a path that does not exist is unreadable', async () => {
    const { code, templates } = await report(folderWith({}), 'nowhere');
    expect(code).toBe(2);
    expect(templates).toEqual([{ path: 'nowhere', status: 'unreadable', reason: 'there is no such file or folder' }]);
  });
});

test('--help is told anywhere, and is not wrong usage', async () => {
  for (const args of [['--help'], ['-h'], ['help'], ['check', '--help'], ['check', 'a', '-h']]) {
    const { code, out } = await run(folderWith({}), args);
    expect([code, out]).toEqual([0, expect.stringContaining('--account-concurrency')]);
    expect(Math.max(...out.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  }
});

test('behind -- everything is a path', async () => {
  const folder = folderWith({ '--help': template() });
  expect((await run(folder, ['check', '--as-of', DAY, '--', '--help'])).out).toContain('1 template judged');
});

test('--version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string };
  expect(await run(folderWith({}), ['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test('--account-concurrency is what reservations are held against', async () => {
  const folder = folderWith({ 'a.json': template() });
  expect((await report(folder, 'a.json', '--account-concurrency', '104')).findings.map(({ rule }) => rule)).toEqual([
    'concurrency-within-quota',
  ]);
});

test('today is the day unless one is named', async () => {
  const { out } = await run(folderWith({ 'a.json': template() }), ['check', 'a.json', '--format', 'json']);
  expect((JSON.parse(out) as { asOf: string }).asOf).toBe(new Date().toISOString().slice(0, 10));
});

test('--output takes the report, and the terminal a summary', async () => {
  const folder = folderWith({ 'a.json': UNTRACED });
  const { code, out } = await check(folder, 'a.json', '--format', 'json', '--output', 'reports/a.json');
  expect(code).toBe(1);
  expect(out).toBe('1 template judged (0 without findings), 1 finding (1 error), 0 unknown, 0 waived\n');
  expect(JSON.parse(readFileSync(join(folder, 'reports', 'a.json'), 'utf8'))).toHaveProperty('schema', 1);
});

test('an output that cannot be written is wrong usage', async () => {
  const folder = folderWith({ 'a.json': UNTRACED });
  const { code, err } = await check(folder, 'a.json', '--output', 'a.json/b');
  expect(code).toBe(2);
  expect(err).toMatch(/--output 'a.json\/b' cannot be written \((?:EEXIST|ENOTDIR)\)/);
  expect(existsSync(join(folder, 'a.json', 'b'))).toBe(false);
});

test('a fault of the command is one line and 2', async () => {
  let err = '';
  const code = await main(['--version'], {
    stdout: {
      write: () => {
        throw new Error('broken\npipe');
      },
    },
    stderr: { write: text => (err += text) },
    cwd: '.',
    env: {},
  });
  expect([code, err]).toEqual([2, 'This is a fault of the command itself, please report it: Error: broken pipe\n']);
});

test('without a terminal of its own it takes that of the process', async () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  expect(await main(['--version'])).toBe(0);
  expect(write).toHaveBeenCalledTimes(1);
  write.mockRestore();
});

test('progress is told to a person who waits for many templates, and to nobody else', async () => {
  const many = folderWith(Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`${index}.json`, template()])));
  expect((await run(many, ['check', '.', '--as-of', DAY], { isTTY: true })).err).toMatch(
    /^0 of 21 templates judged\r1 of 21[^]*\r21 of 21 templates judged\n$/,
  );
  expect((await check(many, '.')).err).toBe('');
  const few = folderWith({ 'a.json': template() });
  expect((await run(few, ['check', '.', '--as-of', DAY], { isTTY: true })).err).toBe('');
});
