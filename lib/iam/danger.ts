import type { Escalation } from './escalation';
import { findEscalations } from './escalation';
import { Rights } from './rights';
import type { Statement } from './statement';

/** Why nobody should hold these rights, in plain words that name the actions to take away. */
export interface Danger {
  readonly kind: 'administrator' | 'escalation';
  readonly reason: string;
}

/**
 * Whether all these statements together make their holder an administrator, or let it become one. Ask it of the union of everything granted,
 * since a harmless grant may complete a dangerous pair.
 */
export function dangerOf(statements: readonly Statement[]): Danger | undefined {
  const rights = new Rights(statements);
  const administrator = rights.isAdministrator();
  if (administrator) return { kind: 'administrator', reason: administratorReason(administrator) };
  const [escalation] = findEscalations(rights);
  return escalation && { kind: 'escalation', reason: escalationReason(escalation) };
}

function administratorReason({ actions, notActions }: Statement): string {
  return actions.length > 0
    ? `${quoted(actions)} on every resource allows everything`
    : `everything but ${quoted(notActions)} on every resource allows nearly everything`;
}

function escalationReason({ path, grants }: Escalation): string {
  const [decisive, ...others] = grants.map(({ action }) => action);
  const together = others.length > 0 ? `, together with ${quoted(others)},` : '';
  return `${quoted([decisive])} beyond named resources${together} lets the holder ${path.title}`;
}

function quoted(actions: readonly string[]): string {
  const names = actions.map(action => `'${action}'`);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}` : names[0];
}
