import type { RoleFacts } from '../../model/facts';

/** A role that functions run under, in this app or in another: one that Lambda may assume. */
export function isExecutionRole(role: RoleFacts): boolean {
  return (
    role.functions.length > 0 ||
    role.trust.some(
      ({ effect, principals }) =>
        effect === 'Allow' && principals.some(({ value }) => /^lambda\.amazonaws\.com(?:\.cn)?$/.test(value)),
    )
  );
}
