import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { keyOf } from '../key-of';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';
import { refusesPlainText } from './transport';

/** Messages travel encrypted, because the queue refuses whoever asks otherwise. */
export const queueRequiresTls = defineRule({
  id: Control.QUEUE_REQUIRES_TLS,
  subject: 'resource',
  types: ['AWS::SQS::Queue'],
  title: 'Queues refuse requests without TLS',
  why: 'SQS also answers on plain HTTP. A client that was pointed there sends messages, and its signature, for everybody on the way to read.',
  fix: "Set 'enforceSSL: true' (a QueuePolicy with a Deny on sqs:* where aws:SecureTransport is false), or encrypt the queue with a KMS key: SQS then takes nothing but HTTPS.",
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
  ],
  severity: 'warning',
  profile: 'strict',
  controls: ['SQS-04'],
  check: ({ resource, properties }, app) =>
    keyOf(properties.KmsMasterKeyId) !== 'none' || refusesPlainText(app, resource, ['sqs:SendMessage', 'sqs:ReceiveMessage'])
      ? pass
      : fail({
          message: `${nameOf(resource)} also takes requests without TLS: no policy on it denies them`,
          property: 'Properties',
        }),
  bad: {
    'no policy': { Resources: { Failures: { Properties: { KmsMasterKeyId: null } }, FailuresPolicy: null } },
    'a policy that denies it to one': {
      Resources: {
        Failures: { Properties: { KmsMasterKeyId: null } },
        FailuresPolicy: policy({ Principal: { AWS: '111122223333' }, Action: 'sqs:*' }),
      },
    },
    'a policy that denies something else': {
      Resources: {
        Failures: { Properties: { KmsMasterKeyId: null } },
        FailuresPolicy: policy({ Principal: '*', Action: 'sqs:GetQueueUrl' }),
      },
    },
  },
  good: {
    'a key, which takes TLS along': { Resources: { FailuresPolicy: null } },
    'a policy': { Resources: { Failures: { Properties: { KmsMasterKeyId: null } } } },
  },
});

function policy(statement: { Principal: string | { AWS: string }; Action: string }) {
  const Condition = { Bool: { 'aws:SecureTransport': false } };
  const Statement = [{ Effect: 'Deny', ...statement, Resource: { 'Fn::GetAtt': ['Failures', 'Arn'] }, Condition }];
  return { Properties: { PolicyDocument: { Statement } } };
}
