import type { Principal } from '../../iam/statement';
import type { IdentityFacts, RoleFacts } from '../../model/facts';
import { nameOf } from '../name-of';

/** Whether functions run under it, in this app or in another: a role that Lambda may assume. */
export function isExecutionRole(identity: IdentityFacts | RoleFacts): boolean {
  const trust = 'trust' in identity ? identity.trust : [];
  return identity.functions.length > 0 || trust.some(({ effect, principals }) => effect === 'Allow' && principals.some(isLambda));
}

/** Who holds the rights, for a message: `the role 'Orders'`, `whoever gets 'Deployers'`. */
export function holderOf({ kind, resource }: IdentityFacts): string {
  return kind === 'policy' ? `whoever gets ${nameOf(resource)}` : `the ${kind} ${nameOf(resource)}`;
}

/** Whether a principal of a trust policy is Lambda, or Lambda at the edge, in whichever partition. */
export function isLambda({ type, value }: Principal): boolean {
  return type === 'Service' && /^(?:edge)?lambda\.(?:amazonaws\.com(?:\.cn)?|\$\{AWS::URLSuffix\})$/i.test(value);
}
