import * as fs from 'node:fs';
import * as path from 'node:path';
import type { CfnResource } from 'aws-cdk-lib';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EsbuildBundling } from './esbuild-bundling';
import { findSecret } from '../baseline/secret-formats';
import { ValidationError } from '../errors';

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

/** What a kind of code brings to a function. @internal */
export interface BoundCode {
  readonly code: lambda.Code;
  readonly handler: string;
  /** The runtime where none is given; absent where the code does not tell. */
  readonly defaultRuntime?: lambda.Runtime;
  /** The only family of runtimes that runs it. */
  readonly family?: lambda.RuntimeFamily;
  readonly environment: Readonly<Record<string, string>>;
  /** What is written down about the code without redeploying it when it changes. */
  readonly provenance?: Readonly<Record<string, string>>;
}

/** The code of a function. Packaging is a value. */
export abstract class FunctionCode {
  /**
   * A Node.js handler in TypeScript or JavaScript, bundled with the `esbuild` of your project, with source maps. Never falls back to Docker.
   *
   * Throws where the entry, the lock file or `esbuild` is missing, and where bundling fails.
   *
   * @param entry the file with the handler, relative to the working directory
   */
  public static nodejs(entry: string, options: NodejsCodeOptions = {}): FunctionCode {
    return new NodejsCode(entry, options);
  }

  /**
   * A folder or archive with code that is ready to run. The function needs a `runtime`.
   *
   * @param directory the folder, or a .zip or .jar file
   */
  public static asset(directory: string, options: AssetCodeOptions): FunctionCode {
    return new AssetCode(directory, options);
  }

  /**
   * A few lines of code that stand in the template, at most 4 KiB. The function needs a `runtime` of Node.js or Python; the handler is `index.handler`.
   *
   * Throws where a secret stands in it.
   *
   * @param source the code
   */
  public static inline(source: string): FunctionCode {
    return new InlineCode(source);
  }

  /** @internal */
  public abstract _bind(): BoundCode;
}

class NodejsCode extends FunctionCode {
  constructor(
    private readonly entry: string,
    private readonly options: NodejsCodeOptions,
  ) {
    super();
  }

  public _bind(): BoundCode {
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
      defaultRuntime: lambda.Runtime.NODEJS_24_X,
      family: lambda.RuntimeFamily.NODEJS,
      environment: { NODE_OPTIONS: '--enable-source-maps' },
      provenance: bundling.provenance(),
    };
  }
}

class AssetCode extends FunctionCode {
  constructor(
    private readonly directory: string,
    private readonly options: AssetCodeOptions,
  ) {
    super();
    if (!fs.existsSync(directory)) {
      throw new ValidationError({
        what: 'FunctionCode.asset()',
        expected: 'must name a folder or archive',
        got: `'${directory}', which does not exist`,
        remedy: 'Build it before you synthesize, or correct the path',
      });
    }
    if (!options?.handler) {
      throw new ValidationError({
        what: 'FunctionCode.asset()',
        expected: 'needs the handler',
        got: 'none',
        remedy: `Write FunctionCode.asset('${directory}', { handler: 'index.handler' })`,
      });
    }
  }

  public _bind(): BoundCode {
    return {
      code: lambda.Code.fromAsset(this.directory, { exclude: this.options.exclude }),
      handler: this.options.handler,
      environment: {},
    };
  }
}

class InlineCode extends FunctionCode {
  constructor(private readonly source: string) {
    super();
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

  public _bind(): BoundCode {
    return { code: lambda.Code.fromInline(this.source), handler: 'index.handler', environment: {} };
  }
}

/** Writes down where the code came from, in the construct's metadata: a changed lock file is seen, and redeploys nothing. */
export function recordProvenance(resource: CfnResource, code: BoundCode): void {
  if (code.provenance !== undefined) resource.node.addMetadata('cdk-secure-function:code', code.provenance);
}
