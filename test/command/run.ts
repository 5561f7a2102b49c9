import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { main } from '../../lib/command/main';
import type { JsonObject } from '../../lib/model/facts';
import type { Example } from '../../lib/rules/example';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';

/** What the command said and gave. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own with files. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'command-')));
  folders.push(folder);
  writeFiles(folder, files);
  return folder;
}

/** What is no text is written as JSON. */
export function writeFiles(folder: string, files: Readonly<Record<string, unknown>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  }
}

export interface World {
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command in a folder, on a day that does not change. */
export async function run(cwd: string, args: readonly string[], { isTTY, env = {} }: World = {}): Promise<Run> {
  let out = '';
  let err = '';
  const code = await main(args, {
    stdout: { write: text => (out += text), isTTY },
    stderr: { write: text => (err += text), isTTY },
    cwd,
    env,
  });
  return { code, out, err };
}

export const DAY = '2026-11-23';

export async function check(cwd: string, ...args: readonly string[]): Promise<Run> {
  return run(cwd, ['check', ...args, '--as-of', DAY]);
}

export interface JsonReport {
  readonly templates: readonly { readonly path: string; readonly status: string; readonly reason?: string }[];
  readonly findings: readonly (Readonly<Record<string, unknown>> & {
    readonly rule: string;
    readonly message: string;
    readonly line?: number;
    readonly source?: string;
  })[];
  readonly waived: readonly Readonly<Record<string, string>>[];
  readonly summary: Readonly<Record<string, unknown>>;
}

export async function report(cwd: string, ...args: readonly string[]): Promise<JsonReport & Run> {
  const ran = await check(cwd, ...args, '--format', 'json');
  return { ...(JSON.parse(ran.out) as JsonReport), ...ran };
}

/** The secure app after a change, as the text of a template. */
export function template(example: Example = {}): JsonObject {
  return applyExample(SECURE_APP, example);
}

/** The secure app, with a function that is not traced: one `error`. */
export const UNTRACED = template({ Resources: { Function: { Properties: { TracingConfig: { Mode: 'PassThrough' } } } } });

/** The secure app, with a function that everybody may call: `fatal`. */
export const PUBLIC = template({
  Resources: {
    Everybody: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { Ref: 'Function' }, Action: 'lambda:InvokeFunction', Principal: '*' },
    },
  },
});

/** The secure app, with a function whose runtime only the deployment knows: `unknown`. */
export const UNKNOWN = template({
  Parameters: { Runtime: { Type: 'String' } },
  Resources: { Function: { Properties: { Runtime: { Ref: 'Runtime' } } } },
});
