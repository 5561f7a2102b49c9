import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnJson, CfnOutput, CustomResource, Duration, LegacyStackSynthesizer, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { experimental } from 'aws-cdk-lib/aws-cloudfront';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { InstanceType, IpAddresses, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Cluster } from 'aws-cdk-lib/aws-ecs';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { AwsApi } from 'aws-cdk-lib/aws-events-targets';
import { OpenIdConnectProvider, Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogRetention, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ARecord, CrossAccountZoneDelegationRecord, PublicHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { ReceiptRuleSet } from 'aws-cdk-lib/aws-ses';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsServiceCrossRegion, EvaluateExpression } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from 'aws-cdk-lib/custom-resources';
import { CodePipeline, CodePipelineSource, ConfirmPermissionsBroadening, ShellStep } from 'aws-cdk-lib/pipelines';
import { Trigger } from 'aws-cdk-lib/triggers';
import { lambda, modelOf, role } from './build';
import { FLAGS, appWith, modelOfApp } from './synth';
import type { JsonObject } from '../../lib/model/facts';

const CODE = {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => {};'),
};

// Some of these functions come only with props that CDK has deprecated.
beforeAll(() => {
  process.env.JSII_DEPRECATED = 'quiet';
  jest.spyOn(console, 'error').mockImplementation();
});

function everything(flags: object, metadata: boolean) {
  const app = appWith(flags, metadata);
  const env = (region: string) => ({ env: { account: '111111111111', region }, crossRegionReferences: true });
  const [far, stack] = [new Stack(app, 'Far', env('us-east-1')), new Stack(app, 'Near', env('us-west-2'))];
  new CfnOutput(stack, 'Output', { value: new Queue(far, 'Queue').queueArn });
  const [first, second] = ['OwnOne', 'OwnTwo'].map(id => new Function(stack, id, CODE));
  const bucket = new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
  bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(first));
  for (const memoryLimit of [undefined, 1024]) {
    new BucketDeployment(stack, `Files${memoryLimit}`, {
      destinationBucket: bucket,
      memoryLimit,
      sources: [Source.data('a', 'b')],
    });
  }
  new Repository(stack, 'Images', { autoDeleteImages: true, removalPolicy: RemovalPolicy.DESTROY });
  new Vpc(stack, 'Vpc', {
    restrictDefaultSecurityGroup: true,
    availabilityZones: ['a', 'b'],
    ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
  });
  const zone = new PublicHostedZone(stack, 'Zone', { zoneName: 'shop.example' });
  const delegationRole = Role.fromRoleArn(stack, 'Delegation', 'arn:aws:iam::222222222222:role/x');
  new CrossAccountZoneDelegationRecord(stack, 'Record', { delegatedZone: zone, parentHostedZoneName: 'example', delegationRole });
  new ARecord(stack, 'Address', { zone, target: RecordTarget.fromIpAddresses('192.0.2.1'), deleteExisting: true });
  new OpenIdConnectProvider(stack, 'Identity', { url: 'https://identity.example' });
  new CfnJson(stack, 'Json', { value: { a: 1 } });
  new Trigger(stack, 'Trigger', { handler: first });
  new LogRetention(stack, 'Retention', { logGroupName: 'x', retention: RetentionDays.ONE_WEEK });
  new Rule(stack, 'Rule', {
    schedule: Schedule.rate(Duration.days(1)),
    targets: [new AwsApi({ service: 'RDS', action: 'stopDBCluster' })],
  });
  const call = new CallAwsServiceCrossRegion(stack, 'Call', {
    service: 's3',
    action: 'listBuckets',
    region: 'eu-west-1',
    iamResources: ['*'],
  });
  const definition = new EvaluateExpression(stack, 'Evaluate', { expression: '$.a' }).next(call);
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(definition) });
  const onCreate = { service: 'S3', action: 'listBuckets', physicalResourceId: PhysicalResourceId.of('x') };
  new AwsCustomResource(stack, 'Custom', { onCreate, policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }) });
  const provider = new Provider(stack, 'Provider', { onEventHandler: first, isCompleteHandler: second });
  new CustomResource(stack, 'Driven', { serviceToken: provider.serviceToken });
  return modelOfApp(app);
}

