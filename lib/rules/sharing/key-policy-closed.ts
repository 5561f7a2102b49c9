import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { openings } from './open-statements';

const TYPES: ReadonlySet<string> = new Set(['AWS::KMS::Key', 'AWS::KMS::ReplicaKey']);

/** Key policies name who may use the key. */
export const keyPolicyClosed = defineRule({
  id: Control.KEY_POLICY_CLOSED,
  subject: 'policy',
  title: 'Key policies name who may use the key',
  why: 'A key that everybody may use encrypts nothing: whoever gets hold of the data reads it, and whoever may schedule its deletion destroys it.',
  fix: "Name the roles in Principal, or bind '*' with kms:CallerAccount; key.grantDecrypt(...) does.",
  links: ['https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html'],
  severity: 'error',
  profile: 'baseline',
  controls: ['KMS-01'],
  check: policy =>
    TYPES.has(policy.resource.type)
      ? openings(policy, {
          service: 'kms',
          use: 'use the key that',
          controls: { everybody: ['KMS-01'], open: ['KMS-01'] },
          everyActionIsUsual: true,
          anySourceIsUsual: true,
        })
      : [],
  bad: {
    'a key for everybody': key({ Principal: '*', Action: 'kms:Decrypt' }),
    'a key for everybody through one service': key({
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } },
    }),
  },
  good: {
    'everybody of this account, through one service': key({
      Principal: { AWS: '*' },
      Action: 'kms:Decrypt',
      Condition: {
        StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' }, 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' },
      },
    }),
  },
});

/** The secure app with one more statement in the policy of its key. */
function key(statement: JsonObject) {
  const owner = {
    Effect: 'Allow',
    Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
    Action: 'kms:*',
    Resource: '*',
  };
  return {
    Resources: { Key: { Properties: { KeyPolicy: { Statement: [owner, { Effect: 'Allow', Resource: '*', ...statement }] } } } },
  };
}
