import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsService, DnsFirewall, Egress, FlowLogs, QueryLogs, SecureNetwork } from '../../lib';
import { aFunction, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';

describe.each(FLAG_SETS)('a network of one’s own under the %s', (_, flags) => {
  let template: Template;

  beforeAll(() => {
    const stack = newStack(flags);
    new SecureNetwork(stack, 'Network');
    template = templateOf(stack);
  });

  test.each([
    'AWS::EC2::InternetGateway',
    'AWS::EC2::VPCGatewayAttachment',
    'AWS::EC2::NatGateway',
    'AWS::EC2::EgressOnlyInternetGateway',
    'AWS::EC2::Route',
  ])('has no %s', type => {
    template.resourceCountIs(type, 0);
  });

  test('spans two availability zones with isolated subnets only', () => {
    const subnets = Object.values(template.findResources('AWS::EC2::Subnet'));
    expect(new Set(subnets.map(subnet => JSON.stringify(subnet.Properties.AvailabilityZone))).size).toBe(2);
    for (const subnet of subnets) expect(subnet.Properties.MapPublicIpOnLaunch).toBe(false);
  });

  test('closes the default security group', () => {
    template.hasResource('Custom::VpcRestrictDefaultSG', { Properties: { DefaultSecurityGroupId: Match.anyValue() } });
  });

  test('writes flow logs of all traffic into an encrypted group that is kept for three months', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      LogDestinationType: 'cloud-watch-logs',
    });
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 90, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('SecureFunctionKey'), 'Arn'] } },
      DeletionPolicy: 'Retain',
    });
  });

  test('lets flow logs write into their own group and nowhere else', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: Match.arrayWith(['logs:CreateLogStream', 'logs:PutLogEvents']),
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('FlowLogs'), 'Arn'] },
          },
        ],
      },
    });
  });

  test('has no endpoint before somebody needs one', () => {
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });
});

