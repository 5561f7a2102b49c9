import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { keyOf } from '../key-of';
import { nameOf } from '../name-of';
import { fail } from '../verdict';
import { groupsOfFunctions } from './retention';

/** Who may read any log is decided by a key policy too. */
export const logGroupEncrypted = defineRule({
  id: Control.LOG_GROUP_ENCRYPTED,
  subject: 'resource',
  types: ['AWS::Logs::LogGroup'],
  title: 'Every log group is encrypted with a customer managed key',
  why: "Access logs, flow logs and traces of APIs hold addresses, tokens and paths. Under the service's own key everybody with logs:Get* in the account reads them.",
  fix: "Set 'encryptionKey' (KmsKeyId) on the log group, and let logs.<region>.amazonaws.com use the key, conditioned on kms:EncryptionContext:aws:logs:arn.",
  links: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['LOG-02'],
  check: ({ resource, properties }, app) =>
    // The groups of functions are the finding of `logs-encrypted`.
    groupsOfFunctions(app).has(resource) || keyOf(properties.KmsKeyId) === 'own'
      ? []
      : fail({
          message: `${nameOf(resource)} is not encrypted with a key of yours: KmsKeyId is left out`,
          property: 'Properties.KmsKeyId',
        }),
  bad: { 'no key': group({}), 'an empty key': group({ KmsKeyId: '' }) },
  good: { 'a key of the app': group({ KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }) },
});

function group(properties: JsonObject) {
  return { Resources: { Trail: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 90, ...properties } } } };
}
