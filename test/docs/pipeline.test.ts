import { readFileSync } from 'fs';
import { join } from 'path';
import { checkOptions } from '../../lib/command/check-options';
import { explain } from '../../lib/command/explain';

const DOCUMENT = readFileSync(join(__dirname, '..', '..', 'docs', 'pipeline.md'), 'utf8');
const CALLS = [...DOCUMENT.matchAll(/npx cdk-secure-function (check|explain) ([^\n`]+)/g)].map(
  ([call, command, rest]): [string, string, string[]] => [call, command, rest.trim().split(/\s+/)],
);

test('the document shows the gate', () => {
  expect(DOCUMENT).toContain('--ignore-errors');
  expect(CALLS.map(([call]) => call)).toContain('npx cdk-secure-function check cdk.out --fail-on error');
});

test.each(CALLS)('%s is understood', (_, command, args) => {
  expect(() => (command === 'check' ? checkOptions(args) : explain(args))).not.toThrow();
});

test('what is checked is what is deployed', () => {
  const steps = [...DOCUMENT.matchAll(/npx cdk(?:-secure-function)? (synth|check|deploy)[^\n]*/g)].map(([step]) => step);
  for (const [index, step] of steps.entries()) {
    if (step.startsWith('npx cdk deploy')) {
      expect(step).toContain('--app cdk.out');
      expect(steps[index - 1]).toContain('check cdk.out');
    }
  }
});
