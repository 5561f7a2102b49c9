import { readFileSync } from 'fs';
import { join } from 'path';
import { RULES } from '../../lib/rules';
import { rulesDoc } from '../../scripts/generate-rules-doc';

test('RULES.md says what the rules say', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'RULES.md'), 'utf8')).toBe(rulesDoc());
});

test('the page holds a section for every rule, with its harm, its remedy and its links', () => {
  const page = rulesDoc();
  for (const { id, why, fix, links } of RULES) {
    for (const part of [`\n## ${id}\n`, why, fix, ...links]) expect(page).toContain(part);
  }
});
