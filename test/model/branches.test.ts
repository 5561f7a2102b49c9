import { branchesOf, choose, conditionsIn, decideBetween, decision, isNoValue, overBranches } from '../../lib/model/branches';
import type { Json, JsonObject } from '../../lib/model/facts';

const NO_VALUE: JsonObject = { Ref: 'AWS::NoValue' };
const when = (condition: string, then: Json, otherwise: Json = NO_VALUE): JsonObject => ({
  'Fn::If': [condition, then, otherwise],
});

test('a decision is an If of three parts with a name, and nothing else', () => {
  expect(decision(when('C', 1, 2))).toEqual({ condition: 'C', then: 1, otherwise: 2 });
  const others: Json[] = [
    'x',
    null,
    [],
    { 'Fn::If': ['C', 1] },
    { 'Fn::If': [1, 1, 1] },
    { 'Fn::If': 'C' },
    { 'Fn::If': ['C', 1, 2], x: 1 },
  ];
  expect(others.map(decision)).toEqual(others.map(() => undefined));
});

test('choosing decides what is named and leaves the rest', () => {
  const value = { a: when('A', when('B', 1, 2), 3) };
  expect([...conditionsIn(value)]).toEqual(['A', 'B']);
  expect(choose(value, new Map([['A', true]]))).toEqual({ a: when('B', 1, 2) });
  expect(choose(value, new Map([['B', false]]))).toEqual({ a: when('A', 2, 3) });
});

test('branches are what may stand, with a mark where a condition decided', () => {
  expect(branchesOf(undefined)).toEqual([]);
  expect(branchesOf('x')).toEqual([{ value: 'x', conditional: false }]);
  expect(branchesOf(when('A', when('B', 1, 2)))).toEqual([
    { value: 1, conditional: true },
    { value: 2, conditional: true },
  ]);
});

test('what is not there is a reference to nothing, and nothing else', () => {
  expect(isNoValue(NO_VALUE)).toBe(true);
  const others: Json[] = [null, 'AWS::NoValue', [NO_VALUE], { Ref: 'Q' }, { ...NO_VALUE, more: 1 }];
  expect([...others, undefined].filter(isNoValue)).toEqual([]);
});

test.each<[Json, Json, boolean]>([
  ['a', 'a', true],
  ['a', 'b', false],
  [null, 'null', false],
  [1, '1', false],
  [{ a: [1] }, { a: [1] }, true],
  [{ a: [1] }, { a: [2] }, false],
  [['a'], ['a'], true],
  [NO_VALUE, 'a', false],
])('between %j and %j there is nothing to decide: %s', (then, otherwise, isSame) =>
  expect(decideBetween('C', then, otherwise)).toEqual(isSame ? then : when('C', then, otherwise)),
);

test('conditions are found wherever they decide, each once and in order', () => {
  const value = {
    text: 'Fn::If',
    nothing: null,
    list: [1, [when('B', 1)], when('A', when('B', 2), [when('C', 3)])],
    odd: when('D', 1).D,
  };
  expect([...conditionsIn(value as Json)]).toEqual(['B', 'A', 'C']);
  expect([...conditionsIn('A')]).toEqual([]);
});

describe('over the branches of a value', () => {
  const joined = (value: Json) => overBranches(value, known => (known as Json[]).join(''), 'too many');
  const decisions = (names: string) => [...names].map(name => when(name, name, '-'));

  test('each is computed by itself, and decided in order', () => {
    expect(joined(['x', when('A', 'a', 'b'), when('B', 'c')])).toEqual(when('A', when('B', 'xac', 'xa'), when('B', 'xbc', 'xb')));
    expect(joined(when('A', ['a'], NO_VALUE))).toEqual(when('A', 'a'));
    expect(joined(['x'])).toBe('x');
  });

  test('there are not too many of six conditions, and of seven there are', () => {
    expect([...conditionsIn(joined(decisions('ABCDEF')))].join('')).toBe('ABCDEF');
    expect(joined(decisions('ABCDEFG'))).toBe('too many');
  });
});
