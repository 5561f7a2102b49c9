import * as fs from 'node:fs';
import * as path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { BoundCode, CodeTarget, Packaging } from './packaging';
import { PythonBundling } from './python-bundling';
import type { WheelTarget } from './python-installer';
import { ValidationError } from '../../errors';

/** How a Python handler is bundled. */
export interface PythonCodeOptions {
  /**
   * The file and the function in it that Lambda calls, such as `orders/place.handler`.
   *
   * @default index.handler
   */
  readonly handler?: string;

  /**
   * The lock: a `requirements.txt` in which every line has an exact version and digests, or a `uv.lock`.
   *
   * @default - `requirements.txt` or `uv.lock` in the directory; where neither is there, nothing is installed
   */
  readonly lockFile?: string;

  /**
   * Files that are left out, as glob patterns, beside caches, virtual environments and `.env`.
   *
   * @default - none
   */
  readonly exclude?: string[];
}

const LOCKS = ['requirements.txt', 'uv.lock'];

/** What says that there are dependencies, and nothing of their digests. */
const UNLOCKED = ['Pipfile', 'Pipfile.lock', 'poetry.lock', 'pdm.lock', 'requirements.in', 'setup.py', 'environment.yml'];

const CACHES = [
  '__pycache__',
  '*.pyc',
  '.venv',
  'venv',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.hypothesis',
  '.tox',
  '.nox',
  '.coverage',
  'htmlcov',
  '*.egg-info',
  'node_modules',
  'cdk.out',
  '.git',
  '.DS_Store',
  '.env',
  '.env.*',
];

/** Sources of Python with the wheels that their lock names. */
export class PythonCode implements Packaging {
  public readonly name = 'FunctionCode.python()';
  public readonly packageType = 'Zip';
  public readonly defaultRuntime = lambda.Runtime.PYTHON_3_14;
  public readonly family = lambda.RuntimeFamily.PYTHON;
  public readonly unsignable = 'is bundled here and uploaded as it is';
  private readonly handler: string;
  private readonly lockFile: string | undefined;

  constructor(
    private readonly directory: string,
    private readonly options: PythonCodeOptions,
  ) {
    if (!fs.existsSync(directory) || !fs.statSync(directory).isDirectory()) {
      throw new ValidationError({
        what: this.name,
        expected: 'must name a folder with Python sources',
        got: `'${directory}'${fs.existsSync(directory) ? '' : ', which does not exist'}`,
        remedy: 'Write the path of the folder with the handler, relative to the working directory',
      });
    }
    this.handler = options.handler ?? 'index.handler';
    if (!/^\w+(?:[./]\w+)*\.\w+$/.test(this.handler)) {
      throw new ValidationError({
        what: `The 'handler' of ${this.name}`,
        expected: 'must name a file and a function in it',
        got: `'${this.handler}'`,
        remedy: `Write it as 'orders/place.handler'`,
      });
    }
    this.lockFile = options.lockFile === undefined ? lockIn(directory) : namedLock(options.lockFile);
  }

  public bind(target: CodeTarget): BoundCode {
    const exclude = [...CACHES, ...(this.options.exclude ?? [])];
    const bundling = new PythonBundling({
      directory: path.resolve(this.directory),
      lockFile: this.lockFile,
      handler: this.handler,
      exclude,
      target: wheelTarget(target),
    });
    return {
      code: lambda.Code.fromAsset(this.directory, {
        exclude,
        assetHashType: AssetHashType.CUSTOM,
        assetHash: bundling.hash(),
        bundling: { image: DockerImage.fromRegistry('scratch'), local: bundling },
      }),
      handler: this.handler,
      environment: {},
      provenance: bundling.provenance(),
    };
  }
}

function lockIn(directory: string): string | undefined {
  const locks = LOCKS.map(name => path.join(directory, name)).filter(file => fs.existsSync(file));
  if (locks.length > 1) {
    throw new ValidationError({
      what: 'FunctionCode.python()',
      expected: 'needs one lock',
      got: `${LOCKS.join(' and ')} in '${directory}'`,
      remedy: `Name the one that counts: { lockFile: '${locks[0]}' }`,
    });
  }
  const unlocked = UNLOCKED.find(name => fs.existsSync(path.join(directory, name))) ?? dependenciesIn(directory);
  if (locks.length === 0 && unlocked !== undefined) {
    throw new ValidationError({
      what: 'FunctionCode.python()',
      expected: 'needs a lock with digests for its dependencies, so that what is bundled is what was reviewed',
      got: `only '${unlocked}' in '${directory}'`,
      remedy: `Commit uv.lock (uv lock), or requirements.txt (uv pip compile --generate-hashes); name it with lockFile where it stands elsewhere`,
    });
  }
  return locks.length === 0 ? undefined : path.resolve(locks[0]);
}

function dependenciesIn(directory: string): string | undefined {
  const project = path.join(directory, 'pyproject.toml');
  if (!fs.existsSync(project)) return undefined;
  return /^\s*dependencies\s*=\s*\[\s*["']|^\s*\[tool\.poetry\.dependencies\]/m.test(fs.readFileSync(project, 'utf8'))
    ? 'pyproject.toml'
    : undefined;
}

function namedLock(file: string): string {
  const isLock = file.endsWith('.txt') || path.basename(file) === 'uv.lock';
  if (isLock && fs.existsSync(file) && fs.statSync(file).isFile()) return path.resolve(file);
  throw new ValidationError({
    what: `The 'lockFile' of FunctionCode.python()`,
    expected: 'must be a requirements file with digests (.txt), or a uv.lock',
    got: `'${file}'${fs.existsSync(file) ? '' : ', which does not exist'}`,
    remedy: 'Write its path, relative to the working directory',
  });
}

const MACHINES: Readonly<Record<string, string | undefined>> = { arm64: 'aarch64', x86_64: 'x86_64' };

function wheelTarget({ architecture, runtime }: CodeTarget): WheelTarget {
  const machine = MACHINES[architecture.name];
  const python = /^python(3\.\d+)$/.exec(runtime.name)?.[1];
  if (machine !== undefined && python !== undefined) return { machine, python };
  throw new ValidationError({
    what: 'FunctionCode.python()',
    expected: `must know the architecture (${Object.keys(MACHINES).join(', ')}) and the version of Python for which to choose wheels`,
    got: `'${architecture.name}' and '${runtime.name}'`,
    remedy: 'Write architecture: Architecture.ARM_64 and runtime: Runtime.PYTHON_3_14, or leave both out',
  });
}
