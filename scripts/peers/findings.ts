/** What another tool finds: `checkov CKV_AWS_116 in integrations`. */
export interface PeerFinding {
  readonly tool: string;
  readonly rule: string;
  /** The app that the template belongs to: `example` or `integrations`. */
  readonly app: string;
}

/** How often each rule of each tool is broken in each app. */
export type Counts = ReadonlyMap<string, number>;

const APPS = ['example', 'integrations'];

export function countOf(findings: readonly PeerFinding[]): Counts {
  const counts = new Map<string, number>();
  for (const { tool, rule, app } of findings) {
    const key = keyOf(tool, rule, app);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Reads the rows `| tool | rule | example | integrations | why |` of a document. */
export function documented(markdown: string, tools: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const line of markdown.split('\n')) {
    const [, tool, rule, ...cells] = line.split('|').map(cell => cell.trim());
    if (!tools.includes(tool)) continue;
    APPS.forEach((app, index) => {
      const count = Number(cells[index]);
      if (!Number.isInteger(count)) throw new Error(`'${line}' does not say how often the finding stands in '${app}'`);
      if (count > 0) counts.set(keyOf(tool, rule, app), count);
    });
    if ((cells[APPS.length] ?? '') === '') throw new Error(`'${line}' does not say why`);
  }
  return counts;
}

/** What was found and is not documented, and what is documented and was not found. */
export function drift(found: Counts, expected: Counts): string[] {
  return [...new Set([...found.keys(), ...expected.keys()])]
    .sort()
    .filter(key => found.get(key) !== expected.get(key))
    .map(key => `${key}: found ${found.get(key) ?? 0}, documented ${expected.get(key) ?? 0}`);
}

function keyOf(tool: string, rule: string, app: string): string {
  return `${tool} ${rule} in ${app}`;
}
