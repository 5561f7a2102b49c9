import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BoundCode, Packaging } from './packaging';
import { findSecret } from '../../baseline/secret-formats';
import { ValidationError } from '../../errors';

/** Code that stands in the template. */
export class InlineCode implements Packaging {
  public readonly name = 'FunctionCode.inline()';
  public readonly packageType = 'Zip';
  public readonly unsignable = 'stands in the template';

  constructor(private readonly source: string) {
    const secret = findSecret(source);
    if (secret !== undefined) {
      throw new ValidationError({
        what: 'FunctionCode.inline()',
        expected: 'must hold no secret',
        got: secret,
        remedy: 'Store it in Secrets Manager, and give it to the function with secrets: { NAME: SecretAccess.read(secret) }',
      });
    }
  }

  public bind(): BoundCode {
    return { code: lambda.Code.fromInline(this.source), handler: 'index.handler', environment: {} };
  }
}
