import { readFileSync, statSync } from 'fs';
import { DEEPEST } from './nesting';
import { UnreadableText } from './unreadable-text';
import { YamlSource } from './yaml-source';
import type { Json } from '../../model/facts';

/** CloudFormation takes templates of 1 MB; a file many times that size is something else. */
const LARGEST = 50_000_000;
/** Taking YAML apart costs far more than JSON; CloudFormation would take half of this. */
export const LARGEST_YAML = 2_000_000;

/** The text of a regular file. Throws `UnreadableText`. */
export function readText(path: string): string {
  let text: string;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new UnreadableText('it is no file');
    if (stats.size > LARGEST) throw new UnreadableText('it is too large for a template');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw error instanceof UnreadableText ? error : new UnreadableText(`it cannot be read (${codeOf(error)})`);
  }
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}

/** What a JSON or YAML text says; which of the two it is shows in the text. Throws `UnreadableText`. */
export function parseText(text: string, path: string): Json {
  const json = /^\s*[{[]/.test(text) || /\.json$/i.test(path);
  if (json) {
    const parsed = tryJson(text);
    if (parsed !== undefined) return shallowEnough(parsed);
    if (/\.json$/i.test(path)) throw new UnreadableText('it is no valid JSON', lineOfJsonError(text));
  }
  if (text.length > LARGEST_YAML) throw new UnreadableText('it is too large for a template');
  return new YamlSource(text).toJson();
}

function tryJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Found again without the engine's words, which quote the file. */
function lineOfJsonError(text: string): number | undefined {
  try {
    JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const position = /position (\d+)/.exec(message)?.[1];
    const end = text.trimEnd().length;
    const place = /end of JSON input/.test(message) ? end : position === undefined ? undefined : Math.min(Number(position), end);
    if (place !== undefined) return text.slice(0, place).split('\n').length;
  }
  return text.length > LARGEST_YAML ? undefined : lineOfYamlError(text);
}

function lineOfYamlError(text: string): number | undefined {
  try {
    new YamlSource(text).toJson();
    return undefined;
  } catch (error) {
    return (error as UnreadableText).line;
  }
}

function shallowEnough(json: Json): Json {
  refuseDeep(json, 0);
  return json;
}

function refuseDeep(json: Json, depth: number): void {
  if (typeof json !== 'object' || json === null) return;
  if (depth > DEEPEST) throw new UnreadableText('it nests too deeply');
  for (const inner of Object.values(json)) refuseDeep(inner, depth + 1);
}
