import { narrows } from './condition';
import { isBroadResource } from './resource-pattern';
import type { Statement } from './statement';
import { actionMatches, covers } from './wildcard';

/** Whether the statement speaks of this action, by `Action` or by leaving it out of `NotAction`. */
export function concerns(statement: Statement, action: string): boolean {
  return (
    statement.actions.some(pattern => actionMatches(pattern, action)) ||
    (statement.notActions.length > 0 && !statement.notActions.some(pattern => actionMatches(pattern, action)))
  );
}

/**
 * Whether the statement speaks of (nearly) every action on (nearly) every resource. `NotAction` and `NotResource` count, however many
 * exceptions they list, unless they except everything.
 */
export function spansEverything(statement: Statement): boolean {
  const { actions, notActions, resources, notResources } = statement;
  return (
    (actions.some(isEveryAction) || (notActions.length > 0 && !notActions.some(isEveryAction))) &&
    (resources.some(isEveryResource) || (notResources.length > 0 && !notResources.some(isEveryResource)))
  );
}

/** Whether a condition takes something away from the statement; see `narrows`. */
export function isNarrowed(statement: Statement): boolean {
  return statement.conditions.some(narrows);
}

/** Whether the statement reaches further than particular resources; see `isBroadResource`. */
export function isBroad(statement: Statement): boolean {
  const { resources, notResources } = statement;
  return resources.some(isBroadResource) || (notResources.length > 0 && !notResources.some(isEveryResource));
}

function isEveryAction(pattern: string): boolean {
  return covers(pattern, '*:*');
}

function isEveryResource(pattern: string): boolean {
  const partition = /^arn:(\$\{[^}]*\}|[^:]*):/.exec(pattern)?.[1] ?? '*';
  return covers(pattern, `arn:${partition}:*:*:*:*`);
}
