import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';
import { awsManagedName, isFullAccess } from './attached-policy';
import { isExecutionRole } from './execution-role';

/** What a function may do is written in the app, for this function, and changes only with it. */
export const noAwsManagedPolicy = defineRule({
  id: Control.NO_AWS_MANAGED_POLICY,
  subject: 'role',
  title: 'Execution roles have no AWS managed policy',
  why: 'AWS managed policies fit everybody, so they name no resource (even AWSLambdaBasicExecutionRole may write to every log group), and AWS widens them without asking.',
  fix: 'Give the function a role of its own with statements for exactly its resources; SecureFunction does. Use grants (table.grantReadData(fn)) instead of a managed policy.',
  links: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['ROLE-08'],
  frameworks: ['CSA:SAS-4'],
  check: role =>
    // One that gives everything is the finding of `no-administrator-rights`.
    isExecutionRole(role)
      ? role.foreignPolicies
          .map(awsManagedName)
          .filter((name): name is string => name !== undefined && !isFullAccess(name))
          .map(name =>
            fail({
              message: `The role ${nameOf(role.resource)} has AWS's policy ${name}, which names no resource`,
              property: 'Properties.ManagedPolicyArns',
              related: role.functions,
            }),
          )
      : [],
  bad: {
    "the policy of CDK's default role": {
      Resources: {
        Role: {
          Properties: {
            ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' }],
          },
        },
      },
    },
  },
  good: { 'statements of its own': {} },
});
