import * as fs from 'node:fs';
import * as path from 'node:path';
import { NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as pipelines from 'aws-cdk-lib/pipelines';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import { findingsIn, guardedApp, ordersService, packaged } from './orders';
import { AwsService, Egress, SecureDefaults, SecureNetwork } from '../../../lib';
import { aFunction, FLAG_SETS } from '../../apps';
import type { Flags } from '../../apps';

const ENV = { account: '111122223333', region: 'eu-west-1' };

class Service extends Stage {
  constructor(scope: Construct, id: string) {
    super(scope, id, { env: ENV });
    ordersService(new Stack(this, 'Orders'), packaged());
  }
}

function pipelineIn(stack: Stack): pipelines.CodePipeline {
  const input = pipelines.CodePipelineSource.connection('owner/orders', 'main', {
    connectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1',
  });
  return new pipelines.CodePipeline(stack, 'Pipeline', {
    crossAccountKeys: true,
    synth: new pipelines.ShellStep('Synth', { input, commands: ['npx cdk synth'] }),
  });
}

describe.each(FLAG_SETS)("under CDK's %s", (_, flags) => {
  test('stages are accepted, also in one another', () => {
    const app = guardedApp(flags);
    for (const name of ['Dev', 'Prod']) new Service(app, name);
    new Service(new Stage(app, 'Region'), 'Inner');
    expect(findingsIn(app)).toEqual([]);
  });

  test('a pipeline that deploys stages is accepted, with a check of its permissions', () => {
    const app = guardedApp(flags);
    const pipeline = pipelineIn(new Stack(app, 'Deployment', { env: ENV }));
    pipeline.addStage(new Service(app, 'Dev'));
    const prod = new Service(app, 'Prod');
    pipeline.addStage(prod, { pre: [new pipelines.ConfirmPermissionsBroadening('Check', { stage: prod })] });
    expect(findingsIn(app)).toEqual([]);
  });

  test('a pipeline is accepted where functions get defaults', () => {
    const app = guardedApp(flags);
    SecureDefaults.inject(app);
    const prod = new Service(app, 'Prod');
    pipelineIn(new Stack(app, 'Deployment', { env: ENV })).addStage(prod, {
      pre: [new pipelines.ConfirmPermissionsBroadening('Check', { stage: prod })],
    });
    expect(findingsIn(app)).toEqual([]);
  });

  test('nested stacks are accepted: all in one, and the network in another than the function', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack');
    ordersService(new NestedStack(stack, 'Service'));
    const network = new SecureNetwork(new NestedStack(stack, 'Shared'), 'Network');
    aFunction(new NestedStack(stack, 'Functions'), 'Fn', { network, egress: [Egress.toAwsService(AwsService.SQS)] });
    expect(findingsIn(app)).toEqual([]);
  });

  test('stacks with names, tags, protection and analytics of their own are accepted', () => {
    const app = guardedApp(flags, scope => new AwsSolutionsChecks(scope));
    const stack = new Stack(app, 'Stack', {
      stackName: 'Corp-Prod-Orders',
      description: 'Orders of the shop',
      terminationProtection: true,
      analyticsReporting: true,
      suppressTemplateIndentation: true,
      notificationArns: ['arn:aws:sns:eu-west-1:111122223333:deployments'],
      tags: { team: 'orders' },
      env: ENV,
    });
    aFunction(stack);
    expect(findingsIn(app)).toEqual([]);
    const { artifacts } = JSON.parse(fs.readFileSync(path.join(app.outdir, 'manifest.json'), 'utf8')) as {
      artifacts: Record<string, { properties?: { terminationProtection?: boolean; stackName?: string } }>;
    };
    expect(artifacts.Stack.properties).toMatchObject({ terminationProtection: true, stackName: 'Corp-Prod-Orders' });
  });

  test('a function that exists is imported: it is retained, and keeps its name and its logical id', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack', { env: ENV });
    const orders = aFunction(stack, 'Orders', { functionName: 'orders-prod' });
    orders.applyRemovalPolicy(RemovalPolicy.RETAIN);
    (orders.node.defaultChild as lambda.CfnFunction).overrideLogicalId('OrdersAsItWas');
    expect(findingsIn(app)).toEqual([]);
    const template = Template.fromStack(stack);
    expect(template.findResources('AWS::Lambda::Function').OrdersAsItWas).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { FunctionName: 'orders-prod' },
    });
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain' });
  });
});

describe('flags of cdk.json one by one', () => {
  const recommended = jest.requireActual<Flags>('aws-cdk-lib/recommended-feature-flags.json');
  const kinds = ['aws-ec2', 'aws-iam', 'aws-kms', 'aws-lambda', 'core'];
  const ofKind = (kind: string, inside: boolean): Flags =>
    Object.fromEntries(Object.entries(recommended).filter(([flag]) => flag.startsWith(`@aws-cdk/${kind}:`) === inside));

  test.each(
    kinds.flatMap(kind => [[`only those of ${kind}`, kind, true] as const, [`all but those of ${kind}`, kind, false] as const]),
  )('%s are accepted', (_name, kind, inside) => {
    const chosen = ofKind(kind, inside);
    expect(Object.keys(chosen).length).toBeGreaterThan(0);
    const app = guardedApp(chosen);
    ordersService(new Stack(app, 'Stack'));
    expect(findingsIn(app)).toEqual([]);
  });
});
