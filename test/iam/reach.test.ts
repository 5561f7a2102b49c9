import { statements } from './statements';
import { concerns, isBroadResource, spansEverything } from '../../lib/iam/reach';

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

test.each<[string, boolean]>([
  ['*', true],
  ['**', true],
  ['arn:*', true],
  ['arn:aws:*', true],
  ['arn:aws:iam*', true],
  ['arn:aws:iam::*', true],
  ['arn:aws:iam::*:*', true],
  ['arn:aws:iam::*:role/*', true],
  ['arn:aws:iam::*:role/?*', true],
  ['arn:aws:iam::*:role/*-admin', true],
  ['arn:aws:iam::*:role*', true],
  ['arn:aws:iam::*:r*', true],
  ['arn:aws:iam::111122223333:role/*', true],
  ['arn:*:iam::*:role/*', true],
  ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*', true],
  ['arn:aws:lambda:*:*:function:*', true],
  ['arn:aws:ec2:*:*:*/*', true],
  ['arn:aws:iam::*:role/deploy', false],
  ['arn:aws:iam::*:role/deploy-*', false],
  ['arn:aws:iam::*:role/service-role/*', false],
  ['arn:aws:lambda:*:*:function:orders-*', false],
  ['arn:aws:lambda:*:function:orders-*', false],
  ['arn:*:role/deploy', false],
  ['arn:aws:s3:::bucket*', false],
  ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Name}*', false],
  ['${Role.Arn}', false],
  ['${Function.Arn}:*', false],
  ['', false],
])('the resource %j is broad: %s', (resource, expected) => {
  expect(isBroadResource(resource)).toBe(expected);
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
