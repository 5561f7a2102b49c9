import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { main } from '../lib/command/main';
import type { Severity } from '../lib/rules/verdict';

/**
 * Judges a folder of templates of real applications, and writes down what each rule found: `npx tsx scripts/count-findings.ts <folder>`. Without a folder
 * it tells how to call it.
 */
const DOCUMENT = path.join(__dirname, '..', 'docs', 'findings-on-real-templates.md');
const BEGIN = '<!-- counts: begin -->';
const END = '<!-- counts: end -->';

interface Report {
  readonly templates: readonly { readonly status: string }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly verdict: string;
    readonly severity: Severity;
    readonly template?: string;
  }[];
}

async function judged(folder: string): Promise<Report> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'findings-'));
  const output = path.join(scratch, 'report.json');
  try {
    const code = await main(['check', folder, '--profile', 'strict', '--format', 'json', '--output', output]);
    if (code === 2) throw new Error('Some templates cannot be read');
    return JSON.parse(readFileSync(output, 'utf8')) as Report;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function counts({ templates, findings }: Report): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const rows = rules.map(rule => {
    const found = findings.filter(finding => finding.rule === rule);
    const severities = [...new Set(found.map(({ severity }) => severity))].sort().join(', ');
    const unknown = found.filter(({ verdict }) => verdict === 'unknown').length;
    const where = new Set(found.map(({ template }) => template)).size;
    return `| ${rule} | ${severities} | ${found.length - unknown} | ${unknown} | ${where} |`;
  });
  const judgedTemplates = templates.filter(({ status }) => status === 'judged').length;
  return [
    `${judgedTemplates} templates judged, ${findings.length} findings by ${rules.length} rules.`,
    '',
    '| rule | severity | fail | unknown | templates |',
    '|---|---|---:|---:|---:|',
    ...rows,
  ].join('\n');
}

async function write(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('Name the folder of the templates: npx tsx scripts/count-findings.ts <folder>');
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest.split(END);
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${counts(await judged(folder))}\n\n${END}${after}`);
}

void write(process.argv[2]);
