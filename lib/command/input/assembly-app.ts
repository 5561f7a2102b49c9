import { dirname, resolve } from 'path';
import type { AssemblyStack, CloudAssembly } from './cloud-assembly';
import { nestedStackPath, readCloudAssembly } from './cloud-assembly';
import type { InputApp, TemplateStatus } from './input-app';
import { parseText, readText } from './read-text';
import type { NamedPath } from './template-path';
import { shownInside } from './template-path';
import { reasonOf } from './unreadable-text';
import { readTemplates } from '../../model/assembly';
import type { JsonObject } from '../../model/facts';
import { at, isObject, objectOf, textOf } from '../../model/json';
import type { TemplateSource } from '../../model/templates';

/** The app behind a `cdk.out`: its stacks, those of its stages, and those nested in them. */
export function readAssemblyApp(
  folder: NamedPath,
  take: (absolute: string) => boolean,
): { readonly app: InputApp; readonly templates: readonly TemplateStatus[] } {
  const assembly = readCloudAssembly(folder.absolute);
  const broken = new Map(assembly.unreadable);
  const stacks = assembly.stacks.filter(({ template }) => readable(template, broken)).filter(({ template }) => take(template));
  const named = inTheirPlaces(readTemplates(stacks.map(stackTemplateOf)), assembly);
  for (const { path, body } of named) noteBrokenNested(path, body, named, broken);
  const nested = named.filter(({ path }) => !stacks.some(({ template }) => template === path));
  for (const { path } of nested) take(path);
  const shown = (absolute: string) => shownInside(folder, absolute);
  return {
    app: {
      sources: named.map(source => ({ ...source, path: shown(source.path), ...nestedIn(source, shown) })),
      files: new Map(named.map(({ path }) => [shown(path), path])),
      assembly,
    },
    templates: [
      ...named.map(({ path }): TemplateStatus => ({ path: shown(path), status: 'judged' })),
      ...[...broken].map(([path, reason]): TemplateStatus => ({ path: shown(path), status: 'unreadable', reason })),
    ],
  };
}

function readable(template: string, broken: Map<string, string>): boolean {
  try {
    const body = parseText(readText(template), template);
    if (isObject(body)) return true;
    broken.set(template, 'it is no template: it holds no object');
  } catch (error) {
    broken.set(template, reasonOf(error));
  }
  return false;
}

function stackTemplateOf({ template, constructPath, account, region }: AssemblyStack) {
  return { templatePath: template, stackConstructPath: constructPath, accountId: account, region };
}

function nestedIn({ nestedIn: nestings }: TemplateSource, shown: (absolute: string) => string): Partial<TemplateSource> {
  return nestings === undefined ? {} : { nestedIn: nestings.map(({ path, logicalId }) => ({ path: shown(path), logicalId })) };
}

/**
 * The templates with the construct path of every resource. Only the CLI asks CDK to write the paths into the template; an app that is run by itself
 * leaves them in the assembly's metadata, where a nested stack stands with the stack that holds it.
 */
function inTheirPlaces(sources: readonly TemplateSource[], assembly: CloudAssembly): TemplateSource[] {
  const placed = new Map<string, TemplateSource>();
  const pathsBelow = pathsByStack(assembly);
  for (const source of sources) {
    const stackPath = source.stackPath ?? pathOfNested(source, placed);
    const paths = pathsBelow.get(stackPath ?? '');
    placed.set(source.path, {
      ...source,
      ...(stackPath === undefined ? {} : { stackPath }),
      ...(paths === undefined ? {} : { body: withPaths(source.body, paths) }),
    });
  }
  return [...placed.values()];
}

function pathOfNested(
  { nestedIn: nestings = [] }: TemplateSource,
  placed: ReadonlyMap<string, TemplateSource>,
): string | undefined {
  const [{ path, logicalId } = { path: '', logicalId: '' }] = nestings;
  const constructPath = textOf(at(placed.get(path)?.body, 'Resources', logicalId, 'Metadata', 'aws:cdk:path'));
  return nestedStackPath(constructPath ?? '');
}

/** Construct paths by logical id, for each stack and nested stack. */
function pathsByStack(assembly: CloudAssembly): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const stacks = new Map<string, Map<string, string>>();
  for (const { constructPath } of assembly.stacks) stacks.set(constructPath, new Map());
  for (const { constructPath } of assembly.constructs) {
    const nested = nestedStackPath(constructPath);
    if (nested !== undefined) stacks.set(nested, new Map());
  }
  for (const { constructPath, metadata } of assembly.constructs) {
    const logicalId = metadata.find(({ type }) => type === 'aws:cdk:logicalId')?.data;
    if (typeof logicalId === 'string') stacks.get(stackOf(constructPath, stacks))?.set(logicalId, constructPath);
  }
  return stacks;
}

/** The innermost stack around a construct. */
function stackOf(constructPath: string, stacks: ReadonlyMap<string, unknown>): string {
  let path = constructPath;
  while (path !== '' && !stacks.has(path)) path = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return path;
}

function withPaths(body: JsonObject, paths: ReadonlyMap<string, string>): JsonObject {
  const resources = Object.entries(objectOf(body.Resources)).map(([logicalId, resource]): [string, JsonObject[string]] => {
    const path = paths.get(logicalId);
    if (path === undefined || !isObject(resource) || at(resource, 'Metadata', 'aws:cdk:path') !== undefined) {
      return [logicalId, resource];
    }
    return [logicalId, { ...resource, Metadata: { ...objectOf(resource.Metadata), 'aws:cdk:path': path } }];
  });
  return { ...body, Resources: Object.fromEntries(resources) };
}

/** A nested stack whose file lies in the assembly but cannot be read must not pass in silence. */
function noteBrokenNested(parent: string, body: JsonObject, read: readonly TemplateSource[], broken: Map<string, string>): void {
  for (const [logicalId, resource] of Object.entries(objectOf(body.Resources))) {
    const asset = at(resource, 'Metadata', 'aws:asset:path');
    if (at(resource, 'Type') !== 'AWS::CloudFormation::Stack' || typeof asset !== 'string') continue;
    const seen = read.some(({ nestedIn: nestings }) =>
      nestings?.some(nesting => nesting.path === parent && nesting.logicalId === logicalId),
    );
    const path = resolve(dirname(parent), asset);
    if (!seen && readable(path, broken)) broken.set(path, 'it is no valid JSON');
  }
}
