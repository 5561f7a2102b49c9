import { narrows } from './condition';
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

/**
 * Whether a resource pattern names nothing in particular: `*`, `arn:aws:iam::*:role/*`, `arn:aws:lambda:*:*:function:*`. A name, or the beginning
 * of one (`role/deploy-*`, `${Function.Arn}:*`), makes it particular; a known partition, region, account or type of resource does not.
 */
export function isBroadResource(pattern: string): boolean {
  const text = pattern.replace(PLACEHOLDER, '$');
  if (text.startsWith('$')) return false;
  const fields = text.split(':');
  const isCut = fields.length < ARN_FIELDS;
  const name = isCut ? fields[fields.length - 1] : fields.slice(ARN_FIELDS - 1).join(':');
  return (
    /^([\w-]+[/:])?[*?]/.test(name) || (isCut && /^arn:[^*?/]*\*$/.test(text)) || TYPES.some(type => covers(name, `${type}*`))
  );
}

const PLACEHOLDER = /\$\{[^}]*\}/g;
const ARN_FIELDS = 6;

/** Types of resource that carry rights, so that `role*` is not taken for the beginning of a name. */
const TYPES = [
  'role/',
  'user/',
  'group/',
  'policy/',
  'function:',
  'layer:',
  'key/',
  'secret:',
  'instance/',
  'document/',
  'stack/',
  'project/',
];

function isEveryAction(pattern: string): boolean {
  return covers(pattern, '*:*');
}

function isEveryResource(pattern: string): boolean {
  const partition = /^arn:(\$\{[^}]*\}|[^:]*):/.exec(pattern)?.[1] ?? '*';
  return covers(pattern, `arn:${partition}:*:*:*:*`);
}
