import type { Page } from './vector';
import { GUIDE } from './vector';

/** Whether a condition leaves only callers that somebody named. */
export interface CallerVector {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly named: boolean;
}

const S3_PAGE = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html';

/** Keys that say who asks or from where, with a value that is fixed and values that are not. */
const FIXED: readonly (readonly [key: string, operator: string, fixed: string, open: readonly string[]])[] = [
  ['aws:SourceArn', 'ArnLike', 'arn:aws:s3:::orders', ['*', 'arn:aws:s3:::*', 'arn:aws:sns:*:*:*', 'arn:*']],
  ['aws:SourceArn', 'ArnEquals', 'arn:aws:sns:eu-west-1:111122223333:orders', ['arn:aws:sns:eu-west-1:*:orders']],
  ['aws:SourceVpc', 'StringLike', 'vpc-91237329', ['*', 'vpc-*']],
  ['aws:SourceVpce', 'StringLike', 'vpce-1a2b3c4d', ['*', 'vpce-*', 'vpc*']],
  ['aws:SourceAccount', 'StringLike', '111122223333', ['*', '?*']],
  ['aws:SourceOwner', 'StringLike', '111122223333', ['*']],
  ['aws:PrincipalAccount', 'StringLike', '111122223333', ['*']],
  ['aws:PrincipalOrgID', 'StringLike', 'o-a1b2c3d4e5', ['*', 'o-*']],
  ['aws:PrincipalArn', 'ArnLike', 'arn:aws:iam::111122223333:role/orders', ['*', 'arn:aws:iam::*:role/orders']],
  ['aws:userid', 'StringLike', 'AIDACKCEVSQ6C2EXAMPLE', ['*', '*:orders']],
  ['s3:DataAccessPointAccount', 'StringLike', '111122223333', ['*']],
  [
    's3:DataAccessPointArn',
    'ArnLike',
    'arn:aws:s3:eu-west-1:111122223333:accesspoint/*',
    ['arn:aws:s3:eu-west-1:*:accesspoint/orders', '*'],
  ],
];

export const CALLERS: readonly Page<CallerVector>[] = [
  {
    page: S3_PAGE,
    says: 'a policy is for somebody where a key that says who asks has a fixed value, and for everybody where a wildcard stands in its place',
    vectors: FIXED.flatMap(([key, operator, fixed, open]) => [
      { operator, key, values: [fixed], named: true },
      { operator, key: key.toUpperCase(), values: [fixed], named: true },
      ...open.flatMap(value => [
        { operator, key, values: [value], named: false },
        { operator, key, values: [fixed, value], named: false },
      ]),
    ]),
  },
  {
    page: S3_PAGE,
    says: 'a range of addresses names somebody unless it is broader than /8, or than /32 for IPv6; private ranges do',
    vectors: (
      [
        ['203.0.113.0/24', true],
        ['203.0.113.7', true],
        ['11.0.0.0/8', true],
        ['10.0.0.0/8', true],
        ['0.0.0.0/0', false],
        ['0.0.0.0/1', false],
        ['128.0.0.0/1', false],
        ['12.0.0.0/7', false],
        ['2001:db8:1234::/48', true],
        ['2001:db8::/32', true],
        ['2001:d00::/24', false],
        ['::/0', false],
        ['::/1', false],
        ['8000::/1', false],
      ] as const
    ).map(([range, named]) => ({ operator: 'IpAddress', key: 'aws:SourceIp', values: [range], named })),
  },
  {
    page: `${GUIDE}/reference_policies_elements_condition_operators.html`,
    says: 'an operator that is negated, that passes where the key is absent, or that passes an empty set names nobody',
    vectors: ['aws:SourceAccount', 'aws:PrincipalOrgID'].flatMap(key =>
      [
        ['StringEquals', true],
        ['StringEqualsIgnoreCase', true],
        ['StringLike', true],
        ['ForAnyValue:StringEquals', true],
        ['StringNotEquals', false],
        ['StringNotLike', false],
        ['StringNotEqualsIgnoreCase', false],
        ['StringEqualsIfExists', false],
        ['StringLikeIfExists', false],
        ['ForAllValues:StringEquals', false],
        ['ForAllValues:StringEqualsIfExists', false],
      ].map(([operator, named]) => ({ operator: String(operator), key, values: ['444455556666'], named: named === true })),
    ),
  },
  {
    page: `${GUIDE}/reference_policies_condition-keys.html`,
    says: 'keys that say how or when a request is made, and what the caller says of himself, name nobody',
    vectors: [
      ['aws:SecureTransport', 'Bool', 'true'],
      ['aws:MultiFactorAuthPresent', 'Bool', 'true'],
      ['aws:CurrentTime', 'DateGreaterThan', '2026-01-01T00:00:00Z'],
      ['aws:EpochTime', 'NumericGreaterThan', '1'],
      ['aws:Referer', 'StringLike', 'https://example.com/*'],
      ['aws:UserAgent', 'StringEquals', 'orders'],
      ['aws:RequestedRegion', 'StringEquals', 'eu-west-1'],
      ['aws:TagKeys', 'ForAnyValue:StringEquals', 'team'],
      ['aws:RequestTag/team', 'StringEquals', 'orders'],
    ].map(([key, operator, value]) => ({ operator, key, values: [value], named: false })),
  },
];
