import { modelOf, resolved, resource, source } from './build';
import { conditionsIn } from '../../lib/model/branches';
import { buildModel } from '../../lib/model/build-model';
import { variantsOf } from '../../lib/model/conditions';
import type { Json, JsonObject } from '../../lib/model/facts';

const TEMPLATE: JsonObject = {
  Parameters: {
    Stage: { Type: 'String' },
    Chosen: { Type: 'String', AllowedValues: ['dev', 'prod'] },
    Many: { Type: 'String' },
  },
  Mappings: {
    Stages: {
      dev: { open: true, name: 'orders-dev', size: 1 },
      test: { open: true, name: 'orders-test', size: 1, only: 'here' },
      prod: { open: false, name: 'orders-prod', size: 1 },
    },
    Regions: {
      'eu-west-1': { arn: 'arn:aws:lambda:eu-west-1:1:layer:a:1', zones: ['a', 'b'] },
      'us-east-1': { arn: 'arn:aws:lambda:us-east-1:1:layer:a:1', zones: ['c'] },
    },
    Accounts: { '111122223333': { name: 'live', open: [1] }, '444455556666': { name: 'test', open: [2] } },
    Seven: Object.fromEntries([...'abcdefg'].map(key => [key, { value: `number ${key.charCodeAt(0)}`, list: [key] }])),
    Deep: { dev: Object.fromEntries([...'abcdefgh'].map(key => [key, `number ${key}`])), prod: { a: 'first' } },
    Numbers: Object.fromEntries([...'abcdefgh'].map(key => [key, { value: `number ${key.charCodeAt(0)}` }])),
  },
};
const find = (map: string, key: Json, name: Json, ...options: Json[]): Json => ({
  'Fn::FindInMap': [map, key, name, ...options],
});
const stage = { Ref: 'Stage' };

