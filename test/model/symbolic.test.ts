import { source } from './build';
import { buildModel } from '../../lib/model/build-model';
import { canonicalText, carryText, isSymbolic, lookup, notComputable, splitText, symbolicParts } from '../../lib/model/symbolic';

describe('a reference', () => {
  const queue = { Q: { Type: 'AWS::SQS::Queue' } };
  const { templates } = buildModel([
    source('A', { Resources: queue }),
    source('Stage/B', { Resources: queue }, { stackPath: 'Stage/B' }),
  ]);
  const found = (text: string) => {
    const { resource, attribute } = lookup(templates[0], text) ?? {};
    return resource && [resource.template.namespace, resource.logicalId, attribute];
  };

  test.each<[string, string[] | undefined]>([
    ['${Q}', ['A', 'Q', 'Ref']],
    ['${Q.Arn}', ['A', 'Q', 'Arn']],
    ['${Q.Outputs.Arn}', ['A', 'Q', 'Outputs.Arn']],
    ['${A#Q}', ['A', 'Q', 'Ref']],
    ['${Stage/B#Q.Arn}', ['Stage/B', 'Q', 'Arn']],
    ['${Nowhere#Q}', undefined],
    ['${Nobody}', undefined],
    ['${Q}/x', undefined],
    ['x/${Q}', undefined],
    ['${Q}${Q}', undefined],
    ['${Q', undefined],
    ['Q', undefined],
    ['${AWS::Region}', undefined],
    ['${?Fn::Select(0,Q)}', undefined],
    ['', undefined],
  ])('%s means %j', (text, expected) => expect(found(text)).toEqual(expected));
});

test('a text is symbolic where it has a part in braces', () => {
  expect(['${Q}', 'a${Q.Arn}b', '${?Fn::Cidr}', '${}'].filter(isSymbolic)).toHaveLength(4);
  expect(['', 'plain', '$Q', '{Q}', '${', '${Q'].filter(isSymbolic)).toEqual([]);
  expect(symbolicParts('a${Q}b${A#Q.Arn}')).toEqual(['Q', 'A#Q.Arn']);
});

test('what is not computable is symbolic, and says of what', () => {
  expect(notComputable('Fn::Cidr')).toBe('${?Fn::Cidr}');
  expect(notComputable('Fn::Cidr', '')).toBe('${?Fn::Cidr}');
  expect(notComputable('Fn::Select', '0', 'a${Q.Arn}b{c}')).toBe('${?Fn::Select(0,aQ.Arnbc)}');
});

test('a symbolic text for readers of another template names its own', () => {
  const [a, b] = [{ namespace: 'A' }, { namespace: 'B' }];
  const text = '${Q.Arn}/${AWS::StackName}/${AWS::Region}/${B#R}/${C#S}/${?Fn::Cidr}/x';
  expect(canonicalText(a, text)).toBe('${A#Q.Arn}/${A#AWS::StackName}/${AWS::Region}/${B#R}/${C#S}/${?Fn::Cidr}/x');
  expect(carryText(text, a, b)).toBe('${A#Q.Arn}/${A#AWS::StackName}/${AWS::Region}/${R}/${C#S}/${?Fn::Cidr}/x');
  expect(carryText(text, a, { namespace: 'A' })).toBe(text);
});

test.each<[string, string, string[]]>([
  ['a:b', ':', ['a', 'b']],
  ['${AWS::Region}:x:${A#B}', ':', ['${AWS::Region}', 'x', '${A#B}']],
  ['::', ':', ['', '', '']],
  ['a${Q}b', ':', ['a${Q}b']],
  ['a${Q}:b', ':', ['a${Q}', 'b']],
  ['', ':', ['']],
])('the symbolic parts of %s stay whole where it is cut', (text, delimiter, pieces) =>
  expect(splitText(text, delimiter)).toEqual(pieces),
);
