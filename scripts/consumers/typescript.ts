import * as fs from 'node:fs';
import * as path from 'node:path';
import { must, outcome, passed, refused, ROOT, run, temporaryFolder } from './outcome';
import type { Outcome, Ran } from './outcome';

/** The sample of the README as a user copies it, with what nobody may write. */
function sample(): string {
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const [, code] = /```ts fixture=orders\n([\s\S]*?)```/.exec(readme) ?? [];
  if (code === undefined) throw new Error('The README holds no sample');
  const imports = fs.readFileSync(path.join(ROOT, 'rosetta', 'orders.ts-fixture'), 'utf8').replace('/// here', '');
  return `${imports}\nSecureDefaults; Profile;\n${code}
// @ts-expect-error a role is nothing that a SecureFunction can be told
export const refused = () => new SecureFunction(stack, 'Refused', { network, role: orders.role, code: FunctionCode.inline('x'), limits: { concurrency: Concurrency.reserved(1) } });
`;
}

const TWIN = `
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureDefaults, ServerlessGuard } from 'cdk-secure-function';

const app = new App();
ServerlessGuard.protect(app);
SecureDefaults.inject(app);
new Function(new Stack(app, 'Twin'), 'PlaceOrder', {
  runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => 1'),
});
`;

const TEMPLATE = `
Resources:
  Everybody:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: orders, Action: lambda:InvokeFunction, Principal: '*' }
`;

/** How much is tried beside one version of CDK. */
export interface Depth {
  /** Whether the twin has to be refused on every Node.js, or on the first one. */
  readonly twinEverywhere: boolean;
  /** Whether the package is broken on purpose at the end. */
  readonly controls: boolean;
}

/** The packed package in an empty project beside one version of CDK: types, synthesis on every Node.js, the command. */
export async function tryTypeScript(
  tarball: string,
  cdk: string,
  nodes: ReadonlyMap<string, string>,
  depth: Depth,
): Promise<Outcome[]> {
  const project = await projectWith(tarball, cdk);
  try {
    const { version } = readJson(path.join(project, 'node_modules', 'aws-cdk-lib', 'package.json'));
    const compiled = await run(project, process.execPath, [path.join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
    const outcomes = [outcome(`CDK ${version}`, 'the sample compiles, what is unsafe does not', compiled.code === 0, compiled)];
    for (const [index, [name, node]] of [...nodes].entries()) {
      const where = `CDK ${version}, ${name}`;
      outcomes.push(passed(where, await synth(project, node, 'sample')));
      if (index === 0 || depth.twinEverywhere) outcomes.push(refused(where, await synth(project, node, 'twin')));
    }
    outcomes.push(...(await command(project, `CDK ${version}`)));
    return depth.controls ? [...outcomes, ...(await controls(project, `CDK ${version}`))] : outcomes;
  } finally {
    fs.rmSync(project, { recursive: true, force: true });
  }
}

async function projectWith(tarball: string, cdk: string): Promise<string> {
  const project = temporaryFolder('typescript');
  const compilerOptions = { module: 'node16', moduleResolution: 'node16', target: 'es2022', strict: true, skipLibCheck: true };
  const files: Readonly<Record<string, string>> = {
    'package.json': JSON.stringify({ name: 'consumer', private: true }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { ...compilerOptions, types: [] }, files: ['sample.ts', 'twin.ts'] }),
    'src/place-order.ts': 'export const handler = async (): Promise<string> => "placed";\n',
    'sample.ts': sample(),
    'twin.ts': TWIN,
    'templates/open.yaml': TEMPLATE,
  };
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    fs.writeFileSync(path.join(project, name), text);
  }
  const pinned = ['aws-cdk', 'typescript', 'esbuild'].map(name => `${name}@${readJson(installed(name)).version}`);
  const packages = [tarball, `aws-cdk-lib@${cdk}`, 'constructs@10', 'cdk-nag@3', ...pinned];
  await must(project, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages]);
  return project;
}

async function synth(project: string, node: string, app: string): Promise<Ran> {
  const cli = path.join('node_modules', 'aws-cdk', 'bin', 'cdk');
  return run(project, node, [cli, 'synth', '--quiet', '--no-notices', '--app', `"${node}" ${app}.js`, '--output', `out-${app}`]);
}

/** What a pipeline runs, on a finished assembly and on a template that no CDK app made. */
async function command(project: string, where: string): Promise<Outcome[]> {
  const check = (folder: string): Promise<Ran> => run(project, 'npx', ['--no-install', 'cdk-secure-function', 'check', folder]);
  const [safe, open] = [await check('out-sample'), await check('templates')];
  return [
    outcome(where, 'the command passes the sample', safe.code === 0, safe),
    outcome(where, 'the command refuses an open template', open.code === 1 && open.out.includes('no-public-invoker'), open),
  ];
}

/** Breaks the installed package on purpose: whoever does not notice that has tested nothing. */
async function controls(project: string, where: string): Promise<Outcome[]> {
  const broken = async (name: string, text: string, app: string): Promise<Ran> => {
    const file = path.join(project, 'node_modules', 'cdk-secure-function', 'build', name);
    const original = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, text);
    const ran = await synth(project, process.execPath, app);
    fs.writeFileSync(file, original);
    return ran;
  };
  const silent = await broken('rules/index.js', 'exports.RULES = [];', 'twin');
  const unloadable = await broken('index.js', 'throw new Error("broken");', 'sample');
  return [
    outcome(where, 'a package whose judge says nothing is noticed', refused(where, silent).failure !== undefined, silent),
    outcome(where, 'a package that cannot be loaded is noticed', passed(where, unloadable).failure !== undefined, unloadable),
  ];
}

function installed(name: string): string {
  return path.join(ROOT, 'node_modules', name, 'package.json');
}

function readJson(file: string): { readonly version: string } {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly version: string };
}
