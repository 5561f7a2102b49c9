import type { Answer, Page, PolicyVector } from './vector';
import { GUIDE } from './vector';

const ACTION = 'sqs:SendMessage';
const RESOURCE = 'arn:aws:sqs:eu-west-1:111122223333:orders';

const about = (Effect: 'Allow' | 'Deny', more: object = {}) => ({ Effect, Action: ACTION, Resource: RESOURCE, ...more });
const elsewhere = (Effect: 'Allow' | 'Deny') => ({ Effect, Action: 's3:*', Resource: '*' });
const IF = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } };

/** Who says what about one request: each way of allowing, of denying and of limiting it. */
const ALLOWS = {
  'nobody allows it': { statements: [], allows: 'denied' },
  'something else is allowed': { statements: [elsewhere('Allow')], allows: 'denied' },
  'it is allowed': { statements: [about('Allow')], allows: 'allowed' },
  'it is allowed under a condition': { statements: [about('Allow', IF)], allows: 'depends' },
  'it is allowed twice, once under a condition': { statements: [about('Allow', IF), about('Allow')], allows: 'allowed' },
} as const satisfies Readonly<Record<string, { readonly statements: readonly object[]; readonly allows: Answer }>>;

const DENIES = {
  'nobody denies it': { statements: [], spares: 'allowed' },
  'something else is denied': { statements: [elsewhere('Deny')], spares: 'allowed' },
  'it is denied': { statements: [about('Deny')], spares: 'denied' },
  'everything is denied': { statements: [{ Effect: 'Deny', Action: '*', Resource: '*' }], spares: 'denied' },
  'it is denied under a condition': { statements: [about('Deny', IF)], spares: 'depends' },
} as const satisfies Readonly<Record<string, { readonly statements: readonly object[]; readonly spares: Answer }>>;

const BOUNDARIES = {
  'there is no boundary': { boundary: undefined, lets: 'allowed' },
  'the boundary allows it': { boundary: [about('Allow')], lets: 'allowed' },
  'the boundary allows everything': { boundary: [{ Effect: 'Allow', Action: '*', Resource: '*' }], lets: 'allowed' },
  'the boundary allows something else': { boundary: [elsewhere('Allow')], lets: 'denied' },
  'the boundary is empty': { boundary: [], lets: 'denied' },
  'the boundary denies it': { boundary: [{ Effect: 'Allow', Action: '*', Resource: '*' }, about('Deny')], lets: 'denied' },
} as const satisfies Readonly<Record<string, { readonly boundary: readonly object[] | undefined; readonly lets: Answer }>>;

/** A request passes where everybody lets it pass, and where somebody certainly does not, it does not. */
function all(...answers: readonly Answer[]): Answer {
  return answers.includes('denied') ? 'denied' : answers.includes('depends') ? 'depends' : 'allowed';
}

export const EVALUATION: readonly Page<PolicyVector>[] = [
  {
    page: `${GUIDE}/reference_policies_evaluation-logic_policy-eval-denyallow.html`,
    says: 'without an Allow a request is denied; an explicit Deny outweighs every Allow; a boundary has to allow it too, and grants nothing itself',
    vectors: Object.values(ALLOWS).flatMap(({ statements: allowing, allows }) =>
      Object.values(DENIES).flatMap(({ statements: denying, spares }) =>
        Object.values(BOUNDARIES).map(({ boundary, lets }): PolicyVector => ({
          statements: [...allowing, ...denying],
          ...(boundary === undefined ? {} : { boundary }),
          action: ACTION,
          resource: RESOURCE,
          answer: all(allows, spares, lets),
        })),
      ),
    ),
  },
  {
    page: `${GUIDE}/reference_policies_elements_effect.html`,
    says: 'an effect is Allow or Deny, written like that',
    vectors: ['allow', 'ALLOW', 'Permit', '', null, true].map((Effect): PolicyVector => ({
      statements: [{ ...about('Allow'), Effect }],
      action: ACTION,
      resource: RESOURCE,
      answer: 'denied',
    })),
  },
  {
    page: `${GUIDE}/reference_policies_grammar.html`,
    says: 'a single text and a list of one mean the same',
    vectors: [[ACTION], ACTION, [ACTION, 's3:*']].flatMap(Action =>
      [[RESOURCE], [RESOURCE, 'arn:aws:s3:::*']].map((Resource): PolicyVector => ({
        statements: [{ Effect: 'Allow', Action, Resource }],
        action: ACTION,
        resource: RESOURCE,
        answer: 'allowed',
      })),
    ),
  },
  {
    page: `${GUIDE}/reference_policies_variables.html`,
    says: 'a policy variable becomes what the request tells; what stands around it has to fit all the same',
    vectors: (
      [
        ['arn:aws:s3:::homes/${aws:username}/*', 'arn:aws:s3:::homes/anna/bill', 'depends'],
        ['arn:aws:s3:::homes/${aws:username}', 'arn:aws:s3:::homes/anna', 'depends'],
        ['arn:aws:s3:::homes/${aws:username}/*', 'arn:aws:s3:::other/anna/bill', 'denied'],
        ['arn:aws:s3:::homes/${aws:username}/in', 'arn:aws:s3:::homes/anna/out', 'denied'],
        ["arn:aws:s3:::${aws:PrincipalTag/team, 'none'}/*", 'arn:aws:s3:::blue/bill', 'depends'],
        ['arn:aws:s3:::${aws:PrincipalTag/team}/*', 'arn:aws:sqs:eu-west-1:111122223333:blue', 'denied'],
      ] as const
    ).map(([Resource, resource, answer]): PolicyVector => ({
      statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }],
      action: 's3:GetObject',
      resource,
      answer,
    })),
  },
  {
    page: `${GUIDE}/reference_policies_variables.html`,
    says: 'what a policy variable becomes may be longer than the one character that a question mark stands for',
    vectors: ['homes/?', 'homes/a???', '*/?'].map((path): PolicyVector => ({
      statements: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::homes/${aws:username}' },
        { Effect: 'Deny', Action: 's3:GetObject', Resource: `arn:aws:s3:::${path}` },
      ],
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::homes/bernadette',
      answer: 'depends',
    })),
  },
  {
    page: `${GUIDE}/reference_policies_variables.html`,
    says: 'a dollar sign, an asterisk and a question mark in braces stand for themselves and are no wildcards',
    vectors: (
      [
        ['arn:aws:s3:::homes/${*}', 'arn:aws:s3:::homes/anna', 'denied'],
        ['arn:aws:s3:::homes/${*}', 'arn:aws:s3:::homes/${*}', 'allowed'],
        ['arn:aws:s3:::homes/a${?}', 'arn:aws:s3:::homes/ab', 'denied'],
        ['arn:aws:s3:::homes/a${?}', 'arn:aws:s3:::homes/a${?}', 'allowed'],
        ['arn:aws:s3:::homes/${$}{x}', 'arn:aws:s3:::homes/a', 'denied'],
        ['arn:aws:s3:::homes/${*}/*', 'arn:aws:s3:::homes/anna/bill', 'denied'],
      ] as const
    ).map(([Resource, resource, answer]): PolicyVector => ({
      statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }],
      action: 's3:GetObject',
      resource,
      answer,
    })),
  },
];
