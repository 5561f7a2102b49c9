import { Control } from '../../baseline/control';
import { narrowsEverybody } from '../../iam/caller-condition';
import type { Principal, Statement } from '../../iam/statement';
import type { JsonObject, RoleFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { isEverybody } from '../invocation/principal';
import { listOf, nameOf } from '../name-of';
import type { Fail } from '../verdict';
import { fail } from '../verdict';
import { isExecutionRole } from './execution-role';

const PROPERTY = 'Properties.AssumeRolePolicyDocument';

/** A role says who may assume it, and to do what. */
export const trustNamesSomebody = defineRule({
  id: Control.TRUST_NAMES_SOMEBODY,
  subject: 'role',
  title: 'Roles name who may assume them',
  why: 'Whoever may assume a role has all of its rights. A trust policy that names nobody lets in every account of AWS, or everybody with a login at the same identity provider.',
  fix: "Name the service, role or account in Principal and sts:AssumeRole in Action; bind an identity provider with a condition on its subject ('...:sub') and audience.",
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['TRUST-01', 'TRUST-02', 'TRUST-03'],
  // Whom the role of a function trusts is the finding of `role-trusts-lambda-only`.
  check: role => (isExecutionRole(role) ? [] : role.trust.flatMap(statement => trusted(role, statement))),
  bad: {
    everybody: trusting({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }),
    'everybody but one account': trusting({ NotPrincipal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' }),
    'a service, with every action': trusting({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: '*' }),
    'a service, with every action but one': trusting({
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      NotAction: 'sts:TagSession',
    }),
    'every repository of GitHub': trusting({
      Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
    }),
    'every identity pool of Cognito': trusting({
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' } },
    }),
  },
  good: {
    'a service': trusting({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    'everybody of one organization': trusting({
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    }),
    'one repository of GitHub': trusting({
      Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example/orders:*' } },
    }),
    'one identity pool of Cognito': trusting({
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d' } },
    }),
  },
});

function trusted(role: RoleFacts, statement: Statement): Fail[] {
  if (statement.effect === 'Deny') return [];
  const { principals, notPrincipals, actions, notActions, conditions } = statement;
  const found = (what: string, control: string) =>
    fail({ message: `The role ${nameOf(role.resource)} ${what}`, property: PROPERTY, controls: [control] });
  const everybody = conditions.some(narrowsEverybody)
    ? []
    : principals.filter(({ value }) => isEverybody(role.resource, value)).map(({ value }) => value);
  const strangers = principals
    .filter(principal => isProviderForAll(providerOf(role, principal), statement))
    .map(principal => providerOf(role, principal));
  const wide = actions.filter(action => /^[*?]+$|:[*?]+$/.test(action));
  return [
    ...(everybody.length === 0 ? [] : [found(`may be assumed by everybody whom ${listOf(everybody)} stands for`, 'TRUST-01')]),
    ...strangers.map(provider =>
      found(`may be assumed by everybody with a login at ${provider}: no condition names one`, 'TRUST-01'),
    ),
    ...(notPrincipals.length === 0
      ? []
      : [found(`may be assumed by everybody but ${listOf(notPrincipals.map(({ value }) => value))}`, 'TRUST-02')]),
    ...(notActions.length === 0 ? [] : [found(`lets itself be used for everything but ${listOf(notActions)}`, 'TRUST-03')]),
    ...(wide.length === 0 ? [] : [found(`lets itself be used for every action that ${listOf(wide)} stands for`, 'TRUST-03')]),
  ];
}

/** Providers at which anybody can get a login, and choose its audience, which so names nobody. */
const SHARED_AUDIENCE = /token\.actions\.githubusercontent\.com$|gitlab\.com$|app\.terraform\.io$|agent\.buildkite\.com$/;

/**
 * Providers at which anybody can get a login, for an app or an identity pool that the audience names.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_manual.html
 */
const OWN_AUDIENCE = /accounts\.google\.com$|graph\.facebook\.com$|www\.amazon\.com$|^cognito-identity\.amazonaws\.com(?:\.cn)?$/;

/** The address of an identity provider, also of one that the app registers; nothing for whoever is none. */
function providerOf({ resource: { template } }: RoleFacts, { type, value }: Principal): string {
  if (type !== 'Federated') return '';
  const registered = lookup(template, value)?.resource;
  const address = registered !== undefined && REGISTERED.has(registered.type) ? textOf(registered.properties.Url) : undefined;
  return (address ?? value).replace(/\/$/, '');
}

const REGISTERED = new Set(['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider']);

function isProviderForAll(provider: string, { conditions }: Statement): boolean {
  const naming = conditions.filter(condition => narrowsEverybody(condition) && condition.values.every(namesOwner));
  if (SHARED_AUDIENCE.test(provider)) return naming.every(({ key }) => /:aud$/i.test(key));
  return OWN_AUDIENCE.test(provider) && naming.length === 0;
}

/** `repo:example*` is also everybody who calls his organization `example-2`. */
function namesOwner(value: string): boolean {
  return !value.startsWith('repo:') || /^repo:[^*?/]+\//.test(value);
}

/** The secure app with another role that trusts somebody. */
function trusting(statement: JsonObject) {
  return {
    Resources: {
      Worker: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } },
      },
    },
  };
}
