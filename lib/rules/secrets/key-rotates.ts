import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { isTrue, textOf } from '../../model/json';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass, unknown } from '../verdict';

/** New data is encrypted with new key material every year, and old data can still be read. */
export const keyRotates = defineRule({
  id: Control.KEY_ROTATES,
  subject: 'resource',
  types: ['AWS::KMS::Key'],
  title: 'Encryption keys rotate by themselves',
  why: 'The longer one key encrypts everything, the more is lost with it, and the less anybody knows who has worked with it over the years.',
  fix: "Set 'enableKeyRotation: true' (EnableKeyRotation). Keys for signing, for HMAC and with imported material cannot rotate by themselves and are not asked to.",
  links: ['https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['KMS-02'],
  check: ({ resource, properties }) => {
    const property = 'Properties.EnableKeyRotation';
    const stated = properties.EnableKeyRotation;
    if (isTrue(stated) || !mayRotate(properties)) return pass;
    return typeof stated === 'string' && isSymbolic(stated)
      ? unknown({
          message: `Whether ${nameOf(resource)} rotates depends on ${stated}, which the templates do not tell`,
          property,
        })
      : fail({ message: `${nameOf(resource)} keeps the same key material for ever: EnableKeyRotation is not true`, property });
  },
  bad: {
    'nothing said': { Resources: { Key: { Properties: { EnableKeyRotation: null } } } },
    'switched off': { Resources: { Key: { Properties: { EnableKeyRotation: 'false' } } } },
  },
  good: {
    'switched on': { Resources: { Key: { Properties: { EnableKeyRotation: 'true' } } } },
    'a key that signs': { Resources: { Key: { Properties: { EnableKeyRotation: null, KeySpec: 'RSA_4096' } } } },
    'imported material': { Resources: { Key: { Properties: { EnableKeyRotation: null, Origin: 'EXTERNAL' } } } },
  },
});

/** KMS rotates symmetric keys for encryption whose material it made. */
function mayRotate({ KeySpec, KeyUsage, Origin }: JsonObject): boolean {
  return (
    (textOf(KeySpec) ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT' &&
    (textOf(KeyUsage) ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT' &&
    (textOf(Origin) ?? 'AWS_KMS') === 'AWS_KMS'
  );
}
