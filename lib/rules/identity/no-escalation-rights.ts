import { Control } from '../../baseline/control';
import { awsManagedName, awsManagedPolicy } from '../../iam/aws-managed-policies';
import type { RoleFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Fail } from '../verdict';
import { fail } from '../verdict';
import { escalationFindings } from './escalation-findings';
import { isExecutionRole } from './execution-role';

/** No function can give itself more than it was given, not even with two grants that are harmless alone. */
export const noEscalationRights = defineRule({
  id: Control.NO_ESCALATION_RIGHTS,
  subject: 'role',
  title: 'No function can make itself more powerful',
  why: 'A right that leads to more rights is as good as administrator rights: an intruder only needs one more call.',
  fix: "Name the one role, policy or function in the statement's Resource, or let a deployment do it instead of the function.",
  links: ['https://pathfinding.cloud', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html'],
  severity: 'fatal',
  profile: 'baseline',
  controls: ['ESC-01', 'ESC-02', 'ESC-04'],
  check: (role, app) => (isExecutionRole(role) ? [...escalationFindings(role, app), ...escalatingPolicies(role)] : []),
  bad: {
    'any role may be passed to a new function': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
                  Resource: '*',
                  Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
                },
              ],
            },
          },
        },
      },
    },
    'any role may be passed to any service, as soon as somebody grants one': {
      Resources: {
        Workload: { Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }] } } },
      },
    },
    'its own role may be rewritten': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [{ Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: { 'Fn::GetAtt': ['Role', 'Arn'] } }],
            },
          },
        },
      },
    },
    'any role may be rewritten': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'iam:PutRolePolicy',
                  Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*' },
                },
              ],
            },
          },
        },
      },
    },
  },
  good: {
    'one role may be passed to one service': {
      Resources: {
        Workload: {
          Properties: {
            PolicyDocument: {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'iam:PassRole',
                  Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/media-convert' },
                  Condition: { StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } },
                },
              ],
            },
          },
        },
      },
    },
  },
});

/** What the longer policies of AWS come to is known, though not what they say. */
function escalatingPolicies(role: RoleFacts): Fail[] {
  return role.foreignPolicies
    .flatMap(policy => awsManagedPolicy(awsManagedName(policy) ?? '') ?? [])
    .filter(({ danger, statements }) => danger === 'escalation' && statements === undefined)
    .map(({ name }) =>
      fail({
        message: `The role ${nameOf(role.resource)} has AWS's policy ${name}, which leads to more rights than it gives`,
        property: 'Properties.ManagedPolicyArns',
        related: role.functions,
        controls: ['ESC-02'],
      }),
    );
}
