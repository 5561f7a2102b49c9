import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { openings } from './open-statements';

const TYPES: ReadonlySet<string> = new Set(['AWS::SecretsManager::ResourcePolicy']);

/** Secret policies name who may read the secret. */
export const secretPolicyClosed = defineRule({
  id: Control.SECRET_POLICY_CLOSED,
  subject: 'policy',
  title: 'Secret policies name who may read the secret',
  why: 'A policy on a secret opens it beside all rights that roles have: everybody in it reads the password, from any account.',
  fix: 'Name the roles in Principal, or leave the policy out and grant with secret.grantRead(...).',
  links: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html'],
  severity: 'error',
  profile: 'baseline',
  controls: [],
  check: policy =>
    TYPES.has(policy.resource.type)
      ? openings(policy, { service: 'secretsmanager', use: 'read the secret that', controls: { everybody: [], open: [] } })
      : [],
  bad: {
    'a secret for everybody': secret({ Principal: '*', Action: 'secretsmanager:GetSecretValue' }),
  },
  good: {
    'a secret for one role': secret({
      Principal: { AWS: 'arn:aws:iam::111122223333:role/orders' },
      Action: 'secretsmanager:GetSecretValue',
    }),
    'a secret for one network': secret({
      Effect: 'Deny',
      Principal: '*',
      Action: 'secretsmanager:GetSecretValue',
      Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } },
    }),
  },
});

function secret(statement: JsonObject) {
  return {
    Resources: {
      SecretPolicy: {
        Type: 'AWS::SecretsManager::ResourcePolicy',
        Properties: {
          SecretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf',
          ResourcePolicy: { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] },
        },
      },
    },
  };
}
