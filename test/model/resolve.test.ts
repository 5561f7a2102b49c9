import { modelOf, resolved, resource, source } from './build';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';
import { isSymbolic, lookup } from '../../lib/model/symbolic';

const TEMPLATE: JsonObject = {
  Parameters: {
    Stage: { Type: 'String', Default: 'dev' },
    Size: { Type: 'Number', Default: 5 },
    Open: { Type: 'String' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
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

const CASES: ReadonlyArray<readonly [string, Json, Json | undefined]> = [
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
  ['a parameter with a default', { Ref: 'Stage' }, 'dev'],
  ['a number as a default', { Ref: 'Size' }, '5'],
  ['a default that is no text', { Ref: 'Odd' }, '${Odd}'],
  ['a parameter without a default', { Ref: 'Open' }, '${Open}'],
  ['a list as a default', { Ref: 'Zones' }, ['a', 'b', 'c']],
  ['a list without a default', { Ref: 'Subnets' }, '${Subnets}'],
  ['an SSM parameter, whose default is a name', { Ref: 'Image' }, '${Image}'],
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
  ['a selection', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
  ['a selection by text', { 'Fn::Select': ['0', { Ref: 'Zones' }] }, 'a'],
  ['a selection from an unknown list', { 'Fn::Select': [0, { Ref: 'Subnets' }] }, '${?Fn::Select(0,Subnets)}'],
  ['a selection out of range', { 'Fn::Select': [7, ['a']] }, '${?Fn::Select(7)}'],
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
  ['the name in an alias ARN', { 'Fn::Select': [7, { 'Fn::Split': [':', { Ref: 'Live' }] }] }, 'live'],
  ['the function in an alias ARN', { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Live', 'AliasArn'] }] }] }, '${F}'],
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
  ['a map', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 128],
  ['a list in a map', { 'Fn::FindInMap': ['Sizes', 'dev', 'names'] }, ['x', 'y']],
  ['a map by region', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'x'] }, '${?Fn::FindInMap(Sizes,AWS::Region,x)}'],
  ['a default of a map', { 'Fn::FindInMap': ['Sizes', 'prod', 'memory', { DefaultValue: 64 }] }, 64],
  ['an inherited key of a map', { 'Fn::FindInMap': ['Sizes', 'dev', 'constructor'] }, '${?Fn::FindInMap(Sizes,dev,constructor)}'],
  ['a malformed map', { 'Fn::FindInMap': 'Sizes' }, '${?Fn::FindInMap}'],
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
  ['an intrinsic that nobody knows', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, '${?Fn::Cidr}'],
  ['a macro beside other keys', { a: 1, 'Fn::Transform': { Name: 'M' } }, { a: 1, 'Fn::Transform': '${?Fn::Transform}' }],
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
  ['a decision about itself', { 'Fn::If': ['C', { 'Fn::If': ['C', 'a', 'b'] }, 'c'] }, { 'Fn::If': ['C', 'a', 'c'] }],
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
];

test.each(CASES)('resolves %s', (_, value, expected) => {
  expect(resolved(value, TEMPLATE)).toEqual(expected);
});

test('does not compute texts longer than any template', () => {
  const long = 'x'.repeat(2000);
  const Parameters = { Long: { Type: 'String', Default: long } };
  expect(resolved({ 'Fn::Join': ['', Array<Json>(600).fill({ Ref: 'Long' })] }, { Parameters })).toBe('${?Fn::Join}');
});

test('does not follow values deeper than any template', () => {
  let value: Json = 'end';
  for (let level = 0; level < 5000; level++) value = [value];
  expect(JSON.stringify(resolved(value))).toContain('${?Depth}');
});

test('knows a symbolic text by its braces', () => {
  expect(['${Q}', 'a${Q.Arn}b', '${?Fn::Cidr}'].every(isSymbolic)).toBe(true);
  expect(['', 'plain', '$Q', '{Q}', '${'].some(isSymbolic)).toBe(false);
});

describe('across stacks', () => {
  const producer = {
    Resources: { Q: { Type: 'AWS::SQS::Queue' }, Both: { Type: 'AWS::SQS::Queue' } },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Open' }, 'prod'] } },
    Parameters: { Open: { Type: 'String' } },
    Outputs: {
      Arn: { Value: { 'Fn::GetAtt': ['Q', 'Arn'] }, Export: { Name: 'A:Arn' } },
      Named: {
        Value: { 'Fn::Sub': '${AWS::StackName}/${AWS::Region}/${Open}/${Q}' },
        Export: { Name: { 'Fn::Sub': '${AWS::StackName}-Named' } },
      },
      Decided: { Value: { 'Fn::If': ['IsProd', { Ref: 'Q' }, 'none'] }, Export: { Name: 'Decided' } },
      List: { Value: ['no', 'text'], Export: { Name: 'List' } },
      Pair: { Value: { 'Fn::Join': ['||', [{ Ref: 'Q' }, { Ref: 'Both' }]] }, Export: { Name: 'Pair' } },
      Valueless: { Export: { Name: 'Valueless' } },
      Unnamed: { Value: 1, Export: 'Unnamed' },
    },
  };

  function reading(value: Json, ...others: ReturnType<typeof source>[]) {
    const consumer = source('B', {
      Resources: { Q: { Type: 'AWS::SNS::Topic' }, Subject: { Type: 'T', Properties: { Value: value } } },
    });
    const facts = buildModel([consumer, source('A', producer), ...others]);
    return { facts, value: resource(facts, 'Subject').properties.Value };
  }

  test.each<[string, Json, Json]>([
    ['an import', { 'Fn::ImportValue': 'A:Arn' }, '${A#Q.Arn}'],
    ['an output', { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'Arn', Region: { Ref: 'AWS::Region' } } }, '${A#Q.Arn}'],
    ['an output without region', { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'Arn' } }, '${A#Q.Arn}'],
    [
      'an output that is not there',
      { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'X' } },
      '${?Fn::GetStackOutput(A,X,)}',
    ],
    ["an import under the stack's name", { 'Fn::ImportValue': 'A-Named' }, '${A#AWS::StackName}/${AWS::Region}/${A#Open}/${A#Q}'],
    ['an import inside a text', { 'Fn::Sub': ['${a}/*', { a: { 'Fn::ImportValue': 'A:Arn' } }] }, '${A#Q.Arn}/*'],
    ['an import that a condition decides', { 'Fn::ImportValue': 'Decided' }, { 'Fn::If': ['A#IsProd', '${A#Q}', 'none'] }],
    ['an import that is no text', { 'Fn::ImportValue': 'List' }, '${?Output}'],
    ['an imported list', { 'Fn::Split': ['||', { 'Fn::ImportValue': 'Pair' }] }, ['${A#Q}', '${A#Both}']],
    ['an import without a value', { 'Fn::ImportValue': 'Valueless' }, '${?Fn::ImportValue(Valueless)}'],
  ])('follows %s', (_, value, expected) => {
    expect(reading(value).value).toEqual(expected);
  });

  test('keeps equal logical ids of two templates apart', () => {
    const { facts, value } = reading({ 'Fn::ImportValue': 'A:Arn' });
    const [consumer] = facts.templates;
    expect(lookup(consumer, String(value))).toMatchObject({ attribute: 'Arn', resource: { type: 'AWS::SQS::Queue' } });
    expect(lookup(consumer, '${Q.Arn}')).toMatchObject({ attribute: 'Arn', resource: { type: 'AWS::SNS::Topic' } });
    expect(lookup(consumer, '${Q}')?.attribute).toBe('Ref');
  });

  test.each(['plain', '${Q.Arn}/*', '${X#Q}', '${Nobody}', '${?Fn::Cidr}', '${AWS::Region}'])(
    'finds no resource behind %s',
    text => {
      const { facts } = reading('');
      expect(lookup(facts.templates[0], text)).toBeUndefined();
    },
  );

  test('gives a value that went through another stack its own name back', () => {
    const first = source('First', {
      Resources: { Q: { Type: 'AWS::SQS::Queue' }, S: { Type: 'T', Properties: { Value: { 'Fn::ImportValue': 'Through' } } } },
      Outputs: { Q: { Value: { Ref: 'Q' }, Export: { Name: 'Q' } } },
    });
    const second = source('Second', { Outputs: { Q: { Value: { 'Fn::ImportValue': 'Q' }, Export: { Name: 'Through' } } } });
    expect(resource(buildModel([first, second]), 'S').properties.Value).toBe('${Q}');
  });

  test('ends where stacks import from each other', () => {
    const ring = (name: string, other: string) =>
      source(name, {
        Resources: { S: { Type: 'T', Properties: { Value: { 'Fn::ImportValue': other } } } },
        Outputs: { O: { Value: { 'Fn::Join': ['', [name, { 'Fn::ImportValue': other }]] }, Export: { Name: name } } },
      });
    const facts = buildModel([ring('X', 'Y'), ring('Y', 'X')]);
    expect(resource(facts, 'S').properties.Value).toContain('${?Cycle}');
  });

  test('ends after a long chain of imports', () => {
    const chain = Array.from({ length: 500 }, (_, index) =>
      source(`S${index}`, {
        Resources: { S: { Type: 'T', Properties: { Value: { 'Fn::ImportValue': `E${index + 1}` } } } },
        Outputs: { O: { Value: { 'Fn::ImportValue': `E${index + 1}` }, Export: { Name: `E${index}` } } },
      }),
    );
    expect(isSymbolic(String(resource(buildModel(chain), 'S').properties.Value))).toBe(true);
  });

  test('prefers the export of its own environment, then of its own folder', () => {
    const exporter = (path: string, id: string, more = {}) =>
      source(
        path,
        { Resources: { [id]: { Type: 'T' } }, Outputs: { O: { Value: { Ref: id }, Export: { Name: 'Shared' } } } },
        more,
      );
    const importer = (path: string, more = {}) =>
      source(path, { Resources: { S: { Type: 'T', Properties: { Value: { 'Fn::ImportValue': 'Shared' } } } } }, more);
    const read = (...sources: ReturnType<typeof source>[]) => resource(buildModel(sources), 'S').properties.Value;
    expect(read(importer('beta/I'), exporter('beta/E', 'Beta'), exporter('prod/E', 'Prod'))).toBe('${E#Beta}');
    const west = { region: 'us-west-2', account: '1' };
    expect(
      read(importer('a/I', west), exporter('a/E', 'East', { region: 'us-east-1', account: '1' }), exporter('b/E', 'West', west)),
    ).toBe('${b/E.template.json#West}');
    expect(read(importer('a/I'), exporter('b/E', 'One'), exporter('c/E', 'Two'))).toBe('${?Fn::ImportValue(Shared)}');
  });

  test('tells stacks of one name in two regions apart', () => {
    const named = (path: string, region: string) =>
      source(
        path,
        { Resources: { [`Q${region.length}`]: { Type: 'T' } }, Outputs: { O: { Value: region } } },
        { stackName: 'Same', region },
      );
    const value = { 'Fn::GetStackOutput': { StackName: 'Same', OutputName: 'O', Region: 'eu-west-1' } };
    const consumer = source('C', { Resources: { S: { Type: 'T', Properties: { Value: value } } } });
    expect(resource(buildModel([consumer, named('x/A', 'us-east-1'), named('y/A', 'eu-west-1')]), 'S').properties.Value).toBe(
      'eu-west-1',
    );
  });

  test('marks names by construct path, then file, then full path, then number', () => {
    const empty = (path: string, stackPath?: string) => source(path, {}, stackPath === undefined ? {} : { stackPath });
    const facts = buildModel([empty('x/A', 'Prod/A${b}'), empty('x/A'), empty('y/A'), empty('y/A')]);
    expect(facts.templates.map(({ namespace }) => namespace)).toEqual(['Prod/A__b_', 'A', 'y/A.template.json', '3']);
  });
});

describe('nested stacks', () => {
  const child = (parameters: JsonObject = { P: { Type: 'String' } }) =>
    source(
      'cdk.out/Child.nested',
      {
        Parameters: parameters,
        Resources: { Q: { Type: 'AWS::SQS::Queue' }, S: { Type: 'T', Properties: { Value: { Ref: 'P' } } } },
        Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Q', 'Arn'] } }, Back: { Value: { Ref: 'P' } } },
      },
      { stackPath: 'App/Child' },
    );
  const nesting = (parameters: JsonObject, asset: Json = 'Child.nested.template.json'): JsonObject => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { Parameters: parameters },
    Metadata: { 'aws:asset:path': asset },
  });
  const parent = (resources: JsonObject) =>
    source('cdk.out/Parent', {
      Resources: {
        Own: { Type: 'AWS::SNS::Topic' },
        Reader: {
          Type: 'T',
          Properties: { Arn: { 'Fn::GetAtt': ['N', 'Outputs.Arn'] }, Back: { 'Fn::GetAtt': ['N', 'Outputs.Back'] } },
        },
        ...resources,
      },
    });

  test("follows a parameter to the parent's value, and an output to the child's", () => {
    const facts = buildModel([parent({ N: nesting({ P: { Ref: 'Own' } }) }), child()]);
    expect(resource(facts, 'S', 1).properties.Value).toBe('${Parent#Own}');
    expect(resource(facts, 'Reader').properties).toEqual({ Arn: '${App/Child#Q.Arn}', Back: '${Own}' });
    expect(facts.unseenStacks).toEqual([]);
  });

  test("carries the parent's conditions with the value", () => {
    const facts = buildModel([parent({ N: nesting({ P: { 'Fn::If': ['C', { Ref: 'Own' }, 'x'] } }) }), child()]);
    expect(resource(facts, 'S', 1).properties.Value).toEqual({ 'Fn::If': ['Parent#C', '${Parent#Own}', 'x'] });
  });

  test.each<[string, Json, Json]>([
    ['known items', { 'Fn::Join': [',', [{ Ref: 'Own' }, 'b']] }, ['${Parent#Own}', 'b']],
    ['items as a list', ['a', { Ref: 'Own' }, {}], ['a', '${Parent#Own}', '${?Ref}']],
    ['items that nobody knows', { Ref: 'Nobody' }, '${Parent#Nobody}'],
  ])('hands on a list with %s', (_, value, expected) => {
    const facts = buildModel([parent({ N: nesting({ P: value }) }), child({ P: { Type: 'CommaDelimitedList' } })]);
    expect(resource(facts, 'S', 1).properties.Value).toEqual(expected);
  });

  test('keeps a parameter symbolic that two parents give different values', () => {
    const facts = buildModel([parent({ N: nesting({ P: 'a' }), M: nesting({ P: 'b' }) }), child()]);
    expect(resource(facts, 'S', 1).properties.Value).toBe('${P}');
  });

  test('uses the default where the parent passes nothing', () => {
    const facts = buildModel([parent({ N: nesting({}) }), child({ P: { Type: 'String', Default: 'd' } })]);
    expect(resource(facts, 'S', 1).properties.Value).toBe('d');
  });

  test('takes the tie from the source where the template has no metadata', () => {
    const tied = {
      ...child(),
      nestedIn: [
        { path: 'cdk.out/Parent.template.json', logicalId: 'N' },
        { path: 'nowhere', logicalId: 'N' },
      ],
    };
    const facts = buildModel([parent({ N: nesting({ P: 'a' }, null) }), tied]);
    expect(resource(facts, 'S', 1).properties.Value).toBe('a');
  });

  test('lists a stack whose template was not given, and keeps its outputs symbolic', () => {
    const facts = buildModel([parent({ N: nesting({}, 'Elsewhere.json') })]);
    expect(facts.unseenStacks.map(({ logicalId }) => logicalId)).toEqual(['N']);
    expect(resource(facts, 'Reader').properties.Arn).toBe('${N.Outputs.Arn}');
  });

  test('ends where a parameter and an output lead to each other', () => {
    const facts = buildModel([parent({ N: nesting({ P: { 'Fn::GetAtt': ['N', 'Outputs.Back'] } }) }), child()]);
    expect(resource(facts, 'S', 1).properties.Value).toBe('${?Cycle}');
  });
});

test('reads what one region exports to another through parameters', () => {
  const writer = source('W', {
    Resources: {
      Q: { Type: 'AWS::SQS::Queue' },
      Writer: {
        Type: 'Custom::CrossRegionExportWriter',
        Properties: { WriterProps: { exports: { '/cdk/exports/R/a.b': { Ref: 'Q' } } } },
      },
    },
  });
  const reader = source('R', {
    Resources: {
      Reader: { Type: 'Custom::CrossRegionExportReader' },
      S: { Type: 'T', Properties: { Value: { 'Fn::GetAtt': ['Reader', '/cdk/exports/R/a.b'] } } },
    },
  });
  expect(resource(buildModel([reader, writer]), 'S').properties.Value).toBe('${W#Q}');
});

test('leaves out resources without a type', () => {
  expect([...modelOf({ Resources: { A: {}, B: { Type: 1 }, C: null, D: { Type: 'T' } } }).templates[0].resources.keys()]).toEqual(
    ['D'],
  );
});
