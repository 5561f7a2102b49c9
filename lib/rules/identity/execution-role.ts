import type { Principal } from '../../iam/statement';
import type { RoleFacts } from '../../model/facts';

/** A role that functions run under, in this app or in another: one that Lambda may assume. */
export function isExecutionRole(role: RoleFacts): boolean {
  return (
    role.functions.length > 0 || role.trust.some(({ effect, principals }) => effect === 'Allow' && principals.some(isLambda))
  );
}

/** Whether a principal of a trust policy is Lambda, or Lambda at the edge, in whichever partition. */
export function isLambda({ type, value }: Principal): boolean {
  return type === 'Service' && /^(?:edge)?lambda\.(?:amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})$/i.test(value);
}
