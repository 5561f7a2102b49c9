import { Control } from '../../baseline/control';
import { NETWORK_INTERFACE_ACTIONS } from '../../baseline/platform-actions';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { eniActionsLeftToCode, hasEniRights } from './eni-rights';
import { isExecutionRole } from './execution-role';
import { rightsOf } from './rights-of';

/** Lambda needs rights on network interfaces to attach a function; the function's code does not. */
export const eniRightsUnusableFromCode = defineRule({
  id: Control.ENI_RIGHTS_UNUSABLE_FROM_CODE,
  subject: 'role',
  title: 'The rights that attach a function to its VPC cannot be used by its code',
  why: 'Lambda wants these rights on every resource. An intruder in the code can then map the network, plug into other subnets and cut other functions off.',
  fix: "Add a Deny of the seven network-interface actions on '*' with the condition Null: { 'lambda:SourceFunctionArn': 'false' }; SecureFunction's platform policy has it.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html',
  ],
  severity: 'error',
  profile: 'strict',
  controls: [],
  check: role => {
    if (!isExecutionRole(role) || rightsOf(role).isAdministrator() !== undefined || !hasEniRights(role)) return pass;
    const usable = eniActionsLeftToCode(role);
    return usable.length === 0
      ? pass
      : fail({
          message: `The code under the role ${nameOf(role.resource)} can use the rights that attach it to a VPC: nothing denies ${listOf(usable)} to calls from the code`,
          related: role.functions,
        });
  },
  bad: {
    'no Deny': { Resources: platform({ Effect: 'Deny', Action: 's3:*', Resource: '*' }) },
    'a Deny that leaves one out': {
      Resources: platform({
        Effect: 'Deny',
        Action: [...NETWORK_INTERFACE_ACTIONS],
        Resource: '*',
        Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
      }),
    },
    'a Deny of the opposite': {
      Resources: platform({
        Effect: 'Deny',
        Action: 'ec2:*',
        Resource: '*',
        Condition: { Null: { 'lambda:SourceFunctionArn': 'true' } },
      }),
    },
  },
  good: {
    'a Deny for whatever code': {},
    "a Deny for this function's code": {
      Resources: platform({
        Effect: 'Deny',
        Action: 'ec2:*',
        Resource: '*',
        Condition: {
          ArnLike: {
            'lambda:SourceFunctionArn': { 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*' },
          },
        },
      }),
    },
  },
});

/** The platform policy of the secure app with another Deny. */
function platform(deny: JsonObject): JsonObject {
  return {
    Platform: {
      Properties: {
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: { 'Fn::GetAtt': ['Logs', 'Arn'] },
            },
            {
              Effect: 'Allow',
              Action: [...NETWORK_INTERFACE_ACTIONS],
              Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:subnet/subnet-0a1b' },
            },
            deny,
          ],
        },
      },
    },
  };
}