test.each<[string, Json, Json]>([
  [
    'an entry for each stage',
    find('Stages', stage, 'open'),
    { 'Fn::If': ['Stage.dev', true, { 'Fn::If': ['Stage.test', true, false] }] },
  ],
  [
    'only the entries that may be asked for',
    find('Stages', { Ref: 'Chosen' }, 'open'),
    { 'Fn::If': ['Chosen.dev', true, false] },
  ],
  ['one value, where all say the same', find('Stages', stage, 'size'), 1],
  ['one text with the stage in it', find('Stages', stage, 'name'), 'orders-${Stage}'],
  ['one ARN for all regions', find('Regions', { Ref: 'AWS::Region' }, 'arn'), 'arn:aws:lambda:${AWS::Region}:1:layer:a:1'],
  ['lists', find('Regions', { Ref: 'AWS::Region' }, 'zones'), { 'Fn::If': ['AWS::Region.eu-west-1', ['a', 'b'], ['c']] }],
  ['the only entry that there is', find('Stages', stage, 'only'), 'here'],
  [
    'an entry or the default',
    find('Stages', stage, 'only', { DefaultValue: 'there' }),
    { 'Fn::If': ['Stage.test', 'here', 'there'] },
  ],
  ['a default alone', find('Stages', stage, 'none', { DefaultValue: 'there' }), 'there'],
  [
    'an entry for each name',
    find('Regions', 'us-east-1', stage),
    { 'Fn::If': ['Stage.arn', 'arn:aws:lambda:us-east-1:1:layer:a:1', ['c']] },
  ],
  [
    'a name that nobody knows',
    find('Regions', 'us-east-1', { 'Fn::ImportValue': 'Name' }),
    '${?Fn::FindInMap(Regions,us-east-1,?Fn::ImportValue(Name))}',
  ],
  [
    'a stage inside of a text',
    { 'Fn::Join': ['', ['is ', find('Stages', { Ref: 'Chosen' }, 'open')]] },
    { 'Fn::If': ['Chosen.dev', 'is true', 'is false'] },
  ],
  ['more entries than anybody follows', find('Numbers', { Ref: 'Many' }, 'value'), '${?Fn::FindInMap(Numbers,Many,value)}'],
  [
    'more entries than anybody follows, or the default',
    find('Numbers', { Ref: 'Many' }, 'value', { DefaultValue: 'there' }),
    { 'Fn::If': ['an entry of Numbers for Many.found', '${?Fn::FindInMap(Numbers,Many,value)}', 'there'] },
  ],
  [
    'more than anybody follows in one of its entries',
    find('Deep', { Ref: 'Chosen' }, { Ref: 'Many' }),
    { 'Fn::If': ['Chosen.dev', '${?Fn::FindInMap(Deep,Chosen,Many)}', 'first'] },
  ],
  [
    'what nobody knows, or the default, and never the default alone',
    find('Deep', 'dev', { Ref: 'Many' }, { DefaultValue: 'there' }),
    { 'Fn::If': ['an entry of Deep for Many.found', '${?Fn::FindInMap(Deep,dev,Many)}', 'there'] },
  ],
  [
    'what stands under a key put together, or the default',
    find('Stages', { 'Fn::Sub': 'x${Stage}' }, 'open', { DefaultValue: 'there' }),
    { 'Fn::If': ['an entry of Stages for xStage.found', '${?Fn::FindInMap(Stages,xStage,open)}', 'there'] },
  ],
  [
    'what stands in a map that is not known, or the default',
    find(stage as never, 'dev', 'open', { DefaultValue: 'there' }),
    { 'Fn::If': ['an entry of Stage for dev.found', '${?Fn::FindInMap(Stage,dev,open)}', 'there'] },
  ],
  [
    'as many entries as anybody follows, the last where it is none of the others',
    { 'Fn::Length': find('Seven', { Ref: 'Many' }, 'list') },
    1,
  ],
  [
    'a key put together from what is known',
    find('Stages', { 'Fn::Sub': '${Stage}-x' }, 'open'),
    '${?Fn::FindInMap(Stages,Stage-x,open)}',
  ],
  ['a key put together', find('Stages', { 'Fn::Sub': 'x${Stage}' }, 'open'), '${?Fn::FindInMap(Stages,xStage,open)}'],
  ['a map that is not known', find(stage as never, 'dev', 'open'), '${?Fn::FindInMap(Stage,dev,open)}'],
])('a map holds %s', (_, value, expected) => expect(resolved(value, TEMPLATE)).toEqual(expected));

test('the place of a stack chooses its entries', () => {
  const Resources = {
    R: { Type: 'T', Properties: { Zones: find('Regions', { Ref: 'AWS::Region' }, 'zones') } },
    A: { Type: 'T', Properties: { Name: find('Accounts', { Ref: 'AWS::AccountId' }, 'name') } },
    S: { Type: 'T', Properties: { Open: find('Stages', stage, 'open') } },
  };
  const facts = buildModel([source('App', { ...TEMPLATE, Resources }, { region: 'us-east-1', account: '111122223333' })]);
  expect(resource(facts, 'R').properties.Zones).toEqual(['c']);
  expect(resource(facts, 'A').properties.Name).toBe('live');
  expect([...conditionsIn(resource(facts, 'S').properties)]).toEqual(['Stage.dev', 'Stage.test']);
});

test('what a resource becomes is said by the value of the parameter, and agrees with conditions about it', () => {
  const Conditions = { IsProd: { 'Fn::Equals': [stage, 'prod'] }, IsDev: { 'Fn::Equals': ['dev', stage] } };
  const Properties = { Open: find('Stages', stage, 'open') };
  const becomes = (more: JsonObject) =>
    variantsOf(resource(modelOf({ ...TEMPLATE, Conditions, Resources: { R: { Type: 'T', Properties, ...more } } }), 'R')).map(
      ({ when, properties }) => `${properties.Open} ${when}`,
    );
  expect(becomes({})).toEqual(['true Stage is test', 'false Stage is not dev and Stage is not test']);
  expect(becomes({ Condition: 'IsDev' })).toEqual(['true Stage is dev']);
  expect(becomes({ Condition: 'IsProd' })).toEqual(['false Stage is not dev and Stage is not test']);
});
