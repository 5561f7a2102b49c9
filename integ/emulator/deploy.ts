import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Deploys the example without an account, into an emulator on this machine: its handlers run with the environment and under the rights of the
 * template, and the stack is deleted again. Everything runs twice, with the emulator's enforcement of policies and without it: what is denied with
 * it has to be allowed without it, else the denial proves nothing.
 *
 * It needs python3 with pip, and openssl; what it installs stays in `.tmp`. It proves the order and the references of the stack, and identity,
 * queue, table and key policies. It does not prove packets (groups, endpoints, DNS), quotas, or what the database answers.
 */
const EMULATOR = 'ministack==1.5.33';
/** Lambda brings the AWS SDK along; the emulator takes it from here. CDK's own functions use this much of it. */
const SDK = ['@aws-sdk/client-ec2@^3'];
const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const root = join(__dirname, '..', '..');
const tools = join(root, '.tmp', 'emulator');
const python = join(tools, 'venv', 'bin', 'python');

type Environment = Record<string, string>;

function run(what: string, command: string, args: readonly string[], env: Environment = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...env },
  });
  if (error !== undefined) throw new Error(`${what} needs ${command}, which cannot be started: ${error.message}`);
  if (status !== 0) throw new Error(`${what} failed with ${status}\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`);
  return stdout;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function install(): void {
  const installed = join(tools, 'installed');
  const wanted = [EMULATOR, ...SDK].join('\n');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  rmSync(join(tools, 'venv'), { recursive: true, force: true });
  mkdirSync(tools, { recursive: true });
  run('The emulator', 'python3', ['-m', 'venv', join(tools, 'venv')]);
  run('The emulator', python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', EMULATOR]);
  run('The AWS SDK', 'npm', ['install', '--no-save', '--no-audit', '--no-fund', '--silent', '--prefix', tools, ...SDK]);
  writeFileSync(installed, wanted);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The bootstrap bucket refuses plain HTTP, so the emulator speaks TLS with a certificate of its own. */
function certificate(folder: string): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  run('The certificate', 'openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...[
      '-keyout',
      key,
      '-out',
      cert,
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,DNS:*.localhost,IP:127.0.0.1',
    ],
  ]);
  return { cert, key };
}

async function ready(endpoint: string, ca: Buffer, emulator: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (emulator.exitCode !== null) throw new Error(`The emulator stopped with ${emulator.exitCode}`);
    const answered = await new Promise<boolean>(resolve => {
      get(`${endpoint}/_ministack/health`, { ca }, response => resolve(response.resume().statusCode === 200)).once('error', () =>
        resolve(false),
      );
    });
    if (answered) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The emulator did not answer within 30 seconds');
}

interface Outcome {
  readonly held: readonly string[];
  readonly failed: readonly string[];
  readonly recorded: readonly string[];
}

/** Claims that do not hold are an answer; a proof that breaks off is none. */
function claims(env: Environment, ...args: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(python, [join(__dirname, 'prove.py'), 'Orders', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (stdout === '' || stderr !== '' || status === null) {
    throw new Error(`The proof broke off\n${stdout}\n${stderr.slice(-4000)}`);
  }
  return stdout.trim().split('\n');
}

/** One life of the stack: synthesized once, deployed, called, deleted. */
async function live(assembly: string, enforced: boolean): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const port = await freePort();
  const endpoint = `https://localhost:${port}`;
  const { cert, key } = certificate(folder);
  const recordedTo = join(folder, 'recorded.json');
  const env: Environment = {
    HOME: folder,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_CA_BUNDLE: cert,
    NODE_EXTRA_CA_CERTS: cert,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
  const log = createWriteStream(join(folder, 'emulator.log'));
  const emulator = spawn(python, [join(__dirname, 'emulator.py')], {
    cwd: folder,
    env: {
      ...process.env,
      ...env,
      AUTH: String(enforced),
      LAMBDA_EXECUTOR: 'local',
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      USE_SSL: '1',
      MINISTACK_SSL_CERT: cert,
      MINISTACK_SSL_KEY: key,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      S3_DATA_DIR: join(folder, 's3'),
      STATE_DIR: join(folder, 'state'),
      RECORDED_TO: recordedTo,
      NODE_PATH: join(tools, 'node_modules'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  emulator.stdout.pipe(log);
  emulator.stderr.pipe(log);
  const cdk = (what: string, ...args: string[]) =>
    run(what, process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args, '--no-notices', '--app', assembly], env);
  try {
    await ready(endpoint, readFileSync(cert), emulator);
    cdk('cdk bootstrap', 'bootstrap', `aws://${ACCOUNT}/${REGION}`);
    cdk('cdk deploy', 'deploy', 'Orders', '--require-approval', 'never', '--progress', 'events');
    const called = claims(env);
    if (claims(env, 'gone').some(line => line.startsWith('ok'))) {
      throw new Error('The proof takes a living stack for a deleted one');
    }
    cdk('cdk destroy', 'destroy', 'Orders', '--force');
    const lines = [...called, ...claims(env, 'gone')];
    return {
      held: lines.filter(line => line.startsWith('ok')),
      failed: lines.filter(line => line.startsWith('FAILED')),
      recorded: existsSync(recordedTo) ? (JSON.parse(readFileSync(recordedTo, 'utf8')) as string[]) : [],
    };
  } catch (error) {
    const tail = readFileSync(join(folder, 'emulator.log'), 'utf8').split('\n').slice(-30).join('\n');
    throw new Error(`${(error as Error).message}\n\nThe emulator's last words:\n${tail}`, { cause: error });
  } finally {
    emulator.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  install();
  const assembly = mkdtempSync(join(tmpdir(), 'emulator-assembly-'));
  try {
    run(
      'cdk synth',
      process.execPath,
      [
        ...[require.resolve('aws-cdk/bin/cdk'), 'synth', '--quiet', '--no-notices', '--output', assembly],
        ...['--app', `node --import tsx ${join(__dirname, 'app.ts')}`],
      ],
      { TSX_TSCONFIG_PATH: join(root, 'examples', 'orders', 'tsconfig.json'), CDK_DISABLE_CLI_TELEMETRY: 'true' },
    );
    const enforced = await live(assembly, true);
    [...enforced.held, ...enforced.failed].forEach(say);
    const open = await live(assembly, false);
    const denials = enforced.held.filter(line => line.includes('may not'));
    const meaningless = denials.filter(line => open.held.includes(line));
    say(`${denials.length - meaningless.length} of ${denials.length} denials vanish where the emulator enforces nothing`);
    meaningless.forEach(line => say(`FAILED ${line.slice(7)}, with or without policies`));
    say(`Only recorded, because the emulator has none: ${enforced.recorded.join(', ') || 'nothing'}`);
    say(`${enforced.held.length} passed, ${enforced.failed.length + meaningless.length} failed`);
    process.exitCode = enforced.failed.length + meaningless.length === 0 && denials.length > 0 ? 0 : 1;
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
