import { NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { keepKeyWith, stackKeyOf } from '../../lib/baseline/stack-key';
import { newApp, newStack, templateOf } from '../apps';

test('a stack has one key, whoever asks', () => {
  const stack = newStack();
  const key = stackKeyOf(new Construct(stack, 'A'));
  expect(stackKeyOf(new Construct(new Construct(stack, 'B'), 'C'))).toBe(key);
  templateOf(stack).resourceCountIs('AWS::KMS::Key', 1);
});

test('another stack has another key, and so has a nested one', () => {
  const app = newApp();
  const [a, b] = [new Stack(app, 'A'), new Stack(app, 'B')];
  const keys = [stackKeyOf(a), stackKeyOf(b), stackKeyOf(new NestedStack(a, 'Nested'))];
  expect(new Set(keys).size).toBe(3);
});

test('the key rotates, and CloudWatch Logs may use it for log groups of this account only', () => {
  const stack = newStack();
  stackKeyOf(stack);
  templateOf(stack).hasResourceProperties('AWS::KMS::Key', {
    EnableKeyRotation: true,
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Allow',
          Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': {
                'Fn::Join': [
                  '',
                  [
                    'arn:',
                    { Ref: 'AWS::Partition' },
                    ':logs:',
                    { Ref: 'AWS::Region' },
                    ':',
                    { Ref: 'AWS::AccountId' },
                    ':log-group:*',
                  ],
                ],
              },
            },
          },
        }),
      ]),
    },
  });
});

test('nobody but the account and CloudWatch Logs is in the policy of the key', () => {
  const stack = newStack({}, { env: { account: '111122223333', region: 'eu-west-1' } });
  stackKeyOf(stack);
  const [key] = Object.values(templateOf(stack).findResources('AWS::KMS::Key'));
  const principals = key.Properties.KeyPolicy.Statement.map((statement: { Principal: unknown }) =>
    JSON.stringify(statement.Principal),
  );
  expect(principals).toEqual([
    expect.stringContaining(':iam::111122223333:root'),
    JSON.stringify({ Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } }),
  ]);
});

test('the key of a stack goes with the stack, unless something that is kept is encrypted with it', () => {
  const going = newStack();
  keepKeyWith(stackKeyOf(going), RemovalPolicy.DESTROY);
  templateOf(going).hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });

  const kept = newStack();
  keepKeyWith(stackKeyOf(kept), RemovalPolicy.RETAIN);
  templateOf(kept).hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('a key that somebody brought keeps the removal policy it came with', () => {
  const stack = newStack();
  const own = new kms.Key(stack, 'Own', { removalPolicy: RemovalPolicy.DESTROY });
  keepKeyWith(own, RemovalPolicy.RETAIN);
  keepKeyWith(kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-west-1:111122223333:key/1'), RemovalPolicy.RETAIN);
  Template.fromStack(stack).hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
});
