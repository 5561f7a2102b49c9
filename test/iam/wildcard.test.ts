import fc from 'fast-check';
import { actionMatches, covers, hasWildcard, matches, overlaps } from '../../lib/iam/wildcard';

test.each<[string, string, boolean]>([
  ['*', '', true],
  ['*', 'anything', true],
  ['', '', true],
  ['', 'a', false],
  ['?', '', false],
  ['?', 'a', true],
  ['?', 'ab', false],
  ['a*', 'a', true],
  ['a*b', 'ab', true],
  ['a*b', 'acbcb', true],
  ['a*b', 'abc', false],
  ['*a?c', 'xxabc', true],
  ['*a?c', 'xxac', false],
  ['a**', 'a', true],
  ['abc', 'ab', false],
  ['ab', 'abc', false],
  ['A', 'a', false],
  ['a.c', 'abc', false],
  ['[a]', 'a', false],
  ['😀?', '😀😀', true],
  ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/x/y', true],
  ['arn:*:s3:::b', 'arn:${AWS::Partition}:s3:::b', true],
  ['arn:?:s3:::b', 'arn:${AWS::Partition}:s3:::b', false],
  ['arn:${AWS::Partition}:s3:::b', 'arn:${AWS::Partition}:s3:::b', true],
  ['arn:${AWS::Partition}:s3:::b', 'arn:aws:s3:::b', false],
  ['${Bucket.Arn}/*', '${Bucket.Arn}/x', true],
  ['${Bucket.Arn}/*', '${Other.Arn}/x', false],
  ['${open', '${open', true],
  ['orders/${*}', 'orders/*', true],
  ['orders/${*}', 'orders/a', false],
  ['orders/${?}', 'orders/?', true],
  ['${$}{Name}', '${$}{Name}', true],
  ['orders/${Name}', 'orders/Name', false],
])('%j matches %j: %s', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

test.each<[string, boolean]>([
  ['orders', false],
  ['orders-*', true],
  ['order?', true],
  ['orders/${*}', false],
  ['orders/${?}/${$}', false],
  ['orders/${*}/*', true],
  ['${Orders.Arn}', false],
  ['${Orders.Arn}/*', true],
])('%j stands for more than itself: %s', (pattern, expected) => {
  expect(hasWildcard(pattern)).toBe(expected);
});

test('long patterns take no long time', () => {
  expect(matches('*a'.repeat(200) + 'b', 'a'.repeat(2_000))).toBe(false);
  expect(overlaps('*a'.repeat(200) + 'b', 'a*'.repeat(200) + 'c')).toBe(false);
  expect(covers('*?a'.repeat(40) + 'b', 'a*'.repeat(40) + 'c')).toBe(false);
});

test.each<[string, string, boolean]>([
  ['*', 'iam:PassRole', true],
  ['*:*', 'iam:PassRole', true],
  ['iam:*', 'iam:PassRole', true],
  ['i*:PassRole', 'iam:PassRole', true],
  ['IAM:passrole', 'iam:PassRole', true],
  ['iam:pass*', 'iam:PassRole', true],
  ['iam:*Role', 'iam:PassRole', true],
  ['s3:Get?bject', 's3:GetObject', true],
  ['s3:Get?bject', 's3:GetOObject', false],
  ['s3:Get*', 's3:PutObject', false],
  ['iam:Pass', 'iam:PassRole', false],
  ['${Action}', 'iam:PassRole', false],
])('the action pattern %j matches %j: %s', (pattern, action, expected) => {
  expect(actionMatches(pattern, action)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['', '', true],
  ['', '*', true],
  ['', '?', false],
  ['a', 'b', false],
  ['a*', '*b', true],
  ['a*', 'b*', false],
  ['a?', '?b', true],
  ['a?', 'a', false],
  ['?*', '', false],
  ['*a*', '*b*', true],
  ['a*c', 'ab', false],
  ['role/*', 'role/deploy', true],
  ['role/a*', 'role/b*', false],
  ['arn:${AWS::Partition}:s3:::a', 'arn:aws-cn:s3:::a', true],
  ['${Bucket.Arn}', 'arn:aws:s3:::any', true],
  ['${Bucket.Arn}/x', '${Other.Arn}/y', false],
  ['${Bucket.Arn}/x', '${Other.Arn}/x', true],
])('%j overlaps %j: %s', (a, b, expected) => {
  expect(overlaps(a, b)).toBe(expected);
  expect(overlaps(b, a)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['*', '*', true],
  ['*', '', true],
  ['', '*', false],
  ['?', '?', true],
  ['?', '*', false],
  ['?*', '*?', true],
  ['*?', '?*', true],
  ['?*', '*a', true],
  ['?*', '*', false],
  ['*a*', '*a?', true],
  ['*a?', '*a*', false],
  ['a*', 'ab*', true],
  ['ab*', 'a*', false],
  ['*', 'arn:aws:s3:::*', true],
  ['arn:aws:s3:::*', '*', false],
  ['arn:*:s3:::b/*', 'arn:${AWS::Partition}:s3:::b/x', true],
  ['arn:?:s3:::b', 'arn:${AWS::Partition}:s3:::b', false],
  ['${Bucket.Arn}*', '${Bucket.Arn}/*', true],
  ['${Bucket.Arn}', '${Other.Arn}', false],
  ['${Bucket.Arn}', 'arn:aws:s3:::b', false],
  ['arn:aws:s3:::b', '${Bucket.Arn}', false],
])('%j covers %j: %s', (a, b, expected) => {
  expect(covers(a, b)).toBe(expected);
});

describe('against every text of a tiny alphabet', () => {
  const LETTERS = ['a', 'b', 'z'];
  const WORDS = LETTERS.reduce<string[]>(
    words => words.concat(words.flatMap(word => LETTERS.map(letter => word + letter))),
    [''],
  );
  const words = [...new Set(WORDS.concat(WORDS.flatMap(word => WORDS.map(other => word + other))))];
  /** Patterns never hold a `z`, so there is always a character that they do not know. */
  const pattern = fc.array(fc.constantFrom('a', 'b', '?', '*'), { maxLength: 4 }).map(pieces => pieces.join(''));
  const naive = (written: string) => new RegExp(`^${written.replace(/\*/g, '.*').replace(/\?/g, '.')}$`);

  test('matches what a regular expression matches', () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom(...words), (a, word) => matches(a, word) === naive(a).test(word)),
      { numRuns: 2_000 },
    );
  });

  test('two patterns overlap if and only if they share a text', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => overlaps(a, b) === words.some(word => naive(a).test(word) && naive(b).test(word))),
      { numRuns: 500 },
    );
  });

  test('a pattern covers another if and only if it matches every text that the other matches', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => covers(a, b) === words.every(word => !naive(b).test(word) || naive(a).test(word))),
      { numRuns: 500 },
    );
  });

  test('what covers a pattern that matches something also overlaps it', () => {
    fc.assert(fc.property(pattern, pattern, (a, b) => !covers(a, b) || overlaps(a, b)));
  });
});
