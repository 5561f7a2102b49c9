import type { TemplateStatus } from './input/input-app';
import type { Tool } from './tool';
import type { Finding } from '../checks/finding';
import type { ProfileName } from '../rules/define-rule';
import type { Severity } from '../rules/verdict';

/** A finding with the places in files where a person finds it. */
export interface LocatedFinding extends Finding {
  /** The line of the app that made the resource. */
  readonly source?: string;
  /** The line of the template. */
  readonly line?: number;
}

/** What a person accepted for a time. */
export interface Accepted {
  readonly reason?: string;
  readonly owner?: string;
  readonly expires?: string;
}

export interface WaivedFinding {
  readonly finding: LocatedFinding;
  readonly accepted: Accepted;
}

export interface Summary {
  readonly fail: number;
  readonly unknown: number;
  readonly waived: number;
  readonly bySeverity: Partial<Record<Severity, number>>;
}

/** How much of a framework was looked at, and how much of that is broken. */
export interface Coverage {
  readonly framework: string;
  readonly edition: string;
  /** Items that rules of the profile answer. */
  readonly checked: number;
  /** Those of them that some finding breaks. */
  readonly broken: number;
}

/** Everything that a check found out. Every format tells it in its own way. */
export interface Report {
  readonly tool: Tool;
  readonly profile: ProfileName;
  readonly asOf: string;
  readonly templates: readonly TemplateStatus[];
  readonly findings: readonly LocatedFinding[];
  readonly waived: readonly WaivedFinding[];
  /** Nested stacks that were deployed by a template of an app and that nobody gave. */
  readonly unseen: readonly string[];
  readonly summary: Summary;
  /** The framework that was asked for. */
  readonly framework?: string;
  readonly coverage: readonly Coverage[];
}

export const SEVERITIES = ['fatal', 'error', 'warning', 'info'] as const satisfies readonly Severity[];

export function summaryOf(findings: readonly Finding[], waived: readonly WaivedFinding[]): Summary {
  const verdicts = (verdict: Finding['verdict']) => findings.filter(finding => finding.verdict === verdict).length;
  const counts = SEVERITIES.map(
    severity => [severity, findings.filter(finding => finding.severity === severity).length] as const,
  );
  return {
    fail: verdicts('fail'),
    unknown: verdicts('unknown'),
    waived: waived.length,
    bySeverity: Object.fromEntries(counts.filter(([, count]) => count > 0)),
  };
}

/** How many findings, in a sentence. */
export function summaryInWords({ templates, findings, summary, unseen }: Report): string {
  const judged = templates.filter(({ status }) => status === 'judged').length;
  const status = (wanted: string) => templates.filter(template => template.status === wanted).length;
  const touched = new Set(findings.map(({ template }) => template));
  const clean = templates.filter(({ status: what, path }) => what === 'judged' && !touched.has(path)).length;
  const levels = SEVERITIES.flatMap(severity => {
    const count = findings.filter(finding => finding.severity === severity && finding.verdict === 'fail').length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return [
    `${counted(judged, 'template')} judged (${clean} without findings)`,
    ...(status('skipped') === 0 ? [] : [`${status('skipped')} skipped`]),
    ...(status('unreadable') === 0 ? [] : [`${status('unreadable')} unreadable`]),
    ...(unseen.length === 0 ? [] : [`${counted(unseen.length, 'nested stack')} not seen`]),
    `${counted(summary.fail, 'finding')}${levels.length === 0 ? '' : ` (${levels.join(', ')})`}`,
    `${summary.unknown} unknown`,
    `${summary.waived} waived`,
  ].join(', ');
}

/** How much of a framework was looked at, in a sentence. */
export function coverageInWords({ framework, edition, checked, broken }: Coverage): string {
  return `${framework} (${edition}): ${counted(checked, 'item')} checked, ${broken} broken`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Where a person opens the finding: the template with its line. */
export function placeInFile({ template, line }: LocatedFinding): string | undefined {
  return template === undefined || line === undefined ? template : `${template}:${line}`;
}
