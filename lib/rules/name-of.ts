import type { ResourceFacts, TemplateFacts, WrittenAt } from '../model/facts';
import { lookup } from '../model/symbolic';
import { writtenAt } from '../model/written';

/**
 * A resource in the user's words: its construct path where a CDK app made it, else its logical id. What a macro made has its own name and that of what
 * the user wrote: `'OrdersRole' of 'Orders'`.
 */
export function nameOf(resource: ResourceFacts): string {
  const written = writtenAt(resource);
  if (written.logicalId === resource.logicalId) return wordsFor(written);
  return written.shared === true ? `'${resource.logicalId}'` : `'${resource.logicalId}' of ${wordsFor(written)}`;
}

function wordsFor({ constructPath, logicalId }: WrittenAt): string {
  const path = constructPath?.replace(/\/(?:Resource|Default)$/, '');
  return `'${path === undefined || path === '' ? logicalId : path}'`;
}

/** What a text refers to in the user's words; the text itself where it refers to nothing in the app. */
export function nameMeant(from: TemplateFacts, text: string): string {
  const resource = lookup(from, text)?.resource;
  return resource === undefined ? text : nameOf(resource);
}

/** Names in a sentence: `'A', 'B' and 'C'`. */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** A text as the beginning of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
