import { Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsService, DnsFirewall, Egress, EndpointPolicies, FlowLogs, SecureNetwork } from '../../lib';
import { deployedLength } from '../../lib/network/policy-length';
import { aFunction, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';

const REPORTS = 'arn:aws:s3:::reports';
const ACCOUNT = { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' }, 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } };

function statementsOf(template: Template, service: string): Record<string, unknown>[] {
  const endpoint = Object.values(template.findResources('AWS::EC2::VPCEndpoint')).find(({ Properties }) =>
    JSON.stringify(Properties.ServiceName).includes(`.${service}"`),
  );
  return endpoint?.Properties.PolicyDocument.Statement;
}

function perimeter(actions: string, resources: unknown, condition: object = ACCOUNT): object {
  return {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: actions,
    Resource: resources,
    Condition: { StringEquals: condition },
  };
}

/** A network in one stack, and functions in another. */
function twoStacks(props: ConstructorParameters<typeof SecureNetwork>[2] = {}): {
  readonly networkStack: Stack;
  readonly stack: Stack;
  readonly network: SecureNetwork;
} {
  const app = newApp();
  const networkStack = new Stack(app, 'NetworkStack');
  return { networkStack, stack: new Stack(app, 'Functions'), network: new SecureNetwork(networkStack, 'Network', props) };
}

describe.each(FLAG_SETS)('a service that is bound to resources, under the %s', (_, flags) => {
  test('lets a function do what its role may, and only with these', () => {
    const stack = newStack(flags);
    const reports = new s3.Bucket(stack, 'Reports');
    const other = new s3.Bucket(stack, 'Other');
    const fn = aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.S3.onlyBuckets(reports))] });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [reports.arnForObjects('*')] }));
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [other.arnForObjects('*')] }));
    expect(statementsOf(templateOf(stack), 's3')).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: [reports.bucketArn, reports.arnForObjects('*')].map(arn => stack.resolve(arn) as unknown),
        Condition: { ArnEquals: { 'aws:PrincipalArn': stack.resolve(fn.role?.roleArn) } },
      },
    ]);
  });

  test('is bound across stacks too, where its resources can be written there', () => {
    const app = newApp(flags);
    const networkStack = new Stack(app, 'NetworkStack');
    const network = new SecureNetwork(networkStack, 'Network');
    const service = AwsService.S3.onlyResources(REPORTS, `${REPORTS}/*`);
    aFunction(new Stack(app, 'Functions'), 'Fn', { network, egress: [Egress.toAwsService(service)] });
    expect(statementsOf(Template.fromStack(networkStack), 's3')).toEqual([perimeter('s3:*', [REPORTS, `${REPORTS}/*`])]);
    Annotations.fromStack(networkStack).hasInfo(
      '*',
      Match.stringLikeRegexp(`'Functions'.* binds the account and the named resources`),
    );
  });
});

