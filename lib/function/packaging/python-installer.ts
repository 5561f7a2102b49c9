import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { HashedRequirements } from './hashed-requirements';
import { ValidationError } from '../../errors';

/** The machine that a function runs on, as wheels name it. */
export interface WheelTarget {
  /** `aarch64` */
  readonly machine: string;
  /** `3.14` */
  readonly python: string;
}

/** A program and the arguments that come before all others. */
type Command = readonly [string, ...string[]];

const PIPS: readonly Command[] = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];

/** Amazon Linux 2023, which Python 3.12 came with, has glibc 2.34; Amazon Linux 2 has 2.26. The tags below are the newest common ones that run there. */
const FIRST_ON_AL2023 = 12;
const OLDEST_GLIBC = 17;

/**
 * Installs wheels, and only those that the digests name: no source distribution is ever built, because a build runs code of strangers here.
 * Refuses to do so with anything but `uv` or `pip`.
 */
export class PythonInstaller {
  /** The installer of this machine, `uv` before `pip`. */
  public static find(): PythonInstaller {
    if (answers(['uv', '--version'])) return new PythonInstaller(['uv'], true);
    const pip = PIPS.find(command => answers([...command, '--version']));
    if (pip !== undefined) return new PythonInstaller(pip, false);
    throw new ValidationError({
      what: 'FunctionCode.python()',
      expected: `needs 'uv' or 'pip', because the code has dependencies`,
      got: 'neither of them on the PATH',
      remedy: 'Install uv (https://docs.astral.sh/uv), or build the code yourself and use FunctionCode.asset()',
    });
  }

  private constructor(
    private readonly command: Command,
    private readonly isUv: boolean,
  ) {}

  /** The requirements that a `uv.lock` stands for. */
  public exportLock(lockFile: string): string {
    if (!this.isUv) {
      throw new ValidationError({
        what: 'FunctionCode.python()',
        expected: `needs 'uv' to read '${lockFile}'`,
        got: this.command.join(' '),
        remedy:
          'Install uv (https://docs.astral.sh/uv), or commit requirements.txt as written by: uv export --no-dev --no-emit-project',
      });
    }
    const options = ['--frozen', '--no-dev', '--no-emit-project', '--no-header', '--no-annotate', '--no-python-downloads'];
    return this.run(['export', '--project', path.dirname(lockFile), ...options]);
  }

  public install(
    requirements: HashedRequirements,
    { machine, python }: WheelTarget,
    folder: string,
    indexes: readonly string[],
  ): void {
    if (!this.isUv && requirements.conditional !== undefined) {
      throw new ValidationError({
        what: 'FunctionCode.python()',
        expected: `needs 'uv', because ${requirements.conditional} holds on some machines only, and pip asks this one and not the function's`,
        got: this.command.join(' '),
        remedy: 'Install uv (https://docs.astral.sh/uv), or compile the file for the function, without conditions',
      });
    }
    const glibc = Number(python.split('.')[1]) >= FIRST_ON_AL2023 ? 28 : OLDEST_GLIBC;
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'requirements-'));
    try {
      const file = path.join(scratch, 'requirements.txt');
      fs.writeFileSync(file, requirements.text);
      const both = [
        '--target',
        folder,
        '--python-version',
        python,
        '--require-hashes',
        '--only-binary',
        ':all:',
        '--requirement',
        file,
      ];
      this.run(this.isUv ? uvArguments(both, machine, glibc, indexes) : pipArguments(both, machine, glibc));
    } finally {
      fs.rmSync(scratch, { recursive: true });
    }
  }

  private run(options: readonly string[]): string {
    const [program, ...before] = this.command;
    const { status, stdout, stderr, error } = spawnSync(program, [...before, ...options], {
      encoding: 'utf8',
      env: process.env,
      maxBuffer: 64 * 2 ** 20,
    });
    if (status === 0) return stdout;
    throw new ValidationError({
      what: 'FunctionCode.python()',
      expected: `needs '${this.command.join(' ')} ${options[0] === 'pip' ? 'pip install' : options[0]}' to succeed`,
      got: error?.message ?? `exit code ${status}:\n${stderr.trim()}\n`,
      remedy: `Every package needs a wheel for the function's architecture and runtime: sources are never built`,
    });
  }
}

/** The configuration of a project may ask for builds from source, whatever the command line says, so uv reads none. */
function uvArguments(both: readonly string[], machine: string, glibc: number, indexes: readonly string[]): string[] {
  const platform = glibc === OLDEST_GLIBC ? `${machine}-manylinux2014` : `${machine}-manylinux_2_${glibc}`;
  return [
    'pip',
    'install',
    ...both,
    ...['--no-config', '--no-python-downloads', '--no-compile-bytecode', '--link-mode', 'copy'],
    ...['--python-platform', platform],
    ...indexes.flatMap(index => ['--index', index]),
    // The digests decide, whichever index answers first.
    ...(indexes.length === 0 ? [] : ['--index-strategy', 'unsafe-best-match']),
  ];
}

/** pip takes the tags of a platform one by one, the newest first. */
function pipArguments(both: readonly string[], machine: string, glibc: number): string[] {
  const tags = Array.from({ length: glibc - OLDEST_GLIBC + 1 }, (_, older) => `manylinux_2_${glibc - older}_${machine}`);
  return [
    'install',
    ...both,
    ...['--implementation', 'cp', '--no-compile', '--no-input', '--disable-pip-version-check'],
    ...[...tags, `manylinux2014_${machine}`].flatMap(tag => ['--platform', tag]),
  ];
}

function answers([program, ...options]: readonly string[]): boolean {
  return spawnSync(program, options, { stdio: 'ignore', env: process.env }).status === 0;
}
