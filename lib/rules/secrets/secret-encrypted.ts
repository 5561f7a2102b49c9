import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { keyOf } from '../key-of';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** Who may read a secret is then decided by a key policy too, and other accounts can be kept out or let in. */
export const secretEncrypted = defineRule({
  id: Control.SECRET_ENCRYPTED,
  subject: 'resource',
  types: ['AWS::SecretsManager::Secret'],
  title: 'Secrets are encrypted with a customer managed key',
  why: 'Under the key of AWS everybody with secretsmanager:GetSecretValue reads the secret; no key policy stands in between, and the key cannot be taken away from anybody.',
  fix: "Set 'encryptionKey' (KmsKeyId) to a key of yours; SecretAccess.read(secret) gives the function kms:Decrypt through Secrets Manager alone.",
  links: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['SEC-03'],
  check: ({ resource, properties }) =>
    keyOf(properties.KmsKeyId) === 'own'
      ? pass
      : fail({
          message: `${nameOf(resource)} is encrypted with the key that AWS manages, not with one of yours`,
          property: 'Properties.KmsKeyId',
        }),
  bad: {
    'no key': { Resources: { Secret: secret({}), ...rotation() } },
    'the key of the service': { Resources: { Secret: secret({ KmsKeyId: 'alias/aws/secretsmanager' }), ...rotation() } },
  },
  good: { 'a key of the app': { Resources: { Secret: secret({ KmsKeyId: { Ref: 'Key' } }), ...rotation() } } },
});

function secret(properties: JsonObject) {
  return { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {}, ...properties } };
}

function rotation() {
  return {
    Rotation: {
      Type: 'AWS::SecretsManager::RotationSchedule',
      Properties: {
        SecretId: { Ref: 'Secret' },
        HostedRotationLambda: { RotationType: 'PostgreSQLSingleUser' },
        RotationRules: { ScheduleExpression: 'rate(30 days)' },
      },
    },
  };
}
