import { writeFileSync } from 'fs';
import { join } from 'path';
import type { Json, JsonObject } from '../lib/model/facts';
import { RULES } from '../lib/rules';
import type { Rule } from '../lib/rules/define-rule';
import type { Example } from '../lib/rules/example';
import { frameworksOf } from '../lib/rules/frameworks-of';
import { SECURE_APP } from '../lib/rules/secure-app';
import { CONSEQUENCES } from '../lib/rules/verdict';

const WIDTH = 100;

/** The rules as a page: what they ask for, why, how to mend it, and the examples that are also their tests. */
export function rulesDoc(): string {
  return `${[
    '# Rules',
    'What `ServerlessGuard.protect(app)` asks of the final templates. This page is generated from the rules (`npx tsx scripts/generate-rules-doc.ts`).',
    'The *baseline* profile holds for any serverless app; *strict*, the default, asks for every promise of this package. A finding has one of these severities:',
    Object.entries(CONSEQUENCES)
      .filter(([severity]) => RULES.some(rule => rule.severity === severity))
      .map(([severity, meaning]) => `- **${severity}** ${meaning}`)
      .join('\n'),
    'What a template does not give away is *unknown*: it is reported as a warning that says on what it depends.',
    overview(),
    ...RULES.map(section),
    secureApp(),
  ].join('\n\n')}\n`;
}

function overview(): string {
  const rows = RULES.map(
    ({ id, title, severity, profile, controls }) =>
      `| [${id}](#${id}) | ${title} | ${severity} | ${profile} | ${controls.join(', ')} |`,
  );
  return ['| rule | what holds | severity | profile | controls |', '|---|---|---|---|---|', ...rows].join('\n');
}

function section(rule: Rule): string {
  return [
    `## ${rule.id}`,
    `**${rule.title}.** ${rule.why}`,
    `**Fix:** ${rule.fix}`,
    [
      `- Severity: ${rule.severity}, which ${CONSEQUENCES[rule.severity]}`,
      `- Profile: ${rule.profile}`,
      `- About: ${rule.subject}`,
      ...(rule.severity === 'fatal'
        ? []
        : [`- Waive: \`new Waiver({ reason, owner, expires }).applyTo(construct, '${rule.id}')\``]),
      ...(frameworksOf(rule).length === 0 ? [] : [`- Frameworks: ${frameworksOf(rule).join(', ')}`]),
      ...rule.links.map(link => `- <${link}>`),
    ].join('\n'),
    ...examples('Avoid', rule.bad),
    ...examples('Prefer', rule.good),
  ].join('\n\n');
}

function examples(verb: string, byName: Readonly<Record<string, Example>>): string[] {
  return Object.entries(byName).map(([name, example]) =>
    Object.keys(example).length === 0
      ? `${verb}: ${name} ([the secure app](#the-secure-app) as it is).`
      : `${verb}: ${name}.\n\n${json(example as JsonObject)}`,
  );
}

function secureApp(): string {
  return [
    '## The secure app',
    'Every example above is a change to this template: what it names is set, `null` takes away, lists are replaced (a JSON merge patch, RFC 7396).',
    json(SECURE_APP),
  ].join('\n\n');
}

function json(value: Json): string {
  return ['```json', pretty(value), '```'].join('\n');
}

/** JSON that keeps on one line what fits there. */
function pretty(value: Json, indent = ''): string {
  const line = inline(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= WIDTH) return line;
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map(member => pretty(member, inner))
    : Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${pretty(member, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${members.map(member => inner + member).join(',\n')}\n${indent}${close}`;
}

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

if (require.main === module) writeFileSync(join(__dirname, '..', 'RULES.md'), rulesDoc());
