import { Control } from '../../baseline/control';
import type { JsonObject, ResourceFacts, RoleFacts } from '../../model/facts';
import { at, listOf, textOf } from '../../model/json';
import { canonicalText } from '../../model/symbolic';
import { append } from '../../model/templates';
import { defineRule } from '../define-rule';
import { listOf as inWords, nameOf } from '../name-of';
import { fail } from '../verdict';

/** What a role is forbidden in one policy is not lost to another. */
export const inlinePoliciesNamedApart = defineRule({
  id: Control.INLINE_POLICIES_NAMED_APART,
  subject: 'role',
  title: 'Inline policies of a role have names of their own',
  why: 'IAM keeps one inline policy of a name: whichever is written last takes the place of the other without a word, with every Deny in it, and the deletion of either deletes what is left.',
  fix: "Give each policy its own 'PolicyName', or leave 'policyName' out in CDK, which then makes one.",
  links: ['https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html'],
  severity: 'error',
  profile: 'baseline',
  controls: [],
  check: role =>
    [...holdersByName(role)]
      .filter(([, holders]) => holders.length > 1)
      .map(([name, holders]) =>
        fail({
          message: `${inWords(holders.map(nameOf))} write inline policies of the same name, '${name}', into ${nameOf(role.resource)}: one takes the place of the other`,
          at: holders[holders.length - 1],
          property: 'Properties.PolicyName',
          related: [role.resource, ...holders],
        }),
      ),
  bad: {
    'a policy that takes the place of another': {
      Resources: {
        More: {
          Type: 'AWS::IAM::Policy',
          Properties: {
            PolicyName: 'platform',
            Roles: [{ Ref: 'Role' }],
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }],
            },
          },
        },
      },
    },
    'a policy that takes the place of one of the role itself': {
      Resources: {
        Role: { Properties: { Policies: [{ PolicyName: 'workload', PolicyDocument: readTable() }] } },
      },
    },
  },
  good: {
    'one or the other, by a condition': {
      Conditions: { Reads: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: {
        More: {
          Type: 'AWS::IAM::Policy',
          Condition: 'Reads',
          Properties: { PolicyName: 'workload', Roles: [{ Ref: 'Role' }], PolicyDocument: readTable() },
        },
      },
    },
    'a policy with a name of its own': {
      Resources: { Role: { Properties: { Policies: [{ PolicyName: 'more', PolicyDocument: readTable() }] } } },
    },
  },
});

const INLINE = new Set(['AWS::IAM::Policy', 'AWS::IAM::RolePolicy']);

/** Who writes the inline policies of a role, by their names. What a condition decides may be an alternative. */
function holdersByName({ resource, statements }: RoleFacts): ReadonlyMap<string, readonly ResourceFacts[]> {
  const decided = new Set(statements.filter(({ conditional }) => conditional).map(({ resource: policy }) => policy));
  const policies = new Set(statements.map(({ resource: policy }) => policy).filter(({ type }) => INLINE.has(type)));
  const named: (readonly [ResourceFacts, string | undefined])[] = [
    ...listOf(resource.properties.Policies).map(policy => [resource, textOf(at(policy, 'PolicyName'))] as const),
    ...[...policies]
      .filter(policy => !decided.has(policy))
      .map(policy => [policy, textOf(policy.properties.PolicyName)] as const),
  ];
  const found = new Map<string, ResourceFacts[]>();
  for (const [holder, name] of named) {
    if (name === undefined) continue;
    append(found, canonicalText(holder.template, name), holder);
  }
  return found;
}

function readTable(): JsonObject {
  return { Statement: [{ Effect: 'Allow', Action: 'dynamodb:Query', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }] };
}
