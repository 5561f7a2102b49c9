import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import * as ts from 'typescript';
import type { Finding } from '../../lib/checks/finding';
import { stops } from '../../lib/checks/finding';
import { main } from '../../lib/command/main';

type Files = Readonly<Record<string, string>>;

const DOCUMENT = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'brown-field.md'), 'utf8');
const FOLDER = fs.mkdtempSync(path.join(os.tmpdir(), 'brown-field-'));
/** A day on which the waiver of the document holds and its runtimes are patched. */
const DAY = '2026-12-01';

afterAll(() => fs.rmSync(FOLDER, { recursive: true, force: true }));

/** The files of each chapter, over those of the chapters before. */
function chapters(): { readonly title: string; readonly files: Files }[] {
  let files: Files = {};
  return DOCUMENT.split(/^## /m)
    .slice(1)
    .map(chapter => {
      const changed = [...chapter.matchAll(/```ts\n\/\/ (\S+)\.ts\n([\s\S]*?)```/g)].map(([, name, text]) => [name, text]);
      files = { ...files, ...Object.fromEntries(changed) };
      return { title: chapter.split('\n')[0], files };
    });
}

/** Runs `app.ts` of these files. */
function load(files: Files): App {
  const loaded = new Map<string, Record<string, unknown>>();
  const requireFile = (name: string): unknown => {
    if (!name.startsWith('./')) return jest.requireActual(name);
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const exported: Record<string, unknown> = {};
    loaded.set(name, exported);
    const { outputText } = ts.transpileModule(files[name.slice(2)], {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    new Function('exports', 'require', outputText)(exported, requireFile);
    return exported;
  };
  const { app } = requireFile('./app') as { app: unknown };
  if (!App.isApp(app)) throw new Error('The document exports no app');
  return app;
}

/** What the strict profile finds in an app that has been synthesized. */
async function strictFindings(app: App): Promise<number> {
  let out = '';
  await main(['check', app.outdir, '--profile', 'strict', '--format', 'json', '--as-of', DAY], {
    stdout: { write: text => (out += text) },
    stderr: { write: text => text },
    cwd: FOLDER,
    env: {},
  });
  const { findings } = JSON.parse(out) as { findings: readonly Finding[] };
  return findings.filter(stops).length;
}

function synthesized(files: Files): App {
  process.env.CDK_OUTDIR = fs.mkdtempSync(path.join(FOLDER, 'out-'));
  try {
    const app = load(files);
    app.synth();
    return app;
  } finally {
    delete process.env.CDK_OUTDIR;
  }
}

beforeEach(() => {
  jest.useFakeTimers({
    now: new Date(`${DAY}T12:00:00Z`),
    doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'],
  });
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

test('every step of the way synthesizes and leaves fewer findings than the one before, the last one none', async () => {
  const left: [string, number][] = [];
  for (const { title, files } of chapters()) left.push([title, await strictFindings(synthesized(files))]);

  expect(left.length).toBe(6);
  for (const [index, [, findings]] of left.slice(1).entries()) expect(findings).toBeLessThan(left[index][1]);
  expect(left[0][1]).toBeGreaterThan(20);
  expect(left[5]).toEqual(['Step 5: demand everything', 0]);
});

test('the baseline stops the app as it was before', () => {
  const [before, guarded] = chapters();
  const synthesis = (): App => synthesized({ ...guarded.files, ...before.files, app: guarded.files.app });
  for (const rule of ['no-secret-values', 'function-url-requires-iam', 'runtime-supported']) {
    expect(synthesis).toThrow(new RegExp(`cdk-secure-function::${rule}`));
  }
});

test('the strict profile stops every step before the last one', () => {
  const steps = chapters();
  for (const { files } of steps.slice(1, -1)) {
    const app = files.app.replace('{ profile: Profile.BASELINE }', '{ profile: Profile.STRICT }');
    expect(app).not.toBe(files.app);
    expect(() => synthesized({ ...files, app })).toThrow(/cdk-secure-function::/);
  }
});