test.each(Object.entries(FLAGS).flatMap(([name, flags]) => [true, false].map(metadata => [name, metadata, flags] as const)))(
  "tells CDK's own functions from the user's under %s, with metadata: %s",
  (_, metadata, flags) => {
    const { functions } = everything(flags, metadata);
    expect(
      functions.filter(({ providedBy }) => providedBy === undefined).map(({ resource }) => resource.logicalId.slice(0, 6)),
    ).toEqual(['OwnOne', 'OwnTwo']);
    const names = functions.flatMap(({ providedBy }) => providedBy ?? []);
    expect(new Set(names).size).toBe(flags === FLAGS['default flags'] ? 20 : 18);
  },
);

test.each(Object.entries(FLAGS))('knows the functions of tables, mail rules and clusters under %s', (_, flags) => {
  const app = appWith(flags);
  const stack = new Stack(app, 'Shop', { env: { account: '111111111111', region: 'eu-west-1' } });
  new experimental.EdgeFunction(stack, 'Edge', CODE);
  new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING }, replicationRegions: ['us-east-1'] });
  new ReceiptRuleSet(stack, 'Mail', { dropSpam: true });
  const vpc = new Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a'] });
  new Cluster(stack, 'Cluster', { vpc }).addCapacity('Capacity', { instanceType: new InstanceType('t3.micro') });
  const own = modelOfApp(app).functions.filter(({ providedBy }) => providedBy === undefined);
  expect(own.map(({ resource }) => resource.logicalId)).toEqual([expect.stringMatching(/^Edge[0-9A-F]{8}$/)]);
});

test.each(Object.entries(FLAGS))('knows the function that approves changes of a pipeline under %s', (_, flags) => {
  const app = appWith(flags);
  const stack = new Stack(app, 'Deployment', { env: { account: '111111111111', region: 'eu-west-1' } });
  const stage = new Stage(app, 'Prod');
  new Queue(new Stack(stage, 'Shop', { env: stack.env }), 'Queue');
  const source = CodePipelineSource.connection('owner/repository', 'main', { connectionArn: 'arn:aws:codeconnections:a' });
  new CodePipeline(stack, 'Pipeline', { synth: new ShellStep('Synth', { input: source, commands: ['cdk synth'] }) }).addStage(
    stage,
    { pre: [new ConfirmPermissionsBroadening('Check', { stage })] },
  );
  expect(modelOfApp(app).functions.map(({ providedBy }) => providedBy)).toEqual([
    'approves changes of a pipeline that broaden no rights',
  ]);
});

describe('with the legacy synthesizer', () => {
  const emptied = (change: (handler: CfnResource, stack: Stack) => void): string | undefined => {
    const app = appWith();
    const stack = new Stack(app, 'Shop', { synthesizer: new LegacyStackSynthesizer() });
    new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    const provider = stack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    change(provider.node.findChild('Handler') as CfnResource, stack);
    return modelOfApp(app).functions[0].providedBy;
  };

  test("CDK's own code is excused", () => expect(emptied(() => undefined)).toBeDefined());
  test('code of the user in its place is not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'provided-'));
    writeFileSync(join(folder, 'index.js'), 'exports.handler = async () => "mine";');
    const replaced = emptied((handler, stack) => {
      const asset = new Asset(stack, 'Code', { path: folder });
      handler.addPropertyOverride('Code', { S3Bucket: asset.s3BucketName, S3Key: asset.s3ObjectKey });
    });
    expect(replaced).toBeUndefined();
  });
});

