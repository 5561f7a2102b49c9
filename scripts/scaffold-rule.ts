import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

/** What a new rule is made of. */
export interface NewRule {
  /** Words with dashes: `queue-encrypted`. */
  readonly id: string;
  /** The room under `lib/rules`. */
  readonly room: string;
  readonly subject: string;
}

const SUBJECTS = ['function', 'role', 'permission', 'url', 'api-method', 'policy', 'resource', 'acknowledgement', 'app'];
const PLACEHOLDER = 'TODO';

/** Throws where the name, the room or the subject is none. */
export function newRule([id = '', room = '', subject = 'resource']: readonly string[]): NewRule {
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(id)) {
    throw new Error(`The id of a rule is words with dashes, such as queue-encrypted, and not '${id}'`);
  }
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(room)) {
    throw new Error(`The room of a rule is a folder of lib/rules, such as events, and not '${room}'`);
  }
  if (!SUBJECTS.includes(subject)) {
    throw new Error(`The subject of a rule is one of ${SUBJECTS.join(', ')}, and not '${subject}'`);
  }
  return { id, room, subject };
}

/** The file of a rule with everything that has to be filled in; the tests fail until it is. */
export function ruleFile({ id, subject }: NewRule): string {
  const types = subject === 'resource' ? `  types: ['${PLACEHOLDER}'],\n` : '';
  return `import { Control } from '../../baseline/control';
import { defineRule } from '../define-rule';
import { pass } from '../verdict';

/** ${PLACEHOLDER}: what holds where it is kept. */
export const ${camel(id)} = defineRule({
  id: Control.${constant(id)},
  subject: '${subject}',
${types}  title: '${PLACEHOLDER}',
  why: '${PLACEHOLDER}',
  fix: '${PLACEHOLDER}',
  links: [],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: () => pass,
  bad: {},
  good: {},
});
`;
}

/** The list of rules with one more, where it belongs. */
export function withRule(index: string, { id, room }: NewRule): string {
  const line = `import { ${camel(id)} } from './${room}/${id}';`;
  const lines = index.split('\n');
  const imports = lines.filter(text => /^import \{ \w+ \} from '\.\/[\w-]+\//.test(text));
  const pathOf = (text: string) => /'(.*)'/.exec(text)?.[1] ?? '';
  const next = imports.find(text => pathOf(text) > pathOf(line));
  const after = next === undefined ? lines.indexOf(imports[imports.length - 1]) + 1 : lines.indexOf(next);
  const withImport = [...lines.slice(0, after), line, ...lines.slice(after)];
  const start = withImport.findIndex(text => text.startsWith('export const RULES'));
  const end = withImport.indexOf('];', start);
  const ids = new Map(
    [...imports, line].map(text => [/\{ (\w+) \}/.exec(text)?.[1] ?? '', pathOf(text).split('/').slice(-1)[0]]),
  );
  const names = [...withImport.slice(start + 1, end).map(text => text.trim().replace(',', '')), camel(id)];
  const sorted = names.sort((a, b) => ((ids.get(a) ?? a) < (ids.get(b) ?? b) ? -1 : 1));
  return [...withImport.slice(0, start + 1), ...sorted.map(name => `  ${name},`), ...withImport.slice(end)].join('\n');
}

/** The ids with one more; an id that is there is never given again. */
export function withControl(controls: string, { id }: NewRule): string {
  if (controls.includes(`'${id}'`)) throw new Error(`There is a rule '${id}' already; an id is never given twice`);
  return controls.replace('} as const;', `  ${constant(id)}: '${id}',\n} as const;`);
}

function camel(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function constant(id: string): string {
  return id.toUpperCase().replaceAll('-', '_');
}

function scaffold(root: string, rule: NewRule): string {
  const at = (...path: string[]) => join(root, 'lib', ...path);
  const file = at('rules', rule.room, `${rule.id}.ts`);
  if (existsSync(file)) throw new Error(`${file} is there already`);
  const controls = withControl(readFileSync(at('baseline', 'control.ts'), 'utf8'), rule);
  const index = withRule(readFileSync(at('rules', 'index.ts'), 'utf8'), rule);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, ruleFile(rule));
  writeFileSync(at('baseline', 'control.ts'), controls);
  writeFileSync(at('rules', 'index.ts'), index);
  return file;
}

if (require.main === module) {
  try {
    const file = scaffold(join(__dirname, '..'), newRule(process.argv.slice(2)));
    console.log(
      `${file} is written and listed. Fill in what says ${PLACEHOLDER}, then run: npx jest test/rules, npm run rules-doc`,
    );
  } catch (error) {
    console.error(`${(error as Error).message}\nusage: npm run new-rule -- <id> <room> [${SUBJECTS.join('|')}]`);
    process.exitCode = 2;
  }
}
