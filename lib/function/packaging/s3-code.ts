import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { BoundCode, Packaging } from './packaging';
import { ValidationError } from '../../errors';

/** Where the handler of an archive in a bucket is. */
export interface S3CodeOptions {
  /** The handler, such as `index.handler`. */
  readonly handler: string;
}

/** What is written where no version is known: `null` is the version of an object whose bucket keeps none, and is overwritten. */
const NO_VERSION = /^(?:null|none|undefined|\$?latest|version)$/i;

/** An archive in a bucket, in one version of it. */
export class S3Code implements Packaging {
  public readonly name = 'FunctionCode.s3()';
  public readonly packageType = 'Zip';

  constructor(
    private readonly bucket: s3.IBucket,
    private readonly key: string,
    private readonly objectVersion: string,
    private readonly options: S3CodeOptions,
  ) {
    if (typeof key !== 'string' || key === '') throw refused('needs the key of an archive', key, 'orders/1.4.2.zip');
    if (!isVersion(objectVersion)) {
      throw new ValidationError({
        what: this.name,
        expected: 'needs the version of the object, because whoever may write to the bucket exchanges the code otherwise',
        got: spoken(objectVersion),
        remedy: `Switch on versioning of the bucket, and write the id that 'aws s3api put-object' answers`,
      });
    }
    if (!options?.handler) throw refused('needs the handler', undefined, 'index.handler');
  }

  public bind(): BoundCode {
    return {
      code: lambda.Code.fromBucketV2(this.bucket, this.key, { objectVersion: this.objectVersion }),
      handler: this.options.handler,
      environment: {},
      pinnedBy: 'S3ObjectVersion',
    };
  }
}

function isVersion(version: unknown): boolean {
  if (typeof version !== 'string') return false;
  return Token.isUnresolved(version) || (/^[\w.~+/=-]{1,1024}$/.test(version) && !NO_VERSION.test(version));
}

function refused(expected: string, got: unknown, example: string): ValidationError {
  return new ValidationError({
    what: 'FunctionCode.s3()',
    expected,
    got: spoken(got),
    remedy: `Write FunctionCode.s3(bucket, key, objectVersion, { handler }), here '${example}'`,
  });
}

function spoken(value: unknown): string {
  return value === undefined || value === '' ? 'none' : `'${String(value)}'`;
}
