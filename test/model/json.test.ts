import type { Json } from '../../lib/model/facts';
import { at, isObject, isTrue, jsonIn, listOf, objectOf, textOf } from '../../lib/model/json';

const ANYTHING: readonly (Json | undefined)[] = [undefined, null, 'x', '', 0, 1.5, true, false, [], ['a'], {}, { a: 1 }];

test('JSON in a text is read as deep as templates nest, and no deeper', () => {
  const lists = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
  const objects = (levels: number) => `${'{"a":null,"b":'.repeat(levels)}1${'}'.repeat(levels)}`;
  for (const nested of [lists, objects]) {
    expect(jsonIn(nested(150))).toEqual(JSON.parse(nested(150)));
    expect(jsonIn(nested(151))).toBeUndefined();
    expect(jsonIn(nested(50_000))).toBeUndefined();
  }
  expect(['{ no JSON', 'null', '"text"', '7'].map(jsonIn)).toEqual([undefined, null, 'text', 7]);
});

test('an object in JSON is no list and not nothing', () => {
  expect(ANYTHING.filter(isObject)).toEqual([{}, { a: 1 }]);
  expect(ANYTHING.map(objectOf).filter(({ a }) => a === 1)).toEqual([{ a: 1 }]);
});

test('a list in JSON may stand for itself, or for its only item', () => {
  expect(ANYTHING.map(listOf)).toStrictEqual([[], [], ['x'], [''], [0], [1.5], [true], [false], [], ['a'], [{}], [{ a: 1 }]]);
});

test('scalars in JSON are text, and only those', () => {
  expect(ANYTHING.map(textOf).filter(text => text !== undefined)).toEqual(['x', '', '0', '1.5', 'true', 'false']);
});

test.each<[Json | undefined, boolean]>([
  [true, true],
  ['true', true],
  ['True', true],
  [false, false],
  ['yes', false],
  [1, false],
  [['true'], false],
  [undefined, false],
])('%j in JSON is true: %s', (value, expected) => expect(isTrue(value)).toBe(expected));

test('a place in JSON holds what stands there itself', () => {
  const value = { a: { b: { c: 1 } }, list: ['x'], text: 'abc' };
  expect([at(value, 'a', 'b', 'c'), at(value, 'a', 'b'), at(value)]).toEqual([1, { c: 1 }, value]);
  const nowhere = [['a', 'x', 'c'], ['list', '0'], ['text', 'length'], ['constructor'], ['a', 'b', 'c', 'd']];
  expect(nowhere.map(path => at(value, ...path))).toEqual(nowhere.map(() => undefined));
});
