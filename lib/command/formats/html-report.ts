import { howToWaive, titleOf } from '../how-to-waive';
import type { LocatedFinding, Report } from '../report';
import { placeInFile, summaryInWords } from '../report';
import { printable } from '../terminal';

const STYLE = [
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}',
  'h2{border-bottom:1px solid #bbb;padding-bottom:.25rem;font-size:1.15rem;overflow-wrap:anywhere}',
  'article{border-left:.3rem solid #777;margin:1rem 0;padding:.1rem 1rem;background:#f6f6f6;overflow-wrap:anywhere}',
  'article.fatal,article.error{border-color:#b00020}article.warning{border-color:#9a6700}',
  'h3{font-size:1rem;margin:.5rem 0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.5rem 0}',
  'dt{color:#555}dd{margin:0}code{font-family:ui-monospace,monospace}table{border-collapse:collapse}',
  'td,th{text-align:left;border:1px solid #bbb;padding:.25rem .5rem;overflow-wrap:anywhere}',
  '@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}article{background:#222}dt{color:#aaa}a{color:#8ab4f8}}',
].join('');

/** One page that needs nothing but itself. */
export function htmlReport(report: Report): string {
  const { tool, profile, asOf, templates, findings, waived, unseen, coverage } = report;
  const byTemplate = [...new Set(findings.map(({ template }) => template))];
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${html(tool.name)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<h1>${html(tool.name)}</h1>`,
    `<p>${html(summaryInWords(report))}</p>`,
    `<p>Profile ${html(profile)}, as of ${html(asOf)}, version ${html(tool.version)}</p>`,
    ...byTemplate.flatMap(template => [
      `<h2>${html(template ?? 'No template')}</h2>`,
      ...findings.filter(finding => finding.template === template).map(article),
    ]),
    ...table(
      'Waived',
      ['rule', 'resource', 'until', 'owner', 'reason'],
      waived.map(({ finding, accepted: { expires, owner, reason } }) => [finding.rule, titleOf(finding), expires, owner, reason]),
    ),
    ...table(
      'Templates',
      ['path', 'status', 'reason'],
      templates.map(({ path, status, reason }) => [path, status, reason]),
    ),
    ...table(
      'Frameworks',
      ['framework', 'edition', 'items checked', 'broken'],
      coverage.map(({ framework, edition, checked, broken }) => [framework, edition, `${checked}`, `${broken}`]),
    ),
    ...table(
      'Not seen',
      ['nested stack'],
      unseen.map(stack => [stack]),
    ),
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function article(finding: LocatedFinding): string {
  const { severity, verdict, rule, resourceType, message, why, fix, source, links } = finding;
  const level = verdict === 'unknown' ? 'unknown' : severity;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['where', placeInFile(finding)],
    ['made at', source],
    ['why', why],
    ['fix', fix],
    ['waive', howToWaive(finding)],
  ];
  return [
    `<article class="${html(severity)}">`,
    `<h3>${html(level)} <code>${html(rule)}</code> ${html(titleOf(finding))} ${html(resourceType ?? '')}</h3>`,
    `<p>${html(message)}</p>`,
    '<dl>',
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : [`<dt>${name}</dt><dd>${html(text)}</dd>`])),
    ...links.map(link => `<dt>read</dt><dd><a rel="noreferrer" href="${html(link)}">${html(link)}</a></dd>`),
    '</dl>',
    '</article>',
  ].join('\n');
}

function table(title: string, columns: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (tag: string, cells: readonly (string | undefined)[]) =>
    `<tr>${cells.map(cell => `<${tag}>${html(cell ?? '')}</${tag}>`).join('')}</tr>`;
  return [`<h2>${title}</h2>`, '<table>', line('th', columns), ...rows.map(cells => line('td', cells)), '</table>'];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, character => ENTITIES[character]);
}
