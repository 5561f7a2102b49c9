import { append } from '../../model/templates';
import { paragraph } from '../../report/columns';
import { howToWaive, titleOf } from '../how-to-waive';
import type { LocatedFinding, Report, WaivedFinding } from '../report';
import { coverageInWords, placeInFile, summaryInWords } from '../report';
import { printable } from '../terminal';

const COLOURS = { fatal: '1;31', error: '31', warning: '33', info: '36', strong: '1', faint: '2' } as const;
type Paint = (colour: keyof typeof COLOURS, text: string) => string;

const FACT_MARGIN = 6;
const FACT_COLUMN = 13;

/** What a person reads in a terminal. */
export function textReport(report: Report, colour: boolean): string {
  const paint: Paint = (name, text) => (colour ? `\u001B[${COLOURS[name]}m${text}\u001B[0m` : text);
  const { templates, findings, waived, unseen, framework, coverage } = report;
  const lines = [
    ...groupsBy(findings, ({ template }) => template ?? '').flatMap(group => templateLines(group, paint)),
    ...section(paint, 'Waived', waived.flatMap(waivedLines)),
    ...section(
      paint,
      'Unreadable',
      templates.flatMap(({ path, status, reason }) => (status === 'unreadable' ? entry(`${path}: ${reason}`) : [])),
    ),
    ...section(
      paint,
      'Not seen: nested stacks whose template was not given',
      unseen.flatMap(stack => entry(stack)),
    ),
    ...(framework === undefined ? [] : coverage.flatMap(covered => paragraph(coverageInWords(covered)))),
    ...paragraph(summaryInWords(report)),
  ];
  return `${lines.join('\n')}\n`;
}

function templateLines(group: readonly LocatedFinding[], paint: Paint): string[] {
  const [{ template }] = group;
  return [
    ...paragraph(printable(template ?? 'No template')).map(line => paint('strong', line)),
    ...groupsBy(group, titleOf).flatMap(about => ['', ...resourceLines(about, paint)]),
    '',
  ];
}

function resourceLines(group: readonly LocatedFinding[], paint: Paint): string[] {
  const [first] = group;
  const { resourceType, resource } = group.find(finding => finding.resource !== undefined) ?? first;
  const title = titleOf(first);
  const more = [resourceType, resource === title ? undefined : resource].filter(part => part !== undefined);
  const heading = `${title}${more.length === 0 ? '' : ` (${more.join(', ')})`}`;
  return [...paragraph(printable(heading), 2), ...groupsBy(group, kindOf).flatMap(same => ['', ...findingLines(same, paint)])];
}

/** What reads the same but for its message. */
function kindOf({ rule, severity, verdict, line, source }: LocatedFinding): string {
  return JSON.stringify([rule, severity, verdict, line, source]);
}

function findingLines(same: readonly LocatedFinding[], paint: Paint): string[] {
  const [finding] = same;
  const { severity, verdict, rule, why, fix, source } = finding;
  const level = verdict === 'unknown' ? 'unknown' : severity;
  const [first, ...rest] = paragraph(printable(`${level} ${rule} ${placeInFile(finding) ?? ''}`.trim()), 4);
  return [
    first.replace(level, paint(severity, level)),
    ...rest,
    ...same.flatMap(({ message }) => paragraph(printable(message), FACT_MARGIN)),
    ...fact('why', why, paint),
    ...fact('fix', fix, paint),
    ...(source === undefined ? [] : fact('made', `at ${source}`, paint)),
    ...fact('waive', howToWaive(finding), paint),
  ];
}

function fact(label: string, text: string, paint: Paint): string[] {
  const [first, ...rest] = paragraph(printable(text), FACT_COLUMN);
  const padded = label.padEnd(FACT_COLUMN - FACT_MARGIN);
  return [' '.repeat(FACT_MARGIN) + paint('faint', padded) + first.slice(FACT_COLUMN), ...rest];
}

function waivedLines({ finding, accepted: { owner, expires, reason } }: WaivedFinding): string[] {
  const until = `${expires === undefined ? '' : ` until ${expires}`}${owner === undefined ? '' : ` by ${owner}`}`;
  return entry(`${finding.rule} on ${titleOf(finding)}${until}${reason === undefined ? '' : `: ${reason}`}`);
}

function section(paint: Paint, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [paint('strong', title), ...lines, ''];
}

function entry(text: string): string[] {
  const [first, ...rest] = paragraph(printable(text), 4);
  return [first.slice(2), ...rest];
}

/** Those with the same name together, in the order in which each name comes first. */
function groupsBy<T>(items: readonly T[], nameOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) append(groups, nameOf(item), item);
  return [...groups.values()];
}
