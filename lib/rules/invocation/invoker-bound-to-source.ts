import { Control } from '../../baseline/control';
import { splitText } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** Where an ARN names its account. */
const ACCOUNT = 4;

/** A service invokes on behalf of one resource or one account, not of whoever else uses that service. */
export const invokerBoundToSource = defineRule({
  id: Control.INVOKER_BOUND_TO_SOURCE,
  subject: 'permission',
  title: 'Services may invoke only on behalf of a named source',
  why: "A service principal stands for all its customers: without a source, a stranger's topic, bucket or load balancer in any account may run this function (the confused deputy).",
  fix: "Set 'sourceArn' of the permission, and 'sourceAccount' where the ARN names no account, as with S3 buckets.",
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['PERM-02'],
  frameworks: ['SecurityHub:Lambda.1'],
  check: ({ resource, principal, sourceArn, sourceAccount, organization }) => {
    if (!isService(principal) || sourceAccount !== undefined || organization !== undefined) return pass;
    const account = splitText(sourceArn ?? '*', ':')[ACCOUNT];
    if (sourceArn === undefined || /^\*+$/.test(sourceArn) || account === '*') {
      return fail({
        message: `${nameOf(resource)} lets ${principal} invoke on behalf of any of its customers: it names neither one source nor an account`,
        property: 'Properties.SourceArn',
      });
    }
    return principal.startsWith('s3.')
      ? fail({
          message: `${nameOf(resource)} lets a bucket invoke without naming its owner: whoever takes the bucket's name after it is deleted may invoke too`,
          property: 'Properties.SourceAccount',
        })
      : pass;
  },
  bad: {
    'any topic': {
      Resources: { Permission: { Type: 'AWS::Lambda::Permission', Properties: permission({ Principal: 'sns.amazonaws.com' }) } },
    },
    'any topic of any account': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({ Principal: 'sns.amazonaws.com', SourceArn: 'arn:aws:sns:*:*:orders' }),
        },
      },
    },
    'a bucket of whoever has its name': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::uploads' }),
        },
      },
    },
  },
  good: {
    'one topic': {
      Resources: {
        Topic: { Type: 'AWS::SNS::Topic' },
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({ Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Topic' } }),
        },
      },
    },
    'a bucket of this account': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({
            Principal: 's3.amazonaws.com',
            SourceArn: 'arn:aws:s3:::uploads',
            SourceAccount: { Ref: 'AWS::AccountId' },
          }),
        },
      },
    },
    'load balancers of this account': {
      Resources: {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: permission({ Principal: 'elasticloadbalancing.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' } }),
        },
      },
    },
  },
});

function isService(principal: string): boolean {
  return /\.(?:amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})$/.test(principal);
}

function permission(properties: { Principal: string; SourceArn?: string | { Ref: string }; SourceAccount?: { Ref: string } }) {
  return { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Function' }, ...properties };
}