describe('the settings of a network', () => {
  test('absent is undefined', () => {
    const absent = newStack();
    new SecureNetwork(absent, 'Network');
    const undefinedEverywhere = newStack();
    new SecureNetwork(undefinedEverywhere, 'Network', {
      ipAddresses: undefined,
      maxAzs: undefined,
      flowLogs: undefined,
      prefixLists: undefined,
      organizationId: undefined,
    });
    expect(templateOf(undefinedEverywhere).toJSON()).toEqual(templateOf(absent).toJSON());
  });

  test('more zones may be asked for', () => {
    const stack = newStack({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    new SecureNetwork(stack, 'Network', { maxAzs: 3, ipAddresses: ec2.IpAddresses.cidr('10.7.0.0/16') });
    templateOf(stack).resourceCountIs('AWS::EC2::Subnet', 3);
    templateOf(stack).hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.7.0.0/16' });
  });

  test.each([0, 1, -2, 2.5, NaN])('refuses %p zones', maxAzs => {
    expect(() => new SecureNetwork(newStack(), 'Network', { maxAzs })).toThrow(
      refusal(`'maxAzs'`, 'must be a whole number of at least 2', String(maxAzs)),
    );
  });

  test.each(['', 'o-short', 'my-org', 'O-ABCDEFGHIJ', '*'])('refuses %p as an organisation', organizationId => {
    expect(() => new SecureNetwork(newStack(), 'Network', { organizationId })).toThrow(
      refusal(`'organizationId'`, 'must be the id of an AWS organisation', `'${organizationId}'`),
    );
  });

  test('accepts an organisation that only the deployment knows', () => {
    const organizationId = Token.asString({ Ref: 'Organization' });
    expect(() => new SecureNetwork(newStack(), 'Network', { organizationId })).not.toThrow();
  });

  test.each([
    ['dynamodb', 'pl-xyz'],
    ['dynamodb', ''],
    ['s3', 'sg-0123456789abcdef0'],
    ['sqs', 'pl-0123456789abcdef0'],
  ])('refuses %s: %p as a prefix list', (service, list) => {
    const prefixLists = { [service]: list };
    expect(() => new SecureNetwork(newStack(), 'Network', { prefixLists })).toThrow(
      refusal(
        `'prefixLists'`,
        `must hold ids of the lists of 'dynamodb' and 's3', the services with gateway endpoints`,
        `${service}: '${list}'`,
      ),
    );
  });
});

describe('flow logs', () => {
  test('are kept as long, under the key, and after the stack, as they were told', () => {
    const stack = newStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    new SecureNetwork(stack, 'Network', {
      flowLogs: FlowLogs.toCloudWatch({
        retention: logs.RetentionDays.ONE_YEAR,
        encryptionKey,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    templateOf(stack).hasResource('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } },
      DeletionPolicy: 'Delete',
    });
  });

  test('that are kept keep the key of the stack', () => {
    const stack = newStack();
    new SecureNetwork(stack, 'Network');
    templateOf(stack).hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  });

  test('may go to a bucket', () => {
    const stack = newStack();
    new SecureNetwork(stack, 'Network', {
      flowLogs: FlowLogs.toBucket(new s3.Bucket(stack, 'Bucket')),
      dnsFirewall: DnsFirewall.closed({ queryLogs: QueryLogs.none() }),
    });
    templateOf(stack).hasResourceProperties('AWS::EC2::FlowLog', { LogDestinationType: 's3', TrafficType: 'ALL' });
    templateOf(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
  });

  test('may be somebody else’s', () => {
    const stack = newStack();
    new SecureNetwork(stack, 'Network', { flowLogs: FlowLogs.ownedElsewhere() });
    templateOf(stack).resourceCountIs('AWS::EC2::FlowLog', 0);
  });
});

describe('a network of another team', () => {
  const zones = ['eu-west-1a', 'eu-west-1b'];
  const imported = (stack: Stack, attributes: Partial<ec2.VpcAttributes> = {}): ec2.IVpc =>
    ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: zones,
      isolatedSubnetIds: ['subnet-a', 'subnet-b'],
      publicSubnetIds: ['subnet-pa', 'subnet-pb'],
      privateSubnetIds: ['subnet-na', 'subnet-nb'],
      ...attributes,
    });

  test('gives functions its isolated subnets', () => {
    const stack = newStack();
    aFunction(stack, 'Fn', { network: SecureNetwork.fromVpc(imported(stack)) });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-a', 'subnet-b'] } });
  });

  test('gives functions the subnets that were selected', () => {
    const stack = newStack();
    const network = SecureNetwork.fromVpc(imported(stack), { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } });
    aFunction(stack, 'Fn', { network });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-na', 'subnet-nb'] } });
  });

  test('absent is undefined', () => {
    const template = (options?: object): unknown => {
      const stack = newStack();
      aFunction(stack, 'Fn', { network: SecureNetwork.fromVpc(imported(stack), options) });
      return templateOf(stack).toJSON();
    };
    const options = {
      subnets: undefined,
      endpoints: undefined,
      prefixLists: undefined,
      flowLogs: undefined,
      organizationId: undefined,
    };
    expect(template(options)).toEqual(template());
  });

  test('uses the endpoint that exists, and makes what is missing', () => {
    const stack = newStack();
    const vpc = imported(stack);
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'EndpointGroup', 'sg-endpoint');
    const existing = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Existing', {
      vpcEndpointId: 'vpce-1',
      port: 443,
      securityGroups: [group],
    });
    const network = SecureNetwork.fromVpc(vpc, { endpoints: { sqs: existing } });
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.SQS), Egress.toAwsService(AwsService.SNS)] });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { SubnetIds: ['subnet-a', 'subnet-b'] });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      DestinationSecurityGroupId: 'sg-endpoint',
      FromPort: 443,
      ToPort: 443,
    });
  });

  test('reaches DynamoDB through an endpoint of this app, by its own name', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', { subnetConfiguration: [{ name: 'i', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    const existing = vpc.addInterfaceEndpoint('Dynamo', { service: ec2.InterfaceVpcEndpointAwsService.DYNAMODB });
    aFunction(stack, 'Fn', {
      network: SecureNetwork.fromVpc(vpc, { endpoints: { dynamodb: existing } }),
      egress: [Egress.toAwsService(AwsService.DYNAMODB)],
    });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { AWS_ENDPOINT_URL_DYNAMODB: Match.anyValue() } },
    });
  });

  test('refuses an imported endpoint whose name only its creation gives', () => {
    const stack = newStack();
    const existing = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Existing', {
      vpcEndpointId: 'vpce-1',
      port: 443,
    });
    const network = SecureNetwork.fromVpc(imported(stack), { endpoints: { dynamodb: existing } });
    expect(() => aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.DYNAMODB)] })).toThrow(
      refusal(
        `The endpoint of 'dynamodb'`,
        'must be one of this app, because its name is only known there',
        'an imported endpoint',
      ),
    );
  });

  test('uses the gateway endpoint that exists, by its prefix list', () => {
    const stack = newStack();
    const network = SecureNetwork.fromVpc(imported(stack), { prefixLists: { s3: 'pl-0123456789abcdef0' } });
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.S3)] });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      DestinationPrefixListId: 'pl-0123456789abcdef0',
      FromPort: 443,
      ToPort: 443,
    });
  });

  test('writes flow logs where it is asked to', () => {
    const stack = newStack();
    SecureNetwork.fromVpc(imported(stack), { flowLogs: FlowLogs.toCloudWatch() });
    templateOf(stack).hasResourceProperties('AWS::EC2::FlowLog', { ResourceId: 'vpc-1' });
  });

  test('refuses public subnets', () => {
    const options = { subnets: { subnetType: ec2.SubnetType.PUBLIC } };
    expect(() => SecureNetwork.fromVpc(imported(newStack()), options)).toThrow(
      refusal('The subnets of a network', 'must have no route to an internet gateway', 'the public subnet PublicSubnet1'),
    );
  });

  test('refuses one zone', () => {
    const vpc = imported(newStack());
    const subnets = { availabilityZones: ['eu-west-1a'], subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
    expect(() => SecureNetwork.fromVpc(vpc, { subnets })).toThrow(
      refusal('The subnets of a network', 'must span at least 2 availability zones', 'eu-west-1a'),
    );
  });

  test('refuses no subnets at all', () => {
    expect(() => SecureNetwork.fromVpc(imported(newStack()), { subnets: { subnets: [] } })).toThrow(
      /at least 2 availability zones|subnets/,
    );
  });

  test('refuses to become a network twice', () => {
    const vpc = imported(newStack());
    SecureNetwork.fromVpc(vpc);
    expect(() => SecureNetwork.fromVpc(vpc)).toThrow(refusal('A VPC', 'becomes a SecureNetwork once', 'a second fromVpc()'));
  });

  test.each([
    ['prefix lists', { prefixLists: { sqs: 'pl-0123456789abcdef0' } }],
    ['organisations', { organizationId: 'mine' }],
    ['endpoints', { endpoints: { 'Not A Service': cast<ec2.IInterfaceVpcEndpoint>({}) } }],
  ])('refuses %s that are none', (_, options) => {
    expect(() => SecureNetwork.fromVpc(imported(newStack()), options)).toThrow(/must (hold ids|be the id|be lower-case)/);
  });

  test('a VPC whose lookup is pending is judged when it is known', () => {
    const stack = new Stack(newApp(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-unknown' });
    expect(() => SecureNetwork.fromVpc(vpc, { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } })).not.toThrow();
  });
});

describe('an impostor of a network', () => {
  test('is refused, whatever it looks like', () => {
    const stack = newStack();
    const real = new SecureNetwork(stack, 'Network');
    const expected = refusal(`The 'network' of a function`, 'must be a SecureNetwork', 'Object');
    expect(() => aFunction(stack, 'A', { network: cast({ vpc: real.vpc, subnets: real.subnets, node: real.node }) })).toThrow(
      expected,
    );
    expect(() => aFunction(stack, 'B', { network: cast(Object.create(real)) })).toThrow(
      'must be a SecureNetwork, got SecureNetwork',
    );
    expect(() => aFunction(stack, 'C', { network: cast(real.vpc) })).toThrow('must be a SecureNetwork, got Vpc');
    expect(() => aFunction(stack, 'D', { network: cast('vpc-1') })).toThrow('must be a SecureNetwork, got vpc-1');
    expect(() => aFunction(stack, 'E', { network: cast(null) })).toThrow('got neither of them');
  });
});
