import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import { ValidationError } from '../errors';

/** A secret that a function reads at run time. Its environment holds the ARN, never the value. */
export class SecretAccess {
  /**
   * May read the secret's value: `secretsmanager:GetSecretValue` on this secret, `kms:Decrypt` on its key through Secrets Manager,
   * and the endpoint to reach it.
   *
   * @param secret the secret, of this app or imported with its full ARN
   */
  public static read(secret: secretsmanager.ISecret): SecretAccess {
    if (secret?.secretArn === undefined) throw notThat('SecretAccess.read()', 'a secret of Secrets Manager', secret);
    return new SecretAccess(secret);
  }

  private constructor(
    /** The secret. */
    public readonly secret: secretsmanager.ISecret,
  ) {}
}

/** A parameter of Parameter Store that a function reads at run time, such as a SecureString. Its environment holds the name, never the value. */
export class ParameterAccess {
  /**
   * May read the parameter: `ssm:GetParameter` on it, `kms:Decrypt` on its key through Systems Manager, and the endpoint to reach it.
   *
   * @param parameter the parameter
   * @param encryptionKey the customer key that encrypts it; nothing for one under the AWS managed key
   */
  public static read(parameter: ssm.IParameter, encryptionKey?: kms.IKey): ParameterAccess {
    if (parameter?.parameterArn === undefined) {
      throw notThat('ParameterAccess.read()', 'a parameter of Parameter Store', parameter);
    }
    return new ParameterAccess(parameter, encryptionKey);
  }

  private constructor(
    /** The parameter. */
    public readonly parameter: ssm.IParameter,
    /** The customer key that encrypts it. */
    public readonly encryptionKey?: kms.IKey,
  ) {}
}

function notThat(call: string, expected: string, got: unknown): ValidationError {
  return new ValidationError({
    what: call,
    expected: `needs ${expected}`,
    got: typeof got,
    remedy: 'Pass the construct, not its value or its name',
  });
}
