import { Control } from '../../baseline/control';
import type { Json, ResourceFacts, RoleFacts } from '../../model/facts';
import { at, listOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';
import { crowded } from './quota';

/** The next grant still fits into the role. */
export const policiesWithinQuotas = defineRule({
  id: Control.POLICIES_WITHIN_QUOTAS,
  subject: 'app',
  title: 'Policies keep away from what IAM takes at most',
  why: 'IAM refuses a role whose policies grow beyond its quota, and the way out that is then found in a hurry is a wildcard.',
  fix: 'Split the function, so that each role grants less; or name resources by a common prefix in place of one by one.',
  links: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: app => [
    ...app.roles.flatMap(role => [...ofInline(role), ...ofTrust(role), ...ofAttached(role)]),
    ...(app.resourcesByType.get('AWS::IAM::ManagedPolicy') ?? []).flatMap(ofManaged),
  ],
  bad: {
    'a role that is full': workload(200),
    'a trust policy that is full': {
      Resources: {
        Role: {
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { Service: 'lambda.amazonaws.com' },
                  Action: 'sts:AssumeRole',
                  Sid: 'x'.repeat(1_900),
                },
              ],
            },
          },
        },
      },
    },
  },
  good: { 'room for more': workload(20) },
});

const INLINE = new Set(['AWS::IAM::Policy', 'AWS::IAM::RolePolicy']);

/** Inline policies of a role count together, whichever resource writes them. */
function ofInline({ resource, statements }: RoleFacts): readonly Verdict[] {
  const policies = new Set(statements.map(({ resource: policy }) => policy).filter(({ type }) => INLINE.has(type)));
  const own = listOf(resource.properties.Policies).map(policy => at(policy, 'PolicyDocument'));
  const characters = [...own, ...[...policies].map(({ properties }) => properties.PolicyDocument)].reduce<number>(
    (sum, document) => sum + lengthOf(document),
    0,
  );
  const crowd = crowded('inlinePolicyCharacters', characters, 'characters of inline policies');
  return crowd === undefined
    ? []
    : [fail({ message: `${nameOf(resource)} has ${crowd}`, at: resource, property: 'Properties', related: [...policies] })];
}

function ofTrust({ resource }: RoleFacts): readonly Verdict[] {
  const characters = lengthOf(resource.properties.AssumeRolePolicyDocument);
  const crowd = crowded('trustPolicyCharacters', characters, 'characters of trust policy');
  const property = 'Properties.AssumeRolePolicyDocument';
  return crowd === undefined ? [] : [fail({ message: `${nameOf(resource)} has ${crowd}`, at: resource, property })];
}

function ofAttached({ resource }: RoleFacts): readonly Verdict[] {
  const crowd = crowded('managedPoliciesPerRole', listOf(resource.properties.ManagedPolicyArns).length, 'managed policies');
  const property = 'Properties.ManagedPolicyArns';
  return crowd === undefined ? [] : [fail({ message: `${nameOf(resource)} has ${crowd}`, at: resource, property })];
}

function ofManaged(resource: ResourceFacts): readonly Verdict[] {
  const crowd = crowded('managedPolicyCharacters', lengthOf(resource.properties.PolicyDocument), 'characters of policy');
  const property = 'Properties.PolicyDocument';
  return crowd === undefined ? [] : [fail({ message: `${nameOf(resource)} has ${crowd}`, at: resource, property })];
}

/** What only the deployment knows has no length here, so this is the least that IAM will count. */
function lengthOf(document: Json | undefined): number {
  if (document === undefined) return 0;
  const text = JSON.stringify(document);
  return text.includes('${') ? text.replace(/\$\{[^}]*\}/g, '').length : text.length;
}

function workload(tables: number) {
  const Resource = Array.from({ length: tables }, (_, index) => `arn:aws:dynamodb:eu-west-1:111122223333:table/orders-${index}`);
  const Statement = [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource }];
  return { Resources: { Workload: { Properties: { PolicyDocument: { Statement } } } } };
}
