import { fork } from 'node:child_process';
import { caseOf } from './fuzz/cases';
import { judgeCase } from './fuzz/judge-case';

/**
 * Judges generated templates: valid, broken, cyclic, deep, long and hostile ones. Fails where one crashes the judge, or keeps it busy for long.
 *
 * `npm run fuzz -- 100000 1`: how many, and the first seed. `npm run fuzz -- 1 4711` judges one of them again.
 */
const [count = 100_000, first = 1] = process.argv.slice(2).map(Number);
/** A template that takes longer than this is taken for one that never ends. */
const PATIENCE_IN_SECONDS = 60;
/** Slower than this is worth a look. */
const SLOW_IN_SECONDS = 2;

interface Outcome {
  readonly seed: number;
  readonly kind: string;
  readonly findings: number;
  readonly seconds: number;
  readonly crash?: string;
}

/** In a process of its own, so that one that hangs or runs out of memory can be told, and the next one be tried. */
function judgeFrom(seed: number, end: number): void {
  for (let next = seed; next < end; next += 1) {
    const subject = caseOf(next);
    process.send?.({ begun: next });
    const began = process.hrtime.bigint();
    let findings = 0;
    let crash: string | undefined;
    try {
      findings = judgeCase(subject).length;
    } catch (error) {
      crash = (error as Error).stack?.split('\n').slice(0, 8).join('\n') ?? String(error);
    }
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    process.send?.({
      seed: next,
      kind: subject.kind,
      findings,
      seconds,
      ...(crash === undefined ? {} : { crash }),
    } satisfies Outcome);
  }
}

/** How far it came, and why it stopped before the end. */
async function watch(seed: number, end: number, told: (outcome: Outcome) => void): Promise<{ next: number; fault?: string }> {
  return new Promise(resolve => {
    const child = fork(__filename, [], { env: { ...process.env, FUZZ_FROM: String(seed), FUZZ_TO: String(end) } });
    let begun = seed;
    let done = seed;
    let fault: string | undefined;
    const kill = (): void => {
      fault = 'takes too long';
      child.kill('SIGKILL');
    };
    let patience = setTimeout(kill, PATIENCE_IN_SECONDS * 1000);
    child.on('message', (message: Outcome | { readonly begun: number }) => {
      clearTimeout(patience);
      patience = setTimeout(kill, PATIENCE_IN_SECONDS * 1000);
      if ('begun' in message) {
        begun = message.begun;
        return;
      }
      done = message.seed + 1;
      told(message);
    });
    child.on('exit', code => {
      clearTimeout(patience);
      resolve(done >= end ? { next: end } : { next: begun + 1, fault: fault ?? `ends the process with ${code}` });
    });
  });
}

async function main(): Promise<void> {
  const kinds = new Map<string, { count: number; findings: number; slowest: number }>();
  const faults: string[] = [];
  const print = (text: string): boolean => process.stdout.write(`${text}\n`);
  const told = ({ seed, kind, findings, seconds, crash }: Outcome): void => {
    const known = kinds.get(kind) ?? { count: 0, findings: 0, slowest: 0 };
    kinds.set(kind, { count: known.count + 1, findings: known.findings + findings, slowest: Math.max(known.slowest, seconds) });
    if (crash !== undefined) faults.push(`${seed} (${kind}) crashes: ${crash}`);
    if (seconds > SLOW_IN_SECONDS) print(`${seed} (${kind}) took ${seconds.toFixed(1)} s`);
    if (crash !== undefined) print(faults[faults.length - 1]);
  };
  const end = first + count;
  for (let next = first; next < end;) {
    const part = await watch(next, Math.min(end, next + 10_000), told);
    if (part.fault !== undefined) {
      faults.push(`${part.next - 1} ${part.fault}`);
      print(faults[faults.length - 1]);
    }
    next = part.next;
  }
  for (const [kind, { count: number, findings, slowest }] of [...kinds].sort()) {
    print(`${kind}: ${number} templates, ${findings} findings, the slowest took ${slowest.toFixed(2)} s`);
  }
  print(faults.length === 0 ? `${count} cases without a fault` : `${faults.length} faults in ${count} cases`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

const { FUZZ_FROM: from, FUZZ_TO: to } = process.env;
if (from === undefined || to === undefined) void main();
else judgeFrom(Number(from), Number(to));
