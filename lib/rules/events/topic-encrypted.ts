import { Control } from '../../baseline/control';
import type { Json } from '../../model/facts';
import { defineRule } from '../define-rule';
import { keyOf } from '../key-of';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** What a topic holds until it is delivered is encrypted. */
export const topicEncrypted = defineRule({
  id: Control.TOPIC_ENCRYPTED,
  subject: 'resource',
  types: ['AWS::SNS::Topic'],
  title: 'Topics are encrypted with a customer managed key',
  why: 'SNS encrypts nothing by itself: what was published lies in plain text until the last subscriber has it. Under the key of AWS no key policy says who may read it.',
  fix: "Set 'masterKey' (KmsMasterKeyId) to a key of yours, and let the services that publish use it in the key's policy.",
  links: ['https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['SNS-01'],
  check: ({ resource, properties }) => {
    const key = keyOf(properties.KmsMasterKeyId);
    if (key === 'own') return pass;
    const property = 'Properties.KmsMasterKeyId';
    return key === 'none'
      ? fail({ message: `${nameOf(resource)} is not encrypted: KmsMasterKeyId is left out`, property })
      : fail({
          message: `${nameOf(resource)} is encrypted with a key of AWS, not with one of yours`,
          property,
          severity: 'info',
        });
  },
  bad: { 'no key': topic({}), 'the key of the service': topic({ KmsMasterKeyId: 'alias/aws/sns' }) },
  good: { 'a key of the app': topic({ KmsMasterKeyId: { Ref: 'Key' } }) },
});

function topic(Properties: { [property: string]: Json }) {
  return { Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties } } };
}
