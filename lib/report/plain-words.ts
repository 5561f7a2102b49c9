import type {
  FunctionFacts,
  InvokerFacts,
  PolicyStatementFacts,
  ResourceFacts,
  RoleFacts,
  TemplateFacts,
  Unknown,
} from '../model/facts';
import { lookup } from '../model/symbolic';

/** A resource as people know it: by its construct path, else by its logical id. */
export function titleOf({ constructPath, logicalId }: ResourceFacts): string {
  return constructPath?.replace(/\/(?:Resource|Default)$/, '') ?? logicalId;
}

/** Text of a template for people: resources by their names, ARNs without the parts that say nothing. */
export function readable(template: TemplateFacts, text: string): string {
  const named = text.replace(/\$\{[^}]*\}/g, part => {
    const found = lookup(template, part)?.resource;
    return found === undefined ? part : titleOf(found);
  });
  return named
    .replace(/^arn:(?:\$\{[^}]*\}|[^:]*):[^:]*:(?:\$\{[^}]*\}|[^:]*):(?:\$\{[^}]*\}|[^:]*):/, '')
    .replace(/\$\{AWS::(\w+)\}/g, '$1')
    .replace(/^\*$/, 'every resource');
}

/** What a role allows by the statements that count, one entry for each statement: `dynamodb: GetItem, Query on Orders/Table`. */
export function rightsInWords(role: RoleFacts | Unknown, counts: (facts: PolicyStatementFacts) => boolean): string[] {
  if ('unknown' in role) return [`whatever the role ${role.unknown} allows, which stands in no template`];
  const allowed = role.statements
    .filter(facts => facts.statement.effect === 'Allow' && counts(facts))
    .flatMap(({ statement, resource, conditional }) => {
      const { actions, notActions, resources, notResources, conditions } = statement;
      const on =
        notResources.length > 0
          ? `everything but ${notResources.map(text => readable(resource.template, text)).join(', ')}`
          : resources.map(text => readable(resource.template, text)).join(', ');
      const when = conditions.length > 0 || conditional ? ' (under a condition)' : '';
      if (notActions.length > 0) return [`everything but ${notActions.join(', ')} on ${on}${when}`];
      return [...byService(actions)].map(([service, names]) => `${service}${names.join(', ')} on ${on}${when}`);
    });
  const foreign = role.foreignPolicies.map(policy => `whatever ${policy.replace(/^.*:policy\//, '')} allows`);
  const unread = role.unknownPolicies.map(({ unknown }) => `cannot be seen: ${unknown}`);
  return [...allowed, ...foreign, ...unread];
}

function byService(actions: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const colon = action.indexOf(':');
    const service = colon < 0 ? '' : `${action.slice(0, colon)}: `;
    const name = action.slice(colon + 1);
    services.set(service, [...(services.get(service) ?? []), name === '*' ? 'every action' : name]);
  }
  return services;
}

/** Who or what makes the function run. */
export function invokerInWords({
  resource,
  kind,
  principal,
  sourceArn,
  sourceAccount,
  organization,
  action,
}: InvokerFacts): string {
  const read = (text: string) => readable(resource.template, text);
  switch (kind) {
    case 'url':
      return `its URL ${titleOf(resource)} (${principal === 'NONE' ? 'everybody' : principal})`;
    case 'api':
      return `the API method ${titleOf(resource)} (${principal === 'NONE' ? 'everybody' : principal})`;
    case 'event-source':
      return `events of ${read(principal)}`;
    default: {
      const who = principal === '*' ? 'everybody' : read(principal);
      const source = sourceArn === undefined ? '' : ` for ${read(sourceArn)}`;
      const account = sourceArn !== undefined || sourceAccount === undefined ? '' : ` for the account ${read(sourceAccount)}`;
      const within = organization === undefined ? '' : ` of the organization ${organization}`;
      const more = action === undefined || /^lambda:Invoke/.test(action) ? '' : ` (${action})`;
      return `${who}${source}${account}${within}${more}`;
    }
  }
}

/** Who is told about what. */
export function alarmsInWords({ resource, alarms }: FunctionFacts): string[] {
  const metrics = new Map<string, Set<string>>();
  for (const { resource: alarm, metric, actions } of alarms) {
    for (const action of actions) {
      const told = readable(alarm.template, action);
      metrics.set(told, (metrics.get(told) ?? new Set()).add(metric));
    }
  }
  return metrics.size === 0
    ? [`none: nobody is told when ${titleOf(resource)} fails`]
    : [...metrics].map(([told, names]) => `${[...names].sort().join(', ')} to ${told}`);
}
