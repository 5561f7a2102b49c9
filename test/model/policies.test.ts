import { allow, modelOf, policy, role } from './build';
import type { JsonObject } from '../../lib/model/facts';

const said = (resources: JsonObject) =>
  modelOf({ Resources: resources }).policies.map(({ kind, resource, property, statements, roles }) => [
    kind,
    `${resource.logicalId}.${property}`,
    statements.map(({ statement }) => statement.actions.join()).join(' '),
    roles.map(({ resource: { logicalId } }) => logicalId).join(),
  ]);

const document = policy([allow('s3:GetObject')]);

test.each([
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::GroupPolicy',
  'AWS::IAM::RolePolicy',
])('%s is a policy of an identity, whoever it belongs to', Type =>
  expect(said({ P: { Type, Properties: { PolicyDocument: document } } })).toEqual([
    ['identity', 'P.Properties.PolicyDocument', 's3:GetObject', ''],
  ]),
);

test('a policy names the roles of the app that hold it', () => {
  const P = { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document, Roles: [{ Ref: 'Role' }] } };
  expect(said({ Role: role(), P })).toContainEqual(['identity', 'P.Properties.PolicyDocument', 's3:GetObject', 'Role']);
});

test('a role holds its inline policies and its trust', () =>
  expect(said({ Role: role({ Policies: [{ PolicyName: 'p', PolicyDocument: document }] }) })).toEqual([
    ['identity', 'Role.Properties.Policies.0.PolicyDocument', 's3:GetObject', 'Role'],
    ['trust', 'Role.Properties.AssumeRolePolicyDocument', 'sts:AssumeRole', 'Role'],
  ]));

test('an inline policy may be text', () =>
  expect(said({ U: { Type: 'AWS::IAM::User', Properties: { Policies: [JSON.stringify(document)] } } })).toEqual([
    ['identity', 'U.Properties.Policies.0', 's3:GetObject', ''],
  ]));

test.each<[string, JsonObject, string]>([
  ['AWS::ApiGateway::RestApi', { Policy: document }, 'Properties.Policy'],
  ['AWS::EC2::VPCEndpoint', { PolicyDocument: document }, 'Properties.PolicyDocument'],
  ['AWS::EFS::FileSystem', { FileSystemPolicy: document }, 'Properties.FileSystemPolicy'],
  ['AWS::Events::EventBus', { Policy: document }, 'Properties.Policy'],
  ['AWS::KMS::ReplicaKey', { KeyPolicy: document }, 'Properties.KeyPolicy'],
  ['AWS::Kinesis::ResourcePolicy', { ResourcePolicy: document }, 'Properties.ResourcePolicy'],
  ['AWS::Lambda::ResourcePolicy', { PolicyDocument: document }, 'Properties.PolicyDocument'],
  ['AWS::Logs::ResourcePolicy', { PolicyDocument: JSON.stringify(document) }, 'Properties.PolicyDocument'],
  ['AWS::S3::BucketPolicy', { PolicyDocument: document }, 'Properties.PolicyDocument'],
  ['AWS::SNS::TopicInlinePolicy', { PolicyDocument: document }, 'Properties.PolicyDocument'],
  ['AWS::SNS::TopicPolicy', { PolicyDocument: document }, 'Properties.PolicyDocument'],
  ['AWS::SQS::QueueInlinePolicy', { PolicyDocument: document }, 'Properties.PolicyDocument'],
  ['AWS::SQS::QueuePolicy', { PolicyDocument: document }, 'Properties.PolicyDocument'],
  ['AWS::KMS::Key', { KeyPolicy: document }, 'Properties.KeyPolicy'],
  ['AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: document } }, 'Properties.ResourcePolicy.PolicyDocument'],
  ['AWS::SecretsManager::ResourcePolicy', { ResourcePolicy: document }, 'Properties.ResourcePolicy'],
  ['AWS::Events::EventBusPolicy', { Statement: allow('s3:GetObject') }, 'Properties'],
])('%s holds a policy of a resource', (Type, Properties, property) =>
  expect(said({ P: { Type, Properties } })).toEqual([['resource', `P.${property}`, 's3:GetObject', '']]),
);

test('an event bus policy in parts is read as the statement that it means', () => {
  const Condition = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-a1b2c3d4e5' };
  const P = { Type: 'AWS::Events::EventBusPolicy', Properties: { Principal: '*', Action: 'events:PutEvents', Condition } };
  const [{ statements }] = modelOf({ Resources: { P } }).policies;
  expect(statements[0].statement).toMatchObject({
    actions: ['events:PutEvents'],
    principals: [{ type: '*', value: '*' }],
    conditions: [{ operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] }],
  });
});

test('an event bus policy in parts lets events in where it says nothing else, to nobody where it names nobody', () => {
  const P = { Type: 'AWS::Events::EventBusPolicy', Properties: { Condition: { Type: 'StringEquals', Value: 'x' } } };
  const [{ statements }] = modelOf({ Resources: { P } }).policies;
  expect(statements[0].statement).toMatchObject({
    effect: 'Allow',
    actions: ['events:PutEvents'],
    resources: ['*'],
    principals: [],
    conditions: [],
  });
});

test.each<JsonObject>([
  { Key: 'aws:PrincipalOrgID', Value: 'o-a1b2c3d4e5' },
  { Type: 'StringEquals', Value: 'o-a1b2c3d4e5' },
])('the condition %j of an event bus policy is none', Condition => {
  const P = { Type: 'AWS::Events::EventBusPolicy', Properties: { Principal: '*', Action: 'events:PutRule', Condition } };
  const [{ statements }] = modelOf({ Resources: { P } }).policies;
  expect(statements[0].statement).toMatchObject({ actions: ['events:PutRule'], conditions: [] });
});

test('the trust of a role without rights is that role', () =>
  expect(said({ Role: role() })).toEqual([['trust', 'Role.Properties.AssumeRolePolicyDocument', 'sts:AssumeRole', 'Role']]));

test('an event bus policy in parts names an account, and bears a broken condition', () => {
  const P = { Type: 'AWS::Events::EventBusPolicy', Properties: { Principal: '111122223333', Condition: 'x' } };
  const [{ statements }] = modelOf({ Resources: { P } }).policies;
  expect(statements[0].statement).toMatchObject({ principals: [{ type: 'AWS', value: '111122223333' }], conditions: [] });
});

test('a resource without a policy has none', () => expect(said({ Key: { Type: 'AWS::KMS::Key', Properties: {} } })).toEqual([]));
