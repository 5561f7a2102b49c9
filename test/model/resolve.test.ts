import { resolved } from './build';
import type { Json, JsonObject } from '../../lib/model/facts';
import { isSymbolic } from '../../lib/model/symbolic';

const TEMPLATE: JsonObject = {
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Size: { Type: 'Number', Default: 5 },
    Open: { Type: 'String' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
    Ports: { Type: 'List<Number>', Default: '80,443' },
    Secret: { Type: 'String', Default: 'hunter2', NoEcho: true },
    Anything: { Type: 'String', Default: 'dev', AllowedValues: ['dev', '*'] },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/a/name' },
    Odd: { Type: 'String', Default: { not: 'text' } },
    'Dotted.Name': { Type: 'String', Default: 'dotted' },
  },
  Mappings: { Sizes: { dev: { memory: 128, names: ['x', 'y'] } } },
  Resources: {
    Q: { Type: 'AWS::SQS::Queue' },
    R: { Type: 'AWS::SQS::Queue' },
    F: { Type: 'AWS::Lambda::Function', Properties: {} },
    Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' }, Name: 'live' } },
    Nameless: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { 'Fn::Sub': 'x' } } },
    V: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: 'plain' } },
  },
};

type Cases = ReadonlyArray<readonly [string, Json, Json | undefined]>;

