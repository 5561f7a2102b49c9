import { Control } from '../../baseline/control';
import { narrowsCallers } from '../../iam/caller-condition';
import type { Condition, Statement } from '../../iam/statement';
import type { JsonObject, RoleFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { isForeign } from '../invocation/principal';
import { listOf, nameOf } from '../name-of';
import { fail } from '../verdict';
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
          .map(statement => ({ statement, accounts: wholeAccounts(role, statement) }))
          .filter(({ statement, accounts }) => accounts.length > 0 && !statement.conditions.some(confirms))
          .map(({ accounts }) =>
            fail({
              message: `The role ${nameOf(role.resource)} may be assumed by everybody in ${listOf(accounts)}, another account, without a condition`,
              property: 'Properties.AssumeRolePolicyDocument',
              // Where the stack may be deployed to any account, that account may be this one.
              ...(role.resource.template.account === undefined ? { severity: 'warning' } : {}),
            }),
          ),
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

function wholeAccounts({ resource }: RoleFacts, { effect, principals }: Statement): readonly string[] {
  if (effect === 'Deny') return [];
  return principals
    .filter(
      ({ type, value }) => type === 'AWS' && /^(?:arn:[^:]*:iam::)?\d{12}(?::root)?$/.test(value.replace(/\$\{[^}]*\}/g, '$')),
    )
    .filter(({ value }) => isForeign(resource, value))
    .map(({ value }) => value);
}

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
