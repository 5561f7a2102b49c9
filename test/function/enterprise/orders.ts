import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import {
  AwsService,
  Concurrency,
  Egress,
  FunctionCode,
  SecretAccess,
  SecureFunction,
  SecureNetwork,
  ServerlessGuard,
} from '../../../lib';
import type { Flags } from '../../apps';

/** A service as teams write it: a network, a function with a secret, a table and an alias. */
export function ordersService(scope: Construct, code: FunctionCode = INLINE): SecureFunction {
  const secret = new secretsmanager.Secret(scope, 'Secret');
  const table = new dynamodb.Table(scope, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const orders = new SecureFunction(scope, 'Orders', {
    code,
    runtime: lambda.Runtime.NODEJS_24_X,
    network: new SecureNetwork(scope, 'Network'),
    limits: { concurrency: Concurrency.reserved(5) },
    secrets: { SECRET: SecretAccess.read(secret) },
    egress: [Egress.toAwsService(AwsService.DYNAMODB), Egress.toAwsService(AwsService.SQS)],
    environment: { TABLE_NAME: table.tableName },
  });
  table.grantReadWriteData(orders);
  orders.addAlias('live');
  return orders;
}

const INLINE = FunctionCode.inline('exports.handler = async () => ({})');

/** Code that has to be published. */
export function packaged(): FunctionCode {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'orders-'));
  fs.writeFileSync(path.join(folder, 'index.js'), 'exports.handler = async () => ({});\n');
  return FunctionCode.asset(folder, { handler: 'index.handler' });
}

/** An app whose judge demands everything. */
export function guardedApp(flags: Flags, ...packs: ((app: App) => IPolicyValidationPlugin)[]): App {
  const app = new App({ postCliContext: { ...flags }, analyticsReporting: false });
  ServerlessGuard.protect(app, { packs: packs.map(pack => pack(app)) });
  return app;
}

/** What would fail the synthesis, by all judges: `rule construct/path`. Throws where it fails. */
export function findingsIn(app: App): string[] {
  return violationsIn(app, ({ severity }) => severity === 'fatal' || severity === 'error');
}

/** Everything that was found, warnings too. */
export function everythingIn(app: App): string[] {
  return violationsIn(app, () => true);
}

function violationsIn(app: App, counts: (violation: Violation) => boolean): string[] {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  app.synth();
  printed.mockRestore();
  const { pluginReports } = JSON.parse(fs.readFileSync(path.join(app.outdir, 'validation-report.json'), 'utf8')) as Report;
  return pluginReports.flatMap(({ violations }) =>
    violations
      .filter(counts)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      ),
  );
}

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly Violation[] }[];
}
