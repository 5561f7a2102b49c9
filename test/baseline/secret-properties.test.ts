import { isAwsManagedKey } from '../../lib/baseline/managed-keys';
import { isPlaceholder, isSecretProperty, looksDrawn } from '../../lib/baseline/secret-properties';

test.each([
  ['AWS::RDS::DBInstance', 'MasterUserPassword', true],
  ['AWS::Lambda::Permission', 'EventSourceToken', true],
  ['AWS::SNS::Topic', 'EventSourceToken', false],
  ['AWS::Amplify::App', 'AccessToken', true],
  ['AWS::Cognito::UserPoolClient', 'AccessToken', false],
  ['Custom::Setup', 'Password', false],
  ['AWS::EMR::Cluster', 'KdcAdminPassword', true],
  ['AWS::RDS::DBInstance', 'ManageMasterUserPassword', false],
  ['AWS::RDS::DBInstance', 'PasswordPolicy', false],
  ['AWS::ECS::TaskDefinition', 'DB_Password', false],
  ['AWS::KinesisFirehose::DeliveryStream', 'HECToken', true],
  ['AWS::RDS::DBInstance', 'toString', false],
])('%s.%s holds a secret: %s', (type, property, expected) => expect(isSecretProperty(type, property)).toBe(expected));

test.each([
  'CHANGE_ME',
  'changeme',
  'replace-this',
  'TODO',
  'xxxx',
  '<token>',
  '[token]',
  '...',
  'placeholder',
  'to-be-set',
  '***',
  '-',
])('%s is a place to fill in', text => expect(isPlaceholder(text)).toBe(true));

test.each(['hunter2', 'xx', 'change', 'example.com', 'a-b'])('%s is none', text => expect(isPlaceholder(text)).toBe(false));

test.each(['x9Kq2Lw8Tz4vBn7m', 'a1b2c3d4e5f60718', 'p4$$w0rd!XyZ', 'MIIB2jCCAUOgAwIBAgIJ'])('%s looks drawn', text =>
  expect(looksDrawn(text)).toBe(true),
);

test.each([
  'hunter2',
  'correct-horse-battery',
  '12345678901234',
  'with a space 1Aq9',
  '1234abcd-12ab-34cd-56ef-1234567890ab',
  'vpc-0a1b2c3d4e5f60718',
  'subnet-0a1b2c3d',
  'sha256:0a1b2c3d4e5f',
  'v1.20.3-beta4',
  '2026-11-23T10:11:12Z',
  'orders2.example.com:8443/v1/x9',
  'a1a1a1a1a1a1',
  'x9Kq2Lw8'.repeat(80),
])('%s does not', text => expect(looksDrawn(text)).toBe(false));

test.each([
  ['alias/aws/sqs', true],
  ['aws/secretsmanager', true],
  ['arn:aws:kms:eu-west-1:111122223333:alias/aws/sns', true],
  ['alias/orders', false],
  ['arn:aws:kms:eu-west-1:111122223333:key/aws', false],
  ['', false],
])('%s is a key of AWS: %s', (key, expected) => expect(isAwsManagedKey(key)).toBe(expected));
