import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { BundlingOptions, ILocalBundling } from 'aws-cdk-lib';
import { ValidationError } from '../../errors';

/** What is bundled and how. Plain data: CDK keys its cache of bundles by it. */
export interface EsbuildBundlingProps {
  readonly entry: string;
  readonly projectRoot?: string;
  readonly tsconfig?: string;
  readonly esm: boolean;
  readonly minify: boolean;
  readonly externalModules: readonly string[];
}

/** As much of esbuild's interface as is used. */
interface Esbuild {
  buildSync(options: Record<string, unknown>): unknown;
}

const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

/** ESM bundles have no `require`, which bundled CommonJS modules call. */
const REQUIRE_FOR_ESM = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** Bundles with the `esbuild` of the user's project, in this process. Fails loudly: nothing ever starts Docker instead. */
export class EsbuildBundling implements ILocalBundling {
  public readonly entry: string;
  private readonly lockFile: string;

  constructor(private readonly props: EsbuildBundlingProps) {
    this.entry = props.entry;
    if (!/\.[cm]?[jt]sx?$/.test(props.entry) || !fs.existsSync(props.entry)) {
      throw new ValidationError({
        what: 'FunctionCode.nodejs()',
        expected: 'must name a TypeScript or JavaScript file',
        got: `'${props.entry}'${fs.existsSync(props.entry) ? '' : ', which does not exist'}`,
        remedy: 'Write the path of the file with the handler, relative to the working directory',
      });
    }
    this.lockFile = lockFileOf(props.projectRoot ?? path.dirname(props.entry), props.projectRoot !== undefined);
  }

  public tryBundle(outputDirectory: string, _options: BundlingOptions): boolean {
    const { entry, esm, minify, tsconfig, externalModules } = this.props;
    const projectRoot = path.dirname(this.lockFile);
    esbuildOf(projectRoot).buildSync({
      absWorkingDir: projectRoot,
      entryPoints: [entry],
      outfile: path.join(outputDirectory, esm ? 'index.mjs' : 'index.js'),
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: esm ? 'esm' : 'cjs',
      minify,
      keepNames: true,
      sourcemap: true,
      sourcesContent: false,
      external: externalModules,
      logLevel: 'warning',
      ...(tsconfig === undefined ? {} : { tsconfig: path.resolve(tsconfig) }),
      ...(esm ? { mainFields: ['module', 'main'], banner: { js: REQUIRE_FOR_ESM } } : {}),
    });
    return true;
  }

  /** The lock file by name and digest: what the bundle was made from. */
  public provenance(): Record<string, string> {
    return {
      lockFile: path.basename(this.lockFile),
      sha256: createHash('sha256').update(fs.readFileSync(this.lockFile)).digest('hex'),
    };
  }
}

function lockFileOf(start: string, only: boolean): string {
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    const found = LOCK_FILES.map(name => path.join(folder, name)).find(file => fs.existsSync(file));
    if (found !== undefined) return found;
    if (only || folder === path.dirname(folder)) {
      throw new ValidationError({
        what: 'FunctionCode.nodejs()',
        expected: 'needs a lock file, so that what is bundled is what was reviewed',
        got: `none in '${path.resolve(start)}'${only ? '' : ' or above it'}`,
        remedy: `Commit one of ${LOCK_FILES.join(', ')}, or name its folder with projectRoot`,
      });
    }
  }
}

function esbuildOf(projectRoot: string): Esbuild {
  const load = createRequire(path.join(projectRoot, 'package.json'));
  try {
    return load('esbuild') as Esbuild;
  } catch (error) {
    throw new ValidationError({
      what: 'FunctionCode.nodejs()',
      expected: `needs 'esbuild' in '${projectRoot}'`,
      got: (error as Error).message.split('\n')[0],
      remedy: `Install it with: npm install --save-dev esbuild; or build the code yourself and use FunctionCode.asset()`,
    });
  }
}
