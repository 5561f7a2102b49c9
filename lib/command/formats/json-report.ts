import type { Report } from '../report';

/** What other programs read. Two runs over the same input and day give the same bytes. */
export function jsonReport({ tool, profile, asOf, templates, findings, waived, summary, framework, coverage }: Report): string {
  const report = {
    schema: 1,
    tool: { name: tool.name, version: tool.version },
    profile,
    asOf,
    framework,
    templates: templates.map(({ path, status, reason }) => ({ path, status, reason })),
    findings,
    waived: waived.map(({ finding: { rule, resource, hiddenBy }, accepted: { reason, owner, expires } }) => ({
      ...{ rule, resource: resource ?? hiddenBy, reason, owner, expires },
    })),
    summary,
    coverage,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
