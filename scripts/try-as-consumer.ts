import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/**
 * A stranger's first hour: the packed package in an empty project beside the newest CDK. The sample of the README synthesizes with the real CLI, its
 * unsafe twin is refused. Needs the package registry, and `npm run build` before.
 */
const root = path.join(__dirname, '..');
const tarballs = fs.readdirSync(path.join(root, 'dist', 'js')).filter(name => name.endsWith('.tgz'));
if (tarballs.length !== 1) throw new Error(`dist/js must hold one packed package, got ${tarballs.length}. Run 'npm run build'.`);

const SAMPLE = `
const { App, Duration, Size, Stack } = require('aws-cdk-lib');
const { AttributeType, Table } = require('aws-cdk-lib/aws-dynamodb');
const { Port } = require('aws-cdk-lib/aws-ec2');
const { DatabaseInstance, DatabaseInstanceEngine } = require('aws-cdk-lib/aws-rds');
const { Secret } = require('aws-cdk-lib/aws-secretsmanager');
const { AwsService, Concurrency, Egress, FunctionCode, SecretAccess, SecureFunction, SecureNetwork, ServerlessGuard } = require('cdk-secure-function');
const app = new App();
ServerlessGuard.protect(app);
const stack = new Stack(app, 'Orders');
const network = new SecureNetwork(stack, 'Network');
const secret = new Secret(stack, 'Credential');
const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
const database = new DatabaseInstance(stack, 'Database', { engine: DatabaseInstanceEngine.POSTGRES, vpc: network.vpc, vpcSubnets: network.subnets });
const orders = new SecureFunction(stack, 'PlaceOrder', {
  code: FunctionCode.nodejs('src/place-order.ts'),
  network,
  limits: { timeout: Duration.seconds(10), memorySize: Size.mebibytes(256), concurrency: Concurrency.reserved(5) },
  secrets: { DATABASE_SECRET_ARN: SecretAccess.read(secret) },
  egress: [Egress.toAwsService(AwsService.DYNAMODB), Egress.toConnectable(database, Port.tcp(5432))],
  environment: { TABLE_NAME: table.tableName },
});
table.grantReadWriteData(orders);
`;

const TWIN = `
const { App, Stack } = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');
const { ServerlessGuard } = require('cdk-secure-function');
const app = new App();
ServerlessGuard.protect(app);
new lambda.Function(new Stack(app, 'Twin'), 'PlaceOrder', {
  runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1'),
});
`;

const project = fs.mkdtempSync(path.join(os.tmpdir(), 'consumer-'));
try {
  fs.writeFileSync(path.join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  fs.mkdirSync(path.join(project, 'src'));
  fs.writeFileSync(
    path.join(project, 'src', 'place-order.ts'),
    'export const handler = async (): Promise<string> => "placed";\n',
  );
  fs.writeFileSync(path.join(project, 'sample.js'), SAMPLE);
  fs.writeFileSync(path.join(project, 'twin.js'), TWIN);
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'node_modules', 'aws-cdk', 'package.json'), 'utf8')) as {
    version: string;
  };
  const packages = [
    path.join(root, 'dist', 'js', tarballs[0]),
    'aws-cdk-lib@2',
    'constructs@10',
    'cdk-nag@3',
    'esbuild',
    `aws-cdk@${version}`,
  ];
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: project, stdio: 'inherit' });

  const sample = synth('sample.js');
  const twin = synth('twin.js');
  const refused = twin.status !== 0 && /cdk-secure-function::function-in-vpc/.test(twin.stderr);
  process.stdout.write(`sample: ${sample.status === 0 ? 'synthesized' : `failed\n${sample.stderr}`}\n`);
  process.stdout.write(`twin: ${refused ? 'refused' : `not refused as it should be\n${twin.stderr}`}\n`);
  process.exitCode = sample.status === 0 && refused ? 0 : 1;
} finally {
  fs.rmSync(project, { recursive: true, force: true });
}

function synth(app: string): { readonly status: number | null; readonly stderr: string } {
  const cli = path.join(project, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  return spawnSync(
    process.execPath,
    [cli, 'synth', '--quiet', '--no-notices', '--app', `node ${app}`, '--output', `out-${app}`],
    {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
    },
  );
}
