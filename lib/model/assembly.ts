import { existsSync, readFileSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import type { Json } from './facts';
import { at, isObject, listOf, objectOf, textOf } from './json';
import { legacyAsset } from './legacy-asset';
import { shippedCode } from './shipped-code';
import type { Nesting, TemplateSource } from './templates';
import { append } from './templates';

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
  const manifests = new Manifests();
  for (const { templatePath, stackConstructPath, accountId, region } of stackTemplates) {
    if (sources.has(resolve(templatePath))) continue;
    const artifacts = manifests.artifactsOf(templatePath);
    const stackName = textOf(at(artifacts[0], 'properties', 'stackName'));
    const published = publishedFiles(templatePath);
    const assets = new Map(published?.map(({ path, key }) => [basename(key), path]) ?? legacyAssetsOf(templatePath));
    const { body, elsewhere } = deployed(templatePath, artifacts, published ?? []);
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

/** The legacy synthesizer writes no manifest of assets: they stand among the metadata of the stack, which are long. */
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

/** Assemblies stand in assemblies, and a template seldom in a folder below its own. */
const FOLDERS_ABOVE = 4;

/** What manifests say of templates. One lists all stacks of a folder, and is read once. */
class Manifests {
  private readonly byFolder = new Map<string, ReadonlyMap<string, readonly Json[]>>();

  /** The stacks of a template: they may be deployed under names that no construct path tells, and from another file. */
  public artifactsOf(templatePath: string): readonly Json[] {
    let folder = resolve(dirname(templatePath));
    for (let above = 0; above < FOLDERS_ABOVE; above++, folder = dirname(folder)) {
      const artifacts = this.in(folder).get(resolve(templatePath));
      if (artifacts !== undefined) return artifacts;
    }
    return [];
  }

  private in(folder: string): ReadonlyMap<string, readonly Json[]> {
    const artifacts = this.byFolder.get(folder) ?? artifactsIn(folder);
    this.byFolder.set(folder, artifacts);
    return artifacts;
  }
}

/** The artifacts of the manifest in a folder, by the files of their templates. */
function artifactsIn(folder: string): ReadonlyMap<string, readonly Json[]> {
  const artifacts = new Map<string, Json[]>();
  for (const artifact of Object.values(objectOf(at(tryReadJson(join(folder, 'manifest.json')), 'artifacts')))) {
    const file = textOf(at(artifact, 'properties', 'templateFile'));
    if (file !== undefined) append(artifacts, resolve(folder, file), artifact);
  }
  return artifacts;
}

/** CDK deploys the published file that a stack names, which its synthesizer chooses, and else the template. */
function deployed(
  templatePath: string,
  artifacts: readonly Json[],
  published: readonly PublishedFile[],
): Pick<TemplateSource, 'body' | 'elsewhere'> {
  const byAddress = new Map(published.map(({ path, bucket, key }) => [`s3://${bucket}/${key}`, path]));
  const places = artifacts.map(artifact => {
    const address = textOf(at(artifact, 'properties', 'stackTemplateAssetObjectUrl'));
    const file = address === undefined ? templatePath : byAddress.get(address);
    return { address, file: file === undefined ? undefined : resolve(dirname(templatePath), file) };
  });
  const [first] = places;
  const stray = places.find(({ file }) => file === undefined || file !== first.file);
  const isTemplate = first === undefined || first.file === undefined || first.file === resolve(templatePath);
  const body = isTemplate ? readJson(templatePath) : tryReadJson(first.file ?? '');
  const elsewhere = stray?.address ?? (isObject(body) ? undefined : first?.address);
  return { body: isObject(body) ? body : objectOf(readJson(templatePath)), ...(elsewhere === undefined ? {} : { elsewhere }) };
}

/** A file that a stack publishes, and where it will lie. */
interface PublishedFile {
  readonly path: string;
  readonly bucket: string | undefined;
  readonly key: string;
}

/** What the manifest of a stack's assets lists, where there is one. */
function publishedFiles(templatePath: string): readonly PublishedFile[] | undefined {
  const manifest = tryReadJson(templatePath.replace(/\.template\.json$/, '.assets.json'));
  if (!isObject(manifest)) return undefined;
  return Object.values(objectOf(at(manifest, 'files'))).flatMap(file => {
    const path = textOf(at(file, 'source', 'path'));
    return Object.values(objectOf(at(file, 'destinations'))).flatMap(destination => {
      const [bucket, key] = ['bucketName', 'objectKey'].map(name => textOf(at(destination, name)));
      return path === undefined || key === undefined ? [] : [{ path, bucket, key }];
    });
  });
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
