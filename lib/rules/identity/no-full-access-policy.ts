import { Control } from '../../baseline/control';
import { awsManagedName, awsManagedPolicy, isFullAccess } from '../../iam/aws-managed-policies';
import { defineRule } from '../define-rule';
import { sentence } from '../name-of';
import { fail } from '../verdict';
import { holderOf, isExecutionRole } from './execution-role';

/** Policies for people who administer are not for what runs unattended. */
export const noFullAccessPolicy = defineRule({
  id: Control.NO_FULL_ACCESS_POLICY,
  subject: 'identity',
  title: "Nobody has AWS's policies for administrators or for the whole of a service",
  why: 'Policies such as PowerUserAccess or AmazonS3FullAccess also delete, share and re-encrypt whatever the account holds of that service; nothing of an app needs that.',
  fix: 'Replace the policy by statements for the actions and resources in use, best with grants such as bucket.grantRead(fn).',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['ROLE-02'],
  check: identity =>
    identity.foreignPolicies
      .map(awsManagedName)
      .filter(
        (name): name is string => name !== undefined && (isFullAccess(name) || isDangerous(name, isExecutionRole(identity))),
      )
      .map(name =>
        fail({
          message: `${sentence(holderOf(identity))} has AWS's policy ${name}`,
          property: 'Properties.ManagedPolicyArns',
          related: identity.functions,
        }),
      ),
  bad: {
    'everything of a service': {
      Resources: { Role: { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] } } },
    },
    'a group of people who may do everything of a service': {
      Resources: {
        Developers: {
          Type: 'AWS::IAM::Group',
          Properties: { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonDynamoDBFullAccess' }] },
        },
      },
    },
  },
  good: { 'statements of its own': {} },
});

/** The roles of other services have policies that AWS wrote for them, which pass roles to nobody but the service. */
function isDangerous(name: string, isFunctions: boolean): boolean {
  const danger = awsManagedPolicy(name)?.danger;
  return danger === 'administrator' || (isFunctions && danger !== undefined);
}
