import { Stack, Tags } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { findingsIn, guardedApp, ordersService } from './orders';
import { AwsService, Egress, Failures, FunctionCode, ParameterAccess, SecretAccess, SecureNetwork } from '../../../lib';
import { aFunction, FLAG_SETS, networkOf, newApp, refusal } from '../../apps';

const ACCOUNT = '111122223333';
const env = (region: string, account = ACCOUNT): StackProps => ({ env: { account, region } });

describe.each(FLAG_SETS)("under CDK's %s", (_, flags) => {
  test('one app serves several regions and accounts', () => {
    const app = guardedApp(flags);
    const stacks = [
      new Stack(app, 'Ireland', env('eu-west-1')),
      new Stack(app, 'Virginia', env('us-east-1')),
      new Stack(app, 'Sydney', env('ap-southeast-2', '444455556666')),
    ];
    for (const stack of stacks) ordersService(stack);
    expect(findingsIn(app)).toEqual([]);
    for (const stack of stacks) Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  });

  test('a stack that names no environment stays portable', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Anywhere');
    ordersService(stack);
    expect(findingsIn(app)).toEqual([]);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws:|(?:eu|us)-(?:east|west)-\d/);
  });

  test.each([
    ['GovCloud', 'us-gov-west-1', 'com.amazonaws.us-gov-west-1.sqs'],
    ['China', 'cn-north-1', 'cn.com.amazonaws.cn-north-1.sqs'],
  ])('a stack in %s names its partition, principals and endpoints', (_name, region, endpoint) => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack', env(region));
    ordersService(stack);
    expect(findingsIn(app)).toEqual([]);
    const template = Template.fromStack(stack);
    expect(JSON.stringify(template.toJSON())).not.toContain('arn:aws:');
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: endpoint });
    // CloudWatch Logs is called after its partition, the way through KMS is not.
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ Principal: { Service: { 'Fn::Join': ['', [`logs.${region}.`, { Ref: 'AWS::URLSuffix' }]] } } }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Condition: { StringEquals: { 'kms:ViaService': `logs.${region}.amazonaws.com` } } }),
        ]),
      },
    });
  });

  test.each([
    ['eu-west-1', 'Terminate'],
    ['cn-north-1', 'Terminate'],
    ['us-gov-east-1', Match.absent()],
    ['us-iso-east-1', Match.absent()],
  ])('loops are ended in %s where Lambda can', (region, loop) => {
    const stack = new Stack(newApp(flags), 'Stack', env(region));
    aFunction(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', RecursiveLoop: loop });
  });

  test('a VPC of another team is imported', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack', env('eu-west-1'));
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-1', 'subnet-2'],
      isolatedSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
    });
    aFunction(stack, 'Fn', { network: SecureNetwork.fromVpc(vpc), egress: [Egress.toAwsService(AwsService.SQS)] });
    expect(findingsIn(app)).toEqual([]);
  });

  test.each<[string, (here: Stack, there: Stack) => Parameters<typeof aFunction>[2], string]>([
    ['network', (_here, there) => ({ network: new SecureNetwork(there, 'Network') }), 'Make a network there'],
    [
      'logs.encryptionKey',
      here => ({ logs: { encryptionKey: kms.Key.fromKeyArn(here, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/a`) } }),
      'Leave it out',
    ],
    [
      'failures.queue',
      (_here, there) => ({
        failures: Failures.captured({ queue: new sqs.Queue(there, 'Queue', { encryption: sqs.QueueEncryption.KMS_MANAGED }) }),
      }),
      'Leave it out',
    ],
    [
      'encryptionKey',
      here => ({ encryptionKey: kms.Key.fromKeyArn(here, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/a`) }),
      'Replicate the key',
    ],
    [
      'codeSigning',
      (here, there) => ({
        runtime: lambda.Runtime.NODEJS_24_X,
        code: FunctionCode.s3(s3.Bucket.fromBucketName(here, 'Packages', 'packages'), 'orders.zip', 'v1', {
          handler: 'index.handler',
        }),
        codeSigning: lambda.CodeSigningConfig.fromCodeSigningConfigArn(
          there,
          'Signing',
          `arn:aws:lambda:us-east-1:${ACCOUNT}:code-signing-config:csc-1`,
        ),
      }),
      'Make a configuration there',
    ],
    [
      'secrets.SECRET',
      (_here, there) => ({ secrets: { SECRET: SecretAccess.read(new secretsmanager.Secret(there, 'Secret')) } }),
      'Replicate it',
    ],
    [
      'parameters.PARAMETER',
      (_here, there) => ({
        parameters: { PARAMETER: ParameterAccess.read(new ssm.StringParameter(there, 'Parameter', { stringValue: 'x' })) },
      }),
      'Make a parameter there',
    ],
  ])('%s of another region is refused', (what, props, remedy) => {
    const app = newApp(flags);
    const [here, there] = [new Stack(app, 'Here', env('eu-west-1')), new Stack(app, 'There', env('us-east-1'))];
    const make = (): unknown => aFunction(here, 'Fn', { network: networkOf(here), ...props(here, there) });
    expect(make).toThrow(`'${what}' must be in the region of the function, eu-west-1, got us-east-1. ${remedy}`);
  });

  test('a network of another account is refused', () => {
    const app = newApp(flags);
    const network = new SecureNetwork(new Stack(app, 'There', env('eu-west-1', '444455556666')), 'Network');
    const here = new Stack(app, 'Here', env('eu-west-1'));
    expect(() => aFunction(here, 'Fn', { network })).toThrow(
      refusal(`'network'`, `must be in the account of the function, ${ACCOUNT}`, '444455556666'),
    );
  });

  test('a secret of another account is read', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack', env('eu-west-1'));
    const secretCompleteArn = 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:partner-AbCdEf';
    const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Secret', secretCompleteArn);
    aFunction(stack, 'Fn', { secrets: { SECRET: SecretAccess.read(secret) } });
    expect(findingsIn(app)).toEqual([]);
  });

  test('tags reach every resource that takes them', () => {
    const app = guardedApp(flags);
    const stack = new Stack(app, 'Stack', { ...env('eu-west-1'), tags: { stage: 'prod' } });
    ordersService(stack);
    Tags.of(app).add('team', 'orders', { priority: 300 });
    expect(findingsIn(app)).toEqual([]);
    const template = Template.fromStack(stack);
    for (const type of [
      'AWS::Lambda::Function',
      'AWS::IAM::Role',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::SQS::Queue',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::Subnet',
      'AWS::EC2::VPC',
      'AWS::EC2::VPCEndpoint',
      'AWS::EC2::FlowLog',
    ]) {
      const found = Object.entries(template.findResources(type)).filter(([id]) => !id.startsWith('Custom'));
      expect(found.length).toBeGreaterThan(0);
      for (const [id, { Properties }] of found as [string, { Properties: { Tags?: object[] } }][]) {
        expect([id, Properties.Tags]).toEqual([id, expect.arrayContaining([{ Key: 'team', Value: 'orders' }])]);
      }
    }
  });
});