const CASES: Readonly<Record<string, Cases>> = {
  'literals and references': [
    ['a literal', 'text', 'text'],
    ['numbers, booleans and null', [1, true, null], [1, true, null]],
    ['a reference to a resource', { Ref: 'Q' }, '${Q}'],
    ['an unknown reference', { Ref: 'Nobody' }, '${Nobody}'],
    ['a malformed reference', { Ref: ['Q'] }, '${?Ref}'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, '${AWS::Region}'],
    ['a property that is not there', { Ref: 'AWS::NoValue' }, undefined],
    ['an item that is not there', ['a', { Ref: 'AWS::NoValue' }], ['a']],
    ['a nested property that is not there', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['an attribute', { 'Fn::GetAtt': ['Q', 'Arn'] }, '${Q.Arn}'],
    ['an attribute as text', { 'Fn::GetAtt': 'Q.Arn' }, '${Q.Arn}'],
    ['an attribute of an attribute', { 'Fn::GetAtt': ['Q', 'Outputs.Arn'] }, '${Q.Outputs.Arn}'],
    ['an attribute named by a parameter', { 'Fn::GetAtt': ['Q', { Ref: 'Stage' }] }, '${Q.dev}'],
    ['a malformed attribute', { 'Fn::GetAtt': 'Q' }, '${?Fn::GetAtt}'],
    ['an attribute of what only a reference names', { 'Fn::GetAtt': [{ Ref: 'Q' }, 'Arn'] }, '${?Fn::GetAtt}'],
  ],
  parameters: [
    ['a parameter with a default', { Ref: 'Stage' }, 'dev'],
    ['a number as a default', { Ref: 'Size' }, '5'],
    ['a default that is no text', { Ref: 'Odd' }, '${Odd}'],
    ['a parameter without a default', { Ref: 'Open' }, '${Open}'],
    ['a list as a default', { Ref: 'Zones' }, ['a', 'b', 'c']],
    ['a list without a default', { Ref: 'Subnets' }, '${Subnets}'],
    ['a list of numbers', { Ref: 'Ports' }, ['80', '443']],
    ['a secret, whatever its default', { Ref: 'Secret' }, '${Secret}'],
    ['a parameter that may be anything, whatever its default', { Ref: 'Anything' }, '${Anything}'],
    ['an SSM parameter, whose default is a name', { Ref: 'Image' }, '${Image}'],
  ],
  'joins and substitutions': [
    ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'Q' }, 1, true]] }, 'a-${Q}-1-true'],
    ['a join of a list parameter', { 'Fn::Join': ['+', { Ref: 'Zones' }] }, 'a+b+c'],
    ['a join of an unknown list', { 'Fn::Join': ['+', { Ref: 'Subnets' }] }, '${?Fn::Join(+,Subnets)}'],
    ['a join of one text', { 'Fn::Join': ['+', { Ref: 'Stage' }] }, 'dev'],
    ['a list within a join', { 'Fn::Join': ['+', [{ Ref: 'Zones' }, 'z']] }, 'a,b,c+z'],
    ['a join of objects', { 'Fn::Join': ['', [{ a: 1 }]] }, '${?Fn::Join}'],
    ['a join without delimiter', { 'Fn::Join': [1, ['a']] }, '${?Fn::Join}'],
    [
      'a substitution',
      { 'Fn::Sub': '${Stage}-${Q}-${Q.Arn}-${AWS::AccountId}-${ Size }' },
      'dev-${Q}-${Q.Arn}-${AWS::AccountId}-5',
    ],
    ['a substitution with variables', { 'Fn::Sub': ['${a}${b}', { a: { Ref: 'Stage' }, b: 'x' }] }, 'devx'],
    ['a literal in a substitution', { 'Fn::Sub': 'home/${!aws:username}' }, 'home/${aws:username}'],
    ['a dotted parameter in a substitution', { 'Fn::Sub': '${Dotted.Name}' }, 'dotted'],
    ['an inherited name in a substitution', { 'Fn::Sub': ['${constructor}', {}] }, '${constructor}'],
    ['a malformed substitution', { 'Fn::Sub': { a: 1 } }, '${?Fn::Sub}'],
    ['a substitution by an object', { 'Fn::Sub': ['${a}', { a: { b: 1 } }] }, '${?Fn::Join}'],
  ],
  'selections and splits': [
    ['a selection', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['a selection by text', { 'Fn::Select': ['0', { Ref: 'Zones' }] }, 'a'],
    ['a selection from an unknown list', { 'Fn::Select': [0, { Ref: 'Subnets' }] }, '${?Fn::Select(0,Subnets)}'],
    ['a selection out of range', { 'Fn::Select': [7, ['a']] }, '${?Fn::Select(7)}'],
    ['a selection far down a list', { 'Fn::Select': [10, [...'abcdefghijk']] }, 'k'],
    ['a selection by no number', { 'Fn::Select': [{ a: 1 }, ['a']] }, '${?Fn::Select}'],
    ['zones', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, '${?Fn::Select(0,?Fn::GetAZs)}'],
    ['a split', { 'Fn::Split': ['|', 'a|b'] }, ['a', 'b']],
    [
      'a split beside pseudo parameters',
      { 'Fn::Select': [3, { 'Fn::Split': [':', { 'Fn::Sub': 'arn:${AWS::Partition}:s3:${AWS::Region}:x' }] }] },
      '${AWS::Region}',
    ],
    [
      'a split of references joined by commas',
      { 'Fn::Split': [',', { 'Fn::Join': [',', [{ Ref: 'Q' }, { Ref: 'R' }]] }] },
      ['${Q}', '${R}'],
    ],
    ['a split of an ARN that nobody knows', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Q', 'Arn'] }] }, '${?Fn::Split(:,Q.Arn)}'],
    ['a split of an unknown parameter', { 'Fn::Split': [',', { Ref: 'Open' }] }, '${?Fn::Split(,,Open)}'],
    ['a malformed split', { 'Fn::Split': ['', 'a'] }, '${?Fn::Split}'],
    ['a split by no text', { 'Fn::Split': [1, 'a1b'] }, '${?Fn::Split}'],
    ['a split of no text', { 'Fn::Split': ['|', { a: 1 }] }, '${?Fn::Split}'],
    [
      'a split of ARNs joined by commas',
      { 'Fn::Split': [',', { 'Fn::Join': [',', [{ 'Fn::GetAtt': ['Q', 'Arn'] }, { 'Fn::GetAtt': ['R', 'Arn'] }]] }] },
      ['${Q.Arn}', '${R.Arn}'],
    ],
    [
      'a split of what nobody could compute',
      { 'Fn::Split': [',', { 'Fn::Select': [0, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Q', 'Arn'] }] }] }] },
      '${?Fn::Split(,,?Fn::Select(0,?Fn::Split(:,Q.Arn)))}',
    ],
    ['a split beside what no template holds', { 'Fn::Split': [',', '${X#Q},a'] }, '${?Fn::Split(,,X#Q,a)}'],
  ],
  'the ARNs of functions': [
    ['the name in an alias ARN', { 'Fn::Select': [7, { 'Fn::Split': [':', { Ref: 'Live' }] }] }, 'live'],
    [
      'the function in an alias ARN',
      { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Live', 'AliasArn'] }] }] },
      '${F}',
    ],
    ['an alias whose name nobody knows', { 'Fn::Select': [7, { 'Fn::Split': [':', { Ref: 'Nameless' }] }] }, '${Nameless.Name}'],
    [
      'an alias whose function nobody knows',
      { 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: 'Nameless' }] }] },
      '${?FunctionName}',
    ],
    ['the function in a version ARN', { 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: 'V' }] }] }, 'plain'],
    ['a function that is named and not given as an ARN', { 'Fn::Split': [':', { Ref: 'F' }] }, '${?Fn::Split(:,F)}'],
    ['the number of a version', { 'Fn::Split': [':', { 'Fn::GetAtt': ['V', 'Version'] }] }, '${?Fn::Split(:,V.Version)}'],
    ['another attribute of an alias', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Live', 'Name'] }] }, '${?Fn::Split(:,Live.Name)}'],
    ['more than the ARN of an alias', { 'Fn::Split': [':', { 'Fn::Sub': '${Live}/x' }] }, '${?Fn::Split(:,Live/x)}'],
    ['less than the ARN of an alias', { 'Fn::Split': [':', { 'Fn::Sub': 'x/${Live}' }] }, '${?Fn::Split(:,x/Live)}'],
    ['the function in its ARN', { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': ['F', 'Arn'] }] }] }, '${F}'],
    ['an ARN cut elsewhere than at its colons', { 'Fn::Split': ['/', { 'Fn::GetAtt': ['F', 'Arn'] }] }, '${?Fn::Split(/,F.Arn)}'],
  ],
  maps: [
    ['a map', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
    ['a list in a map', { 'Fn::FindInMap': ['Sizes', 'dev', 'names'] }, ['x', 'y']],
    ['a map by region', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'x'] }, '${?Fn::FindInMap(Sizes,AWS::Region,x)}'],
    ['a default of a map', { 'Fn::FindInMap': ['Sizes', 'prod', 'memory', { DefaultValue: 64 }] }, 64],
    [
      'an inherited key of a map',
      { 'Fn::FindInMap': ['Sizes', 'dev', 'constructor'] },
      '${?Fn::FindInMap(Sizes,dev,constructor)}',
    ],
    ['a malformed map', { 'Fn::FindInMap': 'Sizes' }, '${?Fn::FindInMap}'],
  ],
  'other functions': [
    ['base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['base64 of a symbol', { 'Fn::Base64': { Ref: 'Q' } }, '${?Fn::Base64(Q)}'],
    ['base64 of an object', { 'Fn::Base64': {} }, '${?Fn::Base64}'],
    ['JSON text', { 'Fn::ToJsonString': { a: { Ref: 'Stage' } } }, '{"a":"dev"}'],
    ['a length', { 'Fn::Length': { Ref: 'Zones' } }, 3],
    ['an unknown length', { 'Fn::Length': { Ref: 'Subnets' } }, '${?Fn::Length}'],
    ['an import from outside', { 'Fn::ImportValue': 'vpc-id' }, '${?Fn::ImportValue(vpc-id)}'],
    ['a malformed import', { 'Fn::ImportValue': {} }, '${?Fn::ImportValue}'],
    ['an output from outside', { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'B' } }, '${?Fn::GetStackOutput(A,B,)}'],
    ['a malformed output', { 'Fn::GetStackOutput': 'A' }, '${?Fn::GetStackOutput}'],
    ['an output without a name', { 'Fn::GetStackOutput': { StackName: 'A' } }, '${?Fn::GetStackOutput}'],
    ['an output of no stack', { 'Fn::GetStackOutput': { OutputName: 'B' } }, '${?Fn::GetStackOutput}'],
    ['an intrinsic that nobody knows', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, '${?Fn::Cidr}'],
    ['a macro beside other keys', { a: 1, 'Fn::Transform': { Name: 'M' } }, { a: 1, 'Fn::Transform': '${?Fn::Transform}' }],
  ],
  decisions: [
    ['a decision', { 'Fn::If': ['C', 'a', { Ref: 'Stage' }] }, { 'Fn::If': ['C', 'a', 'dev'] }],
    [
      'a decision with nothing on one side',
      { 'Fn::If': ['C', 'a', { Ref: 'AWS::NoValue' }] },
      { 'Fn::If': ['C', 'a', { Ref: 'AWS::NoValue' }] },
    ],
    ['a decision between equal texts', { 'Fn::If': ['C', 'dev', { Ref: 'Stage' }] }, 'dev'],
    ['a decision between equal objects', { 'Fn::If': ['C', { a: 'dev' }, { a: { Ref: 'Stage' } }] }, { a: 'dev' }],
    ['a decision between equal lists', { 'Fn::If': ['C', ['dev'], [{ Ref: 'Stage' }]] }, ['dev']],
    ['a decision between nothing and a text', { 'Fn::If': ['C', null, 'null'] }, { 'Fn::If': ['C', null, 'null'] }],
    [
      'six decisions in a text, which are as many as are followed',
      { 'Fn::Length': [...'ABCDEF'].map(name => ({ 'Fn::If': [name, '1', '0'] })) },
      6,
    ],
    ['a malformed decision', { 'Fn::If': ['C', 'a'] }, '${?Fn::If}'],
    ['a decision without a name', { 'Fn::If': [1, 'a', 'b'] }, '${?Fn::If}'],
    ['a decision about itself', { 'Fn::If': ['C', { 'Fn::If': ['C', 'a', 'b'] }, 'c'] }, { 'Fn::If': ['C', 'a', 'c'] }],
    ['a decision about itself, turned', { 'Fn::If': ['C', 'c', { 'Fn::If': ['C', 'a', 'b'] }] }, { 'Fn::If': ['C', 'c', 'b'] }],
    ['a decision inside a text', { 'Fn::Join': ['', ['x', { 'Fn::If': ['C', 'a', 'b'] }]] }, { 'Fn::If': ['C', 'xa', 'xb'] }],
    [
      'one decision twice in a text',
      { 'Fn::Sub': ['${a}${a}', { a: { 'Fn::If': ['C', '1', '2'] } }] },
      { 'Fn::If': ['C', '11', '22'] },
    ],
    [
      'two decisions in a text',
      { 'Fn::Join': ['', [{ 'Fn::If': ['C', 'a', 'b'] }, { 'Fn::If': ['D', { Ref: 'AWS::NoValue' }, 'd'] }]] },
      { 'Fn::If': ['C', { 'Fn::If': ['D', 'a', 'ad'] }, { 'Fn::If': ['D', 'b', 'bd'] }] },
    ],
    [
      'a decision about a whole operand',
      { 'Fn::Base64': { 'Fn::If': ['C', 'hello', { Ref: 'AWS::NoValue' }] } },
      { 'Fn::If': ['C', 'aGVsbG8=', { Ref: 'AWS::NoValue' }] },
    ],
    [
      'too many decisions in a text',
      { 'Fn::Join': ['', [...'ABCDEFG'].map(name => ({ 'Fn::If': [name, '1', '0'] }))] },
      '${?Fn::Join}',
    ],
  ],
};

