import * as fs from 'node:fs';
import * as path from 'node:path';
import { nodeVersions } from './consumers/node-versions';
import { ROOT } from './consumers/outcome';
import type { Outcome } from './consumers/outcome';
import { tryPython } from './consumers/python';
import { tryTypeScript } from './consumers/typescript';

/**
 * A stranger's first hour, in every project that is promised to work: the packed package in TypeScript and in Python, beside the oldest CDK that it accepts and
 * the newest, on every Node.js. The sample of the README synthesizes, its unsafe twin is refused, a package that is broken on purpose is noticed.
 *
 * `tsx scripts/try-as-consumer.ts [typescript] [python]` tries one of them. Needs the package registries, and `npm run build` before.
 */
async function tryAll(kinds: readonly string[]): Promise<Outcome[]> {
  const wanted = (kind: string): boolean => kinds.length === 0 || kinds.includes(kind);
  const tarball = packedPackage();
  const nodes = await nodeVersions();
  const versions = [oldestCdk(), '2'];
  const typescript = async (): Promise<Outcome[]> => {
    const outcomes: Outcome[] = [];
    for (const cdk of versions) {
      const newest = cdk === versions[versions.length - 1];
      const depth = { twinEverywhere: newest, controls: newest };
      outcomes.push(...(await timed(`TypeScript beside CDK ${cdk}`, () => tryTypeScript(tarball, cdk, nodes, depth))));
    }
    return outcomes;
  };
  const python = (): Promise<Outcome[]> => timed('Python', () => tryPython(versions, nodes));
  const tried = await Promise.all([wanted('typescript') ? typescript() : [], wanted('python') ? python() : []]);
  return tried.flat();
}

async function timed(name: string, what: () => Promise<Outcome[]>): Promise<Outcome[]> {
  const began = Date.now();
  const outcomes = await what();
  process.stdout.write(`${name}: ${Math.round((Date.now() - began) / 1_000)} s\n`);
  return outcomes;
}

function packedPackage(): string {
  const folder = path.join(ROOT, 'dist', 'js');
  const tarballs = fs.existsSync(folder) ? fs.readdirSync(folder).filter(name => name.endsWith('.tgz')) : [];
  if (tarballs.length === 1) return path.join(folder, tarballs[0]);
  throw new Error(`dist/js must hold one packed package, got ${tarballs.length}. Run 'npm run build'.`);
}

function oldestCdk(): string {
  const { peerDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  return peerDependencies['aws-cdk-lib'].replace(/^\D+/, '');
}

void (async () => {
  const outcomes = await tryAll(process.argv.slice(2));
  for (const { where, what, failure } of outcomes) {
    process.stdout.write(
      `${failure === undefined ? 'ok    ' : 'FAILED'} ${where}: ${what}${failure === undefined ? '' : `\n${failure}`}\n`,
    );
  }
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  process.stdout.write(`${outcomes.length - failed} as they should be, ${failed} not\n`);
  process.exitCode = failed === 0 && outcomes.length > 0 ? 0 : 1;
})().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