describe('a service that is bound to resources', () => {
  test('adds up, and leaves the one it was made of as it was', () => {
    const bound = AwsService.SQS.onlyResources('arn:aws:sqs:eu-west-1:111122223333:a');
    expect(bound.onlyResources('arn:aws:sqs:eu-west-1:111122223333:b')._resources).toHaveLength(2);
    expect(bound._resources).toHaveLength(1);
    expect(AwsService.SQS._resources).toBeUndefined();
    expect(bound).toBeInstanceOf(AwsService);
    expect([bound.endpointName, bound.iamPrefix, bound.discovery]).toEqual(['sqs', 'sqs', AwsService.SQS.discovery]);
  });

  test('names tables with their indexes', () => {
    const stack = newStack();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const [arn, index] = AwsService.DYNAMODB.onlyTables(table)._resources ?? [];
    expect(stack.resolve(index)).toEqual({ 'Fn::Join': ['', [stack.resolve(arn), '/index/*']] });
  });

  test.each([[[]], [['']], [['*']], [['**']], [[REPORTS, '*']], [[cast<string>(undefined)]]])('refuses %j', arns => {
    expect(() => AwsService.S3.onlyResources(...arns)).toThrow(`The resources of 's3' must be named`);
  });

  test('binds the account across stacks where its resources stand with the functions, and says so', () => {
    const { networkStack, stack, network } = twoStacks();
    const reports = new s3.Bucket(stack, 'Reports');
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.S3.onlyBuckets(reports))] });
    expect(statementsOf(Template.fromStack(networkStack), 's3')).toEqual([perimeter('s3:*', '*')]);
    expect(networkStack.dependencies).toEqual([]);
    Annotations.fromStack(networkStack).hasInfo(
      '/NetworkStack/Network/S3/Endpoint/Resource',
      Match.stringLikeRegexp('binds the account, because'),
    );
  });

  test('is not bound any more where another function leaves it open', () => {
    const { networkStack, stack, network } = twoStacks();
    aFunction(stack, 'A', { network, egress: [Egress.toAwsService(AwsService.S3.onlyResources(REPORTS))] });
    aFunction(stack, 'B', { network, egress: [Egress.toAwsService(AwsService.S3)] });
    expect(statementsOf(Template.fromStack(networkStack), 's3')).toEqual([perimeter('s3:*', '*')]);
  });

  test('binds what nobody may use yet', () => {
    const stack = newStack();
    aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.S3.onlyResources(REPORTS))] });
    expect(statementsOf(templateOf(stack), 's3')).toEqual([perimeter('s3:*', REPORTS)]);
  });

  test('names the role even where its rights cannot be listed', () => {
    const stack = newStack();
    const fn = aFunction(stack, 'Fn', {
      egress: [Egress.toAwsService(AwsService.DYNAMODB.onlyResources('arn:aws:dynamodb:eu-west-1:111122223333:table/a'))],
    });
    fn.addToRolePolicy(
      new iam.PolicyStatement({
        notActions: ['dynamodb:*', 'iam:*', 'sts:*', 'lambda:*', 'organizations:*'],
        resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/a'],
      }),
    );
    expect(statementsOf(templateOf(stack), 'dynamodb')).toEqual([
      expect.objectContaining({
        Action: 'dynamodb:*',
        Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/a',
        Condition: { ArnEquals: { 'aws:PrincipalArn': stack.resolve(fn.role?.roleArn) } },
      }),
    ]);
  });
});

test.each([
  [undefined, { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } }],
  ['o-abcdefghij', { 'aws:ResourceOrgID': 'o-abcdefghij' }],
])('a right on every resource stays within the account or organisation (%s)', (organizationId, condition) => {
  const stack = newStack();
  new SecureNetwork(stack, 'Network', { organizationId });
  const fn = aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.SNS)] });
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sns:ListTopics'], resources: ['*'] }));
  expect(statementsOf(templateOf(stack), 'sns')).toEqual([
    expect.objectContaining({
      Action: 'sns:ListTopics',
      Condition: { ArnEquals: { 'aws:PrincipalArn': stack.resolve(fn.role?.roleArn) }, StringEquals: condition },
    }),
  ]);
});

describe('a network that names its services', () => {
  test('binds them to its resources across stacks', () => {
    const { networkStack, stack, network } = twoStacks({
      awsServices: [AwsService.S3.onlyResources(REPORTS), AwsService.SQS],
      organizationId: 'o-abcdefghij',
    });
    const egress = [Egress.toAwsService(AwsService.S3), Egress.toAwsService(AwsService.SQS)];
    aFunction(stack, 'Fn', { network, egress });
    const members = { 'aws:PrincipalOrgID': 'o-abcdefghij', 'aws:ResourceOrgID': 'o-abcdefghij' };
    const template = Template.fromStack(networkStack);
    expect(statementsOf(template, 's3')).toEqual([perimeter('s3:*', REPORTS, members)]);
    expect(statementsOf(template, 'sqs')).toEqual([perimeter('sqs:*', '*', members)]);
    Annotations.fromStack(networkStack).hasInfo('*', Match.stringLikeRegexp('binds the organisation and the named resources'));
  });

  test('refuses others at the line where they are written', () => {
    const { stack, network } = twoStacks({ awsServices: [AwsService.S3, AwsService.SQS] });
    expect(() => aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.SNS)] })).toThrow(
      `Egress to 'sns' must be among the services that the network names: s3, sqs. Add it there: awsServices: […, AwsService.of('sns')] [at Functions/Fn]`,
    );
  });

  test('names each of them once', () => {
    const awsServices = [AwsService.S3.onlyResources(REPORTS), AwsService.S3.onlyResources(`${REPORTS}/*`)];
    expect(() => new SecureNetwork(newStack(), 'Network', { awsServices })).toThrow(
      refusal(`'awsServices'`, 'must name each service once', 's3, s3'),
    );
  });

  test('refuses what is no service', () => {
    expect(() => new SecureNetwork(newStack(), 'Network', { awsServices: [cast('s3')] })).toThrow(
      refusal(`'awsServices'`, 'must be a list of AwsService', 's3'),
    );
  });
});

