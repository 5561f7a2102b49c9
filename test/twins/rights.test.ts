import type { Stack } from 'aws-cdk-lib';
import type { Spelled } from './shapes';
import { may } from './shapes';
import { tellApart, twins } from './twins';
import { Control } from '../../lib/baseline/control';
import type { JsonObject } from '../../lib/model/facts';

const READ: Spelled = { Action: 'dynamodb:GetItem', Resource: '*' };
const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';

/** One right on everything under a condition. */
const under = (action: string) => (stack: Stack, Condition: JsonObject) =>
  may(stack, [{ Action: action, Resource: '*', Condition }]);
const doing = (stack: Stack, statement: Spelled) => may(stack, [statement]);
const all = (stack: Stack, statements: readonly Spelled[]) => may(stack, statements);
const { RIGHTS_SCOPED_TO_RESOURCES: SCOPED } = Control;

tellApart('a star under a condition', {
  'a tag of the resource narrows, the region of the request does not': twins(SCOPED, under('dynamodb:GetItem'), {
    unsafe: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    safe: { StringEquals: { 'aws:ResourceTag/app': 'orders' } },
  }),
  'a tag of the resource narrows, a tag of the caller does not': twins(SCOPED, under('dynamodb:GetItem'), {
    unsafe: { StringEquals: { 'aws:PrincipalTag/app': 'orders' } },
    safe: { StringEquals: { 'aws:ResourceTag/app': 'orders' } },
  }),
  'a tag that the resource must have narrows, one that it must not have does not': twins(SCOPED, under('dynamodb:GetItem'), {
    unsafe: { StringNotEquals: { 'aws:ResourceTag/app': 'billing' } },
    safe: { StringEquals: { 'aws:ResourceTag/app': 'orders' } },
  }),
  'a tag asked for narrows, one that may be missing does not': twins(SCOPED, under('dynamodb:GetItem'), {
    unsafe: { StringEqualsIfExists: { 'aws:ResourceTag/app': 'orders' } },
    safe: { StringEquals: { 'aws:ResourceTag/app': 'orders' } },
  }),
  'a value narrows, any value does not': twins(SCOPED, under('dynamodb:GetItem'), {
    unsafe: { StringLike: { 'aws:ResourceTag/app': '*' } },
    safe: { StringLike: { 'aws:ResourceTag/app': 'orders-*' } },
  }),
  'one of two values narrows nothing when the other is any': twins(SCOPED, under('dynamodb:GetItem'), {
    unsafe: { StringLike: { 'aws:ResourceTag/app': ['orders', '*'] } },
    safe: { StringLike: { 'aws:ResourceTag/app': ['orders', 'returns'] } },
  }),
  'any of the aliases narrows, all of perhaps none does not': twins(SCOPED, under('kms:Decrypt'), {
    unsafe: { 'ForAllValues:StringEquals': { 'kms:ResourceAliases': 'alias/orders' } },
    safe: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders' } },
  }),
  'the purpose of a decryption narrows, the address of the caller does not': twins(SCOPED, under('kms:Decrypt'), {
    unsafe: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    safe: {
      StringEquals: { 'kms:EncryptionContext:SecretARN': 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-AbCdEf' },
    },
  }),
  'a named topic narrows, the hour does not': twins(SCOPED, under('events:PutEvents'), {
    unsafe: { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
    safe: { StringEquals: { 'events:source': 'orders' } },
  }),
  'a tag in any spelling of its key': twins(SCOPED, under('dynamodb:GetItem'), {
    unsafe: { stringequals: { 'AWS:REQUESTEDREGION': 'eu-west-1' } },
    safe: { stringequals: { 'AWS:RESOURCETAG/app': 'orders' } },
  }),
  'a mail address narrows, an encrypted connection does not': twins(SCOPED, under('ses:SendEmail'), {
    unsafe: { Bool: { 'aws:SecureTransport': 'true' } },
    safe: { StringEquals: { 'ses:FromAddress': 'orders@example.com' } },
  }),
  'the service that a role is passed to narrows, the path of the passer does not': twins(
    Control.NO_ESCALATION_RIGHTS,
    under('iam:PassRole'),
    {
      unsafe: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/app/*' } },
      safe: { StringEquals: { 'iam:PassedToService': 'states.amazonaws.com' } },
    },
  ),
});

tellApart('a star and where it stands', {
  'the beginning of a name is one, the account is none': twins(SCOPED, doing, {
    unsafe: { ...READ, Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/*' },
    safe: { ...READ, Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-*' },
  }),
  'the objects of a bucket are of one bucket, the buckets are not': twins(SCOPED, doing, {
    unsafe: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*/*' },
    safe: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' },
  }),
  'the beginning of a bucket is a name, of all buckets none': twins(SCOPED, doing, {
    unsafe: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' },
    safe: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders-*' },
  }),
  'reading actions of a service are some, with a question mark all': twins(SCOPED, doing, {
    unsafe: { Action: 'dynamodb:?*', Resource: ORDERS },
    safe: { Action: 'dynamodb:Get*', Resource: ORDERS },
  }),
  'an index of a table is part of it, a table of any region is not': twins(SCOPED, doing, {
    unsafe: { Action: 'dynamodb:Query', Resource: 'arn:aws:dynamodb:*:*:table/*/index/by-day' },
    safe: { Action: 'dynamodb:Query', Resource: `${ORDERS}/index/*` },
  }),
  'what takes no resource takes a star, what takes a table does not': twins(SCOPED, doing, {
    unsafe: { Action: ['xray:PutTraceSegments', 'dynamodb:GetItem'], Resource: '*' },
    safe: { Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
  }),
  'a star beside a name is a star': twins(SCOPED, doing, {
    unsafe: { Action: 'dynamodb:GetItem', Resource: [ORDERS, '*'] },
    safe: { Action: 'dynamodb:GetItem', Resource: [ORDERS, `${ORDERS}/*`] },
  }),
  'a star in one branch is a star': twins(SCOPED, doing, {
    unsafe: { Action: 'dynamodb:GetItem', Resource: { 'Fn::If': ['Wide', '*', ORDERS] } },
    safe: { Action: 'dynamodb:GetItem', Resource: { 'Fn::If': ['Wide', `${ORDERS}/*`, ORDERS] } },
  }),
  'a star joined of nothing is a star': twins(SCOPED, doing, {
    unsafe: {
      Action: 'dynamodb:GetItem',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':dynamodb:*:*:table/', '*']] },
    },
    safe: {
      Action: 'dynamodb:GetItem',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':dynamodb:*:*:table/', 'orders']] },
    },
  }),
  'what is left out is not listed': twins(Control.GRANTS_LIST_WHAT_THEY_ALLOW, doing, {
    unsafe: { NotAction: ['dynamodb:DeleteTable', 'ec2:*'], Resource: ORDERS },
    safe: { Action: 'dynamodb:GetItem', Resource: ORDERS },
  }),
  'all but one table are not one table': twins(Control.GRANTS_LIST_WHAT_THEY_ALLOW, doing, {
    unsafe: { Action: 'dynamodb:GetItem', NotResource: ORDERS },
    safe: { Action: 'dynamodb:GetItem', Resource: ORDERS },
  }),
  'a Deny may leave out what it likes, an Allow may not': twins(Control.GRANTS_LIST_WHAT_THEY_ALLOW, all, {
    unsafe: [
      { Action: 'dynamodb:GetItem', Resource: ORDERS },
      { Effect: 'Allow', NotAction: ['dynamodb:*', 'ec2:*'], Resource: ORDERS },
    ],
    safe: [
      { Action: 'dynamodb:GetItem', Resource: ORDERS },
      { Effect: 'Deny', NotAction: 'dynamodb:*', Resource: '*' },
    ],
  }),
});
