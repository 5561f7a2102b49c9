import { SecretValue } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { ParameterAccess, SecretAccess } from '../../lib';
import { cast, newStack, refusal } from '../apps';

test('a secret is read by the construct', () => {
  const secret = new secretsmanager.Secret(newStack(), 'Secret');
  expect(SecretAccess.read(secret).secret).toBe(secret);
});

test('a parameter is read by the construct, with the key that encrypts it', () => {
  const stack = newStack();
  const parameter = new ssm.StringParameter(stack, 'Parameter', { stringValue: 'x' });
  const key = new kms.Key(stack, 'Key');
  expect(ParameterAccess.read(parameter, key)).toMatchObject({ parameter, encryptionKey: key });
  expect(ParameterAccess.read(parameter, undefined)).toEqual(ParameterAccess.read(parameter));
});

test.each([undefined, null, 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:x', SecretValue.unsafePlainText('hunter2')])(
  'refuses the value or name of a secret (%#)',
  secret => {
    expect(() => SecretAccess.read(cast(secret))).toThrow(
      refusal('SecretAccess.read()', 'needs a secret of Secrets Manager', typeof secret),
    );
  },
);

test.each([undefined, null, '/db/password'])('refuses the value or name of a parameter (%#)', parameter => {
  expect(() => ParameterAccess.read(cast(parameter))).toThrow(
    refusal('ParameterAccess.read()', 'needs a parameter of Parameter Store', typeof parameter),
  );
});

test('a refusal never repeats the value', () => {
  expect(() => SecretAccess.read(cast('hunter2'))).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
  );
});
