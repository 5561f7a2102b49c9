import * as fs from 'node:fs';
import * as path from 'node:path';
import { must, temporaryFolder } from './outcome';

const MAJORS = [20, 22, 24];

/** The Node.js versions that a consumer may have, by name, each with its program: the one that runs here, and others as packages of the registry. */
export async function nodeVersions(): Promise<ReadonlyMap<string, string>> {
  const [running] = process.versions.node.split('.').map(Number);
  const others = MAJORS.filter(major => major !== running);
  const folder = temporaryFolder('node');
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'node-versions', private: true }));
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const packages = others.map(major => `node${major}@npm:node-${platform}-${process.arch}@${major}`);
  await must(folder, 'npm', ['install', '--no-audit', '--no-fund', ...packages]);
  return new Map([
    [`Node ${running}`, process.execPath],
    ...others.map(major => [`Node ${major}`, path.join(folder, 'node_modules', `node${major}`, 'bin', 'node')] as const),
  ]);
}
