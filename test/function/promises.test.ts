import * as fs from 'node:fs';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { aFunction, aWaiver, FLAG_SETS, newApp, newStack, templateOf } from '../apps';
import { Sample } from './sample';
import { Concurrency, Failures, ParameterAccess, SecretAccess } from '../../lib';
import { WAIVER_METADATA } from '../../lib/baseline/waiver';

interface StatementJson {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const ENI_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

function policyOf(template: Template, name: RegExp): StatementJson[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => name.test(id));
  expect(policies).toHaveLength(1);
  return policies[0][1].Properties.PolicyDocument.Statement;
}

function statement(template: Template, sid: string): StatementJson {
  const found = policyOf(template, /^OrdersPlatformPolicy|^FnPlatformPolicy/).filter(({ Sid }) => Sid === sid);
  expect(found).toHaveLength(1);
  return found[0];
}

const list = (value: string | string[]): string[] => [value].flat();

describe.each(FLAG_SETS)('the promises under the %s', (_, flags) => {
  let sample: Sample;
  let template: Template;

  beforeAll(() => {
    sample = new Sample(newApp(flags), 1);
    template = Template.fromStack(sample.functionStack);
  });

  describe('1: one role for each function', () => {
    test('the role trusts Lambda and nobody else', () => {
      template.hasResourceProperties('AWS::IAM::Role', {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
        },
      });
      template.hasResourceProperties('AWS::Lambda::Function', {
        Role: { 'Fn::GetAtt': [Match.stringLikeRegexp('^OrdersExecutionRole'), 'Arn'] },
      });
    });

    test('it holds no AWS managed policy and no inline one', () => {
      const [role] = Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) =>
        id.startsWith('OrdersExecutionRole'),
      );
      expect(role[1].Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(role[1].Properties).not.toHaveProperty('Policies');
    });

    test('two functions do not share it', () => {
      const stack = newStack(flags);
      const [a, b] = [aFunction(stack, 'A'), aFunction(stack, 'B')];
      expect(a.role).not.toBe(b.role);
      const roles = Object.values(
        templateOf(stack).findResources('AWS::Lambda::Function', { Properties: { TracingConfig: Match.anyValue() } }),
      );
      expect(new Set(roles.map(({ Properties }) => JSON.stringify(Properties.Role))).size).toBe(2);
    });

    test('what the platform needs and what the workload was granted are two policies', () => {
      const platform = policyOf(template, /^OrdersPlatformPolicy/).flatMap(({ Action }) => list(Action));
      const workload = policyOf(template, /^OrdersExecutionRoleDefaultPolicy/).flatMap(({ Action }) => list(Action));
      expect(platform.filter(action => action.startsWith('dynamodb:'))).toEqual([]);
      expect(workload).toContain('dynamodb:Query');
      expect(workload.filter(action => /^(ec2|xray|logs|kms|secretsmanager|sqs):/.test(action))).toEqual([]);
    });

    test('a * that a user adds never stands in the platform policy', () => {
      const stack = newStack(flags);
      aFunction(stack).addToRolePolicy(
        new iam.PolicyStatement({ actions: ['xray:PutTraceSegments', 'cloudwatch:PutMetricData'], resources: ['*'] }),
      );
      expect(JSON.stringify(policyOf(templateOf(stack), /^FnPlatformPolicy/))).not.toContain('PutMetricData');
    });

    test('the platform policy says * for network interfaces and traces only', () => {
      const broad = policyOf(template, /^OrdersPlatformPolicy/).filter(
        ({ Effect, Resource }) => Effect === 'Allow' && Resource === '*',
      );
      expect(broad.flatMap(({ Action }) => list(Action)).sort()).toEqual([
        ...ENI_ACTIONS,
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ]);
    });

    test('the bound that was asked for stands on the role', () => {
      const stack = newStack(flags);
      const permissionsBoundary = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'B', 'arn:aws:iam::111122223333:policy/boundary');
      aFunction(stack, 'Fn', { permissionsBoundary });
      templateOf(stack).hasResourceProperties('AWS::IAM::Role', {
        PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
      });
    });
  });

  describe('2: rights on network interfaces', () => {
    test('are exactly the six that Lambda needs', () => {
      expect(list(statement(template, 'AttachToNetwork').Action).sort()).toEqual(ENI_ACTIONS);
    });

    test('are denied to the code of the function', () => {
      const deny = statement(template, 'NeverFromCode');
      expect(deny).toMatchObject({ Effect: 'Deny', Resource: '*', Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } } });
      expect(list(deny.Action).sort()).toEqual([...ENI_ACTIONS, 'ec2:DetachNetworkInterface'].sort());
    });

    test('outlive the interfaces: function, then group, then policy, then role', () => {
      template.hasResource('AWS::Lambda::Function', {
        DependsOn: Match.arrayWith([Match.stringLikeRegexp('^OrdersPlatformPolicy')]),
      });
      template.hasResource('AWS::EC2::SecurityGroup', {
        Properties: { GroupDescription: 'Declared egress of Functions/Orders' },
        DependsOn: [Match.stringLikeRegexp('^OrdersPlatformPolicy')],
      });
      const [policy] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
        id.startsWith('OrdersPlatformPolicy'),
      );
      expect(policy[1].Properties.Roles).toEqual([{ Ref: expect.stringMatching(/^OrdersExecutionRole/) }]);
    });

    test('stay when a function leaves its VPC', () => {
      const stack = newStack(flags);
      aFunction(stack, 'Fn', { outsideVpc: aWaiver() });
      const outside = templateOf(stack);
      expect(statement(outside, 'AttachToNetwork').Effect).toBe('Allow');
      expect(statement(outside, 'NeverFromCode').Effect).toBe('Deny');
    });
  });

  describe('3: what happens is written down', () => {
    test('tracing is active, and the role may trace', () => {
      template.hasResourceProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
      expect(list(statement(template, 'Trace').Action).sort()).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    });

    test('logs are JSON, in a group of the function’s own', () => {
      template.hasResourceProperties('AWS::Lambda::Function', {
        LoggingConfig: {
          LogFormat: 'JSON',
          ApplicationLogLevel: 'INFO',
          SystemLogLevel: 'INFO',
          LogGroup: { Ref: Match.stringLikeRegexp('^OrdersLogGroup') },
        },
      });
    });

    test('the group is kept for three months, after the stack too, and encrypted with the key of the stack', () => {
      template.hasResource('AWS::Logs::LogGroup', {
        Properties: { RetentionInDays: 90, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SecureFunctionKey'), 'Arn'] } },
        DeletionPolicy: 'Retain',
      });
      template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
    });

    test('the role may write into that group and nowhere else, and cannot make one', () => {
      expect(statement(template, 'WriteOwnLogs')).toMatchObject({
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^OrdersLogGroup/), 'Arn'] },
      });
      expect(JSON.stringify(policyOf(template, /^OrdersPlatformPolicy/))).not.toContain('logs:CreateLogGroup');
    });

    test('it may use the key for logs through CloudWatch Logs only', () => {
      expect(statement(template, 'EncryptOwnLogs')).toMatchObject({
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^SecureFunctionKey/), 'Arn'] },
        Condition: {
          StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
        },
      });
    });

    test('the function itself has no customer key, so Inspector scans it', () => {
      template.hasResourceProperties('AWS::Lambda::Function', { KmsKeyArn: Match.absent() });
    });

    test('it has one where the user asks', () => {
      const stack = newStack(flags);
      aFunction(stack, 'Fn', { encryptionKey: new kms.Key(stack, 'Own') });
      templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
        KmsKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Own'), 'Arn'] },
      });
    });

    test('many functions share one key', () => {
      const stack = newStack(flags);
      for (let i = 0; i < 10; i++) aFunction(stack, `Fn${i}`);
      templateOf(stack).resourceCountIs('AWS::KMS::Key', 1);
    });
  });

  describe('4: limits', () => {
    test('are explicit', () => {
      const stack = newStack(flags);
      aFunction(stack);
      templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
        Timeout: 10,
        MemorySize: 256,
        EphemeralStorage: { Size: 512 },
        ReservedConcurrentExecutions: 5,
      });
    });

    test('unreserved concurrency is a confession', () => {
      const stack = newStack(flags);
      const waiver = aWaiver({ reason: 'The account has a quota of ten only' });
      const fn = aFunction(stack, 'Fn', { limits: { concurrency: Concurrency.unreserved(waiver) } });
      templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
        TracingConfig: Match.anyValue(),
        ReservedConcurrentExecutions: Match.absent(),
      });
      expect(waiversOn(fn)).toEqual([
        expect.objectContaining({ rule: 'concurrency-reserved', reason: 'The account has a quota of ten only' }),
      ]);
    });
  });

  describe('5: secrets', () => {
    test('are given by reference', () => {
      template.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { DATABASE: { Ref: Match.stringLikeRegexp('^Secret') } } },
      });
    });

    test('may be read, each by its ARN, and nothing else of them', () => {
      expect(statement(template, 'ReadSecrets')).toEqual({
        Sid: 'ReadSecrets',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: { Ref: expect.stringMatching(/^Secret/) },
      });
    });

    test('under the AWS managed key need no right on a key', () => {
      expect(policyOf(template, /^OrdersPlatformPolicy/).filter(({ Sid }) => Sid === 'DecryptSecrets')).toEqual([]);
    });

    test('under a customer key may be decrypted through Secrets Manager only', () => {
      const stack = newStack(flags);
      const secret = new secretsmanager.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Own') });
      aFunction(stack, 'Fn', { secrets: { SECRET: SecretAccess.read(secret) } });
      expect(statement(templateOf(stack), 'DecryptSecrets')).toEqual({
        Sid: 'DecryptSecrets',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] },
        Condition: {
          StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['secretsmanager.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
        },
      });
    });

    test('that are known by a part of their ARN may be read whatever stands behind it', () => {
      const stack = newStack(flags);
      const partial = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db';
      aFunction(stack, 'Fn', {
        secrets: { SECRET: SecretAccess.read(secretsmanager.Secret.fromSecretPartialArn(stack, 'Secret', partial)) },
      });
      expect(statement(templateOf(stack), 'ReadSecrets').Resource).toBe(`${partial}-??????`);
    });

    test('bring the endpoint to reach them', () => {
      template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
        ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.secretsmanager']] },
      });
    });

    test('outside of a VPC need none', () => {
      const stack = newStack(flags);
      const secrets = { SECRET: SecretAccess.read(new secretsmanager.Secret(stack, 'Secret')) };
      aFunction(stack, 'Fn', { outsideVpc: aWaiver(), secrets });
      templateOf(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
      templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { SECRET: { Ref: Match.anyValue() } } },
      });
    });

    test('in Parameter Store are given by name, read by ARN, and decrypted through Systems Manager', () => {
      const stack = newStack(flags);
      const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', {
        parameterName: '/db/password',
      });
      aFunction(stack, 'Fn', { parameters: { PASSWORD: ParameterAccess.read(parameter, new kms.Key(stack, 'Own')) } });
      const own = templateOf(stack);
      own.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { PASSWORD: '/db/password' } } });
      expect(statement(own, 'ReadParameters')).toMatchObject({ Action: ['ssm:GetParameter', 'ssm:GetParameters'] });
      expect(JSON.stringify(statement(own, 'ReadParameters').Resource)).toContain(':parameter/db/password');
      expect(statement(own, 'DecryptParameters')).toMatchObject({
        Action: 'kms:Decrypt',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] },
        Condition: {
          StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['ssm.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
        },
      });
    });
  });

  describe('6: egress', () => {
    test('the function runs in the isolated subnets, under its own group', () => {
      template.hasResourceProperties('AWS::Lambda::Function', {
        VpcConfig: {
          SubnetIds: [{ Ref: Match.stringLikeRegexp('IsolatedSubnet1') }, { Ref: Match.stringLikeRegexp('IsolatedSubnet2') }],
          SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^OrdersSecurityGroup'), 'GroupId'] }],
        },
      });
    });

    test('nothing opens any address, for any group in the stack of the function', () => {
      const groups = JSON.stringify([
        template.findResources('AWS::EC2::SecurityGroupEgress'),
        Object.entries(template.findResources('AWS::EC2::SecurityGroup')).filter(([id]) => !id.startsWith('Database')),
      ]);
      expect(groups).toContain('255.255.255.255/32');
      expect(groups).not.toMatch(/0\.0\.0\.0\/0|::\/0|"IpProtocol":"-1"/);
    });

    test('exactly what was declared is open, and what the secret needs', () => {
      const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress')).map(
        ({ Properties }) => Properties.FromPort,
      );
      expect(rules.sort()).toEqual([443, 443, 5432]);
    });

    test('being outside of the VPC is a confession', () => {
      const stack = newStack(flags);
      const fn = aFunction(stack, 'Fn', { outsideVpc: aWaiver() });
      templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: Match.absent() });
      templateOf(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
      expect(waiversOn(fn)).toEqual([expect.objectContaining({ rule: 'function-in-vpc', owner: 'team-orders' })]);
    });
  });

  describe('7: invokers', () => {
    test('there are none until somebody is named', () => {
      template.resourceCountIs('AWS::Lambda::Permission', 0);
      template.resourceCountIs('AWS::Lambda::Url', 0);
    });
  });

  describe('8: failures', () => {
    test('are captured in a queue that is encrypted with the key of the stack, and refuses plain HTTP', () => {
      template.hasResourceProperties('AWS::SQS::Queue', {
        KmsMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SecureFunctionKey'), 'Arn'] },
        MessageRetentionPeriod: 1_209_600,
      });
      template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        PolicyDocument: {
          Statement: [Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
        },
      });
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^OrdersFailures'), 'Arn'] } } },
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 3600,
      });
    });

    test('the role may send them there, through SQS, and nothing more', () => {
      expect(statement(template, 'CaptureFailures')).toEqual({
        Sid: 'CaptureFailures',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^OrdersFailures/), 'Arn'] },
      });
      expect(statement(template, 'EncryptFailures')).toMatchObject({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: {
          StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['sqs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
        },
      });
    });

    test('losing them is a confession', () => {
      const stack = newStack(flags);
      const fn = aFunction(stack, 'Fn', {
        failures: Failures.synchronousOnly(aWaiver({ reason: 'Only the API calls this function' })),
      });
      const own = templateOf(stack);
      own.resourceCountIs('AWS::SQS::Queue', 0);
      own.resourceCountIs('AWS::Lambda::EventInvokeConfig', 0);
      expect(waiversOn(fn)).toEqual([expect.objectContaining({ rule: 'async-failures-captured' })]);
      expect(fn.failureQueue).toBeUndefined();
    });

    test('recursion is terminated', () => {
      template.hasResourceProperties('AWS::Lambda::Function', { RecursiveLoop: 'Terminate' });
    });

    test('the runtime is the newest of its family, on arm64', () => {
      template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    });

    test('another architecture may be asked for', () => {
      const stack = newStack(flags);
      aFunction(stack, 'Fn', { architecture: lambda.Architecture.X86_64 });
      templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { Architectures: ['x86_64'] });
    });
  });
});

describe.each(FLAG_SETS)('the sample under the %s', (_, flags) => {
  test.each([1, 2, 3] as const)('synthesizes in %i stack(s), and closes no circle', stacks => {
    const app = newApp(flags);
    const sample = new Sample(app, stacks);
    const assembly = app.synth();
    expect(assembly.stacks.length).toBe(stacks);
    expect(sample.networkStack.dependencies).toEqual([]);
    const template = Template.fromStack(sample.functionStack);
    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [Match.anyValue(), Match.anyValue()] } });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 3);
    expect(fs.existsSync(assembly.directory)).toBe(true);
  });

  test('synthesizes where the database asks for the connection', () => {
    const sample = new Sample(newApp(flags), 3);
    sample.database.connections.allowDefaultPortFrom(sample.orders);
    Template.fromStack(sample.functionStack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 4);
    Template.fromStack(sample.dataStack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });
});

function waiversOn(fn: lambda.IFunction): unknown[] {
  const resource = fn.node.findChild('Function').node.defaultChild;
  return resource?.node.metadata.filter(({ type }) => type === WAIVER_METADATA).map(({ data }) => data) ?? [];
}
