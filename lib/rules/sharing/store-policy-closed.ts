import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { defineRule } from '../define-rule';
import { openings } from './open-statements';

const TYPES: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::EFS::FileSystem',
  'AWS::Kinesis::ResourcePolicy',
  'AWS::Logs::ResourcePolicy',
]);

/** Policies on tables, streams, file systems and logs name who may use them. */
export const storePolicyClosed = defineRule({
  id: Control.STORE_POLICY_CLOSED,
  subject: 'policy',
  title: 'Policies on tables, streams, file systems and logs name who may use them',
  why: 'A policy on a store opens it beside all rights that roles have, also to accounts that nobody here knows.',
  fix: 'Name the roles or accounts in Principal, or leave the policy out and grant with table.grantReadData(...) and its like.',
  links: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html',
    'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
  ],
  severity: 'error',
  profile: 'baseline',
  controls: [],
  check: policy =>
    TYPES.has(policy.resource.type)
      ? openings(policy, {
          service: '[a-z]+',
          use: 'use the store that',
          controls: { everybody: [], open: [] },
          anySourceIsUsual: true,
        })
      : [],
  bad: {
    'a table for everybody': table({ Principal: '*', Action: 'dynamodb:GetItem' }),
    'a table for everybody but one': table({
      NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'dynamodb:GetItem',
    }),
  },
  good: {
    'a table for one role': table({ Principal: { AWS: 'arn:aws:iam::111122223333:role/audit' }, Action: 'dynamodb:GetItem' }),
  },
});

function table(statement: JsonObject) {
  const PolicyDocument = { Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] };
  return { Resources: { Table: { Properties: { ResourcePolicy: { PolicyDocument } } } } };
}
