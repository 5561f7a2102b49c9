import { mkdirSync, writeFileSync } from 'fs';
import { dirname, resolve } from 'path';
import type { CheckOptions, Threshold } from './check-options';
import { concerns, coverageOf } from './coverage';
import { htmlReport } from './formats/html-report';
import { jsonReport } from './formats/json-report';
import { markdownReport } from './formats/markdown-report';
import { sarifReport } from './formats/sarif-report';
import { textReport } from './formats/text-report';
import type { InputApp } from './input/input-app';
import { readInputs } from './input/read-inputs';
import type { JudgeOptions, Judgement } from './judge';
import { inOrder, judge, judgeWaivers } from './judge';
import { readPolicyFile } from './policy-file';
import type { LocatedFinding, Report } from './report';
import { summaryInWords, summaryOf } from './report';
import type { Terminal } from './terminal';
import { printable, wantsColour } from './terminal';
import { thisTool } from './tool';
import { UsageError } from './usage';
import type { FileWaiver } from './waiver-file';
import { isAbout, readWaivers } from './waiver-file';

/** More templates than this take long enough for a person to wonder. */
const MANY = 20;

/** Judges what stands behind the paths, tells it, and gives the exit code. */
export function check(options: CheckOptions, terminal: Terminal): number {
  const { waivers: waiverFile, policy: policyFile, asOf, profile, accountConcurrency, framework } = options;
  const { cwd } = terminal;
  const waivers = waiverFile === undefined ? [] : readWaivers(waiverFile, cwd, asOf);
  const policy = policyFile === undefined ? {} : readPolicyFile(policyFile, cwd);
  const inputs = readInputs(options.paths, cwd);
  const settings = { profile, accountConcurrency, asOf: new Date(`${asOf}T00:00:00Z`), cwd, waivers, policy };
  const found = judgeAll(inputs.apps, settings, terminal);
  const findings = inOrder([...found.findings, ...judgeWaivers(waivers, found, settings)], finding => finding).filter(finding =>
    concerns(finding, framework),
  );
  const waived = inOrder(found.waived, ({ finding }) => finding).filter(({ finding }) => concerns(finding, framework));
  const report: Report = {
    tool: thisTool(),
    profile,
    asOf,
    templates: inputs.templates,
    findings,
    waived,
    unseen: [...found.unseen].sort(),
    summary: summaryOf(findings, waived),
    ...(framework === undefined ? {} : { framework }),
    coverage: coverageOf(findings, profile, framework),
  };
  tell(report, options, terminal);
  for (const note of notes(report, waivers, found)) terminal.stderr.write(`${printable(note)}\n`);
  return exitCode(report, options.failOn);
}

function judgeAll(apps: readonly InputApp[], options: JudgeOptions, { stderr }: Terminal): Judgement {
  const findings: Judgement['findings'][] = [];
  const waived: Judgement['waived'][] = [];
  const unseen: Judgement['unseen'][] = [];
  const total = apps.reduce((sum, { sources }) => sum + sources.length, 0);
  const shown = stderr.isTTY === true && total > MANY;
  let done = 0;
  // One app may be all there is, and then takes all the time.
  if (shown) stderr.write(`0 of ${total} templates judged`);
  for (const app of apps) {
    const judgement = judge(app, options);
    findings.push(judgement.findings);
    waived.push(judgement.waived);
    if (app.assembly !== undefined) unseen.push(judgement.unseen);
    done += app.sources.length;
    if (shown) stderr.write(`\r${done} of ${total} templates judged${done === total ? '\n' : ''}`);
  }
  return { findings: findings.flat(), waived: waived.flat(), unseen: unseen.flat() };
}

function tell(report: Report, { format, output }: CheckOptions, terminal: Terminal): void {
  const { stdout, cwd } = terminal;
  if (output === undefined) {
    stdout.write(rendered(report, format, cwd, wantsColour(terminal)));
    return;
  }
  const file = resolve(cwd, output);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, rendered(report, format, cwd, false));
  } catch (error) {
    throw new UsageError(`--output '${output}' cannot be written (${(error as NodeJS.ErrnoException).code})`, 'check');
  }
  stdout.write(`${summaryInWords(report)}\n`);
}

function rendered(report: Report, format: CheckOptions['format'], cwd: string, colour: boolean): string {
  switch (format) {
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return sarifReport(report, cwd);
    case 'markdown':
      return markdownReport(report);
    case 'html':
      return htmlReport(report);
    default:
      return textReport(report, colour);
  }
}

/** What does not change the outcome, but would be missed. */
function notes({ templates }: Report, waivers: readonly FileWaiver[], found: Judgement): string[] {
  const all = [...found.findings, ...found.waived.map(({ finding }) => finding)];
  return [
    ...templates.flatMap(({ path, status, reason }) => (status === 'unreadable' ? [`${path}: ${reason}`] : [])),
    ...(templates.some(({ status }) => status !== 'skipped') ? [] : ['No template was found, so nothing was judged']),
    ...waivers.flatMap(waiver => {
      const templatesWaived = new Set(all.filter(finding => isAbout(waiver, finding)).map(({ template }) => template)).size;
      const which = `The waiver of '${waiver.rule}' on '${waiver.resource}'`;
      if (templatesWaived === 0) return [`${which} is not used: remove it`];
      return templatesWaived === 1 ? [] : [`${which} holds in ${templatesWaived} templates: name one with 'template'`];
    }),
  ];
}

function exitCode({ templates, findings }: Report, failOn: Threshold): number {
  if (templates.some(({ status }) => status === 'unreadable')) return 2;
  return findings.some(finding => AT_LEAST[failOn].has(finding.severity)) ? 1 : 0;
}

const AT_LEAST: Readonly<Record<Threshold, ReadonlySet<LocatedFinding['severity']>>> = {
  fatal: new Set(['fatal']),
  error: new Set(['fatal', 'error']),
  warning: new Set(['fatal', 'error', 'warning']),
};
