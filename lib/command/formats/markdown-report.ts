import { titleOf } from '../how-to-waive';
import type { LocatedFinding, Report, WaivedFinding } from '../report';
import { placeInFile, summaryInWords } from '../report';
import { printable } from '../terminal';

/** A comment on a pull request. */
export function markdownReport(report: Report): string {
  const { tool, profile, asOf, templates, findings, waived, unseen, coverage } = report;
  const unreadable = templates.filter(({ status }) => status === 'unreadable');
  const blocks = [
    `### ${tool.name}`,
    escaped(summaryInWords(report)),
    ...table(['severity', 'rule', 'resource', 'where', 'what', 'fix'], findings.map(row)),
    ...table(
      ['unreadable', 'reason'],
      unreadable.map(({ path, reason }) => [code(path), escaped(reason ?? '')]),
    ),
    ...table(['waived', 'resource', 'until', 'owner', 'reason'], waived.map(waivedRow)),
    ...table(
      ['nested stacks that were not seen'],
      unseen.map(stack => [escaped(stack)]),
    ),
    ...table(
      ['framework', 'edition', 'items checked', 'broken'],
      coverage.map(({ framework, edition, checked, broken }) => [
        escaped(framework),
        escaped(edition),
        `${checked}`,
        `${broken}`,
      ]),
    ),
    `Profile *${profile}*, as of ${asOf}, version ${escaped(tool.version)}.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function row(finding: LocatedFinding): string[] {
  const { severity, verdict, rule, message, fix, source } = finding;
  const places = [placeInFile(finding), source].filter(place => place !== undefined);
  return [
    verdict === 'unknown' ? 'unknown' : severity,
    code(rule),
    code(titleOf(finding)),
    places.map(code).join('<br>'),
    escaped(message),
    escaped(fix),
  ];
}

function waivedRow({ finding, accepted: { expires, owner, reason } }: WaivedFinding): string[] {
  return [code(finding.rule), code(titleOf(finding)), ...[expires, owner, reason].map(fact => escaped(fact ?? ''))];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [[columns, columns.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')];
}

/** Text that others wrote, so that it cannot end the cell, become HTML or a link, or call somebody. */
function escaped(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#!|~]/g, '\\$&')
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, '&#58;//');
}

/** A code span ends at its own fence only, but its cell ends at a pipe. */
function code(text: string): string {
  const plain = printable(text);
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const room = longest === 0 ? '' : ' ';
  return `${fence}${room}${plain.replace(/\|/g, '\\|')}${room}${fence}`;
}
