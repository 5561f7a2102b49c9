import { modelOf, resource, source } from './build';
import { buildModel } from '../../lib/model/build-model';
import { valuesOf, variantsOf } from '../../lib/model/conditions';
import type { Json, JsonObject } from '../../lib/model/facts';

const equals = (value: string): JsonObject => ({ 'Fn::Equals': [{ Ref: 'Stage' }, value] });
const when = (condition: string, then: Json, otherwise: Json = { Ref: 'AWS::NoValue' }): JsonObject => ({
  'Fn::If': [condition, then, otherwise],
});

function subject(properties: JsonObject, conditions: JsonObject = {}, more: JsonObject = {}) {
  const Resources = { S: { Type: 'T', Properties: properties, ...more } };
  return resource(modelOf({ Parameters: { Stage: { Type: 'String', Default: 'dev' } }, Conditions: conditions, Resources }), 'S');
}

function variants(properties: JsonObject, conditions: JsonObject = {}, more: JsonObject = {}) {
  return variantsOf(subject(properties, conditions, more)).map(({ when: choice, properties: chosen }) => [choice, chosen]);
}

test('a resource without conditions has one variant and no choice', () => {
  expect(variants({ a: 1 })).toEqual([[undefined, { a: 1 }]]);
});

test('each condition gives a variant for either answer, and says so', () => {
  expect(variants({ a: when('IsProd', 1, 2) }, { IsProd: equals('prod') })).toEqual([
    ['IsProd is true', { a: 1 }],
    ['IsProd is false', { a: 2 }],
  ]);
});

test('what is not there in a branch is left out', () => {
  expect(variants({ a: when('C', 'x'), list: ['y', when('C', 'z')] })).toEqual([
    ['C is true', { a: 'x', list: ['y', 'z'] }],
    ['C is false', { list: ['y'] }],
  ]);
});

test('all combinations of independent conditions are tried', () => {
  expect(variants({ a: when('A', 1, 0), b: when('B', 1, 0) })).toEqual([
    ['A is true and B is true', { a: 1, b: 1 }],
    ['A is false and B is true', { a: 0, b: 1 }],
    ['A is true and B is false', { a: 1, b: 0 }],
    ['A is false and B is false', { a: 0, b: 0 }],
  ]);
});

test('choices that make no difference are one variant, told by the first of them', () => {
  expect(variants({ a: when('A', 1, 1) })).toEqual([[undefined, { a: 1 }]]);
  expect(variants({ a: when('A', 1, 2), b: when('B', { c: 1 }, { c: 1 }) })).toHaveLength(2);
  expect(variants({ a: when('A', 1, when('B', 1, 2)) })).toEqual([
    ['A is true and B is true', { a: 1 }],
    ['A is false and B is false', { a: 2 }],
  ]);
});

test.each<[string, JsonObject]>([
  ['a negation', { IsProd: equals('prod'), Other: { 'Fn::Not': [{ Condition: 'IsProd' }] } }],
  [
    'the same comparison the other way round',
    { IsProd: equals('prod'), Other: { 'Fn::Not': [{ 'Fn::Equals': ['prod', { Ref: 'Stage' }] }] } },
  ],
])('knows that %s excludes the condition', (_, conditions) => {
  expect(variants({ a: when('IsProd', 1), b: when('Other', 2) }, conditions)).toEqual([
    ['IsProd is true and Other is false', { a: 1 }],
    ['IsProd is false and Other is true', { b: 2 }],
  ]);
});

test('one parameter never equals two values, but may equal neither', () => {
  const found = variants({ a: when('IsProd', 1), b: when('IsDev', 2) }, { IsProd: equals('prod'), IsDev: equals('dev') });
  expect(found.map(([, chosen]) => chosen)).toEqual([{ b: 2 }, { a: 1 }, {}]);
});

test('one parameter never equals two values, on whichever side they stand', () => {
  const conditions = { IsProd: { 'Fn::Equals': ['prod', { Ref: 'Stage' }] }, IsDev: { 'Fn::Equals': ['dev', { Ref: 'Stage' }] } };
  const found = variants({ a: when('IsProd', 1), b: when('IsDev', 2) }, conditions);
  expect(found.map(([, chosen]) => chosen)).toEqual([{ b: 2 }, { a: 1 }, {}]);
});

