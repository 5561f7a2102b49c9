import { Control } from '../../baseline/control';
import type { Principal, Statement } from '../../iam/statement';
import type { JsonObject, RoleFacts } from '../../model/facts';
import { isSymbolic, lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { isExecutionRole, isLambda } from './execution-role';

const TRUST = 'Properties.AssumeRolePolicyDocument';

/** Nobody gets a function's rights without its code. */
export const roleTrustsLambdaOnly = defineRule({
  id: Control.ROLE_TRUSTS_LAMBDA_ONLY,
  subject: 'role',
  title: 'Only Lambda may assume the role of a function',
  why: 'Whoever else may assume the role has all rights of the function, from outside of its code, its network and its logs.',
  fix: "Trust nothing but lambda.amazonaws.com with sts:AssumeRole; give people, accounts and other services a role of their own. SecureFunction's role trusts only Lambda.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
  ],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['TRUST-01', 'TRUST-02', 'TRUST-03'],
  check: role => (isExecutionRole(role) ? [...role.trust.flatMap(statement => trusted(role, statement)), ...unread(role)] : []),
  bad: {
    everybody: trusting({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }),
    'another account': trusting({ Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'sts:AssumeRole' }),
    'everybody but one account': trusting({
      NotPrincipal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: 'sts:AssumeRole',
    }),
    'an identity provider': trusting({
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
    }),
    'Lambda, with every action but one': trusting({
      Principal: { Service: 'lambda.amazonaws.com' },
      NotAction: 'sts:TagSession',
    }),
    'another AWS service': trusting({ Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  },
  good: {
    'Lambda, in whichever partition': trusting({
      Principal: { Service: { 'Fn::Sub': 'lambda.${AWS::URLSuffix}' } },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    }),
    'Lambda at the edge': trusting({ Principal: { Service: 'edgelambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  },
});

function trusted(role: RoleFacts, statement: Statement): Verdict[] {
  if (statement.effect === 'Deny') return [];
  const { notPrincipals, actions, notActions } = statement;
  const verdicts = statement.principals.flatMap(principal => judged(role, principal));
  if (notPrincipals.length > 0) {
    verdicts.push(fail(evidence(role, `trusts everybody but ${listOf(notPrincipals.map(({ value }) => value))}`)));
  }
  if (notActions.length > 0) verdicts.push(fail(evidence(role, `lets itself be used for everything but ${listOf(notActions)}`)));
  const wide = actions.filter(action => /^(?:\*|sts:\*)+$/i.test(action));
  if (wide.length > 0) {
    verdicts.push(fail(evidence(role, `lets itself be used for every action that ${listOf(wide)} stands for`)));
  }
  return verdicts;
}

function judged(role: RoleFacts, principal: Principal): Verdict[] {
  const { type, value } = principal;
  if (isLambda(principal)) return [];
  if (/[*?]/.test(value)) return [fail(evidence(role, `trusts everybody whom ${value} stands for`))];
  if (isHidden(role, value)) {
    return [unknown(evidence(role, `trusts whomever ${value} means, which the templates do not tell`))];
  }
  // A service acts for this account, and may have a reason; the finding stays visible without stopping anybody.
  if (type === 'Service') return [fail({ ...evidence(role, `trusts ${value} beside Lambda`), severity: 'warning' })];
  return [fail(evidence(role, `trusts ${value}, which is not Lambda`))];
}

/** Whether only the deployment knows who this is. Any role, account or user that is named is known not to be Lambda. */
function isHidden(role: RoleFacts, value: string): boolean {
  return (
    isSymbolic(value) && /^\$\{[^}]*\}$/.test(value) && !value.startsWith('${AWS::') && !lookup(role.resource.template, value)
  );
}

function unread(role: RoleFacts): Verdict[] {
  return role.unknownTrust.map(({ unknown: reason, property }) =>
    unknown({ ...evidence(role, `trusts whomever ${reason} names`), property }),
  );
}

function evidence(role: RoleFacts, what: string) {
  return { message: `The role ${nameOf(role.resource)} ${what}`, property: TRUST, related: role.functions };
}

/** The secure app with one more statement in the trust policy of its function's role. */
function trusting(statement: JsonObject) {
  const lambda = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return {
    Resources: {
      Role: { Properties: { AssumeRolePolicyDocument: { Statement: [lambda, { Effect: 'Allow', ...statement }] } } },
    },
  };
}
