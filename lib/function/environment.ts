import { CfnParameter, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { HARMLESS_VALUES, HIJACKING_VARIABLES } from '../baseline/environment';
import { findSecret, isResolvedSecret } from '../baseline/secret-formats';
import { ValidationError } from '../errors';

/** Refuses what must not stand in a function's configuration. The message never holds the value. */
export function assertPlainVariable(scope: IConstruct, variable: string, value: string): void {
  const what = `The environment variable '${variable}'`;
  if (typeof value !== 'string') {
    throw new ValidationError(
      { what, expected: 'must be text', got: String(value), remedy: 'Leave it out where it has no value' },
      scope,
    );
  }
  const hijack = HIJACKING_VARIABLES[variable];
  if (hijack !== undefined && !HARMLESS_VALUES.has(`${variable}=${value}`)) {
    throw new ValidationError(
      { what, expected: `must not be set: it ${hijack}`, remedy: 'Do it in the code, where it is reviewed' },
      scope,
    );
  }
  const secret = secretIn(scope, value);
  if (secret !== undefined) {
    throw new ValidationError(
      {
        what,
        expected: 'must hold no secret: everyone who may read the configuration reads it',
        got: secret,
        remedy: `Give the function the secret itself: secrets: { ${variable}: SecretAccess.read(secret) }`,
      },
      scope,
    );
  }
}

/** What kind of secret a value is or becomes when it is deployed. */
export function secretIn(scope: IConstruct, value: string): string | undefined {
  if (!Token.isUnresolved(value)) return isResolvedSecret(value) ? 'a resolved secret' : findSecret(value);
  for (const token of Tokenization.reverseString(value).tokens) {
    if (Reference.isReference(token) && token.target instanceof CfnParameter && token.target.noEcho) {
      return 'a parameter with NoEcho';
    }
  }
  const resolved = JSON.stringify(Stack.of(scope).resolve(value)) ?? '';
  return isResolvedSecret(resolved) ? 'a resolved secret' : findSecret(resolved);
}
