import { fn, propertiesOf, sam } from './build';
import type { Json } from '../../../lib/model/facts';
import { mentionsParts, withReferences } from '../../../lib/model/sam/references';

const REFERENCES = new Map([
  ['F.Alias', 'FAliaslive'],
  ['F.Version', 'FVersion'],
  ['Api_2.Stage', 'Api2Prod'],
]);
const meant = (value: Json): Json => withReferences(value, REFERENCES);

/** `value`, with so many lists or objects around it. */
function nested(value: Json, levels: number, around: (inner: Json) => Json): Json {
  let inner = value;
  for (let level = 0; level < levels; level++) inner = around(inner);
  return inner;
}

test.each<[string, Json, Json]>([
  ['by its name', { Ref: 'F.Alias' }, { Ref: 'FAliaslive' }],
  ['among other things', [1, { Ref: 'F.Alias' }, 'x'], [1, { Ref: 'FAliaslive' }, 'x']],
  ['beside other things', { a: 1, b: { Ref: 'F.Alias' }, c: null }, { a: 1, b: { Ref: 'FAliaslive' }, c: null }],
  ['under any one name', { Value: { Ref: 'F.Alias' } }, { Value: { Ref: 'FAliaslive' } }],
  ['by an attribute', { 'Fn::GetAtt': ['F.Alias', 'Arn'] }, { 'Fn::GetAtt': ['FAliaslive', 'Arn'] }],
  ['by an attribute in one text', { 'Fn::GetAtt': 'F.Alias.Arn' }, { 'Fn::GetAtt': ['FAliaslive', 'Arn'] }],
  ['by an attribute of an attribute', { 'Fn::GetAtt': ['F', 'Alias.A.B'] }, { 'Fn::GetAtt': ['FAliaslive', 'A.B'] }],
  ['in a text', { 'Fn::Sub': 'a ${F.Alias} b ${F.Version}' }, { 'Fn::Sub': 'a ${FAliaslive} b ${FVersion}' }],
  ['in a text, by attributes', { 'Fn::Sub': '${Api_2.Stage.A.B}' }, { 'Fn::Sub': '${Api2Prod.A.B}' }],
  [
    'in a text and its variables',
    { 'Fn::Sub': ['${F.Alias} ${X}', { X: { Ref: 'F.Version' } }] },
    { 'Fn::Sub': ['${FAliaslive} ${X}', { X: { Ref: 'FVersion' } }] },
  ],
])('a part of what SAM makes is found %s', (_, value, expected) => expect(meant(value)).toEqual(expected));

test.each<[string, Json]>([
  ['text that only looks like one', ['F.Alias', 'x']],
  ['nothing', [null, { a: null }]],
  ['another resource', { a: [{ Ref: 'F' }, { 'Fn::GetAtt': ['F', 'Arn'] }] }],
  ['an attribute of no part', { 'Fn::GetAtt': 'F.Arn.Alias' }],
  ['a part, and none of its attributes', { 'Fn::GetAtt': ['F', 'Alias'] }],
  ['an attribute that is computed', { 'Fn::GetAtt': ['F', { Ref: 'F.Alias' }] }],
  ['an attribute of nothing', { 'Fn::GetAtt': [] }],
  ['an attribute by a number', { 'Fn::GetAtt': 7 }],
  ['a reference by a number', { Ref: 7 }],
  ['a reference by a list', { Ref: ['F.Alias'] }],
  ['properties that are called like functions', { Ref: 'F.Alias', 'Fn::GetAtt': ['F.Alias', 'Arn'] }],
])('%s stays, as the same object', (_, value) => expect(meant(value)).toBe(value));

test.each<[string, Json]>([
  ['no text', { 'Fn::Sub': [{ Ref: 'F.Alias' }, {}] }],
  ['an object', { 'Fn::Sub': { a: '${F.Alias}' } }],
  ['nothing', { 'Fn::Sub': [] }],
  ['variables of its own', { 'Fn::Sub': '${F} ${F.Arn} ${!F.Alias} ${G.Alias}' }],
])('a substitution of %s stays as it is', (_, value) => expect(meant(value)).toEqual(value));

test('without anything to refer to a template stays the same object', () => {
  const value = { 'Fn::Sub': '${F.Alias}' };
  expect(withReferences(value, new Map())).toBe(value);
});

test.each<[string, (inner: Json) => Json]>([
  ['lists', inner => [inner]],
  ['objects', inner => ({ a: inner, b: 1 })],
  ['variables of substitutions', inner => ({ 'Fn::Sub': ['${X}', { X: inner, Y: 1 }] })],
])('in %s it is found as deep as anybody writes, and not looked for where nobody does', (_, around) => {
  expect(meant(nested({ Ref: 'F.Alias' }, 30, around))).toEqual(nested({ Ref: 'FAliaslive' }, 30, around));
  expect(mentionsParts(nested('F.Alias', 30, around))).toBe(true);
  const abyss = nested({ Ref: 'F.Alias' }, 20_000, around);
  expect(() => meant(abyss)).not.toThrow();
  expect(mentionsParts(abyss)).toBe(false);
});

test.each<[string, Json, boolean]>([
  ['a text', 'https://${Api.Stage}', true],
  ['an attribute', { 'Fn::GetAtt': ['F', 'Alias.Arn'] }, true],
  ['a reference', [null, 1, true, { Ref: 'Api.UsagePlanKey' }], true],
  ['a queue', { Ref: 'F.DestinationQueue' }, true],
  ['nothing', null, false],
  ['scalars', [null, 1, true, 'x'], false],
  ['a property of such a name', { Alias: 'x', StageName: 'y' }, false],
  ['a longer word', ['Api.StageName', 'F.Aliases', 'F.Alias-x', 'MyAlias'], false],
])('parts are mentioned in %s: %#', (_, value, expected) => expect(mentionsParts(value)).toBe(expected));

test('every section of a template may refer to parts, and so may every resource', () => {
  const facts = sam(
    {
      F: fn({ AutoPublishAlias: 'live' }),
      A: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1' } },
      H: { Type: 'AWS::Serverless::HttpApi', Properties: { Domain: { DomainName: 'a.com', CertificateArn: 'c' } } },
      P: {
        Type: 'Test::Subject',
        Properties: { Values: ['F.Version', 'A.Stage', 'A.Deployment', 'H.Stage', 'H.DomainName'].map(name => ({ Ref: name })) },
      },
      Q: { Type: 'Test::Subject', Properties: { Value: { 'Fn::ImportValue': 'alias' } } },
    },
    { Outputs: { O: { Value: { Ref: 'F.Alias' }, Export: { Name: 'alias' } } } },
  );
  expect(propertiesOf(facts, 'P').Values).toEqual([
    '${FVersion}',
    '${Av1Stage}',
    '${ADeployment}',
    '${HApiGatewayDefaultStage}',
    expect.stringMatching(/^\$\{ApiGatewayDomainNameV2[0-9a-f]{10}\}$/),
  ]);
  expect(propertiesOf(facts, 'Q').Value).toBe('${FAliaslive}');
});
