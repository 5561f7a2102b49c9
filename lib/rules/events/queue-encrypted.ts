import { Control } from '../../baseline/control';
import { textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { keyOf } from '../key-of';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** What waits in a queue is encrypted, at best with a key whose policy says who may read it. */
export const queueEncrypted = defineRule({
  id: Control.QUEUE_ENCRYPTED,
  subject: 'resource',
  types: ['AWS::SQS::Queue'],
  title: 'Queues are encrypted',
  why: "Messages hold what the events hold. Without encryption they lie in plain text on the service's disks; under the service's own key everybody with sqs:ReceiveMessage reads them, and no key policy stands in between.",
  fix: "Remove 'SqsManagedSseEnabled: false', and set 'encryptionMasterKey' (KmsMasterKeyId) to a key of yours where the messages are confidential, or write 'SqsManagedSseEnabled: true' where they are not.",
  links: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html'],
  severity: 'error',
  profile: 'baseline',
  controls: ['SQS-01'],
  check: ({ resource, properties }) => {
    const name = nameOf(resource);
    const key = keyOf(properties.KmsMasterKeyId);
    const managed = textOf(properties.SqsManagedSseEnabled)?.toLowerCase();
    // Who writes down that the service's key is enough has decided; who says nothing has not.
    if (key === 'own' || (key === 'none' && managed === 'true')) return pass;
    if (key === 'none' && managed === 'false') {
      return fail({ message: `${name} is not encrypted: somebody switched it off`, property: 'Properties.SqsManagedSseEnabled' });
    }
    return fail({
      message: `${name} is encrypted with a key of AWS, not with one of yours: no key policy says who may read its messages`,
      property: 'Properties.KmsMasterKeyId',
      severity: 'info',
    });
  },
  bad: {
    'encryption switched off': { Resources: { Failures: { Properties: { KmsMasterKeyId: null, SqsManagedSseEnabled: false } } } },
    'the key of the service': { Resources: { Failures: { Properties: { KmsMasterKeyId: 'alias/aws/sqs' } } } },
    'nothing said': { Resources: { Failures: { Properties: { KmsMasterKeyId: null } } } },
  },
  good: {
    'a key of the app': {},
    "the service's own key, as somebody decided": {
      Resources: { Failures: { Properties: { KmsMasterKeyId: null, SqsManagedSseEnabled: true } } },
    },
  },
});
