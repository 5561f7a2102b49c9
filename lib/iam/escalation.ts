import { admitsPassing, limitsPassing, narrows } from './condition';
import type { EscalationPath } from './escalation-paths';
import { ESCALATION_PATHS } from './escalation-paths';
import { isBroad } from './reach';
import type { Rights } from './rights';
import type { Statement } from './statement';
import { hasWildcard } from './wildcard';

/** A way to more rights that stands open. */
export interface Escalation {
  readonly path: EscalationPath;
  /** One for each group of `path.needs`, in the same order; the first is the decisive one. */
  readonly grants: readonly Grant[];
}

/** An action and the statement that allows it. */
export interface Grant {
  readonly action: string;
  readonly statement: Statement;
}

/**
 * The ways in which these rights lead to more rights.
 *
 * A path counts only when its decisive action is granted beyond particular resources: on `*`, or on a pattern whose name begins with a wildcard
 * (`arn:aws:iam::*:role/*`). A grant on a named resource or on the beginning of a name does not count: whoever deploys one function, or passes one role, does
 * not escalate. Nor does a decisive action under a condition that narrows it; `iam:PassedToService` narrows it to the paths of those services.
 */
export function findEscalations(rights: Rights): Escalation[] {
  if (!rights.someAction(isDelicate)) return [];
  return ESCALATION_PATHS.flatMap(path => {
    const [decisive, ...others] = path.needs;
    const grants = [
      findGrant(rights, decisive, statement => isBroad(statement, resourcesOf(decisive)) && isOpenTo(path, statement)),
      ...others.map(actions => findGrant(rights, actions, () => true)),
    ];
    return grants.every(grant => grant !== undefined) ? [{ path, grants }] : [];
  });
}

/** Without one of these no path begins. */
const DECISIVE_ACTIONS = new Set(
  ESCALATION_PATHS.flatMap(({ needs: [decisive] }) => decisive.map(action => action.toLowerCase())),
);
const DECISIVE_SERVICES = new Set([...DECISIVE_ACTIONS].map(serviceOf));

/** Whether an action, or a pattern of actions, might be the beginning of a way to more rights. Whoever holds none that is has none. */
export function isDelicate(pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  if (!hasWildcard(wanted)) return DECISIVE_ACTIONS.has(wanted);
  return hasWildcard(serviceOf(wanted)) || DECISIVE_SERVICES.has(serviceOf(wanted));
}

/** The service whose resources some actions are about, where it can be told: most others take those of several services. */
function resourcesOf([action]: readonly string[]): string | undefined {
  return /^(?:iam|sts)$/.test(serviceOf(action)) ? 'iam' : undefined;
}

function serviceOf(action: string): string {
  return action.split(':', 1)[0];
}

function findGrant(rights: Rights, actions: readonly string[], counts: (statement: Statement) => boolean): Grant | undefined {
  return actions.flatMap(action =>
    rights
      .allowing(action)
      .filter(counts)
      .map(statement => ({ action, statement })),
  )[0];
}

function isOpenTo({ passesTo }: EscalationPath, { conditions }: Statement): boolean {
  return conditions.every(condition => (limitsPassing(condition) ? admitsPassing(condition, passesTo) : !narrows(condition)));
}
