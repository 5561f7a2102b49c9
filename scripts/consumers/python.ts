import * as fs from 'node:fs';
import * as path from 'node:path';
import { must, outcome, passed, refused, ROOT, run, temporaryFolder } from './outcome';
import type { Outcome, Ran } from './outcome';

/** The wheel in a virtual environment, beside each version of CDK, each on one Node.js. */
export async function tryPython(cdks: readonly string[], nodes: ReadonlyMap<string, string>): Promise<Outcome[]> {
  const project = temporaryFolder('python');
  try {
    const wheel = await packed(path.join(project, 'dist'));
    await must(project, 'python3', ['-m', 'venv', 'environment']);
    fs.cpSync(path.join(__dirname, 'python'), project, { recursive: true });
    fs.mkdirSync(path.join(project, 'src'));
    fs.writeFileSync(path.join(project, 'src', 'place_order.py'), 'def handler(event, context):\n    return "placed"\n');
    const outcomes: Outcome[] = [];
    const programs = [...nodes];
    for (const [index, cdk] of cdks.entries()) {
      const [name, node] = index === 0 ? programs[0] : programs[programs.length - 1];
      // Compiling all of CDK takes longer than everything else here; what is imported is compiled then.
      await pip(
        project,
        'install',
        '--quiet',
        '--no-compile',
        '--upgrade',
        wheel,
        cdk === '2' ? 'aws-cdk-lib<3' : `aws-cdk-lib==${cdk}`,
      );
      const where = `Python, CDK ${await installedVersion(project)}, ${name}`;
      outcomes.push(passed(where, await synth(project, node, 'sample')), refused(where, await synth(project, node, 'twin')));
    }
    return [...outcomes, await control(project, programs[0][1])];
  } finally {
    fs.rmSync(project, { recursive: true, force: true });
  }
}

async function packed(outdir: string): Promise<string> {
  const pacmak = path.join(ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');
  await must(ROOT, process.execPath, [pacmak, '--target', 'python', '--outdir', outdir]);
  const wheels = fs.readdirSync(path.join(outdir, 'python')).filter(name => name.endsWith('.whl'));
  if (wheels.length !== 1) throw new Error(`jsii-pacmak must write one wheel, got ${wheels.length}`);
  return path.join(outdir, 'python', wheels[0]);
}

async function pip(project: string, ...args: readonly string[]): Promise<string> {
  return must(project, python(project), ['-m', 'pip', '--disable-pip-version-check', '--no-input', ...args]);
}

async function installedVersion(project: string): Promise<string> {
  return (await pip(project, 'show', 'aws-cdk-lib')).match(/^Version: (.*)$/m)?.[1] ?? 'unknown';
}

/** An app without the command line: a refused synthesis is an exception. */
async function synth(project: string, node: string, app: string): Promise<Ran> {
  return run(project, python(project), [`${app}.py`], { JSII_NODE: node, CDK_OUTDIR: path.join(project, `out-${app}`) });
}

/** What a compiler refuses in TypeScript, the wheel refuses when it runs. */
async function control(project: string, node: string): Promise<Outcome> {
  const text = fs.readFileSync(path.join(project, 'sample.py'), 'utf8');
  fs.writeFileSync(path.join(project, 'wrong.py'), text.replace('network=', 'role=table, network='));
  const wrong = await synth(project, node, 'wrong');
  return outcome(
    'Python',
    'what is unsafe does not run',
    wrong.code !== 0 && wrong.out.includes("keyword argument 'role'"),
    wrong,
  );
}

function python(project: string): string {
  return path.join(project, 'environment', 'bin', 'python');
}
