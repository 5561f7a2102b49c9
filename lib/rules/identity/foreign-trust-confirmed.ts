import { Control } from '../../baseline/control';
import { narrowsCallers } from '../../iam/caller-condition';
import type { Condition, Principal, Statement } from '../../iam/statement';
import type { JsonObject, RoleFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { isForeign, isUntold } from '../invocation/principal';
import { listOf, nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail, unknown } from '../verdict';
import { isExecutionRole } from './execution-role';

/** Another account that may assume a role has to show that it is meant. */
export const foreignTrustConfirmed = defineRule({
  id: Control.FOREIGN_TRUST_CONFIRMED,
  subject: 'role',
  title: 'A whole other account assumes a role only with a condition',
  why: 'Trust in another account is trust in everybody in it, and in everybody whom that account acts for: without an external id, a vendor can be talked into using your role for somebody else (the confused deputy).',
  fix: "Name the one role of the other account in Principal, or ask for 'sts:ExternalId', 'aws:PrincipalOrgID' or 'aws:MultiFactorAuthPresent' in the condition.",
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: ['TRUST-04'],
  // Whom the role of a function trusts is the finding of `role-trusts-lambda-only`.
  check: role =>
    isExecutionRole(role)
      ? []
      : role.trust
          .filter(({ effect, conditions }) => effect !== 'Deny' && !conditions.some(confirms))
          .flatMap(statement => [...foreign(role, statement), ...untold(role, statement)]),
  bad: {
    'another account': trusting({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } }),
    'another account by its number': trusting({ Principal: { AWS: ['444455556666'] } }),
    'an external id that is anything': trusting({
      Principal: { AWS: '444455556666' },
      Condition: { StringLike: { 'sts:ExternalId': '*' } },
    }),
  },
  good: {
    'another account with an external id': trusting({
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Condition: { StringEquals: { 'sts:ExternalId': '7f3c2a' } },
    }),
    'another account with a second factor': trusting({
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    }),
    'one role of another account': trusting({ Principal: { AWS: 'arn:aws:iam::444455556666:role/deploy' } }),
    'its own account': trusting({ Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } } }),
  },
});

const PROPERTY = 'Properties.AssumeRolePolicyDocument';

function foreign({ resource }: RoleFacts, { principals }: Statement): Verdict[] {
  const accounts = principals.filter(principal => isWholeAccount(principal) && isForeign(resource, principal.value));
  if (accounts.length === 0) return [];
  const named = listOf(accounts.map(({ value }) => value));
  return [
    fail({
      message: `The role ${nameOf(resource)} may be assumed by everybody in ${named}, another account, without a condition`,
      property: PROPERTY,
      // Where the stack may be deployed to any account, that account may be this one.
      ...(resource.template.account === undefined ? { severity: 'warning' } : {}),
    }),
  ];
}

function isWholeAccount({ type, value }: Principal): boolean {
  return type === 'AWS' && /^(?:arn:[^:]*:iam::)?\d{12}(?::root)?$/.test(value.replace(/\$\{[^}]*\}/g, '$'));
}

/** Only the deployment knows whose account it is, or whether it is a whole one. */
function untold({ resource }: RoleFacts, { principals }: Statement): Verdict[] {
  const hidden = principals.filter(
    ({ type, value }) => type === 'AWS' && (isUntold(resource, value) || SOME_ACCOUNT.test(value)),
  );
  return hidden.map(({ value }) =>
    unknown({
      message: `Whether the role ${nameOf(resource)} may be assumed by another account depends on ${value}, which the templates do not tell`,
      property: PROPERTY,
    }),
  );
}

const SOME_ACCOUNT = /^arn:(?:\$\{[^}]*\}|[^:])*:iam::\$\{(?!AWS::AccountId\})[^}]*\}:root$/;

function confirms(condition: Condition): boolean {
  const { operator, key, values } = condition;
  if (narrowsCallers(condition)) return true;
  return /^bool$/i.test(operator) && /^aws:multifactorauthpresent$/i.test(key) && values.every(value => /^true$/i.test(value));
}

/** The secure app with another role that trusts somebody. */
function trusting(statement: JsonObject) {
  return {
    Resources: {
      Worker: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] } },
      },
    },
  };
}
