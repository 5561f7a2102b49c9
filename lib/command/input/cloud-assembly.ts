import { existsSync } from 'fs';
import { join, relative, sep } from 'path';
import { parseText, readText } from './read-text';
import { reasonOf } from './unreadable-text';
import type { AcknowledgementFacts, JsonObject } from '../../model/facts';
import { at, isObject, objectOf, textOf } from '../../model/json';

/** A stack as the manifest of an assembly names it. */
export interface AssemblyStack {
  /** The absolute path of its template. */
  readonly template: string;
  readonly constructPath: string;
  readonly account?: string;
  readonly region?: string;
}

/** What CDK wrote down of one construct while it synthesized. */
export interface ConstructEntry {
  readonly constructPath: string;
  readonly metadata: readonly MetadataEntry[];
}

export interface MetadataEntry {
  readonly type: string;
  readonly data?: unknown;
  readonly trace?: unknown;
}

/** What `cdk synth` wrote: the stacks of an app and of its stages, and what CDK wrote down of its constructs. */
export interface CloudAssembly {
  readonly stacks: readonly AssemblyStack[];
  readonly stages: ReadonlySet<string>;
  readonly constructs: readonly ConstructEntry[];
  /** Files of the assembly that could not be read, by absolute path. */
  readonly unreadable: ReadonlyMap<string, string>;
}

const STACK = 'aws:cloudformation:stack';
const STAGE = 'cdk:cloud-assembly';
const NESTED_STACK = /^(.*)\.NestedStack\/[^/]*\.NestedStackResource$/;

/** Whether a folder is a cloud assembly: its manifest lists stacks or stages. */
export function isCloudAssembly(folder: string): boolean {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return false;
  try {
    return artifactsOf(manifest).some(([, { type }]) => type === STACK || type === STAGE);
  } catch {
    return false;
  }
}

/** Reads an assembly with those nested in it. What cannot be read is named, and the rest is read all the same. */
export function readCloudAssembly(folder: string): CloudAssembly {
  const reader = new AssemblyReader(folder);
  reader.read(folder);
  return reader;
}

class AssemblyReader implements CloudAssembly {
  public readonly stacks: AssemblyStack[] = [];
  public readonly stages = new Set<string>();
  public readonly constructs: ConstructEntry[] = [];
  public readonly unreadable = new Map<string, string>();
  private readonly seen = new Set<string>();

  constructor(private readonly root: string) {}

  public read(folder: string): void {
    if (this.seen.has(folder)) return;
    this.seen.add(folder);
    this.attempt(join(folder, 'manifest.json'), manifest => {
      for (const [id, artifact] of artifactsOf(manifest)) {
        if (artifact.type === STACK) this.readStack(folder, id, artifact);
        if (artifact.type === STAGE) this.readStage(folder, artifact);
      }
    });
  }

  private readStack(folder: string, id: string, artifact: JsonObject): void {
    const [, account, region] = /^aws:\/\/([^/]*)\/([^/]*)$/.exec(textOf(artifact.environment) ?? '') ?? [];
    const template = this.within(folder, textOf(at(artifact, 'properties', 'templateFile')) ?? `${id}.template.json`);
    if (template === undefined) return;
    this.stacks.push({ template, constructPath: textOf(artifact.displayName) ?? id, account, region });
    this.note(artifact.metadata);
    const additional = textOf(artifact.additionalMetadataFile);
    const file = additional === undefined ? undefined : this.within(folder, additional);
    if (file !== undefined) this.attempt(file, path => this.note(parseText(readText(path), path)));
  }

  private readStage(folder: string, artifact: JsonObject): void {
    const name = textOf(at(artifact, 'properties', 'displayName'));
    if (name !== undefined) this.stages.add(name);
    const nested = this.within(folder, textOf(at(artifact, 'properties', 'directoryName')) ?? '.');
    if (nested !== undefined) this.read(nested);
  }

  private note(metadata: unknown): void {
    for (const [path, entries] of Object.entries(objectOf(metadata))) {
      if (!Array.isArray(entries)) continue;
      this.constructs.push({ constructPath: path.replace(/^\//, ''), metadata: (entries as unknown[]).filter(isEntry) });
    }
  }

  /** The file or folder that a manifest names, as long as it stands in the assembly. */
  private within(folder: string, name: string): string | undefined {
    const path = join(folder, name);
    if (relative(this.root, path).split(sep)[0] !== '..') return path;
    this.unreadable.set(join(folder, 'manifest.json'), 'it names a file outside the assembly');
    return undefined;
  }

  private attempt(path: string, read: (path: string) => void): void {
    try {
      read(path);
    } catch (error) {
      this.unreadable.set(path, reasonOf(error));
    }
  }
}

function isEntry(entry: unknown): entry is MetadataEntry {
  return isObject(entry) && typeof entry.type === 'string';
}

function artifactsOf(manifest: string): [string, JsonObject][] {
  return Object.entries(objectOf(at(parseText(readText(manifest), manifest), 'artifacts'))).filter(
    (entry): entry is [string, JsonObject] => isObject(entry[1]),
  );
}

/** The paths of the nested stacks, as the resources that deploy them tell. */
export function nestedStackPaths({ constructs }: CloudAssembly): string[] {
  return constructs.flatMap(({ constructPath }) => nestedStackPath(constructPath) ?? []);
}

/** `Shop/Orders.NestedStack/Orders.NestedStackResource` deploys the nested stack `Shop/Orders`. */
export function nestedStackPath(constructPath: string): string | undefined {
  return NESTED_STACK.exec(constructPath)?.[1];
}

/** What kind of construct stands at a path. */
export function scopeIn(assembly: CloudAssembly): (constructPath: string) => AcknowledgementFacts['scope'] {
  const stacks = new Set([...assembly.stacks.map(({ constructPath }) => constructPath), ...nestedStackPaths(assembly)]);
  return path => (path === '' ? 'app' : assembly.stages.has(path) ? 'stage' : stacks.has(path) ? 'stack' : 'construct');
}
