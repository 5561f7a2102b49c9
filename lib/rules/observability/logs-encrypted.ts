import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';

/** Who may read the logs is then decided by a key policy too, and access to them can be revoked and seen. */
export const logsEncrypted = defineRule({
  id: Control.LOGS_ENCRYPTED,
  subject: 'function',
  title: "Functions' logs are encrypted with a customer managed key",
  why: "Logs hold what the code sees. Under the service's own key everyone with logs:Get* in the account reads them; no key policy stands in between and no use of a key is recorded.",
  fix: "Set 'encryptionKey' (KmsKeyId) on the log group and let logs.<region>.amazonaws.com use the key, conditioned on kms:EncryptionContext:aws:logs:arn; SecureFunction does both.",
  links: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['LOG-02'],
  check: fn => {
    // A function without a log group of its own is the finding of `own-log-group`.
    if (fn.logGroup === undefined) return pass;
    if ('unknown' in fn.logGroup) {
      return unknown({
        message: `Whether the logs of ${nameOf(fn.resource)} are encrypted cannot be seen: the log group ${fn.logGroup.unknown} stands in no template`,
        property: 'Properties.LoggingConfig.LogGroup',
      });
    }
    const { resource } = fn.logGroup;
    if (resource.properties.KmsKeyId !== undefined) return pass;
    return fail({
      message: `The log group ${nameOf(resource)} of ${nameOf(fn.resource)} is not encrypted with a key of yours: KmsKeyId is left out`,
      at: resource,
      property: 'Properties.KmsKeyId',
      related: [fn.resource],
    });
  },
  bad: { 'no key': { Resources: { Logs: { Properties: { KmsKeyId: null } } } } },
  good: { 'a key of the app': {} },
});
