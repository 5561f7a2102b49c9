import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

/**
 * The main job on a real app: the safe stack synthesizes with the real CLI, its unsafe twin is refused. Fails where either does not happen.
 */
const root = path.join(__dirname, '..');
const example = path.join(root, 'examples', 'orders');

function synth(app: string): number {
  const entry = path.relative(example, path.join(example, app));
  const cli = require.resolve('aws-cdk/bin/cdk');
  const command = `node --import tsx ${entry}`;
  const { status, error } = spawnSync(
    process.execPath,
    [cli, 'synth', '--quiet', '--no-notices', '--app', command, '--output', `cdk.out/${app}`],
    {
      cwd: example,
      stdio: 'inherit',
      env: { ...process.env, TSX_TSCONFIG_PATH: path.join(example, 'tsconfig.json'), CDK_DISABLE_CLI_TELEMETRY: 'true' },
    },
  );
  if (error !== undefined) throw error;
  return status ?? 1;
}

function heading(text: string): void {
  process.stdout.write(`\n${text}\n${'='.repeat(text.length)}\n`);
}

heading('cdk synth: examples/orders/safe.ts');
const safe = synth('safe.ts');
heading('cdk synth: examples/orders/unsafe-twin.ts, the same service as it is usually written');
const unsafe = synth('unsafe-twin.ts');

heading('Result');
process.stdout.write(`safe.ts         ${safe === 0 ? 'synthesized' : `failed with exit code ${safe}, and should not`}\n`);
process.stdout.write(
  `unsafe-twin.ts  ${unsafe === 0 ? 'synthesized, and should not' : `refused with exit code ${unsafe}, as it should be`}\n`,
);
process.exitCode = safe === 0 && unsafe !== 0 ? 0 : 1;
