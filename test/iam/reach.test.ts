import { statements } from './statements';
import { concerns, isBroad, mayBeOf, mayConcern, spansEverything } from '../../lib/iam/reach';

test.each<[Record<string, unknown>, boolean]>([
  [{ Action: 'iam:PassRole' }, true],
  [{ Action: ['s3:*', 'i*:PassRole'] }, true],
  [{ Action: 's3:*' }, false],
  [{ NotAction: 's3:*' }, true],
  [{ NotAction: ['s3:*', 'iam:*'] }, false],
  [{ NotAction: 'IAM:passrole' }, false],
  [{}, false],
])('%j speaks of iam:PassRole: %s', (parts, expected) => {
  expect(concerns(statements(parts)[0], 'iam:PassRole')).toBe(expected);
});

test.each<[Record<string, unknown>, boolean]>([
  [{ Action: '*' }, true],
  [{ Action: '*:*' }, true],
  [{ Action: ['s3:*', '**'] }, true],
  [{ Action: '*', Resource: 'arn:aws:*' }, true],
  [{ Action: '*', Resource: 'arn:${AWS::Partition}:*' }, true],
  [{ Action: '*', Resource: 'arn:*:*:*:*:*' }, true],
  [{ Action: '*', NotResource: 'arn:aws:s3:::b' }, true],
  [{ NotAction: ['iam:*', 'organizations:*'] }, true],
  [{ Action: '*', NotResource: '*' }, false],
  [{ Action: '*', NotResource: ['arn:aws:s3:::b', '*'] }, false],
  [{ NotAction: '*' }, false],
  [{ NotAction: ['s3:*', '*:*'] }, false],
  [{ Action: 'iam:*' }, false],
  [{ Action: '*:Get*' }, false],
  [{ Action: '*', Resource: 'arn:aws:s3:::*' }, false],
  [{ Action: '*', Resource: '${Bucket.Arn}' }, false],
  [{}, false],
])('%j spans everything: %s', (parts, expected) => {
  expect(spansEverything(statements(parts)[0])).toBe(expected);
});

test.each<[string, string, boolean]>([
  ['*', 'iam', true],
  ['arn:aws:iam::*:role/*', 'iam', true],
  ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*', 'iam', true],
  ['arn:aws:i*:*', 'iam', true],
  ['arn:*:${Service}:*:*:*', 'iam', true],
  ['arn:aws:${"Fn::ImportValue":"Service"}:*:*:*', 'iam', true],
  ['arn:aws:s3:::*', 'iam', false],
  ['arn:aws:lambda:*:*:function:*', 'iam', false],
])('%s may be of %s: %s', (pattern, service, expected) => {
  expect(mayBeOf(service, pattern)).toBe(expected);
  expect(isBroad(statements({ Resource: pattern })[0], service)).toBe(expected);
  expect(isBroad(statements({ Resource: pattern })[0])).toBe(true);
});

test('all resources but some are broad, unless everything is among the exceptions', () => {
  expect(isBroad(statements({ NotResource: 'arn:aws:s3:::b' })[0])).toBe(true);
  expect(isBroad(statements({ NotResource: ['arn:aws:s3:::b', '*'] })[0])).toBe(false);
});

test.each<[Record<string, unknown>, boolean]>([
  [{ Action: ['s3:GetObject', 'iam:PassRole'] }, true],
  [{ Action: 'IAM:passRole' }, true],
  [{ Action: ['s3:GetObject', 'sqs:*'] }, false],
  [{ NotAction: 's3:*' }, true],
  [{ NotAction: 'iam:PassRole' }, true],
  [{ NotAction: ['s3:*', 'IAM:*'] }, false],
  [{ NotAction: ['s3:*', 'iam:p*'] }, false],
  [{}, false],
])('%j speaks of some action of iam:Pass*: %s', (parts, expected) => {
  expect(mayConcern(statements(parts)[0], 'iam:Pass*')).toBe(expected);
});
