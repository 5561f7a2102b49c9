import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { listOf, nameOf } from '../name-of';
import { fail } from '../verdict';

/** What may invoke a function stands in one place, so that a deployment changes it and nothing else does. */
export const permissionsNotOverwritten = defineRule({
  id: Control.PERMISSIONS_NOT_OVERWRITTEN,
  subject: 'function',
  title: 'A function has a resource policy or permissions, not both',
  why: 'A resource policy replaces the whole policy of the function and takes every permission away without a word; whichever is deployed last decides who may invoke it, and the next deployment may decide otherwise.',
  fix: 'Write the statements of the permissions into the ResourcePolicy and remove the permissions, first with DeletionPolicy Retain, so that nothing is shut out in between; or keep the permissions and remove the ResourcePolicy.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  severity: 'warning',
  profile: 'baseline',
  controls: [],
  check: ({ resource, invokers }) => {
    const of = (kind: string) => [...new Set(invokers.filter(invoker => invoker.kind === kind).map(invoker => invoker.resource))];
    const permissions = of('permission');
    return permissions.length === 0
      ? []
      : of('resource-policy').map(overwriting =>
          fail({
            message: `${nameOf(overwriting)} replaces what ${listOf(permissions.map(nameOf))} of ${nameOf(resource)} ${permissions.length === 1 ? 'allows' : 'allow'}`,
            at: overwriting,
            property: 'Properties.PolicyDocument',
            related: [resource, ...permissions],
          }),
        );
  },
  bad: { 'a policy beside a permission': { Resources: { Permission: permission(), Policy: policy() } } },
  good: {
    'only a policy': { Resources: { Policy: policy() } },
    'only a permission': { Resources: { Permission: permission() } },
    'a policy of another function': {
      Resources: {
        Permission: permission(),
        Policy: {
          ...policy(),
          Properties: {
            ...(policy().Properties as JsonObject),
            ResourceArn: 'arn:aws:lambda:eu-west-1:111122223333:function:other',
          },
        },
      },
    },
  },
});

function permission(): JsonObject {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { Ref: 'Function' },
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::orders',
      SourceAccount: { Ref: 'AWS::AccountId' },
    },
  };
}

function policy(): JsonObject {
  return {
    Type: 'AWS::Lambda::ResourcePolicy',
    Properties: {
      ResourceArn: { 'Fn::GetAtt': ['Function', 'Arn'] },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111122223333:role/caller' },
            Action: 'lambda:InvokeFunction',
            Resource: { 'Fn::GetAtt': ['Function', 'Arn'] },
          },
        ],
      },
    },
  };
}
