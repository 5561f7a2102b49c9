import { asText } from '../../lib/iam/text';

const circular: Record<string, unknown> = { a: 1, b: 2 };
circular.self = circular;

test.each<[unknown, string]>([
  ['arn:aws:s3:::*', 'arn:aws:s3:::*'],
  [7, '7'],
  [true, 'true'],
  [{ Ref: 'Bucket' }, '${Bucket}'],
  [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '${Bucket.Arn}'],
  [{ 'Fn::GetAtt': 'Bucket.Arn' }, '${Bucket.Arn}'],
  [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::*' }, 'arn:${AWS::Partition}:s3:::*'],
  [{ 'Fn::Sub': ['${Name}/${Other}', { Name: { Ref: 'Bucket' } }] }, '${Bucket}/${Other}'],
  [{ 'Fn::Sub': 'home/${!aws:username}' }, 'home/${aws:username}'],
  [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::*:role/*']] }, 'arn:${AWS::Partition}:iam::*:role/*'],
  [{ 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '*']] }, '${Bucket.Arn}/*'],
  [{ 'Fn::ImportValue': 'KeyArn' }, '${"Fn::ImportValue":"KeyArn"}'],
  [{ 'Fn::Join': 'nonsense' }, '${"Fn::Join":"nonsense"}'],
  [{ 'Fn::Join': [''] }, '${"Fn::Join":[""]}'],
  [{ 'Fn::Sub': 7 }, '${"Fn::Sub":7}'],
  [{ constructor: 'x' }, '${"constructor":"x"}'],
  [{ a: 1, b: { c: 2 } }, '${"a":1,"b":"c":2}'],
  [{ toJSON: () => undefined }, '${unresolved}'],
])('reads %j as %s', (value, text) => {
  expect(asText(value)).toBe(text);
});

test('gives every object that refers to itself the same placeholder', () => {
  expect(asText(circular)).toBe('${unresolved}');
});
