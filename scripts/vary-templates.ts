import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { dirname, extname, join, relative } from 'path';
import { Random } from './variants/random';
import type { Ids } from './variants/rename';
import { varyTemplate } from './variants/vary-template';
import { yamlText } from './variants/yaml-text';
import { YamlSource } from '../lib/command/input/yaml-source';
import type { Json, JsonObject } from '../lib/model/facts';
import { isObject } from '../lib/model/json';

/** Where a template went, and what its resources are called there. */
export interface VariedFile {
  readonly path: string;
  readonly ids: Ids;
}

const TEMPLATES: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml', '.template']);
/** Beside the templates: for each old path the new one, and the new logical ids. */
export const MAP_FILE = 'variants.json';

/**
 * Writes each template of a folder in another spelling that means the same, JSON as YAML and YAML as JSON. The same seed gives the same variants.
 * What cannot be read as a template is copied as it is.
 */
export function varyFolder(from: string, to: string, seed: string): Readonly<Record<string, VariedFile>> {
  const map: Record<string, VariedFile> = {};
  for (const file of filesIn(from)) {
    const path = relative(from, file);
    const text = readFileSync(file, 'utf8');
    const template = templateIn(text);
    if (template === undefined) {
      write(join(to, path), text);
      continue;
    }
    const { template: varied, ids } = varyTemplate(template, new Random(`${seed} ${path}`));
    const isJson = text.trimStart().startsWith('{');
    const target = path.slice(0, path.length - extname(path).length) + (isJson ? '.yaml' : '.json');
    write(join(to, target), isJson ? yamlText(varied) : JSON.stringify(varied, undefined, 2));
    map[path] = { path: target, ids };
  }
  write(join(to, MAP_FILE), JSON.stringify(map, undefined, 2));
  return map;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map(name => join(folder, name))
    .flatMap(path => (statSync(path).isDirectory() ? filesIn(path) : TEMPLATES.has(extname(path)) ? [path] : []));
}

function templateIn(text: string): JsonObject | undefined {
  const body: Json = readable(text);
  return isObject(body) && isObject(body.Resources ?? null) ? body : undefined;
}

function readable(text: string): Json {
  try {
    return new YamlSource(text).toJson();
  } catch {
    return null;
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

if (require.main === module) {
  const [from, to, seed = '1'] = process.argv.slice(2);
  if (from === undefined || to === undefined) {
    console.error('usage: npx tsx scripts/vary-templates.ts DIR OUT [SEED]');
    process.exitCode = 2;
  } else {
    console.log(`${Object.keys(varyFolder(from, to, seed)).length} templates in another spelling: ${join(to, MAP_FILE)}`);
  }
}
