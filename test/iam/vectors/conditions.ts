import type { Page } from './vector';
import { GUIDE } from './vector';

/** Whether a request passes a condition on the service to which it passes a role; `undefined` where it passes none, so that the key is absent. */
export interface ConditionVector {
  readonly operator: string;
  readonly values: readonly string[];
  readonly service: string | undefined;
  readonly passes: boolean;
}

/** Whether the grammar of policies has an operator. */
export interface OperatorVector {
  readonly operator: string;
  readonly known: boolean;
}

const LAMBDA = 'lambda.amazonaws.com';
const EC2 = 'ec2.amazonaws.com';
const SERVICES = [LAMBDA, EC2, undefined];

/** What the values of a condition match, for each way of comparing texts: exactly, in any capitals, with wildcards. */
const VALUES: readonly {
  readonly values: readonly string[];
  readonly equals: string[];
  readonly ignoring: string[];
  readonly like: string[];
}[] = [
  { values: [LAMBDA], equals: [LAMBDA], ignoring: [LAMBDA], like: [LAMBDA] },
  { values: [LAMBDA, EC2], equals: [LAMBDA, EC2], ignoring: [LAMBDA, EC2], like: [LAMBDA, EC2] },
  { values: ['Lambda.amazonaws.com'], equals: [], ignoring: [LAMBDA], like: [] },
  { values: ['*'], equals: [], ignoring: [], like: [LAMBDA, EC2] },
  { values: ['lambda.*'], equals: [], ignoring: [], like: [LAMBDA] },
  { values: ['ec?.amazonaws.com'], equals: [], ignoring: [], like: [EC2] },
  { values: ['sns.amazonaws.com'], equals: [], ignoring: [], like: [] },
];

const COMPARISONS = [
  { operator: 'StringEquals', by: 'equals', negated: false },
  { operator: 'StringNotEquals', by: 'equals', negated: true },
  { operator: 'StringEqualsIgnoreCase', by: 'ignoring', negated: false },
  { operator: 'StringNotEqualsIgnoreCase', by: 'ignoring', negated: true },
  { operator: 'StringLike', by: 'like', negated: false },
  { operator: 'StringNotLike', by: 'like', negated: true },
] as const;

/** What an operator says where the request lacks the key. */
interface Form {
  readonly before: string;
  readonly after: string;
  readonly absent: (negated: boolean) => boolean;
}

const compared = ({ before, after, absent }: Form): ConditionVector[] =>
  COMPARISONS.flatMap(({ operator, by, negated }) =>
    VALUES.flatMap(value =>
      SERVICES.map(service => ({
        operator: `${before}${operator}${after}`,
        values: value.values,
        service,
        passes: service === undefined ? absent(negated) : value[by].includes(service) !== negated,
      })),
    ),
  );

const OPERATORS_PAGE = `${GUIDE}/reference_policies_elements_condition_operators.html`;
const SETS_PAGE = `${GUIDE}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;

export const CONDITIONS: readonly Page<ConditionVector>[] = [
  {
    page: OPERATORS_PAGE,
    says: 'several values are alternatives, and a negated operator wants none of them; a key that is absent matches nothing, so that only negated operators pass',
    vectors: compared({ before: '', after: '', absent: negated => negated }),
  },
  {
    page: OPERATORS_PAGE,
    says: 'with IfExists a condition passes where the key is absent',
    vectors: compared({ before: '', after: 'IfExists', absent: () => true }),
  },
  {
    page: SETS_PAGE,
    says: 'ForAllValues passes where the request has no value at all',
    vectors: compared({ before: 'ForAllValues:', after: '', absent: () => true }),
  },
  {
    page: SETS_PAGE,
    says: 'ForAnyValue wants a value, also with a negated operator',
    vectors: compared({ before: 'ForAnyValue:', after: '', absent: () => false }),
  },
  {
    page: OPERATORS_PAGE,
    says: 'Null asks whether the key is absent (true) or there (false)',
    vectors: SERVICES.flatMap(service =>
      [['true'], ['false'], ['true', 'false']].map(values => ({
        operator: 'Null',
        values,
        service,
        passes: values.includes(service === undefined ? 'true' : 'false'),
      })),
    ),
  },
];

const FAMILIES = {
  String: ['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'],
  Numeric: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'],
  Date: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'],
  Arn: ['Equals', 'NotEquals', 'Like', 'NotLike'],
} as const;

const COMPARING = [
  ...Object.entries(FAMILIES).flatMap(([family, operators]) => operators.map(operator => `${family}${operator}`)),
  ...['Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress'],
];

export const OPERATORS: readonly Page<OperatorVector>[] = [
  {
    page: OPERATORS_PAGE,
    says: 'these operators there are, and each may end in IfExists but Null',
    vectors: [
      ...[...COMPARING, 'Null', ...COMPARING.map(operator => `${operator}IfExists`)].map(operator => ({ operator, known: true })),
      ...[
        'NullIfExists',
        'Equals',
        'NumericLike',
        'DateLike',
        'ArnEqualsIgnoreCase',
        'BoolNot',
        'NotBool',
        'NotNull',
        'BinaryNotEquals',
        'IpAddressLike',
        'StringStartsWith',
        'IfExists',
        'StringEqualsIfExistsIfExists',
        '',
      ].map(operator => ({ operator, known: false })),
    ],
  },
  {
    page: SETS_PAGE,
    says: 'an operator may have one of two words before it that compare sets',
    vectors: [
      ...COMPARING.flatMap(operator =>
        ['ForAllValues', 'ForAnyValue'].flatMap(set => [
          { operator: `${set}:${operator}`, known: true },
          { operator: `${set}:${operator}IfExists`, known: true },
        ]),
      ),
      ...[
        'ForSomeValue:StringEquals',
        'ForAllValues:ForAnyValue:StringEquals',
        'ForAnyValues:StringEquals',
        'StringEquals:ForAnyValue',
      ].map(operator => ({ operator, known: false })),
    ],
  },
];