describe('policies that name no roles', () => {
  test('bind the account and what functions named, and nobody is told, because somebody asked for it', () => {
    const stack = newStack();
    const network = new SecureNetwork(stack, 'Network', { endpointPolicies: EndpointPolicies.PERIMETER });
    const fn = aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.S3.onlyResources(REPORTS))] });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [REPORTS] }));
    expect(statementsOf(templateOf(stack), 's3')).toEqual([perimeter('s3:*', REPORTS)]);
    Annotations.fromStack(stack).hasNoInfo('*', Match.anyValue());
  });

  test('are what is asked for before a policy is too long', () => {
    const stack = newStack();
    for (const id of ['A', 'B', 'C']) {
      const fn = aFunction(stack, id, { egress: [Egress.toAwsService(AwsService.SQS)] });
      const resources = Array.from({ length: 150 }, (_, index) => `arn:aws:sqs:eu-west-1:111122223333:orders-${id}-${index}`);
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources }));
    }
    expect(() => templateOf(stack)).toThrow(
      /'sqs' must be at most 20480 characters, got about \d{5} for 3 functions\. Write endpointPolicies: EndpointPolicies\.PERIMETER/,
    );
  });

  test.each([
    ['a text', 'abc', 5],
    ['a list', ['a', 1], 7],
    ['a reference', { Ref: 'Role' }, 112],
    ['an attribute', { 'Fn::GetAtt': ['Role', 'Arn'] }, 112],
    ['the account', { Ref: 'AWS::AccountId' }, 16],
    ['a text with a reference', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':x']] }, 22],
    ['a statement', { Action: 's3:*', Resource: null }, 33],
    ['nothing', {}, 2],
  ])('the length of %s is that after the deployment', (_, value, length) => {
    expect(deployedLength(value)).toBe(length);
  });
});

