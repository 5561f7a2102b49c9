import { App, CfnResource, Duration, Stack, Validations } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';
import type { NagPack } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { aFunction, aWaiver, FLAG_SETS, newApp } from './apps';
import { OrdersStack } from '../examples/orders/orders-stack';
import { AwsService, Concurrency, Egress, Failures, FunctionCode, SecretAccess, ServerlessGuard } from '../lib';

const PACKS: readonly (new (scope: IConstruct) => NagPack)[] = [
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NIST80053R4Checks,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
];

/** Findings as `pack::rule @ path`, before any acknowledgement counts. */
function findingsOf(app: App): string[] {
  return PACKS.flatMap(Pack => {
    const pack = new Pack(app);
    return pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${pack.name}::${ruleName} @ ${constructPath}`),
      );
  });
}

function acknowledgementsIn(app: App): { readonly entry: string; readonly construct: IConstruct; readonly reason: string }[] {
  return app.node.findAll().flatMap(construct =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .filter(([id]) => PACKS.some(Pack => id.startsWith(`${new Pack(new App()).name}::`)))
      .map(([id, reason]) => ({ entry: `${id} @ ${construct.node.path}`, construct, reason })),
  );
}

/** Four functions: one as made by default, one that acknowledges rights on itself, one from an image, one with every waiver. */
function someFunctions(app: App): void {
  const stack = new Stack(app, 'Stack');
  const secret = new secretsmanager.Secret(stack, 'Secret', {
    encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }),
  });
  for (const pack of ['HIPAA.Security', 'NIST.800.53.R5']) {
    Validations.of(secret).acknowledge({ id: `${pack}::${pack}-SecretsManagerRotationEnabled`, reason: 'Not what is tested' });
  }
  Validations.of(secret).acknowledge({ id: 'AwsSolutions::AwsSolutions-SMG4', reason: 'Not what is tested' });
  const alarmTopic = sns.Topic.fromTopicArn(stack, 'Oncall', 'arn:aws:sns:eu-west-1:111122223333:oncall');
  const fn = aFunction(stack, 'Default', {
    alarmTopic,
    secrets: { SECRET: SecretAccess.read(secret) },
    egress: [Egress.toAwsService(AwsService.DYNAMODB)],
  });
  secret.grantWrite(fn);
  aFunction(stack, 'Durable', { durableConfig: { executionTimeout: Duration.days(1) } });
  const repository = ecr.Repository.fromRepositoryName(stack, 'Repository', 'orders');
  aFunction(stack, 'Image', {
    code: FunctionCode.imageFromEcr(repository, `sha256:${'a'.repeat(64)}`),
    runtime: undefined,
    alarmTopic,
  });
  aFunction(stack, 'Waived', {
    network: undefined,
    outsideVpc: aWaiver(),
    limits: { concurrency: Concurrency.unreserved(aWaiver()) },
    failures: Failures.synchronousOnly(aWaiver()),
  });
}

describe.each(FLAG_SETS)("under CDK's %s", (_, flags) => {
  test('a SecureFunction passes our pack and every pack of cdk-nag', () => {
    const app = newApp(flags);
    ServerlessGuard.protect(app, { packs: PACKS.map(Pack => new Pack(app)) });
    someFunctions(app);
    expect(() => app.synth()).not.toThrow();
  });

  test('each acknowledgement that we ship stands on the resource of a finding, with a reason', () => {
    const app = newApp(flags);
    someFunctions(app);
    app.synth();
    const findings = new Set(findingsOf(app));
    const shipped = acknowledgementsIn(app).filter(({ reason }) => reason !== 'Not what is tested');

    expect(shipped.length).toBeGreaterThan(10);
    for (const { entry, construct, reason } of shipped) {
      expect(findings).toContain(entry);
      expect(CfnResource.isCfnResource(construct)).toBe(true);
      expect(reason.split(' ').length).toBeGreaterThan(5);
    }
  });

  test('the example passes our pack and every pack of cdk-nag', () => {
    const app = newApp(flags);
    ServerlessGuard.protect(app, { packs: PACKS.map(Pack => new Pack(app)) });
    new OrdersStack(app, 'Orders');
    expect(() => app.synth()).not.toThrow();
  });

  test('the example acknowledges nothing that no pack finds', () => {
    const app = newApp(flags);
    new OrdersStack(app, 'Orders');
    app.synth();
    const findings = new Set(findingsOf(app));
    for (const { entry } of acknowledgementsIn(app)) expect(findings).toContain(entry);
  });

  test('a plain function fails where ours passes', () => {
    const app = newApp(flags);
    ServerlessGuard.protect(app, { packs: PACKS.map(Pack => new Pack(app)) });
    new lambda.Function(new Stack(app, 'Stack'), 'Fn', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => ({})'),
    });
    expect(() => app.synth()).toThrow(/LambdaInsideVPC/);
  });
});
