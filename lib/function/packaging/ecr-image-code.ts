import { Token } from 'aws-cdk-lib';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { ImageStart } from './image-code';
import type { BoundCode, Packaging } from './packaging';
import { ValidationError } from '../../errors';

/** An image in a repository, by its digest. */
export class EcrImageCode implements Packaging {
  public readonly name = 'FunctionCode.imageFromEcr()';
  public readonly packageType = 'Image';
  public readonly unsignable = 'is an image, which Lambda does not check for signatures';

  constructor(
    private readonly repository: ecr.IRepository,
    private readonly digest: string,
    private readonly options: ImageStart,
  ) {
    if (typeof digest === 'string' && !Token.isUnresolved(digest) && /^sha256:[0-9a-f]{64}$/.test(digest)) return;
    throw new ValidationError({
      what: this.name,
      expected: 'needs the digest of the image, written out: a tag names another image as soon as somebody moves it',
      got: Token.isUnresolved(digest) ? 'a token' : digest ? `'${digest}'` : 'none',
      remedy: `Write 'sha256:' and its 64 digits, as 'docker push' and 'aws ecr describe-images' print them`,
    });
  }

  public bind(): BoundCode {
    const { command, entryPoint, workingDirectory } = this.options;
    return {
      code: lambda.Code.fromEcrImage(this.repository, {
        tagOrDigest: this.digest,
        cmd: command,
        entrypoint: entryPoint,
        workingDirectory,
      }),
      handler: lambda.Handler.FROM_IMAGE,
      environment: {},
    };
  }
}
