import { spawnSync } from 'node:child_process';

/**
 * Mutates the lines of rules, model and rights that a change touches, and fails where too many mutants live.
 *
 * usage: tsx scripts/mutate-changed.ts [<base commit, HEAD~1 unless said>]
 */
const JUDGED = /^lib\/(?:rules|model|iam)\/.*(?<!-data)\.ts$/;

function git(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}

/** `lib/iam/rights.ts:10-12`, for every run of lines that a diff without context adds or changes. */
export function touchedLines(diff: string): readonly string[] {
  let file: string | undefined;
  return diff.split('\n').flatMap(line => {
    const [, named] = /^\+\+\+ b\/(.*)$/.exec(line) ?? [];
    if (line.startsWith('+++ ')) file = named;
    const [, start, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (start === undefined || file === undefined || !JUDGED.test(file) || count === '0') return [];
    return [`${file}:${start}-${Number(start) + Number(count) - 1}`];
  });
}

function main([base = 'HEAD~1']: readonly string[]): number {
  if (spawnSync('git', ['rev-parse', '--verify', '--quiet', `${base}^{commit}`]).status !== 0) {
    process.stdout.write(`The history does not go back to ${base}: nothing is mutated\n`);
    return 0;
  }
  const places = touchedLines(git('diff', '--unified=0', '--no-color', '--no-renames', base, 'HEAD', '--', 'lib'));
  if (places.length === 0) {
    process.stdout.write(`Nothing in rules, model or rights has changed since ${base}\n`);
    return 0;
  }
  return spawnSync('stryker', ['run', '--mutate', places.join(',')], { stdio: 'inherit' }).status ?? 1;
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
