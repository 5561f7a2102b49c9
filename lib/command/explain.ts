import { stringify } from 'yaml';
import { nearestNames } from './nearest-names';
import { UsageError } from './usage';
import { paragraph } from '../report/columns';
import { RULES } from '../rules';
import type { Rule } from '../rules/define-rule';
import type { Example } from '../rules/example';
import { frameworksOf } from '../rules/frameworks-of';
import { CONSEQUENCES } from '../rules/verdict';

/** What a rule asks for, why, and how to keep it; without a name, what all of them ask for. Throws `UsageError` for a rule that is not there. */
export function explain(names: readonly string[]): string {
  if (names.length > 1) throw new UsageError('explain takes one rule', 'explain');
  const [name] = names;
  if (name === undefined) return listing();
  const rule = RULES.find(({ id }) => id === name.replace(/^cdk-secure-function::/, ''));
  if (rule !== undefined) return explanation(rule);
  const near = nearestNames(
    name,
    RULES.map(({ id }) => id),
  );
  throw new UsageError(`There is no rule '${name}'. Did you mean ${near.join(', ')}?`, 'explain');
}

function listing(): string {
  const width = Math.max(...RULES.map(({ id }) => id.length));
  const margin = width + '  warning  '.length;
  const lines = RULES.flatMap(({ id, severity, title }) => {
    const [first, ...rest] = paragraph(title, margin);
    return [`${id.padEnd(width)}  ${severity.padEnd(7)}  ${first.slice(margin)}`, ...rest];
  });
  return `${lines.join('\n')}\n`;
}

function explanation(rule: Rule): string {
  const { id, title, why, fix, severity, profile, subject, controls, links } = rule;
  const frameworks = frameworksOf(rule);
  return `${[
    id,
    ...paragraph(`${title}.`),
    '',
    ...paragraph(`Why: ${why}`),
    '',
    ...paragraph(`Fix: ${fix}`),
    '',
    ...paragraph(`Severity: ${severity}, which ${CONSEQUENCES[severity]}`),
    `Profile: ${profile}`,
    `About: ${subject}`,
    ...(controls.length === 0 ? [] : paragraph(`Controls: ${controls.join(', ')}`)),
    ...(frameworks.length === 0 ? [] : paragraph(`Frameworks: ${frameworks.join(', ')}`)),
    ...links.map(link => `Read: ${link}`),
    ...examples('Avoid', rule.bad),
    ...examples('Prefer', rule.good),
    '',
    ...paragraph(
      'Every example is a change to a template in which everything is safe: what it names is set, null takes away, lists are replaced.',
    ),
  ].join('\n')}\n`;
}

function examples(verb: string, byName: Readonly<Record<string, Example>>): string[] {
  return Object.entries(byName).flatMap(([name, example]) => [
    '',
    ...paragraph(`${verb}: ${name}`),
    ...(Object.keys(example).length === 0
      ? ['  (the safe template as it is)']
      : stringify(example, { lineWidth: 76, aliasDuplicateObjects: false })
          .trimEnd()
          .split('\n')
          .map(line => `  ${shortened(line)}`)),
  ]);
}

/** What only fills a quota says no more by its length. */
function shortened(line: string): string {
  return line.replace(/(\S)\1{40,}/g, (run, character: string) => `${character.repeat(20)}… (${run.length} times)`);
}
