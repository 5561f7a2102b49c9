import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { keyOf } from '../key-of';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { refusesPlainText } from './transport';

/** What is published travels encrypted, because the topic refuses whoever publishes otherwise. */
export const topicRequiresTls = defineRule({
  id: Control.TOPIC_REQUIRES_TLS,
  subject: 'resource',
  types: ['AWS::SNS::Topic'],
  title: 'Topics refuse messages without TLS',
  why: 'SNS also answers on plain HTTP. What is published there, and the signature with it, can be read by everybody on the way.',
  fix: "Set 'enforceSSL: true' (a TopicPolicy with a Deny on sns:Publish where aws:SecureTransport is false), or encrypt the topic with a KMS key: SNS then takes nothing but HTTPS.",
  links: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html',
  ],
  severity: 'warning',
  profile: 'strict',
  controls: ['SNS-04'],
  check: ({ resource, properties }, app) =>
    keyOf(properties.KmsMasterKeyId) !== 'none' || refusesPlainText(app, resource, ['sns:Publish'])
      ? pass
      : fail({
          message: `${nameOf(resource)} also takes messages without TLS: no policy on it denies them`,
          property: 'Properties',
        }),
  bad: {
    'no policy': { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } },
    'a policy for one case only': {
      Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Policy: policy({ StringEquals: { 'aws:PrincipalTag/team': 'orders' } }) },
    },
  },
  good: {
    'a key, which takes TLS along': {
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { Ref: 'Key' } } } },
    },
    'a policy': { Resources: { Topic: { Type: 'AWS::SNS::Topic' }, Policy: policy({}) } },
  },
});

function policy(more: { StringEquals?: { [key: string]: string } }) {
  return {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Topic' }],
      PolicyDocument: {
        Statement: {
          ...{ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: { Ref: 'Topic' } },
          Condition: { Bool: { 'aws:SecureTransport': 'false' }, ...more },
        },
      },
    },
  };
}
