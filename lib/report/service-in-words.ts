import { readable } from './plain-words';
import type { EndpointFacts, FunctionFacts, PolicyStatementFacts } from '../model/facts';
import { lookup } from '../model/symbolic';

type Statement = PolicyStatementFacts['statement'];

const NAMES: ReadonlyMap<string, string> = new Map([
  ['dynamodb', 'DynamoDB'],
  ['events', 'EventBridge'],
  ['execute-api', 'API Gateway'],
  ['kinesis-streams', 'Kinesis'],
  ['kinesis-firehose', 'Firehose'],
  ['kms', 'KMS'],
  ['lambda', 'Lambda'],
  ['logs', 'CloudWatch Logs'],
  ['monitoring', 'CloudWatch'],
  ['s3', 'S3'],
  ['secretsmanager', 'Secrets Manager'],
  ['sns', 'SNS'],
  ['sqs', 'SQS'],
  ['ssm', 'Parameter Store'],
  ['states', 'Step Functions'],
  ['sts', 'STS'],
]);

/** The service behind an endpoint as people call it. */
export function serviceInWords({ service }: EndpointFacts): string {
  return NAMES.get(service) ?? service;
}

/** What of a service an endpoint lets a function reach: `Orders/Table`, `this account`, `any account`. */
export function scopeInWords({ policy, ofAws }: EndpointFacts, fn: FunctionFacts): string {
  if (!ofAws) return 'a service of somebody else';
  if (policy === undefined) return 'any account';
  const allowed = policy.statements.filter(({ statement }) => statement.effect === 'Allow');
  const meant = allowed.filter(({ statement, resource }) => isMeant(statement, resource, fn));
  const scopes = [...new Set(meant.flatMap(scopesOf))];
  const doubt = policy.unknown.map(({ unknown }) => `whatever ${unknown} lets through`);
  return scopes.length + doubt.length === 0 ? 'nothing of it' : [...scopes, ...doubt].join(', ');
}

/** A statement for another role is none for this function. */
function isMeant({ conditions }: Statement, at: PolicyStatementFacts['resource'], { role }: FunctionFacts): boolean {
  const callers = conditions.filter(
    ({ operator, key }) => /^arn(?:equals|like)$/i.test(operator) && /^aws:principalarn$/i.test(key),
  );
  if (callers.length === 0 || 'unknown' in role) return true;
  return callers.every(({ values }) =>
    values.some(value => {
      const named = lookup(at.template, value)?.resource;
      return named === undefined || named === role.resource;
    }),
  );
}

function scopesOf({ statement: { resources, notResources, conditions }, resource }: PolicyStatementFacts): readonly string[] {
  const owners = conditions.flatMap(ownersIn);
  const named = resources.filter(text => text !== '*').map(text => readable(resource.template, text));
  if (named.length > 0 && !resources.includes('*')) return named;
  if (owners.length > 0) return owners;
  const except = notResources.map(text => readable(resource.template, text));
  return [except.length === 0 ? 'any account' : `any account, but not ${except.join(', ')}`];
}

/** Whose resources a condition asks for. */
function ownersIn({ operator, key, values }: Statement['conditions'][number]): readonly string[] {
  if (!/^(?:foranyvalue:)?string(?:equals|like)/i.test(operator)) return [];
  if (/^(?:aws|s3):resourceaccount$/i.test(key)) {
    return values.map(value => (/^\$\{(?:[^}#]*#)?AWS::AccountId\}$/.test(value) ? 'this account' : `the account ${value}`));
  }
  return /^aws:resourceorg(?:id|paths)$/i.test(key) ? values.map(value => `the organisation ${value}`) : [];
}
