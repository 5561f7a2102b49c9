/**
 * The file that the legacy synthesizer means: the deployment tells where it is, in parameters that are named after its hash.
 *
 * @param text where the file is said to be, with the names of the parameters
 */
export function legacyAsset(text: string, extension: '.zip' | '.json'): string | undefined {
  const hash = /AssetParameters([0-9a-f]{64})S3VersionKey[0-9A-F]{8}/.exec(text)?.[1];
  return hash === undefined ? undefined : `${hash}${extension}`;
}