describe('the code decides, where its files are at hand', () => {
  const emptied = (change: (handler: CfnResource, stack: Stack) => void): string | undefined => {
    const app = appWith();
    const stack = new Stack(app, 'Shop');
    new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    const provider = stack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    change(provider.node.findChild('Handler') as CfnResource, stack);
    return modelOfApp(app).functions[0].providedBy;
  };
  const folder = mkdtempSync(join(tmpdir(), 'provided-'));
  writeFileSync(join(folder, 'index.js'), 'exports.handler = async () => {};');

  test("CDK's own is excused", () => expect(emptied(() => undefined)).toBeDefined());
  test('code of the user in its place is not', () => {
    const replaced = emptied((handler, stack) => {
      const asset = new Asset(stack, 'Code', { path: folder });
      handler.addPropertyOverride('Code', { S3Bucket: asset.s3BucketName, S3Key: asset.s3ObjectKey });
    });
    expect(replaced).toBeUndefined();
  });
  test('code that the assembly does not hold is not', () => {
    expect(emptied(handler => handler.addPropertyOverride('Code.S3Key', S3Key))).toBeUndefined();
  });
  test.each<[string, object]>([
    ['Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER', ['/opt/x']],
    ['Environment', { Ref: 'Anything' }],
    ['Layers', ['arn:aws:lambda:us-east-1:111122223333:layer:x:1']],
    ['Layers', { Ref: 'Anything' }],
  ])('with %s of the user before it, it is not', (path, value) => {
    expect(emptied(handler => handler.addPropertyOverride(path, value))).toBeUndefined();
  });
});

const S3Key = `${'a'.repeat(64)}.zip`;
const KNOWN = 'CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F';
const FRAMEWORK = 'ProviderframeworkonEvent4D295293';

function provided(logicalId: string, properties: JsonObject, more: JsonObject = {}): string | undefined {
  return modelOf({ Resources: { Role: role(), [logicalId]: lambda(properties, more) } }).functions[0].providedBy;
}

test("a function in the shape and place of CDK's own is excused", () => {
  const path = { Metadata: { 'aws:cdk:path': 'Stage/Shop/Custom::S3AutoDeleteObjectsCustomResourceProvider/Handler' } };
  expect(provided(KNOWN, { Handler: 'index.handler', Code: { S3Key } }, path)).toBe('empties a bucket before it is deleted');
  expect(provided(KNOWN, { Handler: 'index.handler', Code: { S3Bucket: 'b', S3Key: `prefix/${S3Key}` } })).toBeDefined();
});

test.each<[string, string, JsonObject, JsonObject]>([
  [
    'another hash',
    'CustomS3AutoDeleteObjectsCustomResourceProviderHandler00000000',
    { Handler: 'index.handler', Code: { S3Key } },
    {},
  ],
  ['no hash', 'CustomS3AutoDeleteObjectsCustomResourceProviderHandler', { Handler: 'index.handler', Code: { S3Key } }, {}],
  ['a longer id', `My${KNOWN}`, { Handler: 'index.handler', Code: { S3Key } }, {}],
  ['another handler', KNOWN, { Handler: 'orders.handler', Code: { S3Key } }, {}],
  ['inline code', KNOWN, { Handler: 'index.handler', Code: { ZipFile: 'x' } }, {}],
  ['code that is no asset', KNOWN, { Handler: 'index.handler', Code: { S3Key: 'orders.zip' } }, {}],
  ['no code', KNOWN, { Handler: 'index.handler' }, {}],
  ['another path', KNOWN, { Handler: 'index.handler', Code: { S3Key } }, { Metadata: { 'aws:cdk:path': 'Shop/Orders/Handler' } }],
  ['another description', FRAMEWORK, { Handler: 'framework.onEvent', Description: 'orders', Code: { S3Key } }, {}],
  ['no description', FRAMEWORK, { Handler: 'framework.onEvent', Code: { S3Key } }, {}],
  [
    'code from elsewhere instead of inline',
    'BucketNotificationsHandler050a0587b7544547bf325f094a3db8347ECC3691',
    {
      Handler: 'index.handler',
      Code: { S3Key },
      Description: 'AWS CloudFormation handler for "Custom::S3BucketNotifications" resources (@aws-cdk/aws-s3)',
    },
    {},
  ],
])('a function that is merely named alike, with %s, is not excused', (_, logicalId, properties, more) => {
  expect(provided(logicalId, properties, more)).toBeUndefined();
});
