/** An ARN of a role with a long name, which most references in an endpoint policy stand for. */
const REFERENCE = 110;

/** About how many characters a value has when the deployment has filled in what it refers to, written as JSON. */
export function deployedLength(value: unknown): number {
  return JSON.stringify(filledIn(value)).length;
}

function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[key, inner] = ['', undefined]] = entries;
  if (entries.length === 1 && key === 'Fn::Join') {
    return (inner as [string, unknown[]])[1].map(part => String(filledIn(part))).join('');
  }
  if (entries.length === 1 && key === 'Ref' && String(inner).startsWith('AWS::')) return 'x'.repeat(14);
  if (entries.length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) return 'x'.repeat(REFERENCE);
  return Object.fromEntries(entries.map(([name, member]) => [name, filledIn(member)]));
}
