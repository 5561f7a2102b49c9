import type { Random } from './random';
import type { Json } from '../../lib/model/facts';

const ODD: readonly Json[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    '',
    ' ',
    'x',
    '*',
    '\u0000',
    '\ud800',
    'true',
    '-1',
    '0.0.0.0/0',
    '::/0',
    '999.1.2.3/99',
  ],
  ...[[], {}, [null], [[]], [{}], { a: null }, { Ref: null }, { '': '' }],
];
const TEXTS = [
  ...[
    'Function',
    'Role',
    '${Function}',
    '${Function.Arn}',
    '${',
    '${}',
    '${?}',
    '${Stack#Role.Arn}',
    '${AWS::Region}',
    'AWS::NoValue',
  ],
  ...[
    'arn:aws:iam::aws:policy/AdministratorAccess',
    'arn:aws:s3:::*',
    'arn:${AWS::Partition}:lambda:*:*:function:${Function}',
    'iam:*',
    '*:*',
  ],
  ...[
    '{{resolve:secretsmanager:x:SecretString:y}}',
    '{{resolve:',
    '{"a":[1,{"password":"correct-horse"}]}',
    '[[[',
    '{"Statement":[]}',
  ],
  ...[
    'https://user:pass@host',
    '$default',
    'GET /orders',
    'tcp',
    'pass tcp $HOME_NET any -> $EXTERNAL_NET any (sid:1;)',
    '2020-02-30',
    'x'.repeat(300),
  ],
];
const INTRINSICS = [
  ...[
    'Ref',
    'Fn::GetAtt',
    'Fn::Sub',
    'Fn::Join',
    'Fn::Select',
    'Fn::Split',
    'Fn::If',
    'Fn::FindInMap',
    'Fn::ImportValue',
    'Fn::Cidr',
  ],
  ...[
    'Fn::GetAZs',
    'Fn::GetStackOutput',
    'Fn::Base64',
    'Fn::Transform',
    'Fn::Length',
    'Fn::ToJsonString',
    'Fn::ForEach::Loop',
    'Condition',
  ],
];

/** Something that stands nowhere in a template that somebody wrote: or, now and then, exactly what was meant there. */
export function anyValue(random: Random, depth = 3): Json {
  switch (random.below(depth > 0 ? 6 : 2)) {
    case 0:
      return structuredClone(random.one(ODD));
    case 1:
      return random.one(TEXTS);
    case 2:
      return random.many(3, () => anyValue(random, depth - 1));
    case 3:
      return Object.fromEntries(random.many(3, () => [random.one(TEXTS), anyValue(random, depth - 1)]));
    default:
      return intrinsic(random, depth - 1);
  }
}

function intrinsic(random: Random, depth: number): Json {
  const name = random.one(INTRINSICS);
  const value = () => anyValue(random, depth);
  if (random.chance(4)) return { [name]: value() };
  switch (name) {
    case 'Fn::If':
      return { [name]: [random.one(['C0', 'C1', 'C2']), value(), value()] };
    case 'Fn::Join':
      return { [name]: [random.one(['', ':', ',']), random.many(4, value)] };
    case 'Fn::Sub':
      return { [name]: random.chance(2) ? random.one(TEXTS) : [random.one(TEXTS), { Function: value() }] };
    case 'Fn::Select':
      return { [name]: [random.below(3), value()] };
    case 'Fn::GetAtt':
      return { [name]: [random.one(['Function', 'Role', 'Key', 'Nested', 'Nobody']), random.one(['Arn', 'Outputs.O0', ''])] };
    default:
      return { [name]: value() };
  }
}

/** A value that nests as deeply as somebody has patience. */
export function deep(levels: number, kind: 'list' | 'object' | 'intrinsic'): Json {
  let value: Json = 'bottom';
  for (let level = 0; level < levels; level += 1) {
    value = kind === 'list' ? [value] : kind === 'object' ? { a: value } : { 'Fn::Join': ['', [value]] };
  }
  return value;
}
