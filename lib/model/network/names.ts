/** The names that both lists let through; where a list is missing, all names are let through. */
export function commonNames(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const within = (name: string, list: readonly string[]) => list.some(pattern => coversName(pattern, name));
  return [...new Set([...a.filter(name => within(name, b)), ...b.filter(name => within(name, a))])];
}

/** Whether every name that fits the second pattern fits the first: `*.example.com` holds `api.example.com`, and `example.com` itself. */
export function coversName(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  if (pattern.startsWith('*.')) return name === pattern.slice(2) || name.replace(/^\*(?=\.)/, '').endsWith(pattern.slice(1));
  return pattern.startsWith('*') && name.replace(/^\*/, '').endsWith(pattern.slice(1));
}
