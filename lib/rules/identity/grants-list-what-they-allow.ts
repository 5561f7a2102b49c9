import { Control } from '../../baseline/control';
import type { IdentityFacts, JsonObject, PolicyStatementFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import type { Fail } from '../verdict';
import { fail } from '../verdict';
import { holderOf } from './execution-role';
import { gravityOf } from './gravity';

/** A grant lists what it allows; what it leaves out grows with every feature that AWS adds. */
export const grantsListWhatTheyAllow = defineRule({
  id: Control.GRANTS_LIST_WHAT_THEY_ALLOW,
  subject: 'identity',
  title: 'Grants list what they allow, not what they leave out',
  why: 'An Allow with NotAction or NotResource allows everything else, of every service there is and will be, though it reads like a restriction.',
  fix: 'Write the actions and resources in use into Action and Resource, and put exceptions into a Deny of its own.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: ['ROLE-06', 'ROLE-07'],
  check: identity => identity.statements.flatMap(place => inverted(identity, place)),
  bad: {
    'everything but reading': workload({
      Effect: 'Allow',
      NotAction: 'dynamodb:GetItem',
      Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
    }),
    'every table but one': workload({
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      NotResource: { 'Fn::GetAtt': ['Table', 'Arn'] },
    }),
    'a condition on an open list': workload({
      Effect: 'Allow',
      NotAction: ['iam:*', 'sts:*'],
      Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'orders' } },
    }),
  },
  good: {
    'a Deny of everything but': workload({
      Effect: 'Deny',
      NotAction: ['dynamodb:*', 'logs:*', 'sqs:*', 'xray:*', 'ec2:*'],
      Resource: '*',
    }),
  },
});

function inverted(identity: IdentityFacts, { statement, resource, property }: PolicyStatementFacts): Fail[] {
  const { effect, actions, notActions, resources, notResources } = statement;
  if (effect === 'Deny' || (notActions.length === 0 && notResources.length === 0)) return [];
  const evidence = (element: string, control: string, what: string) =>
    fail({
      message: `${nameOf(resource)} allows ${holderOf(identity)} ${what}`,
      at: resource,
      property: `${property}.${element}`,
      related: [identity.resource, ...identity.functions],
      controls: [control],
      ...gravityOf(identity, statement),
    });
  const everyAction = `everything but ${listOf(notActions)} on ${listOf(resources)}`;
  const everywhere = `${listOf(actions)} on everything but ${listOf(notResources)}`;
  return [
    ...(notActions.length === 0 ? [] : [evidence('NotAction', 'ROLE-06', everyAction)]),
    ...(notResources.length === 0 ? [] : [evidence('NotResource', 'ROLE-07', everywhere)]),
  ];
}

function workload(statement: JsonObject) {
  return { Resources: { Workload: { Properties: { PolicyDocument: { Statement: [statement] } } } } };
}
