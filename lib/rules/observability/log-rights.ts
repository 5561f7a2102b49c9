import { Rights } from '../../iam/rights';
import { covers, matches } from '../../iam/wildcard';
import type { LogGroupFacts, ResourceFacts, RoleFacts, Unknown } from '../../model/facts';

/** Whether a role may write to a log group; `unknown` where a policy that no template tells could allow it. */
export function mayWriteLogs(role: RoleFacts | Unknown, { resource }: LogGroupFacts): 'yes' | 'no' | 'unknown' {
  if ('unknown' in role) return 'unknown';
  const rights = new Rights(role.statements.map(({ statement }) => statement));
  const writable = ['logs:CreateLogStream', 'logs:PutLogEvents'].every(action =>
    rights
      .allowing(action)
      .some(({ resources, notResources }) => notResources.length > 0 || resources.some(pattern => reaches(pattern, resource))),
  );
  if (writable || role.foreignPolicies.some(policy => /Lambda\w*ExecutionRole$/.test(policy))) return 'yes';
  return role.foreignPolicies.length > 0 || role.unknownPolicies.length > 0 ? 'unknown' : 'no';
}

/** A pattern reaches a group that it names by reference, or by a name that it covers. */
function reaches(pattern: string, { logicalId, template, properties }: ResourceFacts): boolean {
  if (covers(pattern, '*') || new RegExp(`\\$\\{(?:${escaped(template.namespace)}#)?${logicalId}(?:\\.Arn)?\\}`).test(pattern)) {
    return true;
  }
  const name = properties.LogGroupName;
  const anywhere = pattern.replace(/\$\{AWS::(?:Partition|Region|AccountId)\}/g, '*');
  return typeof name === 'string' && matches(anywhere, `arn:aws:logs:region:account:log-group:${name}:log-stream:stream`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
