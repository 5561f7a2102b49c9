import { fn, propertiesOf, sam } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { at } from '../../../lib/model/json';
import { withGlobals } from '../../../lib/model/sam/globals';

const merged = (globals: JsonObject, own: JsonObject, more: JsonObject = {}): JsonObject =>
  propertiesOf(sam({ F: fn(own, more) }, { Globals: { Function: globals } }), 'F');

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['a value that only the globals state', { Timeout: 5 }, {}, { Timeout: 5 }],
  ['a value of its own before the global one', { Timeout: 5 }, { Timeout: 9 }, { Timeout: 9 }],
  [
    'objects merged',
    { VpcConfig: { SubnetIds: ['s'] } },
    { VpcConfig: { Ipv6AllowedForDualStack: true } },
    { VpcConfig: { SubnetIds: ['s'], Ipv6AllowedForDualStack: true } },
  ],
  ['lists joined', { Layers: ['a'] }, { Layers: ['b'] }, { Layers: ['a', 'b'] }],
  [
    'nothing merged into what is computed',
    { VpcConfig: { SubnetIds: ['s'] } },
    { VpcConfig: { Ref: 'V' } },
    { VpcConfig: '${V}' },
  ],
  [
    'an address in place of a bucket',
    { CodeUri: { Bucket: 'b', Key: 'k' } },
    { CodeUri: 's3://own/key' },
    { Code: { S3Bucket: 'own', S3Key: 'key' } },
  ],
  [
    'a bucket in place of an address',
    { CodeUri: 's3://b/k' },
    { CodeUri: { Bucket: 'own', Key: 'key' } },
    { Code: { S3Bucket: 'own', S3Key: 'key' } },
  ],
  ['values of different kinds not merged', { Layers: ['a'] }, { Layers: { x: 1 } }, { Layers: { x: 1 } }],
  ['nothing where the globals are no object', [] as unknown as JsonObject, { Timeout: 9 }, { Timeout: 9 }],
])('%s', (_, globals, own, expected) => expect(merged(globals, own)).toMatchObject(expected));

test('a resource heeds no globals where it says so', () => {
  const globals = { Timeout: 5, MemorySize: 512 };
  expect(merged(globals, {}, { IgnoreGlobals: '*' })).not.toHaveProperty('Timeout');
  expect(merged(globals, {}, { IgnoreGlobals: ['Timeout'] })).toMatchObject({ MemorySize: 512 });
  expect(merged(globals, {}, { IgnoreGlobals: ['Timeout'] })).not.toHaveProperty('Timeout');
});

test('environment variables of the globals are the function’s', () => {
  const facts = sam(
    { F: fn({ Environment: { Variables: { B: '2' } } }) },
    { Globals: { Function: { Environment: { Variables: { A: '1' } } } } },
  );
  expect([...facts.functions[0].environment]).toEqual([
    ['A', '1'],
    ['B', '2'],
  ]);
});

test('globals of one type are not those of another', () => {
  const facts = sam(
    { T: { Type: 'AWS::Serverless::SimpleTable' } },
    { Globals: { Function: { SSESpecification: { SSEEnabled: true } } } },
  );
  expect(propertiesOf(facts, 'T')).not.toHaveProperty('SSESpecification');
});

test.each([
  [100, { global: 1, local: 2 }],
  [200, { local: 2 }],
])('what nests %d levels deep is merged as far as anything is read', (levels, expected) => {
  const nest = (value: Json): Json => {
    let nested = value;
    for (let level = 0; level < levels; level++) nested = { inner: nested };
    return nested;
  };
  const Globals = { Function: { Environment: nest({ global: 1 }) } };
  const body = { Type: 'AWS::Serverless::Function', Properties: { Environment: nest({ local: 2 }) } };
  let innermost: Json | undefined = withGlobals({ Globals }, body).Environment;
  for (let level = 0; level < levels; level++) innermost = at(innermost, 'inner');
  expect(innermost).toEqual(expected);
});
