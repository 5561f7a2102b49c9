import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ecrAssets from 'aws-cdk-lib/aws-ecr-assets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BoundCode, CodeTarget, Packaging } from './packaging';
import { assertPinned } from './pinned-dockerfile';
import { findSecret } from '../../baseline/secret-formats';
import { ValidationError } from '../../errors';

/** What an image starts, where that is not what it was built to start. */
export interface ImageStart {
  /**
   * The arguments of the entry point; for AWS's base images, the handler.
   *
   * @default - what the image says
   */
  readonly command?: string[];

  /**
   * The program that is started.
   *
   * @default - what the image says
   */
  readonly entryPoint?: string[];

  /**
   * The folder in which it is started.
   *
   * @default - what the image says
   */
  readonly workingDirectory?: string;
}

/** How an image is built. */
export interface ImageCodeOptions extends ImageStart {
  /**
   * The file that says how, relative to the directory.
   *
   * @default Dockerfile
   */
  readonly dockerfile?: string;

  /**
   * The stage that is deployed.
   *
   * @default - the last one
   */
  readonly target?: string;

  /**
   * Arguments of the build. They can be read from the image: secrets are refused.
   *
   * @default - none
   */
  readonly buildArgs?: { [name: string]: string };

  /**
   * Files that are left out, as glob patterns.
   *
   * @default - none
   */
  readonly exclude?: string[];
}

/** An image that is built from a folder while the app is deployed. */
export class ImageCode implements Packaging {
  public readonly name = 'FunctionCode.image()';
  public readonly packageType = 'Image';
  public readonly unsignable = 'is an image, which Lambda does not check for signatures';
  private readonly dockerfile: string;

  constructor(
    private readonly directory: string,
    private readonly options: ImageCodeOptions,
  ) {
    this.dockerfile = options.dockerfile ?? 'Dockerfile';
    const file = path.join(directory, this.dockerfile);
    if (!fs.existsSync(file)) {
      throw new ValidationError({
        what: this.name,
        expected: 'must name a folder with a Dockerfile',
        got: `'${file}', which does not exist`,
        remedy: 'Correct the path, or name the file with { dockerfile }',
      });
    }
    const buildArgs = options.buildArgs ?? {};
    for (const [name, value] of Object.entries(buildArgs)) {
      const secret = findSecret(value);
      if (secret !== undefined) {
        throw new ValidationError({
          what: `The build argument '${name}' of ${this.name}`,
          expected: 'must hold no secret: it can be read from the image',
          got: secret,
          remedy: 'Let the function read it at run time, with secrets: { NAME: SecretAccess.read(secret) }',
        });
      }
    }
    assertPinned(file, fs.readFileSync(file, 'utf8'), buildArgs);
  }

  public bind({ architecture }: CodeTarget): BoundCode {
    const { command, entryPoint, workingDirectory, target, buildArgs, exclude } = this.options;
    return {
      code: lambda.Code.fromAssetImage(this.directory, {
        file: this.dockerfile,
        target,
        buildArgs,
        exclude,
        platform: ecrAssets.Platform.custom(architecture.dockerPlatform),
        cmd: command,
        entrypoint: entryPoint,
        workingDirectory,
      }),
      handler: lambda.Handler.FROM_IMAGE,
      environment: {},
    };
  }
}
