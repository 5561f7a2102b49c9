import { sampleOf, touchedLines, verdictOn } from '../../scripts/mutate-changed';

const diff = (file: string, ...hunks: string[]) =>
  [`--- a/${file}`, `+++ b/${file}`, ...hunks.flatMap(hunk => [hunk, '+x'])].join('\n');

const spelled = (text: string) => touchedLines(text).map(({ file, first, last }) => `${file}:${first}-${last}`);

test.each<[string, string, string[]]>([
  ['one line', diff('lib/iam/rights.ts', '@@ -9 +10 @@ class Rights {'), ['lib/iam/rights.ts:10-10']],
  [
    'several places',
    diff('lib/model/dns.ts', '@@ -1,2 +3,4 @@', '@@ -9,0 +12,2 @@'),
    ['lib/model/dns.ts:3-6', 'lib/model/dns.ts:12-13'],
  ],
  [
    'a new file',
    diff('lib/rules/api/new.ts', '@@ -0,0 +1,100 @@'),
    ['lib/rules/api/new.ts:1-40', 'lib/rules/api/new.ts:41-80', 'lib/rules/api/new.ts:81-100'],
  ],
  ['lines that are gone', diff('lib/iam/rights.ts', '@@ -5,3 +4,0 @@'), []],
  ['a file that is gone', '--- a/lib/iam/old.ts\n+++ /dev/null\n@@ -1,9 +0,0 @@', []],
  ['data', diff('lib/iam/unscopable-data.ts', '@@ -1 +1 @@'), []],
  ['what is not judged with', diff('lib/function/secure-function.ts', '@@ -1 +1 @@'), []],
  ['nothing', '', []],
])('a change of %s is mutated where it stands', (_, text, expected) => expect(spelled(text)).toEqual(expected));

test('lines of one file are not taken for those of the next', () => {
  const text = [diff('lib/iam/rights.ts', '@@ -1 +1 @@'), diff('README.md', '@@ -2 +2 @@')].join('\n');
  expect(spelled(text)).toEqual(['lib/iam/rights.ts:1-1']);
});

describe('of a long change', () => {
  const pieces = touchedLines(diff('lib/iam/rights.ts', ...Array.from({ length: 90 }, (_, n) => `@@ -0,0 +${n * 20 + 1},10 @@`)));

  test('pieces from all over are mutated, and no more than there is time for', () => {
    const sample = sampleOf(pieces, 300);
    expect(sample.length).toBe(30);
    expect([sample[0].first, sample[29].first]).toEqual([1, 87 * 20 + 1]);
  });

  test('nothing is left out where there is time', () => expect(sampleOf(pieces, 900)).toEqual(pieces));
});

const reportOf = (killed: number, alive: number, rest: readonly string[] = []) => ({
  files: {
    a: { mutants: [...Array<string>(killed).fill('Killed'), ...rest].map(status => ({ status })) },
    b: {
      mutants: Array<string>(alive)
        .fill('Survived')
        .map(status => ({ status })),
    },
  },
});

test.each<[number, number, readonly string[], boolean]>([
  [0, 0, [], true],
  [0, 5, [], true],
  [0, 6, [], false],
  [18, 6, [], true],
  [17, 6, [], false],
  [17, 6, ['Timeout'], true],
  [18, 6, ['NoCoverage'], false],
  [18, 6, ['Ignored', 'CompileError'], true],
])('%d noticed, %d alive and %j are enough: %s', (killed, alive, rest, isEnough) =>
  expect(verdictOn(reportOf(killed, alive, rest)).isEnough).toBe(isEnough),
);
