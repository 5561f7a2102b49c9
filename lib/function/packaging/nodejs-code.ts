import * as path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EsbuildBundling } from './esbuild-bundling';
import type { BoundCode, Packaging } from './packaging';

/** The module system of the bundle. */
export enum ModuleFormat {
  /** CommonJS, which every Node.js library can be bundled into. */
  COMMONJS = 'cjs',
  /** ECMAScript modules, for top-level `await`. */
  ESM = 'esm',
}

/** How a Node.js handler is bundled. */
export interface NodejsCodeOptions {
  /**
   * The exported function that Lambda calls.
   *
   * @default handler
   */
  readonly handler?: string;

  /**
   * The folder with the lock file, from which `esbuild` is loaded.
   *
   * @default - the nearest folder above the entry with a lock file
   */
  readonly projectRoot?: string;

  /**
   * The TypeScript configuration that `esbuild` follows.
   *
   * @default - the nearest `tsconfig.json` above the entry
   */
  readonly tsconfig?: string;

  /**
   * The module system of the bundle.
   *
   * @default ModuleFormat.COMMONJS
   */
  readonly format?: ModuleFormat;

  /**
   * Whether names are shortened and white space is removed. Source maps keep stack traces readable.
   *
   * @default true
   */
  readonly minify?: boolean;

  /**
   * Modules that are not bundled because a layer brings them. The AWS SDK is bundled by default: what runs is what the lock file names.
   *
   * @default - none
   */
  readonly externalModules?: string[];
}

/** Sources of Node.js, bundled in this process. */
export class NodejsCode implements Packaging {
  public readonly name = 'FunctionCode.nodejs()';
  public readonly packageType = 'Zip';
  public readonly defaultRuntime = lambda.Runtime.NODEJS_24_X;
  public readonly family = lambda.RuntimeFamily.NODEJS;
  public readonly unsignable = 'is bundled here and uploaded as it is';

  constructor(
    private readonly entry: string,
    private readonly options: NodejsCodeOptions,
  ) {}

  public bind(): BoundCode {
    const format = this.options.format ?? ModuleFormat.COMMONJS;
    const bundling = new EsbuildBundling({
      entry: path.resolve(this.entry),
      projectRoot: this.options.projectRoot,
      tsconfig: this.options.tsconfig,
      esm: format === ModuleFormat.ESM,
      minify: this.options.minify ?? true,
      externalModules: this.options.externalModules ?? [],
    });
    return {
      code: lambda.Code.fromAsset(path.dirname(bundling.entry), {
        assetHashType: AssetHashType.OUTPUT,
        bundling: { image: DockerImage.fromRegistry('scratch'), local: bundling },
      }),
      handler: `index.${this.options.handler ?? 'handler'}`,
      environment: { NODE_OPTIONS: '--enable-source-maps' },
      provenance: bundling.provenance(),
    };
  }
}
