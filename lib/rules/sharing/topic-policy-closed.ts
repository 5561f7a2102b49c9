import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { openings } from './open-statements';

const TYPES: ReadonlySet<string> = new Set(['AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy']);

/** Topic policies name who may publish and subscribe. */
export const topicPolicyClosed = defineRule({
  id: Control.TOPIC_POLICY_CLOSED,
  subject: 'policy',
  title: 'Topic policies name who may publish and subscribe',
  why: 'Whoever may publish to a topic speaks to every subscriber in your name; whoever may subscribe reads everything that passes.',
  fix: 'Name the account, the role or the service in Principal, bind services with aws:SourceArn, and list the actions; topic.grantPublish(...) does.',
  links: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: ['SNS-02', 'SNS-03'],
  check: policy =>
    TYPES.has(policy.resource.type)
      ? openings(policy, { service: 'sns', use: 'use the topic that', controls: { everybody: ['SNS-02'], open: ['SNS-03'] } })
      : [],
  bad: {
    'a topic for everybody': topic({ Principal: '*', Action: 'sns:Publish' }),
    'everybody who subscribes by HTTPS': topic({
      Principal: { AWS: '*' },
      Action: 'sns:Subscribe',
      Condition: { StringEquals: { 'sns:Protocol': 'https' } },
    }),
    'everybody but one': topic({ NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sns:Publish' }),
  },
  good: {
    'one bucket': topic({
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } },
    }),
    'a Deny for everybody': topic({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  },
});

function topic(statement: JsonObject) {
  return {
    Resources: {
      TopicPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: ['arn:aws:sns:eu-west-1:111122223333:orders'],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] },
        },
      },
    },
  };
}
