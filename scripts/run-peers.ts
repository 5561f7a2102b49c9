import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { PeerFinding } from './peers/findings';
import { countOf, documented, drift } from './peers/findings';

/**
 * Asks other scanners about the example and about every integration, and compares what they find with `docs/peers.md`: what is new, and what is gone,
 * fails. Installs the scanners into a virtual environment under `.tmp/`, once.
 *
 *     npm run peers
 *     npm run peers -- --guard-rules <folder of cfn-guard rules>
 */
const CFN_LINT = '1.58.0';
const CHECKOV = '3.3.30';

const root = path.join(__dirname, '..');
const scratch = path.join(root, '.tmp', 'peers');
const templates = path.join(scratch, 'templates');
const environment = path.join(scratch, `cfn-lint-${CFN_LINT}-checkov-${CHECKOV}`);

main();

function main(): void {
  const guardRules = guardRulesOf(process.argv.slice(2));
  install();
  synthesize();
  const found = [...cfnLint(), ...checkov(), ...(guardRules === undefined ? [] : cfnGuard(guardRules))];
  const tools = ['cfn-lint', 'checkov', ...(guardRules === undefined ? [] : ['cfn-guard'])];
  const differences = drift(countOf(found), documented(fs.readFileSync(path.join(root, 'docs', 'peers.md'), 'utf8'), tools));
  for (const difference of differences) process.stdout.write(`${difference}\n`);
  process.stdout.write(
    differences.length === 0
      ? `${found.length} findings of ${tools.join(', ')}: all of them are in docs/peers.md\n`
      : `Mend what is ours, or write down in docs/peers.md why it is not\n`,
  );
  process.exitCode = differences.length === 0 ? 0 : 1;
}

function guardRulesOf([option, folder]: readonly string[]): string | undefined {
  if (option === undefined) return undefined;
  if (option !== '--guard-rules' || folder === undefined) throw new Error('The only option is --guard-rules <folder>');
  return path.resolve(folder);
}

function install(): void {
  const marker = path.join(environment, 'installed');
  if (fs.existsSync(marker)) return;
  fs.rmSync(environment, { recursive: true, force: true });
  run('python3', ['-m', 'venv', environment]);
  run(tool('pip'), ['install', '--quiet', `cfn-lint==${CFN_LINT}`, `checkov==${CHECKOV}`]);
  fs.writeFileSync(marker, '');
}

function synthesize(): void {
  fs.rmSync(templates, { recursive: true, force: true });
  const assemblies = path.join(scratch, 'assemblies');
  fs.rmSync(assemblies, { recursive: true, force: true });
  run(process.execPath, ['--import', 'tsx', path.join(__dirname, 'peers', 'synthesize.ts'), assemblies], {
    TSX_TSCONFIG_PATH: path.join(root, 'examples', 'orders', 'tsconfig.json'),
    CDK_VALIDATION: 'false',
  });
  // Scanners are shown the templates alone: they take an assembly's other files for templates that they cannot read.
  for (const app of fs.readdirSync(assemblies)) {
    fs.mkdirSync(path.join(templates, app), { recursive: true });
    for (const file of fs.readdirSync(path.join(assemblies, app)).filter(name => name.endsWith('.template.json'))) {
      fs.copyFileSync(path.join(assemblies, app, file), path.join(templates, app, file));
    }
  }
}

function cfnLint(): PeerFinding[] {
  const files = fs.readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.json'));
  const paths = files.map(file => path.join(templates, file));
  const report = json<{ Filename: string; Rule: { Id: string } }[]>(
    run(tool('cfn-lint'), ['--regions', 'us-east-1', '--format', 'json', ...paths], {}, [0, 2, 4, 6, 8, 10, 12, 14]),
  );
  return report.map(({ Filename, Rule }) => ({ tool: 'cfn-lint', rule: Rule.Id, app: appOf(Filename) }));
}

interface CheckovReport {
  readonly results?: { readonly failed_checks: readonly { readonly check_id: string; readonly file_path: string }[] };
}

function checkov(): PeerFinding[] {
  const options = ['--framework', 'cloudformation', '--skip-download', '--quiet', '--compact', '-o', 'json'];
  const report = json<CheckovReport | CheckovReport[]>(run(tool('checkov'), ['-d', templates, ...options], {}, [0, 1]));
  const failed = [report].flat().flatMap(({ results }) => results?.failed_checks ?? []);
  return failed.map(({ check_id, file_path }) => ({ tool: 'checkov', rule: check_id, app: appOf(`${templates}${file_path}`) }));
}

interface GuardReport {
  readonly name: string;
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
}

/** `cfn-guard` reports a rule with everything that broke it: each resource counts once. */
function cfnGuard(rules: string): PeerFinding[] {
  const options = ['validate', '-r', rules, '-d', templates, '--structured', '-o', 'json', '-S', 'none'];
  const report = json<GuardReport[]>(run('cfn-guard', options, {}, [0, 19]));
  return report.flatMap(({ name, not_compliant }) =>
    not_compliant.flatMap(({ Rule }) => {
      const resources = new Set([...JSON.stringify(Rule).matchAll(/\/Resources\/(\w+)/g)].map(([, id]) => id));
      return [...resources].map(() => ({ tool: 'cfn-guard', rule: Rule.name, app: appOf(path.join(templates, name)) }));
    }),
  );
}

function appOf(file: string): string {
  const app = /(?:^|[/\\])(example|integrations)[/\\][^/\\]+$/.exec(file)?.[1];
  if (app === undefined) throw new Error(`'${file}' belongs to no app`);
  return app;
}

function tool(name: string): string {
  return path.join(environment, 'bin', name);
}

function json<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** Runs a command to its end. A scanner that finds something ends with a code of its own; every other code is a failure of the scanner. */
function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
  expected: readonly number[] = [0],
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  if (error !== undefined) throw error;
  if (status === null || !expected.includes(status)) {
    throw new Error(`${command} ended with ${status}:\n${stderr}\n${stdout.slice(0, 2000)}`);
  }
  return stdout;
}
