import type { Page, PolicyVector } from './vector';
import { crossed, GUIDE } from './vector';

const BUCKET = 'arn:aws:s3:::orders';
const OBJECT = 'arn:aws:s3:::orders/2026/bill';
const OTHER = 'arn:aws:s3:::invoices/2026/bill';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const QUEUE_US = 'arn:aws:sqs:us-east-1:111122223333:orders';
const QUEUE_THEIRS = 'arn:aws:sqs:eu-west-1:444455556666:orders';
const USER = 'arn:aws:iam::111122223333:user/Development/product_1234/anna';
const USER_5 = 'arn:aws:iam::111122223333:user/Development/product_5/bob';
const CAPITAL = 'arn:aws:sqs:eu-west-1:111122223333:Orders';
const CHINA = 'arn:aws-cn:sqs:cn-north-1:111122223333:orders';
const ALL = [BUCKET, OBJECT, OTHER, QUEUE, QUEUE_US, QUEUE_THEIRS, USER, USER_5, CAPITAL, CHINA];
const ACTION = 'service:Act';

const answer = (fits: boolean) => (fits ? 'allowed' : 'denied');

/** Patterns with the ARNs that they mean. */
const PATTERNS = {
  '*': ALL,
  'arn:aws:s3:::orders': [BUCKET],
  'arn:aws:s3:::orders/*': [OBJECT],
  'arn:aws:s3:::orders*': [BUCKET, OBJECT],
  'arn:aws:s3:::*/2026/bill': [OBJECT, OTHER],
  'arn:aws:s3:::*': [BUCKET, OBJECT, OTHER],
  'arn:aws:sqs:*:111122223333:orders': [QUEUE, QUEUE_US],
  'arn:aws:sqs:eu-west-?:*:orders': [QUEUE, QUEUE_THEIRS],
  'arn:aws:sqs:eu-west-1:111122223333:?rders': [QUEUE, CAPITAL],
  'arn:aws:sqs:eu-west-1:111122223333:orders?': [],
  'arn:aws:sqs:eu-west-1:111122223333:*': [QUEUE, CAPITAL],
  'arn:*:sqs:*:*:orders': [QUEUE, QUEUE_US, QUEUE_THEIRS, CHINA],
  'arn:aws:iam::111122223333:user/Development/product_1234/*': [USER],
  'arn:aws:iam::111122223333:user/Development/product_*': [USER, USER_5],
  'arn:aws:iam::111122223333:user/*/product_????/anna': [USER],
  'arn:aws:iam::*:user/*': [USER, USER_5],
} as const;

export const RESOURCES: readonly Page<PolicyVector>[] = [
  {
    page: `${GUIDE}/reference_policies_elements_resource.html`,
    says: 'in an ARN an asterisk stands for any number of characters, none too, and a question mark for one; capitals count',
    vectors: crossed(PATTERNS, ALL, (Resource, resource, fits): PolicyVector => ({
      statements: [{ Effect: 'Allow', Action: ACTION, Resource }],
      action: ACTION,
      resource,
      answer: answer(fits),
    })),
  },
  {
    page: `${GUIDE}/reference_policies_elements_resource.html`,
    says: 'of several resources each counts',
    vectors: ALL.map(resource => ({
      statements: [{ Effect: 'Allow', Action: ACTION, Resource: [BUCKET, 'arn:aws:sqs:us-*:111122223333:*'] }],
      action: ACTION,
      resource,
      answer: answer(resource === BUCKET || resource === QUEUE_US),
    })),
  },
  {
    page: `${GUIDE}/reference_policies_elements_notresource.html`,
    says: 'an Allow with NotResource grants its actions on every resource but those listed',
    vectors: crossed(PATTERNS, ALL, (NotResource, resource, excepted): PolicyVector => ({
      statements: [{ Effect: 'Allow', Action: ACTION, NotResource }],
      action: ACTION,
      resource,
      answer: answer(!excepted),
    })),
  },
  {
    page: `${GUIDE}/reference_policies_elements_notresource.html`,
    says: 'a Deny with NotResource denies every resource but those listed',
    vectors: crossed(PATTERNS, ALL, (NotResource, resource, spared): PolicyVector => ({
      statements: [
        { Effect: 'Allow', Action: ACTION, Resource: '*' },
        { Effect: 'Deny', Action: ACTION, NotResource },
      ],
      action: ACTION,
      resource,
      answer: answer(spared),
    })),
  },
  {
    page: `${GUIDE}/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html`,
    says: 'an explicit Deny on a resource outweighs an Allow on more',
    vectors: crossed(PATTERNS, ALL, (Resource, resource, taken): PolicyVector => ({
      statements: [
        { Effect: 'Allow', Action: 'service:*', Resource: '*' },
        { Effect: 'Deny', Action: '*', Resource },
      ],
      action: ACTION,
      resource,
      answer: answer(!taken),
    })),
  },
];
