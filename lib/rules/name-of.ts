import type { ResourceFacts } from '../model/facts';

/** A resource in the user's words: its construct path where a CDK app made it, else its logical id. */
export function nameOf(resource: ResourceFacts): string {
  const path = resource.constructPath?.replace(/\/(?:Resource|Default)$/, '');
  return `'${path === undefined || path === '' ? resource.logicalId : path}'`;
}

/** Names in a sentence: `'A', 'B' and 'C'`. */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** A text as the beginning of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
