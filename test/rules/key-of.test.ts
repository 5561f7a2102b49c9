import type { Json } from '../../lib/model/facts';
import { keyOf } from '../../lib/rules/key-of';

test.each<[string, Json | undefined, string]>([
  ['nothing', undefined, 'none'],
  ['an empty text', '', 'none'],
  ['blanks', '  ', 'none'],
  ['what is no text', { 'Fn::Transform': { Name: 'Keys' } }, 'none'],
  ['the alias of a service', 'alias/aws/sqs', 'aws-managed'],
  ['the alias of a service between blanks', ' alias/aws/sns ', 'aws-managed'],
  ['the ARN of such an alias', 'arn:aws:kms:eu-west-1:111122223333:alias/aws/secretsmanager', 'aws-managed'],
  ['a key of the app', '${Key.Arn}', 'own'],
  ['an alias of the owner', 'alias/orders', 'own'],
])('%s is a key: %j', (_, value, kind) => expect(keyOf(value)).toBe(kind));
