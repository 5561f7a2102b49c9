import { awsManagedName, awsManagedPolicy } from '../../iam/aws-managed-policies';
import { Rights } from '../../iam/rights';
import { covers, matches, overlaps } from '../../iam/wildcard';
import type { LogGroupFacts, ResourceFacts, RoleFacts, Unknown } from '../../model/facts';
import { textOf } from '../../model/json';
import { symbolicParts } from '../../model/symbolic';
import { oncePerIdentity } from '../identity/rights-of';

/**
 * Whether a role may write to the log group of a function, or, where the templates name none, to one that Lambda would make for it; `unknown` where
 * a policy that no template tells could allow it.
 */
export function mayWriteLogs(
  role: RoleFacts | Unknown,
  logGroup: LogGroupFacts | Unknown | undefined,
  fn: ResourceFacts,
): 'yes' | 'no' | 'unknown' {
  if ('unknown' in role) return 'unknown';
  const rights = statedRights(role);
  const isReached = (pattern: string): boolean =>
    logGroup === undefined
      ? reachesDefault(pattern, fn)
      : 'unknown' in logGroup
        ? mentionsLogs(pattern)
        : reaches(pattern, logGroup.resource);
  const writable = ['logs:CreateLogStream', 'logs:PutLogEvents'].every(action =>
    rights.allowing(action).some(({ resources, notResources }) => notResources.length > 0 || resources.some(isReached)),
  );
  const policies = role.foreignPolicies.map(policy => awsManagedPolicy(awsManagedName(policy) ?? ''));
  // Of those whose statements are known, a Deny may have left nothing.
  if (writable || policies.some(policy => policy?.writesLogs && policy.statements === undefined)) return 'yes';
  return policies.includes(undefined) || role.unknownPolicies.length > 0 ? 'unknown' : 'no';
}

/** Everything that the policies say to Lambda, whatever a boundary or the conditions of a template leave of it. */
const statedRights = oncePerIdentity(
  role => new Rights([...role.statements, ...role.awsStatements].map(({ statement }) => statement)),
);

/** Whether a pattern means the log group of a function: the one it names, or the one that Lambda would make for it. */
export function namesLogsOf(pattern: string, fn: ResourceFacts, groups: readonly ResourceFacts[]): boolean {
  const group = pattern.replace(/:\*$/, '');
  return groups.length > 0
    ? groups.some(resource => reaches(pattern, resource) || reaches(`${group}:log-stream:*`, resource))
    : reachesDefault(pattern, fn) || reachesDefault(`${group}:log-stream:*`, fn);
}

/** A pattern reaches a group that it names by reference, or by a name that it covers. */
function reaches(pattern: string, { logicalId, template, properties }: ResourceFacts): boolean {
  if (covers(pattern, '*') || symbolicParts(pattern).some(part => isGroup(part))) return true;
  const name = properties.LogGroupName;
  return typeof name === 'string' && reachesName(pattern, name);

  function isGroup(part: string): boolean {
    const own = part.startsWith(`${template.namespace}#`) ? part.slice(template.namespace.length + 1) : part;
    return own === logicalId || own === `${logicalId}.Arn`;
  }
}

/** The group that Lambda makes bears the function's name, which may not be known before the deployment. */
function reachesDefault(pattern: string, { logicalId, properties }: ResourceFacts): boolean {
  const name = textOf(properties.FunctionName) ?? `\${${logicalId}}`;
  return covers(pattern, '*') || reachesName(pattern, `/aws/lambda/${name}`) || isHidden(pattern);
}

/** The partition, region and account of an ARN, which are the function's own: logs go nowhere else. */
const PLACE = /^arn:(?:\$\{[^}]*\}|[^:])*:logs:(?:\$\{[^}]*\}|[^:])*:(?:\$\{[^}]*\}|[^:])*:/;

function reachesName(pattern: string, name: string): boolean {
  const stream = `log-group:${name}:log-stream:stream`;
  const [place] = PLACE.exec(pattern) ?? [];
  if (place === undefined) return matches(pattern, `arn:aws:logs:region:account:${stream}`);
  const streams = pattern.slice(place.length);
  return matches(streams, stream) || (name.includes('${') && overlaps(streams, stream));
}

/** Text that only the deployment knows, as a whole. */
function isHidden(pattern: string): boolean {
  return /^\$\{[^}]*\}$/.test(pattern);
}

function mentionsLogs(pattern: string): boolean {
  return covers(pattern, '*') || isHidden(pattern) || /:logs:|LogGroup/i.test(pattern);
}
