import { asText } from './text';

/** An IAM statement, normalized: every scalar is a list, every absent part an empty list. Text may hold `${…}` where only the deployment knows it. */
export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly conditions: readonly Condition[];
}

/** `{ type: 'Service', value: 'lambda.amazonaws.com' }`; a bare `"*"` is `{ type: '*', value: '*' }`. */
export interface Principal {
  readonly type: string;
  readonly value: string;
}

/** One operator and key with all the values that satisfy it: `{ operator: 'StringEquals', key: 'kms:ViaService', values: [...] }`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Every statement of a policy document, given as an object or as JSON text.
 *
 * Never throws: what AWS would refuse (an effect in lower case, a statement that is no object, text that is no JSON) grants nothing, so it is
 * left out. A condition is the exception: one that cannot be read is kept, because losing it would widen the statement.
 */
export function parsePolicyDocument(document: unknown): Statement[] {
  const policy = typeof document === 'string' ? parseJson(document) : document;
  return isRecord(policy) ? items(policy.Statement).filter(isRecord).flatMap(parseStatement) : [];
}

function parseStatement(statement: Readonly<Record<string, unknown>>): Statement[] {
  const { Sid: sid, Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') return [];
  const parsed: Statement = {
    effect,
    actions: texts(statement.Action),
    notActions: texts(statement.NotAction),
    resources: texts(statement.Resource),
    notResources: texts(statement.NotResource),
    principals: parsePrincipals(statement.Principal),
    notPrincipals: parsePrincipals(statement.NotPrincipal),
    conditions: parseConditions(statement.Condition),
  };
  return [typeof sid === 'string' ? { sid, ...parsed } : parsed];
}

function parsePrincipals(principal: unknown): readonly Principal[] {
  if (!isRecord(principal)) return texts(principal).map(value => ({ type: '*', value }));
  return Object.entries(principal).flatMap(([type, values]) => texts(values).map(value => ({ type, value })));
}

function parseConditions(condition: unknown): Condition[] {
  if (!isRecord(condition)) return [];
  return Object.entries(condition).flatMap(([operator, tests]) =>
    isRecord(tests)
      ? Object.entries(tests).map(([key, values]) => ({ operator, key, values: texts(values) }))
      : [{ operator, key: asText(tests), values: [] }],
  );
}

function texts(value: unknown): readonly string[] {
  if (value === undefined) return NONE;
  return typeof value === 'string' ? [value] : items(value).map(asText);
}

/** Most statements lack most parts. */
const NONE: readonly string[] = [];

function items(value: unknown): unknown[] {
  return (Array.isArray(value) ? value : [value]).filter(item => item !== undefined && item !== null && !isNoValue(item));
}

function isNoValue(value: unknown): boolean {
  return isRecord(value) && value.Ref === 'AWS::NoValue';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