test.each(Object.entries(CASES))('resolves %s', (_, cases) => {
  const results = cases.map(([law, value]) => [law, resolved(value, TEMPLATE)] as const);
  expect(Object.fromEntries(results)).toEqual(Object.fromEntries(cases.map(([law, , expected]) => [law, expected])));
});

test('does not compute texts longer than any template', () => {
  const long = 'x'.repeat(2000);
  const Parameters = { Long: { Type: 'String', Default: long } };
  expect(resolved({ 'Fn::Join': ['', Array<Json>(600).fill({ Ref: 'Long' })] }, { Parameters })).toBe('${?Fn::Join}');
});

test('follows values as deep as templates nest, and no deeper', () => {
  const nested = (levels: number) => Array.from({ length: levels }).reduce<Json>(value => [value], { Ref: 'Q' });
  const seen = (levels: number) => JSON.stringify(resolved(nested(levels))).replace(/[[\]"]/g, '');
  expect([148, 149, 5000].map(seen)).toEqual(['${Q}', '${?Depth}', '${?Depth}']);
});

test('follows as many values as a template holds', () => {
  const values = Array.from({ length: 1000 }, () => ({ inner: [{ Ref: 'Q' }] }));
  expect(resolved(values)).toEqual(values.map(() => ({ inner: ['${Q}'] })));
});

test('passes on what is literal as it stands', () => {
  const value = { list: ['a', 1, { b: null }], text: 'c' };
  expect(resolved(value)).toBe(value);
  expect((resolved({ ...value, more: { Ref: 'Q' } }) as JsonObject).list).toBe(value.list);
});

test('knows a symbolic text by its braces', () => {
  expect(['${Q}', 'a${Q.Arn}b', '${?Fn::Cidr}'].every(isSymbolic)).toBe(true);
  expect(['', 'plain', '$Q', '{Q}', '${'].some(isSymbolic)).toBe(false);
});
