import { Control } from '../../baseline/control';
import { awsManagedName, isFullAccess } from '../../iam/aws-managed-policies';
import { defineRule } from '../define-rule';
import { sentence } from '../name-of';
import { fail } from '../verdict';
import { holderOf, isExecutionRole } from './execution-role';

/** What a function may do is written in the app, for this function, and changes only with it. */
export const noAwsManagedPolicy = defineRule({
  id: Control.NO_AWS_MANAGED_POLICY,
  subject: 'identity',
  title: 'Nobody has an AWS managed policy',
  why: 'AWS managed policies fit everybody, so they name no resource (even AWSLambdaBasicExecutionRole may write to every log group), and AWS widens them without asking.',
  fix: 'Give the function a role of its own with statements for exactly its resources; SecureFunction does. Use grants (table.grantReadData(fn)) instead of a managed policy.',
  links: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['ROLE-08'],
  check: identity =>
    identity.foreignPolicies
      .map(awsManagedName)
      // One that gives everything of a service is the finding of `no-full-access-policy`.
      .filter((name): name is string => name !== undefined && !isFullAccess(name))
      .map(name =>
        fail({
          message: `${sentence(holderOf(identity))} has AWS's policy ${name}, which fits everybody and nobody`,
          property: 'Properties.ManagedPolicyArns',
          related: identity.functions,
          // Services have roles for which AWS writes the policy; only a function's is always the app's own.
          ...(isExecutionRole(identity) ? {} : { severity: 'warning' }),
        }),
      ),
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
