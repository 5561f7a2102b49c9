import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { openings } from './open-statements';

const TYPES: ReadonlySet<string> = new Set(['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy']);

/** Queue policies name who may send and receive. */
export const queuePolicyClosed = defineRule({
  id: Control.QUEUE_POLICY_CLOSED,
  subject: 'policy',
  title: 'Queue policies name who may send and receive',
  why: 'Whoever may send to a queue feeds the function behind it with events of their own making; whoever may receive takes what was meant for it.',
  fix: "Name the account, the role or the service in Principal, bind services with aws:SourceArn, and list the actions; CDK's grants and event sources do.",
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['SQS-02', 'SQS-03'],
  check: policy =>
    TYPES.has(policy.resource.type)
      ? openings(policy, { service: 'sqs', use: 'use the queue that', controls: { everybody: ['SQS-02'], open: ['SQS-03'] } })
      : [],
  bad: {
    'a queue for everybody': queue({ Principal: '*', Action: 'sqs:SendMessage' }),
    'everybody under a condition that names nobody': queue({
      Principal: { AWS: '*' },
      Action: 'sqs:SendMessage',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } },
    }),
    'everybody but one': queue({ NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sqs:SendMessage' }),
    'everything but one action': queue({ Principal: { AWS: '111122223333' }, NotAction: 'sqs:DeleteQueue' }),
  },
  good: {
    'one topic': queue({
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:orders' } },
    }),
    'everybody of one organization': queue({
      Principal: '*',
      Action: 'sqs:SendMessage',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    }),
  },
});

/** The secure app with a policy on its queue that says something more. */
function queue(statement: JsonObject) {
  const Resource = { 'Fn::GetAtt': ['Failures', 'Arn'] };
  const TLS = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return {
    Resources: {
      FailuresPolicy: { Properties: { PolicyDocument: { Statement: [TLS, { Effect: 'Allow', Resource, ...statement }] } } },
    },
  };
}
