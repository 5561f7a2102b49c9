import { oncePerIdentity, rightsOf } from './rights-of';
import { isBroad, isNarrowed } from '../../iam/reach';
import { SHARING_ACTIONS } from '../../iam/sharing-actions';
import type { Statement } from '../../iam/statement';
import { hasWildcard } from '../../iam/wildcard';

/** A statement that lets somebody share, or become, what nobody named. */
export interface SharingRight {
  readonly statement: Statement;
  readonly actions: readonly string[];
}

/** What somebody may open to others, or hand out the credentials of, on resources that nobody named. */
export const sharingRightsOf = oncePerIdentity((identity): readonly SharingRight[] => {
  const rights = rightsOf(identity);
  if (!rights.someAction(mayShare) || rights.isAdministrator() !== undefined) return [];
  const found = new Map<unknown, { statement: Statement; actions: string[] }>();
  for (const action of SHARING_ACTIONS) {
    for (const statement of rights.allowing(action)) {
      // What is left out instead of named, and every action of a service, are findings of other rules.
      if (statement.notActions.length > 0 || !isBroad(statement) || isNarrowed(statement)) continue;
      const known = found.get(statement.actions) ?? { statement, actions: [] };
      found.set(statement.actions, known);
      if (!known.actions.includes(action)) known.actions.push(action);
    }
  }
  return [...found.values()];
});

const SHARING = new Set(SHARING_ACTIONS.map(action => action.toLowerCase()));

function mayShare(pattern: string): boolean {
  return hasWildcard(pattern) || SHARING.has(pattern.toLowerCase());
}
