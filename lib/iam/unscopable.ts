import { SCOPABLE_ACTIONS, UNSCOPABLE_ACTIONS } from './unscopable-data';
import { matches, overlaps } from './wildcard';

/**
 * Whether AWS takes no resource but `*` for this action, as for `xray:PutTraceSegments`, so that nobody could have named one.
 *
 * A pattern such as `cloudwatch:Describe*` does so only if all the actions that it stands for do. In doubt (an unknown action or service, or a
 * wildcard for the service) the answer is no.
 */
export function acceptsOnlyEveryResource(action: string): boolean {
  const known = answers.get(action);
  if (known !== undefined) return known;
  const answer = lookUp(action);
  answers.set(action, answer);
  return answer;
}

/** The same few actions are asked about for every role of an app. */
const answers = new Map<string, boolean>();

function lookUp(action: string): boolean {
  const [service, name = ''] = action.toLowerCase().split(':', 2);
  const { unscopable, scopable } = catalogueOf(service);
  return unscopable.some(known => matches(name, known)) && !scopable.some(pattern => overlaps(pattern, name));
}

interface ServiceCatalogue {
  readonly unscopable: readonly string[];
  /** Patterns: each begins like the scopable actions it stands for, and like no unscopable one. */
  readonly scopable: readonly string[];
}

const catalogues = new Map<string, ServiceCatalogue>();

function catalogueOf(service: string): ServiceCatalogue {
  const known = catalogues.get(service) ?? {
    unscopable: unfold(UNSCOPABLE_ACTIONS, service),
    scopable: unfold(SCOPABLE_ACTIONS, service),
  };
  catalogues.set(service, known);
  return known;
}

/** `Get:Group,Insight Link:` reads GetGroup, GetInsight, Link. */
function unfold(data: Readonly<Record<string, string>>, service: string): string[] {
  const groups = Object.hasOwn(data, service) ? data[service].toLowerCase().split(' ') : [];
  return groups.flatMap(group => {
    const [verb, endings] = group.split(':');
    return endings.split(',').map(ending => verb + ending);
  });
}
