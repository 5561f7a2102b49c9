import { NEARLY_FULL, QUOTAS } from '../../baseline/limits';

/** How much of a quota is used, in words; undefined while there is room. */
export function crowded(quota: keyof typeof QUOTAS, used: number, what: string): string | undefined {
  const most = QUOTAS[quota];
  if (used < most * NEARLY_FULL) return undefined;
  return used > most ? `${used} ${what}, and AWS takes ${most}` : `${used} of the ${most} ${what} that AWS takes`;
}
