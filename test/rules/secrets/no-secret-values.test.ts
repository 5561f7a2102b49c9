import { Control } from '../../../lib/baseline/control';
import { evaluate } from '../../../lib/checks/evaluate';
import type { Finding } from '../../../lib/checks/finding';
import { buildModel } from '../../../lib/model/build-model';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { applyExample } from '../../../lib/rules/example';
import { SECURE_APP } from '../../../lib/rules/secure-app';
import { TODAY } from '../judge-example';

/** Drawn, so that nobody takes it for a word; put together, so that no scanner takes it for a secret of this project. */
const DRAWN = ['x9Kq', '2Lw8', 'Tz4v', 'Bn7m'].join('');
const KEY_ID = ['AKIA', 'ABCDEFGH234567IJ'].join('');

/** What is said of the function of the secure app with other properties, in a template with other sections. */
function findingsOf(Properties: JsonObject, sections: JsonObject = {}): Finding[] {
  const body = { ...applyExample(SECURE_APP, { Resources: { Function: { Properties } } }), ...sections };
  return evaluate(buildModel([{ path: 'App.template.json', body }]), { profile: 'strict', asOf: TODAY }).filter(
    ({ rule }) => rule === Control.NO_SECRET_VALUES,
  );
}

const variables = (Variables: JsonObject, sections: JsonObject = {}): string[] =>
  findingsOf({ Environment: { Variables: { TABLE: null as never, ...Variables } } }, sections).map(
    ({ verdict, property, message }) => `${verdict} ${property?.replace('Properties.Environment.', '')}: ${message}`,
  );
const holds = (variable: string, what: string) =>
  `fail Variables.${variable}: The environment variable ${variable} of 'Function' holds ${what}`;
const CALLED = 'a value that its name calls a secret';

describe('a variable', () => {
  test.each<[string, JsonObject, string[]]>([
    ['with a key of AWS', { SETTING: KEY_ID }, [holds('SETTING', 'an AWS access key id')]],
    ['that is called a password', { DB_PASSWORD: 'horse' }, [holds('DB_PASSWORD', CALLED)]],
    ['with JSON that calls a value a password', { SETTINGS: '{"db":{"password":"horse"}}' }, [holds('SETTINGS', CALLED)]],
    ['with JSON after blanks', { SETTINGS: ' [{"token":"horse"}]' }, [holds('SETTINGS', CALLED)]],
    [
      'with JSON in which a name stands beside the value',
      { SETTINGS: '[{"name":"API_KEY","value":"horse"}]' },
      [holds('SETTINGS', CALLED)],
    ],
    ['with JSON whose field says its own name', { SETTINGS: '{"password":"password"}' }, []],
    ['with JSON that holds no secret', { SETTINGS: '{"table":"orders","size":3}' }, []],
    ['with settings', { SETTINGS: `orders.password=${DRAWN}` }, [holds('SETTINGS', "a literal value for 'orders.password'")]],
    [
      'with a plain parameter that is called a secret',
      { SETTING: '{{resolve:ssm:/orders/api-key}}' },
      [holds('SETTING', 'a parameter that its name calls a secret')],
    ],
    ['with a plain parameter below a folder of secrets', { SETTING: '{{resolve:ssm:/password/table:2}}' }, []],
    ['with a word', { SETTING: 'orders' }, []],
  ])('%s', (_, values, expected) => expect(variables(values)).toEqual(expected));
});

describe('a variable from a mapping whose key only the deployment knows', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  /** More keys than are all tried, under one of which stands something else. */
  const sections = (other: Json, name = 'Settings'): JsonObject => ({
    Parameters: { Stage: { Type: 'String' } },
    Mappings: {
      Others: Object.fromEntries(keys.map(key => [key, { it: `others-${key}` }])),
      [name]: Object.fromEntries(keys.map((key, index) => [key, { it: index === 5 ? other : `orders-${key}` }])),
    },
  });
  const found = (variable: string, other: Json, name?: string, map: Json = 'Settings') =>
    variables({ [variable]: { 'Fn::FindInMap': [map, { Ref: 'Stage' }, 'it'] } }, sections(other, name));
  test.each<[string, string, Json, string[]]>([
    ['a key of AWS', 'SETTING', KEY_ID, [holds('SETTING', 'an AWS access key id')]],
    ['a key of AWS in a list', 'SETTING', ['orders', KEY_ID], [holds('SETTING', 'an AWS access key id')]],
    ['settings', 'SETTING', `orders.password=${DRAWN}`, [holds('SETTING', "a literal value for 'orders.password'")]],
    ['a password, by the name of the variable', 'DB_PASSWORD', 'horse', [holds('DB_PASSWORD', CALLED)]],
    ['a word, where the name says nothing', 'SETTING', 'horse', []],
    ['a number', 'SETTING', 12, []],
    ['nothing', 'SETTING', null, []],
  ])('may hold %s', (_, variable, other, expected) => expect(found(variable, other)).toEqual(expected));

  test('is judged by its own name, also where another variable has asked the same mapping before', () => {
    const it = { 'Fn::FindInMap': ['Settings', { Ref: 'Stage' }, 'it'] };
    const values = { SETTING: it, DB_PASSWORD: it, TABLE_NAME: it };
    expect(variables(values, sections('horse')).filter(text => text.startsWith('fail'))).toEqual([holds('DB_PASSWORD', CALLED)]);
  });

  test('may be from each mapping, where only the deployment knows which', () => {
    const where = (map: Json, name?: string) => found('SETTING', KEY_ID, name, map);
    expect(where('Settings', 'Elsewhere')).toEqual([holds('SETTING', 'an AWS access key id')]);
    expect(where('Others')).toEqual([]);
    expect(where({ Ref: 'Stage' })).toEqual([holds('SETTING', 'an AWS access key id')]);
  });

  test('is no other variable beside it', () => {
    expect(variables({ SETTING: 'orders' }, sections(KEY_ID))).toEqual([]);
  });

  test('holds what stands in the place of a mapping', () => {
    expect(found('SETTING', 'orders', 'Elsewhere')).toEqual([]);
    const it = { 'Fn::FindInMap': ['Settings', { Ref: 'Stage' }, 'it'] };
    const Parameters = { Stage: { Type: 'String' } };
    expect(variables({ SETTING: it }, { Parameters, Mappings: { Settings: KEY_ID } })).toEqual([
      holds('SETTING', 'an AWS access key id'),
    ]);
  });

  test('holds nothing where no mapping stands in the template', () => {
    expect(
      variables(
        { SETTING: { 'Fn::FindInMap': ['Settings', { Ref: 'Stage' }, 'it'] } },
        { Parameters: { Stage: { Type: 'String' } } },
      ),
    ).toEqual([]);
  });
});

