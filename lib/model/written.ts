import type { ResourceFacts, WrittenAt } from './facts';

/** Where the user wrote a resource, or a property of it: there, or where a macro found what it made into that. */
export function writtenAt({ expandedFrom, logicalId, type, constructPath }: ResourceFacts, property?: string): WrittenAt {
  return expandedFrom?.(property) ?? { logicalId, type, constructPath, property };
}
