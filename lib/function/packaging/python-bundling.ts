import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { ILocalBundling } from 'aws-cdk-lib';
import { FileSystem } from 'aws-cdk-lib';
import type { HashedRequirements } from './hashed-requirements';
import { readHashedRequirements } from './hashed-requirements';
import type { WheelTarget } from './python-installer';
import { PythonInstaller } from './python-installer';
import { ValidationError } from '../../errors';

/** What is bundled, and for which machine. Plain data: CDK keys its cache of bundles by it. */
export interface PythonBundlingProps {
  readonly directory: string;
  readonly lockFile?: string;
  readonly handler: string;
  readonly exclude: readonly string[];
  readonly target: WheelTarget;
}

/** Raised where the same inputs give another bundle than before. */
const GENERATION = 1;

/** What installers write about themselves and this machine: it would make the same lock look like different code. */
const TRACES = new Set(['INSTALLER', 'RECORD', 'REQUESTED', 'direct_url.json', 'uv_build.json', 'uv_cache.json']);
const LEFT_BEHIND = ['.lock', 'bin'];

const PUBLIC_INDEX = /^https:\/\/pypi\.org\/simple\/?$/;

/** Puts a handler and the wheels of its lock into one folder. Fails loudly: nothing ever starts Docker instead. */
export class PythonBundling implements ILocalBundling {
  private readonly lock: string | undefined;
  /** Read at once, so that a bad line is refused where the code is named; a `uv.lock` is read by `uv` while bundling. */
  private readonly requirements: HashedRequirements | undefined;

  constructor(private readonly props: PythonBundlingProps) {
    const { lockFile } = props;
    this.lock = lockFile === undefined ? undefined : fs.readFileSync(lockFile, 'utf8');
    this.requirements =
      lockFile === undefined || this.lock === undefined || isUvLock(lockFile)
        ? undefined
        : readHashedRequirements(path.basename(lockFile), this.lock);
  }

  /** The same for the same code, lock, architecture and version of Python, on every machine. */
  public hash(): string {
    const { directory, exclude, target, handler } = this.props;
    const code = FileSystem.fingerprint(directory, { exclude: [...exclude] });
    return createHash('sha256')
      .update(JSON.stringify([GENERATION, code, this.lock ?? null, target, handler]))
      .digest('hex');
  }

  public tryBundle(outputDirectory: string): boolean {
    const { directory, exclude } = this.props;
    FileSystem.copyDirectory(directory, outputDirectory, { exclude: [...exclude] });
    const packages = fs.mkdtempSync(path.join(os.tmpdir(), 'packages-'));
    try {
      this.install(packages);
      clean(packages);
      for (const name of fs.readdirSync(packages).sort()) this.add(path.join(packages, name), path.join(outputDirectory, name));
    } finally {
      fs.rmSync(packages, { recursive: true });
    }
    this.assertHandler(outputDirectory);
    return true;
  }

  /** The lock file by name and digest: what the bundle was made from. */
  public provenance(): Record<string, string> | undefined {
    if (this.props.lockFile === undefined || this.lock === undefined) return undefined;
    return { lockFile: path.basename(this.props.lockFile), sha256: createHash('sha256').update(this.lock).digest('hex') };
  }

  private install(folder: string): void {
    const { lockFile, target } = this.props;
    if (lockFile === undefined || this.requirements?.isEmpty === true) return;
    const installer = PythonInstaller.find();
    const requirements = this.requirements ?? readHashedRequirements('uv export', installer.exportLock(lockFile));
    if (!requirements.isEmpty) {
      installer.install(requirements, target, folder, this.requirements ? [] : indexesOf(this.lock ?? ''));
    }
  }

  /** What a dependency brings must not take the place of reviewed code. */
  private add(source: string, destination: string): void {
    if (fs.existsSync(destination)) {
      throw new ValidationError({
        what: 'FunctionCode.python()',
        expected: 'must hold no file or folder that a dependency brings too',
        got: `'${path.basename(destination)}' in '${this.props.directory}'`,
        remedy: 'Rename yours, or leave out the dependency',
      });
    }
    fs.cpSync(source, destination, { recursive: true });
  }

  private assertHandler(folder: string): void {
    const { handler, directory } = this.props;
    const module = handler.slice(0, handler.lastIndexOf('.')).replace(/\./g, '/');
    if ([`${module}.py`, `${module}/__init__.py`].some(file => fs.existsSync(path.join(folder, file)))) return;
    throw new ValidationError({
      what: `The 'handler' of FunctionCode.python()`,
      expected: 'must be a function in a file of the code',
      got: `'${handler}', but there is no '${module}.py' in '${directory}'`,
      remedy: `Write the path of the file and the function: 'orders/place.handler'`,
    });
  }
}

export function isUvLock(file: string): boolean {
  return path.basename(file) === 'uv.lock';
}

/** Where a lock says that its packages are, apart from the public index. */
function indexesOf(lock: string): string[] {
  const registries = [...lock.matchAll(/registry = "(https:\/\/[^"]+)"/g)].map(([, url]) => url);
  return [...new Set(registries)].filter(url => !PUBLIC_INDEX.test(url)).sort();
}

function clean(packages: string): void {
  for (const name of LEFT_BEHIND) fs.rmSync(path.join(packages, name), { recursive: true, force: true });
  for (const folder of fs.readdirSync(packages).filter(name => name.endsWith('.dist-info'))) {
    for (const trace of TRACES) fs.rmSync(path.join(packages, folder, trace), { force: true });
  }
}
