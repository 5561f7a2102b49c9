import type { ResourceFacts, WrittenAt } from './facts';

/** Where the user wrote a resource, or a property of it: there, or where a macro found what it made into that. */
export function writtenAt(resource: ResourceFacts, property?: string): WrittenAt {
  const { expandedFrom, logicalId, type, constructPath } = resource;
  const itself = { logicalId, type, ...(constructPath === undefined ? {} : { constructPath }) };
  if (property === undefined) return expandedFrom?.get('') ?? itself;
  if (expandedFrom === undefined) return { ...itself, property };
  for (let end = property.length; end > 0; end = property.lastIndexOf('.', end - 1)) {
    const place = expandedFrom.get(property.slice(0, end));
    if (place !== undefined) return below(place, property.slice(end));
  }
  return below(expandedFrom.get('') ?? itself, property.replace(/^Properties(?=\.|$)/, ''), property);
}

/** A place in what stands there word for word; elsewhere the place itself is as near as one gets. */
function below(place: WrittenAt, rest: string, property = rest): WrittenAt {
  if (place.verbatim !== true) return place;
  return { ...place, property: place.property === undefined ? property : `${place.property}${rest}` };
}
