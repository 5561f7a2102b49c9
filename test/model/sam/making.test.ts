import { fn, made, place, propertiesOf, sam, unknownIn } from './build';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { hashOf, idOf } from '../../../lib/model/sam/making';
import { resource } from '../build';

describe('what SAM appends to a name', () => {
  test.each<[string, Json, string]>([
    ['text', 'example.com', '0caaf24ab1'],
    ['a list', ['vpce-1', { Ref: 'D' }], '7e9b8a9c47'],
    ['a computed value', { 'Fn::Join': ['.', ['a', { Ref: 'P' }]] }, '0c8c649bfc'],
    ['keys in one order', { 'Fn::Sub': ['${A}.example.com', { B: { Ref: 'X' }, A: { Ref: 'Y' } }] }, '8a87c073d9'],
    ['keys in another order', { 'Fn::Sub': ['${A}.example.com', { A: { Ref: 'Y' }, B: { Ref: 'X' } }] }, '8a87c073d9'],
  ])('is the hash of %s', (_, value, expected) => expect(hashOf(value)).toBe(expected));

  test.each<[string, (inner: Json) => Json]>([
    ['lists', inner => [inner]],
    ['objects', inner => ({ a: inner })],
  ])('is there also for %s that nest deeper than anything somebody wrote', (_, around) => {
    let value: Json = 'x';
    for (let level = 0; level < 20_000; level++) value = around(value);
    expect(hashOf(value)).toMatch(/^[0-9a-f]{10}$/);
  });

  test('differs for values that differ deep inside', () => {
    const deep = (inner: string): Json => [[[[{ a: [[[[{ b: { c: { d: inner } } }]]]] }]]]];
    expect(hashOf(deep('x'))).not.toBe(hashOf(deep('y')));
  });

  test('is not needed for plain words', () => {
    expect(idOf('Plain9')).toBe('Plain9');
    expect(idOf('a-b')).toBe(hashOf('a-b'));
  });
});

test('what is made of a resource keeps of its attributes what CloudFormation acts on', () => {
  const F = fn(
    {},
    {
      Condition: 'C',
      DependsOn: ['Other'],
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Metadata: { 'aws:cdk:path': 'Stack/F', cdk_nag: { rules_to_suppress: [{ id: 'x', reason: 'because' }] } },
    },
  );
  const facts = sam({ F, Other: { Type: 'AWS::SNS::Topic' } });
  expect(resource(facts, 'F')).toMatchObject({ condition: 'C', constructPath: 'Stack/F' });
  expect(resource(facts, 'FRole')).toMatchObject({ condition: 'C', constructPath: 'Stack/F' });
  expect(resource(sam({ F: fn() }), 'FRole').condition).toBeUndefined();
});

test('what is made of several resources stands whatever decides about each, and what is made of one with it', () => {
  const Auth = { UsagePlan: { CreateUsagePlan: 'SHARED' } };
  const api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', Auth }, Condition: 'C' };
  const facts = sam({ A: api, B: { ...api, Condition: 'D' } });
  expect(resource(facts, 'ServerlessUsagePlan').condition).toBeUndefined();
  expect(resource(facts, 'Av1Stage').condition).toBe('C');
});

test('a resource that is there already is never replaced, and that is told', () => {
  const facts = sam({ F: fn(), FRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'own' } } });
  expect(propertiesOf(facts, 'FRole')).toEqual({ RoleName: 'own' });
  expect(unknownIn(facts)).toContain('F Type: becomes FRole too, and another resource is called that already');
});

test('a thing that cannot be expanded is told for each of its reasons and places, and once for each', () => {
  const event = { Type: 'Api', Properties: { Path: { Ref: 'Path' }, Method: 'get' } };
  const facts = sam({
    F: fn({ Events: { A: event, B: event, Q: { Type: 'Unheard' } } }),
    G: fn({ Events: { A: event } }),
  });
  const what = 'has an operation of an API whose path or method is not written out';
  expect(unknownIn(facts)).toEqual([
    `F Properties.Events.A: ${what}`,
    `F Properties.Events.B: ${what}`,
    'F Properties.Events.Q: has an event source that is not known: Unheard',
    `G Properties.Events.A: ${what}`,
  ]);
});

describe('text that the transform must know', () => {
  const Parameters = { Path: { Type: 'String', Default: '/p' }, Open: { Type: 'String' }, Count: { Type: 'Number', Default: 7 } };
  const pathOf = (Path: Json): string[] => {
    const Events = { E: { Type: 'HttpApi', Properties: { Path, Method: 'get' } } };
    return sam({ F: fn({ Events }) }, { Parameters }).apiMethods.map(({ method }) => method);
  };

  test.each<[string, Json, string[]]>([
    ['is written out', '/x', ['GET /x']],
    ['is a parameter’s default', { Ref: 'Path' }, ['GET /p']],
    ['may be a number', { Ref: 'Count' }, ['GET 7']],
    ['may stand as a number', 7, ['GET 7']],
    ['is not known of a parameter without a default', { Ref: 'Open' }, []],
    ['is not known of a resource', { Ref: 'F' }, []],
    ['is not known of an attribute', { 'Fn::GetAtt': ['Path', 'Default'] }, []],
    ['is not known of nothing', null, []],
    ['is not known of what is no reference alone', { Ref: 'Path', Fallback: 'x' }, []],
    ['is not known of a reference to no name', { Ref: ['Path'] }, []],
    ['is not known of a list', ['/x'], []],
  ])('%s', (_, path, expected) => expect(pathOf(path)).toEqual(expected));
});

test('a condition is turned round where something stands only without it', () => {
  const Destination: JsonObject = { 'Fn::If': ['C', { Ref: 'Given' }, { Ref: 'AWS::NoValue' }] };
  const EventInvokeConfig = { DestinationConfig: { OnFailure: { Type: 'SQS', Destination } } };
  const facts = sam(
    { F: fn({ AutoPublishAlias: 'live', EventInvokeConfig }) },
    { Conditions: { C: { 'Fn::Equals': ['a', { Ref: 'AWS::Region' }] } }, Parameters: { Given: { Type: 'String' } } },
  );
  const queue = Object.keys(made(facts)).find(id => made(facts)[id] === 'SQS::Queue') ?? 'none';
  expect(resource(facts, queue).condition).toBe('NOTC');
  expect(facts.templates[0].conditions.get('NOTC')).toEqual({ 'Fn::Not': [{ Condition: 'C' }] });
  expect(facts.templates[0].conditions.get('C')).toEqual({ 'Fn::Equals': ['a', { Ref: 'AWS::Region' }] });
  expect(place(facts, queue)).toMatch(/^F /);
});

test('what is no resource is left alone', () => {
  expect(made(sam({ F: fn(), Odd: 'text', None: null, List: [] }))).toEqual({ F: 'Lambda::Function', FRole: 'IAM::Role' });
});