test('an environment that a macro writes is not known', () => {
  const Variables = { TABLE: null as never, 'Fn::Transform': { Name: 'Settings' } };
  expect(findingsOf({ Environment: { Variables } })).toEqual([
    expect.objectContaining({
      verdict: 'unknown',
      property: 'Properties.Environment',
      message: expect.stringMatching(
        /^Whether secrets stand in the environment of 'Function' depends on \S.*, which the templates do not tell$/,
      ),
    }),
  ]);
});

test('a variable that is too much to compute is not known', () => {
  const names = Array.from({ length: 7 }, (_, index) => `C${index}`);
  const Conditions = Object.fromEntries(names.map(name => [name, { 'Fn::Equals': [{ Ref: 'Stage' }, name] }]));
  const SETTING = { 'Fn::Join': ['', names.map(name => ({ 'Fn::If': [name, 'a', 'b'] }))] };
  expect(variables({ SETTING }, { Parameters: { Stage: { Type: 'String' } }, Conditions })).toEqual([
    "unknown Variables.SETTING: Whether the environment variable SETTING of 'Function' holds a secret depends on ${?Fn::Join}, which the templates do not tell",
  ]);
});

test.each<[number, string[]]>([
  [6, []],
  [7, ['unknown']],
])('%d conditions in an environment', (count, verdicts) => {
  const names = Array.from({ length: count }, (_, index) => `C${index}`);
  const Conditions = Object.fromEntries(names.map(name => [name, { 'Fn::Equals': [{ Ref: 'Stage' }, name] }]));
  const Variables = Object.fromEntries(names.map(name => [`SETTING_${name}`, { 'Fn::If': [name, 'a', 'b'] }]));
  const found = findingsOf({ Environment: { Variables } }, { Parameters: { Stage: { Type: 'String' } }, Conditions });
  expect(found.map(({ verdict }) => verdict)).toEqual(verdicts);
});

test.each<[string, JsonObject, string]>([
  ['the description', { Description: `made with ${KEY_ID}` }, 'Description of'],
  ['the code', { Code: { ZipFile: `const id = '${KEY_ID}';` } }, 'Code.ZipFile of'],
  [
    'the second tag',
    {
      Tags: [
        { Key: 'a', Value: 'b' },
        { Key: 'made-with', Value: KEY_ID },
      ],
    },
    'Tags.1.Value of',
  ],
])('a secret in %s of a function is told with its place', (_, properties, place) => {
  expect(findingsOf(properties).map(({ message, property }) => [message, property])).toEqual([
    [`${place} 'Function' holds an AWS access key id`, `Properties.${place.split(' ')[0]}`],
  ]);
});

test('a hidden parameter in a tag of a function is shown there', () => {
  const found = findingsOf(
    { Tags: [{ Key: 'pin', Value: { Ref: 'Pin' } }] },
    { Parameters: { Pin: { Type: 'String', NoEcho: true } } },
  );
  expect(found.map(({ message }) => message)).toEqual(["Tags.0.Value of 'Function' holds a parameter that the deployment hides"]);
});

test('the default of a mapping with more entries than are all tried is looked at as well', () => {
  const sections: JsonObject = {
    Parameters: { Stage: { Type: 'String' } },
    Mappings: { Many: Object.fromEntries([...'abcdefghi'].map(key => [key, { it: `orders-${key}` }])) },
  };
  const found = (variable: string, DefaultValue: string) =>
    variables({ [variable]: { 'Fn::FindInMap': ['Many', { Ref: 'Stage' }, 'it', { DefaultValue }] } }, sections);
  const otherwise = ' (when an entry of Many for Stage is not found)';
  expect(found('SETTING', KEY_ID)).toContain(holds('SETTING', `an AWS access key id${otherwise}`));
  expect(found('DB_PASSWORD', 'horse')).toContain(holds('DB_PASSWORD', CALLED));
  expect(found('SETTING', 'orders').filter(text => text.startsWith('fail'))).toEqual([]);
});
