import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';

const current = new SecretsProvider();
const previous = new SecretsProvider();

/** A secret that was rotated is read anew after five minutes at the latest. */
const MAX_AGE_SECONDS = 300;

/** Reads a secret, out of the cache where it is young enough. */
export async function readSecret(id: string, forceFetch = false): Promise<string> {
  const secret = await current.get(id, { maxAge: MAX_AGE_SECONDS, forceFetch });
  if (typeof secret !== 'string') throw new Error('The secret holds no text');
  return secret;
}

/**
 * What the secret may be, the likeliest first: as it was read last, and, for whoever was refused with that, as it is now, since it may have been
 * rotated in between. Try one after the other, and stop at the first that is accepted.
 */
export async function* candidatesOf(id: string): AsyncGenerator<string> {
  const cached = await readSecret(id);
  yield cached;
  const fresh = await readSecret(id, true);
  if (fresh !== cached) yield fresh;
}

/** The secret before its last rotation, for what was made with it; undefined where it was never rotated. */
export async function previousOf(id: string): Promise<string | undefined> {
  try {
    const secret = await previous.get(id, { maxAge: MAX_AGE_SECONDS, sdkOptions: { VersionStage: 'AWSPREVIOUS' } });
    return typeof secret === 'string' ? secret : undefined;
  } catch (error) {
    if ((error as { readonly cause?: { readonly name?: string } }).cause?.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