describe('resources of AWS itself', () => {
  test('public parameters are let through beside those of the account', () => {
    const { networkStack, stack, network } = twoStacks();
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.SSM)] });
    const [own, others] = statementsOf(Template.fromStack(networkStack), 'ssm');
    expect(own).toEqual(perimeter('ssm:*', '*'));
    expect(others).toMatchObject({
      Action: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ssm:', { Ref: 'AWS::Region' }, '::parameter/aws/*']] },
      Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
    });
  });

  test.each([
    ['ecr.api', 2],
    ['ecr.dkr', 2],
    ['sqs', 1],
  ])('layers of images are let through beside %s: %i statements', (service, count) => {
    const { networkStack, stack, network } = twoStacks();
    const egress = [Egress.toAwsService(AwsService.S3), Egress.toAwsService(AwsService.of(service))];
    aFunction(stack, 'Fn', { network, egress });
    expect(statementsOf(Template.fromStack(networkStack), 's3')).toHaveLength(count);
  });

  test('are not, where resources were named', () => {
    const { networkStack, stack, network } = twoStacks();
    const parameter = 'arn:aws:ssm:eu-west-1:111122223333:parameter/orders';
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.SSM.onlyResources(parameter))] });
    expect(statementsOf(Template.fromStack(networkStack), 'ssm')).toEqual([perimeter('ssm:*', parameter)]);
  });
});

describe('the gateway of a service', () => {
  const prefixLists = { s3: 'pl-0123456789abcdef0' };

  test('names roles and resources like an interface', () => {
    const stack = newStack();
    const network = new SecureNetwork(stack, 'Network', { prefixLists });
    const fn = aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.S3)] });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`${REPORTS}/*`] }));
    expect(statementsOf(templateOf(stack), 's3')).toEqual([
      expect.objectContaining({ Action: 's3:GetObject', Resource: `${REPORTS}/*`, Condition: { ArnEquals: expect.anything() } }),
    ]);
  });

  test.each([
    ['before', 4],
    ['never', 2],
  ])('stands in the tables of all subnets with functions, also of those with a way out that came %s', (when, tables) => {
    const stack = newStack();
    const network = new SecureNetwork(stack, 'Network', { prefixLists, allowedDomains: ['a.example'] });
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.S3)] });
    if (when === 'before') aFunction(stack, 'Out', { network, egress: [Egress.toDomain('a.example')] });
    const [gateway] = Object.values(templateOf(stack).findResources('AWS::EC2::VPCEndpoint'));
    expect(new Set(gateway.Properties.RouteTableIds.map((id: object) => JSON.stringify(id))).size).toBe(tables);
  });

  test.each([
    ['opens its policy', 'PolicyDocument.Statement', []],
    ['moves it', 'RouteTableIds', []],
  ])('an override that %s fails the synthesis', (_, property, value) => {
    const stack = newStack();
    const network = new SecureNetwork(stack, 'Network', { prefixLists });
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.S3)] });
    (network.node.findChild('S3Gateway').node.defaultChild as CfnResource).addPropertyOverride(property, value);
    expect(() => templateOf(stack)).toThrow('behind the back of the construct');
  });
});

describe('shared subnets', () => {
  function shared(
    stack: Stack,
    options: Parameters<typeof SecureNetwork.fromVpc>[1] = {},
  ): ReturnType<typeof SecureNetwork.fromVpc> {
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-a', 'subnet-b'],
    });
    return SecureNetwork.fromVpc(vpc, { sharedSubnets: true, ...options });
  }

  test('take functions, and use the endpoints of their owner', () => {
    const stack = newStack();
    const sqs = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Sqs', {
      vpcEndpointId: 'vpce-1',
      port: 443,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    });
    const network = shared(stack, { endpoints: { sqs }, prefixLists: { s3: 'pl-0123456789abcdef0' } });
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.SQS), Egress.toAwsService(AwsService.S3)] });
    templateOf(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('cannot be given an endpoint', () => {
    const stack = newStack();
    const network = shared(stack);
    expect(() => aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.SQS)] })).toThrow(
      refusal(
        `The endpoint of 'sqs'`,
        'must exist already, because nobody but the owner can make one in a shared subnet',
        'none',
      ),
    );
  });

  test.each([
    ['flowLogs', { flowLogs: FlowLogs.toCloudWatch() }],
    ['dnsFirewall', { dnsFirewall: DnsFirewall.closed() }],
  ])('cannot be given %s', (name, options) => {
    expect(() => shared(newStack(), options)).toThrow(
      refusal(
        `'${name}' of a network with shared subnets`,
        `must be its owner's, because nobody else can make them`,
        'one to be made here',
      ),
    );
  });

  test('may be told that these are the owner’s', () => {
    const options = { flowLogs: FlowLogs.ownedElsewhere(), dnsFirewall: DnsFirewall.ownedElsewhere() };
    expect(() => shared(newStack(), options)).not.toThrow();
  });
});

test('an endpoint that more groups enter than its own takes rules is refused before the deployment is', () => {
  const app = newApp();
  const network = new SecureNetwork(new Stack(app, 'NetworkStack'), 'Network');
  const stacks = [new Stack(app, 'A'), new Stack(app, 'B')];
  for (let index = 0; index < 61; index += 1) {
    aFunction(stacks[index % 2], `Fn${index}`, { network, egress: [Egress.toAwsService(AwsService.SQS)] });
  }
  expect(() => app.synth()).toThrow(
    `The endpoint of 'sqs' must be entered by at most 60 security groups, one rule each, got 61. Let functions with the same egress share a group`,
  );
}, 60_000);
