import { fork, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { buildSync } from 'esbuild';
import type { Growth } from './benchmark/growth';
import type { Synthesis } from './benchmark/synthesis';

/**
 * Prints what the judge costs, as ratios of one run on one machine. Each part runs in a process of its own, so that none finds the heap or the compiled code
 * of another, and as plain JavaScript: a loader that translates TypeScript on the way wraps functions in others, which slows what it measures. Times are
 * processor time, which other programs on the machine disturb less than the clock.
 *
 * `npm run benchmark -- 600 10 10000`: functions and stacks of the synthesis, and functions of the largest app that is only judged.
 */
const [functions = 600, stacks = 10, most = 10_000] = process.argv.slice(2).map(Number);
const ROOT = path.join(__dirname, '..');
const print = (text: string): boolean => process.stdout.write(`${text}\n`);

/** What a part of the benchmark measured, in a process that did nothing else. */
async function measured<T>(part: string, ...parameters: readonly number[]): Promise<T> {
  const script = path.join(ROOT, '.tmp', 'benchmark', `${part}.js`);
  buildSync({
    entryPoints: [path.join(__dirname, 'benchmark', `${part}.ts`)],
    outfile: script,
    bundle: true,
    platform: 'node',
    packages: 'external',
  });
  return new Promise((resolve, reject) => {
    const child = fork(script, parameters.map(String), { execArgv: [] });
    let answer: T | undefined;
    child.on('message', message => (answer = message as T));
    child.on('exit', code => (answer === undefined ? reject(new Error(`'${part}' ended with ${code}`)) : resolve(answer)));
  });
}

const against = (actual: number, target: number): string => (actual <= target ? 'reached' : 'missed');

async function synthesis(of: 'secure' | 'plain'): Promise<void> {
  const { resources, construct, synth, judge, nag, findings } = await measured<Synthesis>(
    'synthesis',
    functions,
    stacks,
    of === 'secure' ? 1 : 0,
  );
  const name = of === 'secure' ? 'SecureFunction' : 'lambda.Function';
  print(`\n${functions} of ${name} in ${stacks} stacks, ${resources} resources, ${findings} findings`);
  print(
    `  construction ${seconds(construct)}, bare synthesis ${seconds(synth)}, judge ${seconds(judge)}, one pack of cdk-nag ${seconds(nag)}`,
  );
  print(
    `  the judge adds ${((100 * judge) / synth).toFixed(1)} % to the synthesis (at most 10 %: ${against(judge / synth, 0.1)})`,
  );
  print(`  the judge takes ${(judge / nag).toFixed(3)} of the pack of cdk-nag (at most 0.1: ${against(judge / nag, 0.1)})`);
}

async function growth(): Promise<void> {
  print(`\nTemplates of up to ${most} functions, judged and nothing else`);
  const steps: Growth[] = [];
  for (const count of [most / 4, most / 2, most]) steps.push(await measured<Growth>('growth', Math.round(count)));
  for (const { functions: count, templates, mebibytes, parse, judge, rss } of steps) {
    print(
      `  ${String(count).padStart(6)} functions in ${templates} templates, ${mebibytes.toFixed(0)} MiB: parse ${seconds(parse)}, judge ${seconds(judge)}, ` +
        `${(judge / parse).toFixed(1)} times the parsing (at most 5: ${against(judge / parse, 5)}), ${rss.toFixed(0)} MiB of memory (below 1024: ${against(rss, 1023)})`,
    );
  }
  const [first, , last] = steps;
  const ratio = last.judge / last.functions / (first.judge / first.functions);
  print(
    `  one function of the largest takes ${ratio.toFixed(2)} of one of the smallest (linear is 1, at most 1.3: ${against(ratio, 1.3)})`,
  );
}

/** What a plain consumer pays, so it needs the compiled package. */
function loading(): void {
  const compiled = path.join(ROOT, 'build', 'index.js');
  print('\nLoading the package, beyond aws-cdk-lib and cdk-nag');
  if (!existsSync(compiled)) {
    print('  not measured: compile the package first');
    return;
  }
  const code = `
    require('aws-cdk-lib'); require('cdk-nag');
    const began = performance.now();
    const ours = require(${JSON.stringify(compiled)});
    const loaded = performance.now();
    Object.keys(ours).forEach(name => ours[name]);
    console.log(JSON.stringify({ load: loaded - began, use: performance.now() - began }));`;
  const runs = Array.from({ length: 9 }, () => {
    const { stdout } = spawnSync(process.execPath, ['-e', code], { cwd: ROOT, encoding: 'utf8' });
    return JSON.parse(stdout) as { load: number; use: number };
  });
  const [load, use] = (['load', 'use'] as const).map(key => median(runs.map(run => run[key])));
  print(`  ${load.toFixed(0)} ms (less than 50: ${against(load, 49.9)}); with every class in it touched, ${use.toFixed(0)} ms`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

async function main(): Promise<void> {
  await synthesis('secure');
  await synthesis('plain');
  await growth();
  loading();
}

void main();
