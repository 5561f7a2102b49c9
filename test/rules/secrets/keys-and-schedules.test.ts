import { Control } from '../../../lib/baseline/control';
import type { Json, JsonObject } from '../../../lib/model/facts';
import { beside, said } from '../said';

const SETTING = { Parameters: { Setting: { Type: 'String' } } };

test.each<[string, JsonObject, string[]]>([
  ['that rotates', { EnableKeyRotation: true }, []],
  ['that does not', { EnableKeyRotation: false }, ['fail']],
  ['of which a parameter decides', { EnableKeyRotation: { Ref: 'Setting' } }, ['unknown']],
  ['of symmetric material', { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS' }, ['fail']],
  ['that signs by a hash', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }, []],
  ['of a use that is not to encrypt', { KeyUsage: 'GENERATE_VERIFY_MAC' }, []],
  ['in a store of its own', { Origin: 'AWS_CLOUDHSM' }, []],
])('a key %s', (_, properties, verdicts) => {
  const Other = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [] }, ...properties } };
  expect(said(Control.KEY_ROTATES, beside({ Other }, SETTING)).map(text => text.split(' ')[0])).toEqual(verdicts);
});

test.each<[string, JsonObject, number]>([
  ['under a key of the app', { ExecutionTimeout: 60, KMSKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] } }, 0],
  ['under no key that is named', { ExecutionTimeout: 60 }, 1],
])('a durable function keeps its state %s', (_, DurableConfig, count) => {
  expect(said(Control.DURABLE_DATA_ENCRYPTED, beside({ Function: { Properties: { DurableConfig } } }))).toHaveLength(count);
});

test('a function that is not durable keeps no state', () => {
  expect(said(Control.DURABLE_DATA_ENCRYPTED, {})).toEqual([]);
});

test('a durable function whose settings no template tells is not accused', () => {
  const Properties = { DurableConfig: { 'Fn::GetAtt': ['Setup', 'DurableConfig'] } };
  expect(said(Control.DURABLE_DATA_ENCRYPTED, beside({ Function: { Properties } }))).toEqual([]);
});

describe('a schedule counts', () => {
  const RULES = { AutomaticallyAfterDays: 30 };
  const ROTATES = 'arn:aws:lambda:eu-west-1:111122223333:function:rotate';
  const secret = { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {}, KmsKeyId: { Ref: 'Key' } } };
  const scheduled = (SecretId: Json, properties: JsonObject, more: JsonObject = {}, resources: JsonObject = {}) =>
    said(
      Control.SECRET_ROTATES,
      beside(
        {
          Secret: secret,
          Rotation: { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId, ...properties }, ...more },
          ...resources,
        },
        { ...SETTING, Conditions: { Chosen: { 'Fn::Equals': [{ Ref: 'Setting' }, 'yes'] } } },
      ),
    ).map(text => text.split(' ')[2]);
  const OWN = { Ref: 'Secret' };

  test.each<[string, Json, JsonObject, string[]]>([
    ['with a function and a number of days', OWN, { RotationLambdaARN: ROTATES, RotationRules: RULES }, []],
    ['with a function of AWS', OWN, { HostedRotationLambda: { RotationType: 'MySQLSingleUser' }, RotationRules: RULES }, []],
    ['but not without a function', OWN, { RotationRules: RULES }, ['Secret']],
    ['but not without an interval', OWN, { RotationLambdaARN: ROTATES }, ['Secret']],
    [
      'but not for another secret',
      'arn:aws:secretsmanager:eu-west-1:1:secret:other',
      { RotationLambdaARN: ROTATES, RotationRules: RULES },
      ['Secret'],
    ],
    [
      'but not where a condition takes the function away',
      OWN,
      { RotationLambdaARN: { 'Fn::If': ['Chosen', ROTATES, { Ref: 'AWS::NoValue' }] }, RotationRules: RULES },
      ['Secret'],
    ],
  ])('%s', (_, secretId, properties, expected) => expect(scheduled(secretId, properties)).toEqual(expected));

  test('only where it is deployed with its secret', () => {
    expect(scheduled(OWN, { RotationLambdaARN: ROTATES, RotationRules: RULES }, { Condition: 'Chosen' })).toEqual(['Secret']);
  });

  test('for one secret of two', () => {
    expect(scheduled(OWN, { RotationLambdaARN: ROTATES, RotationRules: RULES }, {}, { Second: secret })).toEqual(['Second']);
  });
});
