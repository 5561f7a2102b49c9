import { lambda, modelOf, role, source } from './build';
import { AppIndex } from '../../lib/model/app-index';
import { buildModel } from '../../lib/model/build-model';
import type { Json, JsonObject } from '../../lib/model/facts';

function indexOf(Resources: JsonObject) {
  const { templates } = modelOf({ Resources });
  return { index: new AppIndex(templates), template: templates[0] };
}

const NAMED: readonly (readonly [string, string])[] = [
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::Lambda::CapacityProvider', 'CapacityProviderName'],
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::DynamoDB::Table', 'TableName'],
  ['AWS::Kinesis::Stream', 'Name'],
  ['AWS::S3::Bucket', 'BucketName'],
  ['AWS::SecretsManager::Secret', 'Name'],
  ['AWS::SNS::Topic', 'TopicName'],
  ['AWS::SQS::Queue', 'QueueName'],
];

test.each(NAMED)('%s is found by its %s, in either branch, and only among its kind', (Type, property) => {
  const { index, template } = indexOf({
    X: { Type, Properties: { [property]: { 'Fn::If': ['IsLive', 'orders', { 'Fn::Sub': '${AWS::Region}-orders' }] } } },
  });
  const found = (name: string, type = Type) => index.find(template, name, type)?.logicalId;
  expect(found('orders')).toBe('X');
  expect(found('${AWS::Region}-orders')).toBe('X');
  expect(found('${X}')).toBe('X');
  expect(found('orders', 'AWS::SSM::Parameter')).toBeUndefined();
  expect(found('${X}', 'AWS::SSM::Parameter')).toBeUndefined();
  expect(found('bills')).toBeUndefined();
});

test.each<[string, string | undefined]>([
  ['orders', 'Q'],
  ['${Q}', 'Q'],
  ['${Q.Arn}', 'Q'],
  ['arn:aws:sqs:eu-west-1:111122223333:orders', 'Q'],
  ['arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Q.QueueName}', 'Q'],
  ['https://sqs.eu-west-1.amazonaws.com/111122223333/orders', 'Q'],
  ['arn:aws:sqs:eu-west-1:111122223333:bills', undefined],
  ['https://example.com/bills', undefined],
  ['bills/orders', undefined],
  ['bills:orders', undefined],
  ['see arn:aws:sqs:eu-west-1:111122223333:orders', undefined],
])('a queue is meant by %s: %s', (text, found) => {
  const { index, template } = indexOf({ Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } } });
  expect(index.findMeant(template, text, 'AWS::SQS::Queue')?.logicalId).toBe(found);
});

const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function';

test.each<[string, string | undefined, string | undefined]>([
  ['orders', 'F', undefined],
  ['orders:live', 'F', 'live'],
  ['${F}', 'F', undefined],
  ['${F.Arn}', 'F', undefined],
  ['${F.Arn}:7', 'F', '7'],
  [`${FUNCTION}:orders`, 'F', undefined],
  [`${FUNCTION}:orders:live`, 'F', 'live'],
  ['111122223333:function:orders', 'F', undefined],
  ['${Live}', 'F', 'live'],
  ['${V}', 'F', 'V'],
  [FUNCTION, undefined, undefined],
  [`${FUNCTION}:bills`, undefined, undefined],
  ['bills', undefined, undefined],
  ['${Stray}', undefined, undefined],
  ['${Ring}', undefined, undefined],
  ['${Q}', undefined, undefined],
])('a function is meant by %s: %s, %s', (text, found, qualifier) => {
  const { index, template } = indexOf({
    F: lambda({ FunctionName: 'orders' }),
    Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' }, Name: 'live' } },
    V: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: 'orders' } },
    Stray: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live' } },
    Ring: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Ring' }, Name: 'live' } },
    Q: { Type: 'AWS::SQS::Queue' },
  });
  const meant = index.findFunction(template, text);
  expect([meant?.function.logicalId, meant?.qualifier]).toEqual([found, qualifier]);
});

test.each<[Json, string | undefined]>([
  ['arn:aws:iam::111122223333:role/orders', 'R'],
  ['arn:aws:iam::111122223333:role/team/orders', 'R'],
  ['orders', 'R'],
  ['arn:aws:iam::aws:role/orders', undefined],
  ['arn:aws:iam::111122223333:user/orders', undefined],
  ['arn:aws:iam::111122223333:role/orders/bills', undefined],
])('a role is meant by the ARN %s: %s', (arn, found) => {
  const { index, template } = indexOf({ R: role({ RoleName: 'orders' }) });
  expect(index.findByArn(template, String(arn), 'role', 'AWS::IAM::Role')?.logicalId).toBe(found);
});

test('of two resources with one name, the one of the own template is meant', () => {
  const queue = (path: string) =>
    source(path, { Resources: { [`In${path}`]: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } } } });
  const { templates } = buildModel([queue('A'), queue('B')]);
  const index = new AppIndex(templates);
  expect(templates.map(template => index.find(template, 'orders', 'AWS::SQS::Queue')?.logicalId)).toEqual(['InA', 'InB']);
});
