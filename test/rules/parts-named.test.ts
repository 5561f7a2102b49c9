import { Rights } from '../../lib/iam/rights';
import { parsePolicyDocument } from '../../lib/iam/statement';
import { partsNamed } from '../../lib/rules/parts-named';
import { modelOf, resource } from '../model/build';

const app = modelOf({
  Resources: {
    Uploads: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders' } },
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
  },
});

/** Which parts of one resource a right to an action on these names. */
function parts(logicalId: string, Action: string, ...Resource: string[]): readonly string[] {
  const rights = new Rights(parsePolicyDocument({ Statement: [{ Effect: 'Allow', Action, Resource }] }));
  return partsNamed(rights, Action, app.templates[0], resource(app, logicalId), app);
}

test.each<[string, string, string, string[], string[]]>([
  ['a bucket as a whole', 'Uploads', 's3:PutObject', ['${Uploads.Arn}'], ['']],
  ['everything in a bucket', 'Uploads', 's3:PutObject', ['${Uploads.Arn}/*'], ['*']],
  ['a folder of a bucket', 'Uploads', 's3:PutObject', ['${Uploads.Arn}/in/2026/*'], ['in/2026/*']],
  ['two folders', 'Uploads', 's3:PutObject', ['${Uploads.Arn}/in/*', '${Uploads.Arn}/out/*'], ['in/*', 'out/*']],
  [
    'a folder whose name the deployment knows',
    'Uploads',
    's3:PutObject',
    ['${Uploads.Arn}/${Queue.QueueName}/*'],
    ['${Queue.QueueName}/*'],
  ],
  ['a queue', 'Queue', 'sqs:SendMessage', ['${Queue.Arn}'], ['']],
  ['a table', 'Table', 'dynamodb:PutItem', ['${Table.Arn}'], ['']],
  ['an index of a table', 'Table', 'dynamodb:Query', ['${Table.Arn}/index/byDay'], ['index/byDay']],
  ['a folder of a bucket by its ARN', 'Uploads', 's3:PutObject', ['arn:aws:s3:::orders/in/*'], ['in/*']],
  ['an object of another bucket that is called as this one', 'Uploads', 's3:PutObject', ['arn:aws:s3:::returns/orders'], []],
  ['a table by its ARN', 'Table', 'dynamodb:PutItem', ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders'], ['']],
  [
    'an index of a table by its ARN',
    'Table',
    'dynamodb:Query',
    ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/byDay'],
    ['index/byDay'],
  ],
  ['everything', 'Uploads', 's3:PutObject', ['*'], []],
  ['another bucket', 'Uploads', 's3:PutObject', ['arn:aws:s3:::returns/in/*'], []],
  ['another resource beside it', 'Queue', 'sqs:SendMessage', ['${Table.Arn}', '${Queue.Arn}'], ['']],
])('a right on %s', (_, logicalId, action, resources, expected) => {
  expect(parts(logicalId, action, ...resources)).toEqual(expected);
});

test('a right to another action names nothing', () => {
  const rights = new Rights(
    parsePolicyDocument({ Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '${Uploads.Arn}/*' }] }),
  );
  expect(partsNamed(rights, 's3:PutObject', app.templates[0], resource(app, 'Uploads'), app)).toEqual([]);
});