test('two parameters are compared with each other without a claim about either', () => {
  const conditions = { Same: { 'Fn::Equals': [{ Ref: 'Stage' }, { Ref: 'Other' }] }, IsProd: equals('prod') };
  expect(variants({ a: when('Same', 1), b: when('IsProd', 2) }, conditions)).toHaveLength(4);
});

test.each<[string, JsonObject, JsonObject]>([
  ['and', { 'Fn::And': [equals('prod'), { 'Fn::Equals': ['a', 'a'] }] }, { a: 1 }],
  ['or', { 'Fn::Or': [equals('prod'), { 'Fn::Equals': ['a', 'b'] }] }, { a: 1 }],
])('evaluates %s over literals', (_, condition, chosen) => {
  expect(variants({ a: when('Both', 1), b: when('IsProd', 2, 3) }, { Both: condition, IsProd: equals('prod') })).toEqual([
    ['Both is true and IsProd is true', { ...chosen, b: 2 }],
    ['Both is false and IsProd is false', { b: 3 }],
  ]);
});

test('a condition over literals has one answer', () => {
  expect(variants({ a: when('Never', 1, 2) }, { Never: { 'Fn::Equals': ['a', 'b'] } })).toEqual([['Never is false', { a: 2 }]]);
});

test('a default decides nothing, because it can be overridden', () => {
  expect(variants({ a: when('IsDev', 1, 2) }, { IsDev: equals('dev') })).toHaveLength(2);
});

test("the resource's own condition is taken as true", () => {
  const conditions = { IsProd: equals('prod') };
  expect(variants({ a: when('IsProd', 1, 2) }, conditions, { Condition: 'IsProd' })).toEqual([['IsProd is true', { a: 1 }]]);
});

test("what the resource's own condition excludes is left out", () => {
  const conditions = { IsProd: equals('prod'), IsOther: { 'Fn::Not': [{ Condition: 'IsProd' }] } };
  expect(variants({ a: when('IsProd', 1, 2) }, conditions, { Condition: 'IsOther' })).toEqual([['IsProd is false', { a: 2 }]]);
});

test('a resource that can never stand is judged all the same', () => {
  const conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
  expect(variants({ a: when('Never', 1, 2) }, conditions, { Condition: 'Never' })).toHaveLength(2);
});

test.each<[string, JsonObject]>([
  ['nothing', {}],
  ['an unknown intrinsic', { C: { 'Fn::Contains': [] } }],
  ['two keys', { C: { 'Fn::Not': [], 'Fn::And': [] } }],
  ['no object', { C: 'yes' }],
  ['an equality of one', { C: { 'Fn::Equals': ['a'] } }],
  ['an equality of three', { C: { 'Fn::Equals': ['a', 'b', 'c'] } }],
  ['a negation of no list', { C: { 'Fn::Not': 'x' } }],
  ['itself', { C: { Condition: 'C' } }],
  ['a circle', { C: { 'Fn::Not': [{ Condition: 'D' }] }, D: { Condition: 'C' } }],
])('a condition defined by %s may be either', (_, conditions) => {
  expect(variants({ a: when('C', 1, 2) }, conditions)).toHaveLength(2);
});

test('six independent conditions are tried in all their combinations', () => {
  const names = [...'ABCDEF'];
  expect(variants(Object.fromEntries(names.map(name => [name, when(name, 1, 0)])))).toHaveLength(2 ** names.length);
});

test('more than six conditions are tried all true, all false, and each against the others', () => {
  const names = [...'ABCDEFG'];
  const found = variants(Object.fromEntries(names.map(name => [name, when(name, 1, 0)])));
  expect(found).toHaveLength(2 + 2 * names.length);
  expect(found[0][1]).toEqual(Object.fromEntries(names.map(name => [name, 1])));
  expect(found).toContainEqual([expect.any(String), expect.objectContaining({ A: 0, B: 1, G: 1 })]);
  expect(found).toContainEqual([expect.any(String), expect.objectContaining({ A: 1, B: 0, G: 0 })]);
});

