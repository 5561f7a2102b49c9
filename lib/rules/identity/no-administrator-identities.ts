import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, sentence } from '../name-of';
import { fail, pass } from '../verdict';
import { holderOf, isExecutionRole } from './execution-role';
import { isOfAws, placeOf, rightsOf } from './rights-of';

const OF_CODEBUILD: JsonObject = {
  AssumeRolePolicyDocument: {
    Statement: [{ Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
};

/** Nobody else of the app may do everything either: people, pipelines and other services are ways into the account too. */
export const noAdministratorIdentities = defineRule({
  id: Control.NO_ADMINISTRATOR_IDENTITIES,
  subject: 'identity',
  title: 'Nobody of the app has administrator rights',
  why: 'An app that creates administrators beside its functions hands the account to whoever gets at one of them: a leaked key, a service that runs foreign code, a role that too many may assume.',
  fix: 'Replace the statement by the actions in use, on the resources they are used on; administrators belong to the account and not to an app.',
  links: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege'],
  severity: 'error',
  profile: 'baseline',
  controls: ['ROLE-01', 'ESC-01'],
  check: (identity, { detachedPolicies }) => {
    // A policy for a role from elsewhere may be a function's: that is the finding of `no-administrator-rights`.
    const isDetached = detachedPolicies.some(({ resource }) => resource === identity.resource);
    const statement = isExecutionRole(identity) || isDetached ? undefined : rightsOf(identity).isAdministrator();
    if (statement === undefined) return pass;
    const place = placeOf(identity, statement);
    // What a policy of AWS gives is the finding of `no-full-access-policy`.
    if (isOfAws(place.property)) return pass;
    const allowed = statement.actions.length > 0 ? 'every action' : `every action but ${listOf(statement.notActions)}`;
    return fail({
      message: `${sentence(holderOf(identity))} may perform ${allowed} on every resource`,
      at: place.resource,
      property: place.property,
      related: [identity.resource],
    });
  },
  bad: {
    'a user who may do everything': {
      Resources: { Operator: { Type: 'AWS::IAM::User', Properties: { Policies: [policy('*')] } } },
    },
    'a role of another service that may do everything': {
      Resources: { Builder: { Type: 'AWS::IAM::Role', Properties: { ...OF_CODEBUILD, Policies: [policy('*')] } } },
    },
    'a policy that nobody has yet': {
      Resources: { Everything: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy('*').PolicyDocument } } },
    },
  },
  good: {
    'a user who may read what cannot be named': {
      Resources: { Operator: { Type: 'AWS::IAM::User', Properties: { Policies: [policy('cloudwatch:ListMetrics')] } } },
    },
  },
});

function policy(Action: string) {
  return { PolicyName: 'rights', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } };
}
