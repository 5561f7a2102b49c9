import { createHash } from 'crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'fs';
import { dirname, join, resolve } from 'path';
import type { ShippedCode } from './facts';

/** Where CDK keeps the code of the functions that it adds to apps. */
const FOLDERS = [
  'custom-resource-handlers/dist',
  'core/lib/dist/core',
  'core/lib/custom-resource-provider',
  'custom-resources/lib/provider-framework/runtime',
];
/** No handler of CDK has more files, so a folder that has more is not read to its end. */
const MOST_FILES = 100;

let shipped: ReadonlySet<string> | undefined;

/** Knows the code that the installed CDK ships, and holds the assets of a template against it. Reads files only when it is asked. */
export function shippedCode(templatePath: string, assets: ReadonlyMap<string, string>): ShippedCode {
  const answers = new Map<string, boolean | undefined>();
  return {
    asset: key => {
      if (!answers.has(key)) answers.set(key, isShipped(dirname(templatePath), assets, key));
      return answers.get(key);
    },
    inline: text => hashesOfCdk().has(sha256(text)),
  };
}

/** Unknown where the folder of the templates does not hold the asset; code that no manifest lists is nobody's. */
function isShipped(folder: string, assets: ReadonlyMap<string, string>, key: string): boolean | undefined {
  const listed = assets.get(key);
  if (listed === undefined) return assets.size === 0 ? undefined : false;
  const path = resolve(folder, listed);
  if (!existsSync(path)) return undefined;
  const files = filesIn(path);
  return files.length > 0 && files.length <= MOST_FILES && files.every(file => hashesOfCdk().has(sha256(readFileSync(file))));
}

function hashesOfCdk(): ReadonlySet<string> {
  shipped ??= new Set([...ofCdk(), ...ofPackage('@aws-cdk/asset-awscli-v1/lib/layer.zip')]);
  return shipped;
}

function ofCdk(): readonly string[] {
  const root = dirname(require.resolve('aws-cdk-lib/package.json'));
  return FOLDERS.map(folder => join(root, folder))
    .filter(folder => existsSync(folder))
    .flatMap(folder => filesIn(folder, Infinity))
    .flatMap(file => {
      const code = readFileSync(file);
      // Python that goes into the template itself loses its comments on the way.
      return file.endsWith('.py') ? [sha256(code), sha256(code.toString('utf8').replace(/^ *#.*\n?/gm, ''))] : [sha256(code)];
    });
}

function ofPackage(file: string): readonly string[] {
  try {
    const from = { paths: [dirname(require.resolve('aws-cdk-lib/package.json'))] };
    return [sha256(readFileSync(require.resolve(file, from)))];
  } catch {
    return [];
  }
}

function filesIn(path: string, most = MOST_FILES): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const files: string[] = [];
  for (const name of readdirSync(path)) {
    if (files.length > most) break;
    files.push(...filesIn(join(path, name), most));
  }
  return files;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