test('conditions that build on each other without end are bounded', () => {
  const conditions: JsonObject = Object.fromEntries(
    Array.from({ length: 400 }, (_, index) => [
      `C${index}`,
      { 'Fn::And': [{ Condition: `C${index + 1}` }, { Condition: `C${index + 1}` }] },
    ]),
  );
  expect(variants({ a: when('C0', 1, 2) }, conditions)).toHaveLength(2);
  expect(variants({ a: when('C300', 1, 2), b: when('C280', 1, 2), c: when('C260', 1, 2) }, conditions).length).toBeGreaterThan(1);
});

test('of conditions that build on each other without end, the deepest are asked first and still bounded', () => {
  const length = 10_000;
  const conditions = Object.fromEntries(
    Array.from({ length }, (_, index) => [`C${index}`, { 'Fn::And': [{ Condition: `C${index + 1}` }] }]),
  );
  const asked = Array.from({ length: length / 20 }, (_, index) => `C${length - 20 * (index + 1)}`);
  expect(variants({ a: when('C0', 1, 2) }, conditions)).toHaveLength(2);
  expect(variants(Object.fromEntries(asked.map(name => [name, when(name, 1, 0)])), conditions).length).toBeGreaterThan(2);
});

test('a condition that nobody can read is the same one wherever it stands', () => {
  const conditions = { C: { 'Fn::Contains': [] }, Not: { 'Fn::Not': [{ Condition: 'C' }] } };
  expect(variants({ a: when('C', 1), b: when('Not', 2) }, conditions).map(([, chosen]) => chosen)).toEqual([{ a: 1 }, { b: 2 }]);
});

test('a condition of a template that is not there may be either', () => {
  expect(variants({ a: when('Elsewhere#C', 1, 2) })).toHaveLength(2);
});

test('what a parameter equals is told, and what it does not where it equals nothing', () => {
  const [prod, dev, neither] = ['Stage.prod', 'Stage.dev', 'IsBig'];
  const found = variants({ a: when(prod, 1, when(dev, 2, 3)), b: when(neither, 4, 5) }).map(([choice]) => choice);
  expect(found).toEqual([
    'Stage is dev and IsBig is true',
    'Stage is prod and IsBig is true',
    'Stage is not prod and Stage is not dev and IsBig is true',
    'Stage is dev and IsBig is false',
    'Stage is prod and IsBig is false',
    'Stage is not prod and Stage is not dev and IsBig is false',
  ]);
});

test("a parent's conditions keep their meaning in a nested stack", () => {
  const child = source(
    'C',
    { Parameters: { P: {}, Q: {} }, Resources: { S: { Type: 'T', Properties: { P: { Ref: 'P' }, Q: { Ref: 'Q' } } } } },
    {
      nestedIn: [{ path: 'P.template.json', logicalId: 'N' }],
    },
  );
  const parent = source('P', {
    Conditions: { IsProd: equals('prod'), NotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] } },
    Resources: {
      N: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { Parameters: { P: when('IsProd', 'p', 'd'), Q: when('NotProd', 'd', 'p') } },
      },
    },
  });
  const nested = resource(buildModel([child, parent]), 'S');
  expect(variantsOf(nested).map(({ properties }) => properties)).toEqual([
    { P: 'p', Q: 'p' },
    { P: 'd', Q: 'd' },
  ]);
});

test('a part of a resource has as many values as its own conditions give it', () => {
  const whole = subject({ a: when('A', 1, 2), b: when('B', 3, 4) });
  expect(valuesOf(whole, whole.properties.a)).toEqual([1, 2]);
  expect(valuesOf(whole, whole.properties)).toHaveLength(4);
  const plain = { a: [1] };
  expect(valuesOf(whole, plain)[0]).toBe(plain);
});

test('of hundreds of decisions, each branch is seen and not each combination', () => {
  const names = Array.from({ length: 300 }, (_, index) => `C${index}`);
  const Properties = Object.fromEntries(names.map(name => [name, { 'Fn::If': [name, 'yes', 'no'] }]));
  const { templates } = buildModel([source('A', { Resources: { R: { Type: 'T', Properties } } })]);
  const found = variantsOf(templates[0].resources.get('R')!);
  expect(found.length).toBeLessThan(120);
  expect(names.every(name => new Set(found.map(({ properties }) => properties[name])).size === 2)).toBe(true);
});
