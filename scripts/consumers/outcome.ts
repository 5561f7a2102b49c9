import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a consumer does in a project of its own, and whether it went as it should. */
export interface Outcome {
  readonly where: string;
  readonly what: string;
  /** Undefined where it went as it should. */
  readonly failure?: string;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
}

export const ROOT = join(__dirname, '..', '..');

/** Runs a program and gives what it said; a failure is an answer too. */
export async function run(cwd: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return new Promise(resolve => {
    const quiet = { CDK_DISABLE_CLI_TELEMETRY: 'true', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
    const options = { cwd, encoding: 'utf8', env: { ...process.env, ...quiet, ...env }, maxBuffer: 64 * 1024 * 1024 } as const;
    execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out: `${stdout}${stderr}` }),
    );
  });
}

/** Runs what has to succeed for anything to be tried at all. */
export async function must(cwd: string, program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const { code, out } = await run(cwd, program, args, env);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed in ${cwd}:\n${tail(out)}`);
  return out;
}

export function passed(where: string, sample: Ran): Outcome {
  return outcome(where, 'the sample synthesizes', sample.code === 0, sample);
}

/** Refused for what no default can decide, and for nothing that the defaults of its app have set. */
export function refused(where: string, twin: Ran): Outcome {
  const found = (rule: string): boolean => twin.out.includes(`cdk-secure-function::${rule}`);
  const right = ['function-in-vpc', 'concurrency-reserved'].every(found) && !['tracing-active', 'limits-explicit'].some(found);
  return outcome(where, 'its twin is refused, for what no default decides', twin.code !== 0 && right, twin);
}

export function outcome(where: string, what: string, right: boolean, { code, out }: Ran): Outcome {
  return right ? { where, what } : { where, what, failure: `exit code ${code}\n${tail(out)}` };
}

export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `consumer-${name}-`));
}

function tail(text: string): string {
  return text.split('\n').slice(-40).join('\n');
}
