import { resource, source } from './build';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';
import { isSymbolic, lookup } from '../../lib/model/symbolic';

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
      Prefixed: { Value: { Ref: 'Both' }, Export: { Name: 'B-Prefixed' } },
      Attribute: { Value: 'other', Export: { Name: 'QueueName' } },
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
    ["an import under the reader's own name", { 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-Prefixed' } }, '${A#Both}'],
    ['no export that is called like an attribute', { 'Fn::GetAtt': ['Q', 'QueueName'] }, '${Q.QueueName}'],
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

  test('looks for a stack in the own region where no other is named', () => {
    const same = (region: string) => source(`${region}/A`, { Outputs: { O: { Value: region } } }, { stackName: 'Same', region });
    const read = (Region: Json, ...regions: string[]) => {
      const Value = { 'Fn::GetStackOutput': { StackName: 'Same', OutputName: 'O', ...(Region === null ? {} : { Region }) } };
      const consumer = source('C', { Resources: { S: { Type: 'T', Properties: { Value } } } }, { region: 'eu-west-1' });
      return resource(buildModel([consumer, ...regions.map(same)]), 'S').properties.Value;
    };
    for (const here of [null, { Ref: 'AWS::Region' }]) {
      expect(read(here, 'eu-west-1', 'us-east-1')).toBe('eu-west-1');
      expect(read(here, 'us-east-1')).toMatch(/^\$\{\?Fn::GetStackOutput/);
    }
    expect(read('us-east-1', 'eu-west-1', 'us-east-1')).toBe('us-east-1');
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
          Properties: {
            Arn: { 'Fn::GetAtt': ['N', 'Outputs.Arn'] },
            Back: { 'Fn::GetAtt': ['N', 'Outputs.Back'] },
            Text: { 'Fn::Sub': '${N.Outputs.Arn}/*' },
          },
        },
        ...resources,
      },
    });

  test("follows a parameter to the parent's value, and an output to the child's", () => {
    const facts = buildModel([parent({ N: nesting({ P: { Ref: 'Own' } }) }), child()]);
    expect(resource(facts, 'S', 1).properties.Value).toBe('${Parent#Own}');
    expect(resource(facts, 'Reader').properties).toEqual({
      Arn: '${App/Child#Q.Arn}',
      Back: '${Own}',
      Text: '${App/Child#Q.Arn}/*',
    });
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
      Other: { Type: 'Custom::Other', Properties: { WriterProps: { exports: { '/cdk/exports/R/a.b': 'other' } } } },
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
