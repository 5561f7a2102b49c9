import { lambda, modelOf, role } from './build';
import type { Json, JsonObject } from '../../lib/model/facts';
import { expandLoops } from '../../lib/model/for-each';

const loop = (items: Json, fragment: Json, variable: Json = 'Name'): JsonObject => ({
  'Fn::ForEach::Loop': [variable, items, fragment],
});

test('functions that a loop makes are functions like others', () => {
  const { functions } = modelOf({
    Resources: { Role: role(), ...loop(['Pay', 'Ship'], { 'F${Name}': lambda({ FunctionName: { 'Fn::Sub': '${Name}-fn' } }) }) },
  });
  expect(functions.map(({ resource, properties }) => [resource.logicalId, properties.FunctionName])).toEqual([
    ['FPay', 'Pay-fn'],
    ['FShip', 'Ship-fn'],
  ]);
});

test.each<[string, Json, JsonObject]>([
  ['references', { 'A${Name}': { Ref: 'Name' } }, { 'Aa-1': 'a-1' }],
  ['names without punctuation', { 'A&{Name}': '${Name}' }, { Aa1: 'a-1' }],
  [
    'lists',
    { 'A&{Name}': ['x', { Ref: 'Name' }, 1, { Ref: 'Name', more: 1 }] },
    { Aa1: ['x', 'a-1', 1, { Ref: 'Name', more: 1 }] },
  ],
  ['what is neither text nor a reference', { 'A&{Name}': { a: null, b: [true, 1] } }, { Aa1: { a: null, b: [true, 1] } }],
  ['other variables', { 'A&{Name}': '${Other}' }, { Aa1: '${Other}' }],
  ['loops within', { ...loop(['b'], { 'A&{Name}${Inner}': 1 }, 'Inner') }, { Aa1b: 1 }],
])('a loop writes out %s', (_, fragment, expected) => {
  expect(expandLoops({ Resources: loop(['a-1'], fragment) })).toEqual({ Resources: expected });
});

test.each<[string, Json, string[]]>([
  ['a parameter', { Ref: 'Names' }, ['Aa', 'Ab']],
  ['a parameter in a list', [{ Ref: 'Names' }, 'c'], ['Aa', 'Ab', 'Ac']],
  ['numbers', [1, 2], ['A1', 'A2']],
  ['a parameter that nobody knows', { Ref: 'Nobody' }, ['AName']],
  ['an item that nobody knows', ['a', { 'Fn::GetAtt': 'x.y' }], ['AName']],
  ['nothing', [], []],
])('a loop runs over %s', (_, items, expected) => {
  const body = { Parameters: { Names: { Default: 'a, b' } }, Resources: loop(items, { 'A${Name}': 1 }) };
  expect(Object.keys(expandLoops(body).Resources as JsonObject)).toEqual(expected);
});

test('a loop inside properties adds its keys there', () => {
  const Resources = { R: { Tags: { own: 1, ...loop(['a'], { '${Name}': 2 }) }, Other: null } };
  expect(expandLoops({ Resources })).toEqual({ Resources: { R: { Tags: { own: 1, a: 2 }, Other: null } } });
});

test('a loop inside a list adds its keys there', () => {
  expect(expandLoops({ Resources: { R: { Rules: ['x', loop(['a'], { '${Name}': 2 })] } } })).toEqual({
    Resources: { R: { Rules: ['x', { a: 2 }] } },
  });
});

test('a template without loops is passed on as it stands', () => {
  const body = { Resources: { R: { Type: 'T', Properties: { List: ['a', 1, null, {}], Text: 'Fn::ForEach::Loop' } } } };
  expect(expandLoops(body)).toBe(body);
});

test.each<[string, Json]>([
  ['no list', 'x'],
  ['no variable', [1, ['a'], { A: 1 }]],
  ['no fragment', ['Name', ['a'], []]],
])('a loop with %s adds nothing', (_, value) => {
  expect(expandLoops({ Resources: { 'Fn::ForEach::Loop': value } })).toEqual({ Resources: {} });
});

test('loops within loops are bounded', () => {
  const items = Array.from({ length: 100 }, (_, index) => `i${index}`);
  const nested = loop(items, loop(items, loop(items, { '${A}${B}${C}': 1 }, 'C'), 'B'), 'A');
  expect(Object.keys(expandLoops({ Resources: nested }).Resources as JsonObject).length).toBeLessThanOrEqual(5000);
});

test.each<[string, (inner: Json) => Json]>([
  ['lists', inner => [inner]],
  ['objects', inner => ({ inner })],
])('%s deeper than any template are left alone', (_, around) => {
  const nested = (levels: number) => Array.from({ length: levels }).reduce<Json>(around, '${Name}');
  expect(JSON.stringify(expandLoops({ Resources: loop(['a'], { A: nested(1000) }) }))).toContain('${Name}');
  const endless = nested(50_000);
  expect(() => expandLoops({ Resources: { R: endless } })).not.toThrow();
  expect(() => expandLoops({ Resources: { R: endless, ...loop(['a'], { A: endless }) } })).not.toThrow();
});
