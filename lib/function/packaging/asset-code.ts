import * as fs from 'node:fs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BoundCode, Packaging } from './packaging';
import { ValidationError } from '../../errors';

/** Where the handler of ready-made code is. */
export interface AssetCodeOptions {
  /** The handler, such as `index.handler`. */
  readonly handler: string;

  /**
   * Files that are left out, as glob patterns.
   *
   * @default - none
   */
  readonly exclude?: string[];
}

/** A folder or archive as it is. */
export class AssetCode implements Packaging {
  public readonly name = 'FunctionCode.asset()';
  public readonly packageType = 'Zip';
  public readonly unsignable?: string;

  constructor(
    private readonly source: string,
    private readonly options: AssetCodeOptions,
  ) {
    if (!fs.existsSync(source)) {
      throw new ValidationError({
        what: 'FunctionCode.asset()',
        expected: 'must name a folder or archive',
        got: `'${source}', which does not exist`,
        remedy: 'Build it before you synthesize, or correct the path',
      });
    }
    if (!options?.handler) {
      throw new ValidationError({
        what: 'FunctionCode.asset()',
        expected: 'needs the handler',
        got: 'none',
        remedy: `Write FunctionCode.asset('${source}', { handler: 'index.handler' })`,
      });
    }
    // An archive is uploaded byte by byte, and may bear a signature.
    this.unsignable = fs.statSync(source).isDirectory()
      ? 'is a folder, which is put into an archive while it is uploaded'
      : undefined;
  }

  public bind(): BoundCode {
    return {
      code: lambda.Code.fromAsset(this.source, { exclude: this.options.exclude }),
      handler: this.options.handler,
      environment: {},
    };
  }
}
