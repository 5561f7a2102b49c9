import { existsSync, readFileSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import type { Json } from './facts';
import { at, isObject, listOf, objectOf, textOf } from './json';
import { legacyAsset } from './legacy-asset';
import { shippedCode } from './shipped-code';
import type { Nesting, TemplateSource } from './templates';

/** A stack as CDK hands it to a validation plugin. */
export interface StackTemplate {
  readonly templatePath: string;
  readonly stackConstructPath: string;
  readonly accountId?: string;
  readonly region?: string;
}

/**
 * Reads the templates of the stacks, and of the stacks nested in them, each file once.
 *
 * Throws where a stack's own template cannot be read. A nested one that cannot be read is left out, so that the model lists the stack as unseen.
 */
export function readTemplates(stackTemplates: readonly StackTemplate[]): TemplateSource[] {
  const sources = new Map<string, Reading>();
  for (const { templatePath, stackConstructPath, accountId, region } of stackTemplates) {
    if (sources.has(resolve(templatePath))) continue;
    const artifact = artifactOf(templatePath);
    const stackName = textOf(at(artifact, 'properties', 'stackName'));
    const assets = assetsOf(templatePath);
    const { body, elsewhere } = deployed(templatePath, artifact, assets);
    const source: Reading = {
      path: templatePath,
      body,
      stackPath: stackConstructPath,
      ...(stackName === undefined ? {} : { stackName }),
      ...(elsewhere === undefined ? {} : { elsewhere }),
      ...known('account', accountId),
      ...known('region', region),
      shipped: shippedCode(templatePath, assets),
      nestedIn: [],
    };
    sources.set(resolve(templatePath), source);
    readNested(source, assets, sources);
  }
  return [...sources.values()];
}

interface Reading extends TemplateSource {
  readonly nestedIn: Nesting[];
}

function readNested(parent: Reading, assets: ReadonlyMap<string, string>, sources: Map<string, Reading>): void {
  for (const [logicalId, stack] of Object.entries(objectOf(parent.body.Resources))) {
    if (at(stack, 'Type') !== 'AWS::CloudFormation::Stack') continue;
    const asset = assetOf(stack, assets);
    if (asset === undefined) continue;
    const path = resolve(dirname(parent.path), asset) === resolve(asset) ? asset : join(dirname(parent.path), asset);
    const seen = sources.get(resolve(path));
    if (seen) {
      seen.nestedIn.push({ path: parent.path, logicalId });
      continue;
    }
    const body = tryReadJson(path);
    if (!isObject(body)) continue;
    const { account, region } = parent;
    const stackPath = nestedPath(textOf(at(stack, 'Metadata', 'aws:cdk:path')));
    const source: Reading = {
      path,
      body,
      ...(stackPath === undefined ? {} : { stackPath }),
      ...known('account', account),
      ...known('region', region),
      ...(parent.shipped === undefined ? {} : { shipped: parent.shipped }),
      nestedIn: [{ path: parent.path, logicalId }],
    };
    sources.set(resolve(path), source);
    readNested(source, assets, sources);
  }
}

/** `Shop/Orders.NestedStack/Orders.NestedStackResource` belongs to the nested stack `Shop/Orders`. */
function nestedPath(resourcePath: string | undefined): string | undefined {
  return /^(.*)\.NestedStack\/[^/]*\.NestedStackResource$/.exec(resourcePath ?? '')?.[1];
}

/** The file that will be deployed: the one whose hash ends the address, whatever the metadata say. These count where the address is computed. */
function assetOf(stack: Json, assets: ReadonlyMap<string, string>): string | undefined {
  const url = at(stack, 'Properties', 'TemplateURL');
  const text = JSON.stringify(url ?? '');
  const hash = /\/([0-9a-f]{64}\.\w+)"/.exec(text)?.[1] ?? legacyAsset(text, '.json');
  if (hash !== undefined) return assets.get(hash);
  return typeof url === 'string' ? undefined : textOf(at(stack, 'Metadata', 'aws:asset:path'));
}

/** The files of a stack's assets, by the names under which they are published. */
function assetsOf(templatePath: string): ReadonlyMap<string, string> {
  const manifest = tryReadJson(templatePath.replace(/\.template\.json$/, '.assets.json'));
  return new Map([
    ...legacyAssetsOf(templatePath),
    ...Object.values(objectOf(at(manifest, 'files'))).flatMap(file => {
      const path = textOf(at(file, 'source', 'path'));
      const keys = Object.values(objectOf(at(file, 'destinations'))).flatMap(
        destination => textOf(at(destination, 'objectKey')) ?? [],
      );
      return path === undefined ? [] : keys.map((key): [string, string] => [basename(key), path]);
    }),
  ]);
}

/** The legacy synthesizer writes no manifest of assets: they stand among the metadata of the stack. */
function legacyAssetsOf(templatePath: string): [string, string][] {
  const metadata = tryReadJson(templatePath.replace(/\.template\.json$/, '.metadata.json'));
  return Object.values(objectOf(metadata))
    .flatMap(entries => listOf(entries))
    .flatMap(entry => {
      const [path, hash] = ['path', 'sourceHash'].map(key => textOf(at(entry, 'data', key)));
      if (at(entry, 'type') !== 'aws:cdk:asset' || path === undefined || hash === undefined) return [];
      return [[`${hash}${at(entry, 'data', 'packaging') === 'zip' ? '.zip' : '.json'}`, path]];
    });
}

/** What the manifest says of a stack: it may be deployed under a name that its construct path does not tell, and from another file. */
function artifactOf(templatePath: string): Json | undefined {
  const artifacts = objectOf(at(tryReadJson(join(dirname(templatePath), 'manifest.json')), 'artifacts'));
  return Object.values(artifacts).find(candidate => at(candidate, 'properties', 'templateFile') === basename(templatePath));
}

/** CDK deploys the published file that a stack names, which its synthesizer chooses, and else the template. */
function deployed(
  templatePath: string,
  artifact: Json | undefined,
  assets: ReadonlyMap<string, string>,
): Pick<TemplateSource, 'body' | 'elsewhere'> {
  const address = textOf(at(artifact, 'properties', 'stackTemplateAssetObjectUrl'));
  const file = address === undefined ? undefined : assets.get(basename(address));
  const published = file === undefined ? undefined : resolve(dirname(templatePath), file);
  const isTemplate = address === undefined || published === resolve(templatePath);
  const body = isTemplate ? readJson(templatePath) : tryReadJson(published ?? '');
  return isObject(body) ? { body } : { body: objectOf(readJson(templatePath)), ...(isTemplate ? {} : { elsewhere: address }) };
}

/** Environment-agnostic stacks say `unknown-account` and `unknown-region`. */
function known<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return (value === undefined || value.startsWith('unknown-') ? {} : { [key]: value }) as Partial<Record<K, string>>;
}

function tryReadJson(path: string): unknown {
  try {
    return existsSync(path) ? readJson(path) : undefined;
  } catch {
    return undefined;
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
