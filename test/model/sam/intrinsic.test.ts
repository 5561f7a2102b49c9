import type { Json } from '../../../lib/model/facts';
import { isIntrinsic, onlyIf, pick, present, sub } from '../../../lib/model/sam/intrinsic';

test.each<[Json | undefined, boolean]>([
  [{ Ref: 'A' }, true],
  [{ Condition: 'C' }, true],
  [{ 'Fn::If': ['C', 'a', 'b'] }, true],
  [{ Ref: 'A', Other: 1 }, false],
  [{ Bucket: 'b' }, false],
  [{}, false],
  [['Ref'], false],
  ['Ref', false],
  [null, false],
  [undefined, false],
])('%j is computed: %s', (value, expected) => expect(isIntrinsic(value)).toBe(expected));

test('a text without variables of its own stands alone', () => {
  expect(sub('${A}')).toEqual({ 'Fn::Sub': '${A}' });
  expect(sub('${A}', { A: 'a' })).toEqual({ 'Fn::Sub': ['${A}', { A: 'a' }] });
});

test('keys that hold nothing are left out, and no others', () => {
  expect(present({ a: undefined, b: null, c: false, d: 0, e: '' })).toStrictEqual({ c: false, d: 0, e: '' });
});

test('only what is there is picked, and nothing that every object has', () => {
  expect(pick({ a: 1, b: null }, 'a', 'b', 'c', 'constructor')).toEqual({ a: 1, b: null });
});

test('a value under a condition is not there without it', () => {
  expect(onlyIf('C', { a: 1 })).toEqual({ 'Fn::If': ['C', { a: 1 }, { Ref: 'AWS::NoValue' }] });
});
