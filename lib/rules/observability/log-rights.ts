import { Rights } from '../../iam/rights';
import { covers, matches } from '../../iam/wildcard';
import type { FunctionFacts, LogGroupFacts, ResourceFacts, RoleFacts, Unknown } from '../../model/facts';
import { textOf } from '../../model/json';

/** Policies of AWS that let their holder write every log. */
const WRITING_POLICY =
  /(?:Lambda\w*ExecutionRole|\/(?:AWSLambdaExecute|CloudWatch(?:Logs)?FullAccess(?:V2)?|AdministratorAccess|PowerUserAccess))$/;

/** Whether a role may write to a log group; `unknown` where a policy that no template tells could allow it. */
export function mayWriteLogs(role: RoleFacts | Unknown, { resource }: LogGroupFacts): 'yes' | 'no' | 'unknown' {
  return mayWriteTo(role, pattern => reaches(pattern, resource));
}

/** Whether a function may write to the log group that Lambda makes for it. */
export function mayWriteDefaultLogs({ role, resource }: FunctionFacts): 'yes' | 'no' | 'unknown' {
  const name = `/aws/lambda/${textOf(resource.properties.FunctionName) ?? `\${${resource.logicalId}}`}`;
  return mayWriteTo(role, pattern => covers(pattern, '*') || isNamed(pattern, name));
}

function mayWriteTo(role: RoleFacts | Unknown, reachesGroup: (pattern: string) => boolean): 'yes' | 'no' | 'unknown' {
  if ('unknown' in role) return 'unknown';
  const rights = new Rights(role.statements.map(({ statement }) => statement));
  const writable = ['logs:CreateLogStream', 'logs:PutLogEvents'].every(action =>
    rights.allowing(action).some(({ resources, notResources }) => notResources.length > 0 || resources.some(reachesGroup)),
  );
  if (writable || role.foreignPolicies.some(policy => WRITING_POLICY.test(policy))) return 'yes';
  return role.foreignPolicies.length > 0 || role.unknownPolicies.length > 0 ? 'unknown' : 'no';
}

/** A pattern reaches a group that it names by reference, or by a name that it covers. */
function reaches(pattern: string, { logicalId, template, properties }: ResourceFacts): boolean {
  if (covers(pattern, '*') || new RegExp(`\\$\\{(?:${escaped(template.namespace)}#)?${logicalId}(?:\\.Arn)?\\}`).test(pattern)) {
    return true;
  }
  const name = properties.LogGroupName;
  return typeof name === 'string' && isNamed(pattern, name);
}

function isNamed(pattern: string, name: string): boolean {
  const anywhere = pattern.replace(/\$\{AWS::(?:Partition|Region|AccountId)\}/g, '*');
  return matches(anywhere, `arn:aws:logs:region:account:log-group:${name}:log-stream:stream`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
