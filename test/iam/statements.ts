import type { Statement } from '../../lib/iam/statement';
import { parsePolicyDocument } from '../../lib/iam/statement';

type Written = Readonly<Record<string, unknown>>;

/** Statements that allow, unless they say otherwise, and on `*`, unless they name a resource. */
export function statements(...written: readonly Written[]): Statement[] {
  return parsePolicyDocument({
    Statement: written.map(parts => ({ Effect: 'Allow', ...('NotResource' in parts ? {} : { Resource: '*' }), ...parts })),
  });
}

export function allow(...actions: readonly string[]): Written {
  return { Action: actions };
}

export function deny(...actions: readonly string[]): Written {
  return { Effect: 'Deny', Action: actions };
}
