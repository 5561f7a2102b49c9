import { narrows } from './condition';
import { isBroadResource } from './resource-pattern';
import type { Statement } from './statement';
import { actionMatches, covers, overlaps } from './wildcard';

/** Whether the statement speaks of this action, by `Action` or by leaving it out of `NotAction`. */
export function concerns(statement: Statement, action: string): boolean {
  return (
    statement.actions.some(pattern => actionMatches(pattern, action)) ||
    (statement.notActions.length > 0 && !statement.notActions.some(pattern => actionMatches(pattern, action)))
  );
}

/** The same of a pattern of actions: whether the statement speaks of any of them. */
export function mayConcern({ actions, notActions }: Statement, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return (
    actions.some(action => overlaps(action.toLowerCase(), wanted)) ||
    (notActions.length > 0 && !notActions.some(action => covers(action.toLowerCase(), wanted)))
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

/**
 * Whether the statement reaches further than particular resources; see `isBroadResource`. Where the service of the resources is given, such as
 * `iam` for roles, a pattern of other services reaches none of them.
 */
export function isBroad(statement: Statement, service?: string): boolean {
  const { resources, notResources } = statement;
  return (
    resources.some(pattern => isBroadResource(pattern) && (service === undefined || mayBeOf(service, pattern))) ||
    (notResources.length > 0 && !notResources.some(isEveryResource))
  );
}

/** Whether a pattern can mean a resource of a service: it names no other. */
export function mayBeOf(service: string, pattern: string): boolean {
  const [, named] = /^arn:(?:\$\{[^}]*\}|[^:]*):((?:\$\{[^}]*\}|[^:])*)/.exec(pattern) ?? [];
  return named === undefined || overlaps(named, service);
}

function isEveryAction(pattern: string): boolean {
  return covers(pattern, '*:*');
}

function isEveryResource(pattern: string): boolean {
  const partition = /^arn:(\$\{[^}]*\}|[^:]*):/.exec(pattern)?.[1] ?? '*';
  return covers(pattern, `arn:${partition}:*:*:*:*`);
}
