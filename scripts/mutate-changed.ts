import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Mutates the lines of rules, model and rights that a change touches, and fails where too many mutants live. Of a long change every n-th piece is mutated.
 *
 * usage: tsx scripts/mutate-changed.ts [<base commit, HEAD~1 unless said>]
 */
const JUDGED = /^lib\/(?:rules|model|iam)\/.*(?<!-data)\.ts$/;
const REPORT = '.tmp/mutation.json';
const CONFIG = '.tmp/stryker.json';
const MOST_LINES = 400;
/** A mutant must fit into a piece as a whole. */
const LINES_OF_A_PIECE = 40;
/** The share that must be noticed. A change is often small, and some mutants cannot be told from the original: a few may live in any. */
const NOTICED = 0.75;
const MAY_LIVE = 5;

function git(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/** Lines of a file, the first and the last of them included. */
export interface Piece {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** Every run of lines that a diff without context adds or changes, long ones cut up. */
export function touchedLines(diff: string): readonly Piece[] {
  let file: string | undefined;
  return diff.split('\n').flatMap(line => {
    const [, named] = /^\+\+\+ b\/(.*)$/.exec(line) ?? [];
    if (line.startsWith('+++ ')) file = named;
    const [, start, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (start === undefined || file === undefined || !JUDGED.test(file)) return [];
    return cutUp({ file, first: Number(start), last: Number(start) + Number(count) - 1 });
  });
}

function cutUp({ file, first, last }: Piece): readonly Piece[] {
  const count = Math.ceil((last - first + 1) / LINES_OF_A_PIECE);
  return Array.from({ length: count }, (_, index) => {
    const start = first + index * LINES_OF_A_PIECE;
    return { file, first: start, last: Math.min(last, start + LINES_OF_A_PIECE - 1) };
  });
}

/** Evenly spread over the change, and no more lines than can be mutated while somebody waits. */
export function sampleOf(pieces: readonly Piece[], most = MOST_LINES): readonly Piece[] {
  const lines = pieces.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const step = Math.max(1, lines / most);
  return pieces.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

/** Which mutants nobody noticed, as Stryker's report has them. */
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** Whether enough was noticed, in words. */
export function verdictOn({ files }: Report): { readonly isEnough: boolean; readonly text: string } {
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const noticed = statuses.filter(status => status === 'Killed' || status === 'Timeout').length;
  const alive = statuses.filter(status => status === 'Survived' || status === 'NoCoverage').length;
  return {
    isEnough: alive <= MAY_LIVE || noticed >= NOTICED * (noticed + alive),
    text: `Of ${noticed + alive} mutants of what changed, ${noticed} were noticed (at least ${NOTICED * 100} %, or all but ${MAY_LIVE})`,
  };
}

function main([base = 'HEAD~1']: readonly string[]): number {
  const print = (text: string): boolean => process.stdout.write(`${text}\n`);
  if (spawnSync('git', ['rev-parse', '--verify', '--quiet', `${base}^{commit}`]).status !== 0) {
    print(`The history does not go back to ${base}: nothing is mutated`);
    return 0;
  }
  const pieces = sampleOf(touchedLines(git('diff', '--unified=0', '--no-color', '--no-renames', base, 'HEAD', '--', 'lib')));
  if (pieces.length === 0) {
    print(`Nothing in rules, model or rights has changed since ${base}`);
    return 0;
  }
  const places = pieces.map(({ file, first, last }) => `${file}:${first}-${last}`).join(',');
  mkdirSync('.tmp', { recursive: true });
  rmSync(REPORT, { force: true });
  // What is demanded of the whole would fail a change of one line with one mutant.
  const whole = JSON.parse(readFileSync('stryker.config.json', 'utf8')) as object;
  writeFileSync(CONFIG, JSON.stringify({ ...whole, thresholds: { high: 95, low: 90, break: null } }));
  const { status } = spawnSync('stryker', ['run', CONFIG, '--mutate', places], { stdio: 'inherit' });
  if (status !== 0 || !existsSync(REPORT)) return status ?? 1;
  const { isEnough, text } = verdictOn(JSON.parse(readFileSync(REPORT, 'utf8')) as Report);
  print(text);
  return isEnough ? 0 : 1;
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
