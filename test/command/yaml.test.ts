import { folderWith } from './run';
import { parseText, readText } from '../../lib/command/input/read-text';
import { UnreadableText } from '../../lib/command/input/unreadable-text';
import type { JsonObject } from '../../lib/model/facts';

const yaml = (text: string) => parseText(text, 'a.yaml');

describe("CloudFormation's short forms", () => {
  test.each([
    ['!Ref Table', { Ref: 'Table' }],
    ['!Ref 0123', { Ref: '0123' }],
    ['!Condition IsProd', { Condition: 'IsProd' }],
    ['!GetAtt Role.Arn', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Arn', { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] }],
    ['!GetAtt [Role, Arn]', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['!GetAtt Role', { 'Fn::GetAtt': 'Role' }],
    ["!Sub '${A}/b'", { 'Fn::Sub': '${A}/b' }],
    ['!Sub ["${A}", {A: !Ref B}]', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['!Join ["", [a, !Ref B]]', { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }],
    ['!If [IsProd, a, !Ref AWS::NoValue]', { 'Fn::If': ['IsProd', 'a', { Ref: 'AWS::NoValue' }] }],
    ['!FindInMap [Map, a, b]', { 'Fn::FindInMap': ['Map', 'a', 'b'] }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['!Split [",", "a,b"]', { 'Fn::Split': [',', 'a,b'] }],
    ['!ImportValue shared', { 'Fn::ImportValue': 'shared' }],
    ['!Base64 text', { 'Fn::Base64': 'text' }],
    ['!Cidr [10.0.0.0/16, 6, 5]', { 'Fn::Cidr': ['10.0.0.0/16', 6, 5] }],
    ['!Transform {Name: AWS::Include, Parameters: {}}', { 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } }],
    ['!Not [!Equals [a, b]]', { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }],
    ['!And [!Or [{Condition: A}]]', { 'Fn::And': [{ 'Fn::Or': [{ Condition: 'A' }] }] }],
    [
      '{"Fn::ForEach::Queues": [Name, [a, b], {"${Name}": {}}]}',
      { 'Fn::ForEach::Queues': ['Name', ['a', 'b'], { '${Name}': {} }] },
    ],
  ])('%s', (text, json) => {
    expect(yaml(`Value: ${text}`)).toEqual({ Value: json });
  });
});

describe('scalars', () => {
  test.each([
    ['2012-10-17', '2012-10-17'],
    ['012345678901', '012345678901'],
    ['1.10', '1.10'],
    ['0x1F', '0x1F'],
    ['.inf', '.inf'],
    ['10', 10],
    ['-1', -1],
    ["'10'", '10'],
    ['yes', true],
    ['On', true],
    ['off', false],
    ['"yes"', 'yes'],
    ['true', true],
    ['~', null],
    ['', null],
    ['!!str 10', '10'],
    ['! 10', '10'],
  ])('%s is %j', (text, json) => {
    expect(yaml(`Value: ${text}`)).toEqual({ Value: json });
  });

  test('keys stay as they are written', () => {
    expect(yaml('{010: a, yes: b, 2012-10-17: c, ? : d}')).toEqual({ '010': 'a', yes: 'b', '2012-10-17': 'c', '': 'd' });
  });

  test('folded text and empty documents', () => {
    expect(yaml('A: >-\n  one\n  two\n')).toEqual({ A: 'one two' });
    expect(yaml('')).toBeNull();
  });
});

test('aliases repeat what they name', () => {
  expect(yaml('A: &a {B: 1}\nC: *a\nD: [*a, *a]')).toEqual({ A: { B: 1 }, C: { B: 1 }, D: [{ B: 1 }, { B: 1 }] });
  expect(yaml('A: &a key\nB: {*a : 1}')).toEqual({ A: 'key', B: { key: 1 } });
});

test('merged maps give what is not said otherwise', () => {
  const [A, B] = ['A: &a {X: 1, Y: 1}', 'B: &b {Y: 2, Z: 2}'];
  const merging = (text: string) => (yaml(`${A}\n${B}\nC: ${text}`) as JsonObject).C;
  expect(merging('{<<: *a}')).toEqual({ X: 1, Y: 1 });
  expect(merging('{Y: 3, <<: *a}')).toEqual({ X: 1, Y: 3 });
  expect(merging('{<<: *a, Y: 3}')).toEqual({ X: 1, Y: 3 });
  expect(merging('{<<: [*b, *a]}')).toEqual({ X: 1, Y: 2, Z: 2 });
  expect(merging('{"<<": *a}')).toEqual({ '<<': { X: 1, Y: 1 } });
  expect(() => merging('{<<: 1}')).toThrow("what '<<' merges is no map");
});

test('no text can reach the prototype of objects', () => {
  for (const json of [
    yaml('__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}'),
    yaml('{"__proto__": {"polluted": 1}}'),
  ]) {
    expect(Object.keys(json as object)).toContain('__proto__');
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  }
});

describe('what is refused, with its line', () => {
  const laughs = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`),
  ];
  test.each([
    ['repeated keys', 'A: 1\nB: 2\nA: 3', "line 3: the key 'A' stands twice in one place"],
    ['unknown tags', 'A: 1\nB: !Foo bar', "line 2: the tag '!Foo' is none of CloudFormation's"],
    [
      'tags of other languages',
      'A: !!python/object:os.system x',
      "line 1: the tag 'tag:yaml.org,2002:python/object:os.system' is none of CloudFormation's",
    ],
    ['binary values', 'A: !!binary aGk=', "line 1: the tag 'tag:yaml.org,2002:binary' is none of CloudFormation's"],
    ['a billion laughs', laughs.join('\n'), 'line 5: its aliases repeat too much'],
    ['anchors within themselves', 'A: &a\n  B: *a', "line 2: '*a' stands within itself"],
    ['aliases of nothing', 'A: *a', "line 1: nothing is called '&a'"],
    ['keys that are no text', 'A:\n  ? [a, b]\n  : 1', 'line 2: a key is no text'],
    ['broken nesting', 'A:\n  - b\n c: d', /^line 3: it is no valid YAML: /],
    ['open brackets', 'A: [1, 2', /^line 1: it is no valid YAML: /],
    ['several documents', 'A: 1\n---\nB: 2', /^line 2: it is no valid YAML: /],
    ['tabs as indentation', 'A:\n\tB: 1', /^line 2: it is no valid YAML: /],
    ['deep lists', `A: ${'['.repeat(400)}${']'.repeat(400)}`, /nests too deeply/],
    ['lists so deep that the parser gives up', `A: ${'['.repeat(50_000)}`, /nests too deeply|no valid YAML/],
    ['lists in one line that never end', `A:\n${'- '.repeat(50_000)}`, 'it nests too deeply'],
    ['tags in one line that never end', `A: ${'!a '.repeat(50_000)}`, 'it nests too deeply'],
    [
      'aliases that nest aliases',
      [0, 1, 2].map(i => `a${i}: &a${i} ${'['.repeat(90)}${i === 0 ? '' : `*a${i - 1}`}${']'.repeat(90)}`).join('\n'),
      'line 3: it nests too deeply',
    ],
    ['deep maps', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), /nests too deeply/],
  ])('%s', (_, text, reason) => {
    expect(() => yaml(text)).toThrow(UnreadableText);
    expect(() => yaml(text)).toThrow(reason);
  });

  test('large YAML', () => {
    expect(() => yaml(`A: ${'x'.repeat(2_000_001)}`)).toThrow('it is too large for a template');
  });

  test.each([
    ['a comma too many', '{\n  "A": 1,\n}', /^line 3: it is no valid JSON$/],
    ['a comment', '{\n  // why\n  "A": 1\n}', /^(?:line \d: )?it is no valid JSON$/],
    ['an end in the middle', '{\n  "A": {\n', /^line 2: it is no valid JSON$/],
    ['nothing', '', /it is no valid JSON$/],
    ['words', 'password=hunter2', /^(?:line 1: )?it is no valid JSON$/],
    ['single quotes', "{\n  'A': 1\n}", /^line 2: it is no valid JSON$/],
    ['deep nesting', `${'['.repeat(400)}${']'.repeat(400)}`, /^it nests too deeply$/],
    ['large files', `{"A": ${'x'.repeat(2_000_001)}`, /it is no valid JSON$/],
  ])('JSON with %s', (_, text, reason) => {
    expect(() => parseText(text, 'a.json')).toThrow(UnreadableText);
    expect(() => parseText(text, 'a.json')).toThrow(reason);
  });
});

test('lists in lists that end are no depth', () => {
  const text = Array.from({ length: 1_000 }, (_, index) => `- - a${index}\n  - [b, {c: [d]}]`).join('\n');
  expect(yaml(text)).toHaveLength(1_000);
});

test('brackets and indentation in texts are no structure', () => {
  expect(yaml(`A: |\n  ${'[ '.repeat(1_000)}\nB: "${'{ '.repeat(1_000)}"\n# ${'[ '.repeat(1_000)}`)).toHaveProperty('A');
});

test('ten thousand keys are all read', () => {
  const text = Array.from({ length: 10_000 }, (_, index) => `key${index}: ${index}`).join('\n');
  expect(Object.keys(yaml(text) as object)).toHaveLength(10_000);
});

test('a text that opens like JSON may still be YAML', () => {
  expect(parseText("{A: 'b'}", 'a.template')).toEqual({ A: 'b' });
  expect(parseText('{"A": "b"}', 'a.yaml')).toEqual({ A: 'b' });
});

test('a byte-order mark is no content', () => {
  const folder = folderWith({ 'a.json': '\uFEFF{"A": 1}' });
  expect(readText(`${folder}/a.json`)).toBe('{"A": 1}');
});
