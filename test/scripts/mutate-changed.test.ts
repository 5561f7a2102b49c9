import { touchedLines } from '../../scripts/mutate-changed';

const diff = (file: string, ...hunks: string[]) =>
  [`--- a/${file}`, `+++ b/${file}`, ...hunks.flatMap(hunk => [hunk, '+x'])].join('\n');

test.each<[string, string, string[]]>([
  ['one line', diff('lib/iam/rights.ts', '@@ -9 +10 @@ class Rights {'), ['lib/iam/rights.ts:10-10']],
  [
    'several places',
    diff('lib/model/dns.ts', '@@ -1,2 +3,4 @@', '@@ -9,0 +12,2 @@'),
    ['lib/model/dns.ts:3-6', 'lib/model/dns.ts:12-13'],
  ],
  ['a new file', diff('lib/rules/api/new.ts', '@@ -0,0 +1,50 @@'), ['lib/rules/api/new.ts:1-50']],
  ['lines that are gone', diff('lib/iam/rights.ts', '@@ -5,3 +4,0 @@'), []],
  ['a file that is gone', '--- a/lib/iam/old.ts\n+++ /dev/null\n@@ -1,9 +0,0 @@', []],
  ['data', diff('lib/iam/unscopable-data.ts', '@@ -1 +1 @@'), []],
  ['what is not judged with', diff('lib/function/secure-function.ts', '@@ -1 +1 @@'), []],
  ['nothing', '', []],
])('a change of %s is mutated where it stands', (_, text, expected) => expect(touchedLines(text)).toEqual(expected));

test('lines of one file are not taken for those of the next', () => {
  const text = [diff('lib/iam/rights.ts', '@@ -1 +1 @@'), diff('README.md', '@@ -2 +2 @@')].join('\n');
  expect(touchedLines(text)).toEqual(['lib/iam/rights.ts:1-1']);
});
