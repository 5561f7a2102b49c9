import { covers, overlaps } from '../../iam/wildcard';

/** The names that both lists let through; where a list is missing, all names are let through. */
export function commonNames(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return [...new Set(a.flatMap(one => b.flatMap(other => commonTo(one, other))))];
}

/** The narrower of two patterns; where names fit both and neither is narrower, the first, which holds all of them. */
function commonTo(one: string, other: string): readonly string[] {
  if (coversName(one, other)) return [other];
  return coversName(other, one) || overlaps(one, other) ? [one] : [];
}

/** Whether every name that fits the second pattern fits the first: `*.example.com` holds `api.example.com`, and `example.com` itself. */
export function coversName(pattern: string, name: string): boolean {
  return covers(pattern, name) || (pattern.startsWith('*.') && name === pattern.slice(2));
}
