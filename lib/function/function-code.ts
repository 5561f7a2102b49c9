import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { AssetCodeOptions } from './packaging/asset-code';
import { AssetCode } from './packaging/asset-code';
import { EcrImageCode } from './packaging/ecr-image-code';
import type { ImageCodeOptions, ImageStart } from './packaging/image-code';
import { ImageCode } from './packaging/image-code';
import { InlineCode } from './packaging/inline-code';
import type { NodejsCodeOptions } from './packaging/nodejs-code';
import { NodejsCode } from './packaging/nodejs-code';
import type { Packaging } from './packaging/packaging';
import type { PythonCodeOptions } from './packaging/python-code';
import { PythonCode } from './packaging/python-code';
import type { S3CodeOptions } from './packaging/s3-code';
import { S3Code } from './packaging/s3-code';

/** The code of a function. Packaging is a value, and what each kind deploys is what was reviewed. */
export class FunctionCode {
  /**
   * A Node.js handler in TypeScript or JavaScript, bundled with the `esbuild` of your project, with source maps. Never falls back to Docker.
   *
   * Throws where the entry, the lock file or `esbuild` is missing, and where bundling fails.
   *
   * @param entry the file with the handler, relative to the working directory
   */
  public static nodejs(entry: string, options: NodejsCodeOptions = {}): FunctionCode {
    return new FunctionCode(new NodejsCode(entry, options));
  }

  /**
   * Python sources with the dependencies of a lock, installed by `uv` or else `pip` from wheels for the function's architecture and runtime. Nothing is
   * built from source, and nothing starts Docker. Without dependencies, neither a tool nor a network is needed.
   *
   * Throws where a line of the lock has no exact version or no digest, where neither `uv` nor `pip` is there, and where a package has no such wheel.
   *
   * @param directory the folder with the handler, relative to the working directory
   */
  public static python(directory: string, options: PythonCodeOptions = {}): FunctionCode {
    return new FunctionCode(new PythonCode(directory, options));
  }

  /**
   * A folder or archive with code that is ready to run. The function needs a `runtime`.
   *
   * @param directory the folder, or a .zip or .jar file
   */
  public static asset(directory: string, options: AssetCodeOptions): FunctionCode {
    return new FunctionCode(new AssetCode(directory, options));
  }

  /**
   * A few lines of code that stand in the template, at most 4 KiB. The function needs a `runtime` of Node.js or Python; the handler is `index.handler`.
   *
   * Throws where a secret stands in it.
   *
   * @param source the code
   */
  public static inline(source: string): FunctionCode {
    return new FunctionCode(new InlineCode(source));
  }

  /**
   * An archive in a bucket, in one version: whoever may write to the bucket cannot exchange what is deployed. The function needs a `runtime`.
   *
   * Throws where the version is missing, or is one that the bucket overwrites (`null`).
   *
   * @param bucket the bucket, with versioning
   * @param key the key of the archive
   * @param objectVersion the version of the object
   */
  public static s3(bucket: s3.IBucket, key: string, objectVersion: string, options: S3CodeOptions): FunctionCode {
    return new FunctionCode(new S3Code(bucket, key, objectVersion, options));
  }

  /**
   * An image that is built from a folder while the app is deployed, for the function's architecture; synthesis needs no Docker. Images have no
   * `runtime`, no `layers` and no code signing.
   *
   * Throws where the Dockerfile starts from an image without a digest, or where a build argument holds a secret.
   *
   * @param directory the folder with the Dockerfile, relative to the working directory
   */
  public static image(directory: string, options: ImageCodeOptions = {}): FunctionCode {
    return new FunctionCode(new ImageCode(directory, options));
  }

  /**
   * An image in a repository, by its digest. Images have no `runtime`, no `layers` and no code signing.
   *
   * Throws for a tag, and for a digest that is not written out.
   *
   * @param repository the repository
   * @param digest `sha256:` and 64 hexadecimal digits
   */
  public static imageFromEcr(repository: ecr.IRepository, digest: string, options: ImageStart = {}): FunctionCode {
    return new FunctionCode(new EcrImageCode(repository, digest, options));
  }

  private constructor(
    /** @internal */
    public readonly _packaging: Packaging,
  ) {}
}
