import { CfnParameter, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { CfnFirewallRuleGroupAssociation } from 'aws-cdk-lib/aws-route53resolver';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { AwsService, DnsFirewall, Egress, QueryLogs, SecretAccess, SecureNetwork } from '../../lib';
import type { Egress as EgressType } from '../../lib';
import { aFunction, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';

const POSTGRES = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 });

function aDatabase(stack: Stack, network: SecureNetwork): rds.DatabaseInstance {
  return new rds.DatabaseInstance(stack, 'Database', { engine: POSTGRES, vpc: network.vpc, vpcSubnets: network.subnets });
}

/** The names that are answered, with references written as `${…}`; undefined where no rule answers any. */
function answeredIn(template: Template): string[] | undefined {
  const [group] = Object.values(template.findResources('AWS::Route53Resolver::FirewallRuleGroup'));
  const allowing = (
    group.Properties.FirewallRules as { Action: string; FirewallDomainListId: { 'Fn::GetAtt': [string] } }[]
  ).filter(rule => rule.Action === 'ALLOW');
  if (allowing.length === 0) return undefined;
  const lists = template.findResources('AWS::Route53Resolver::FirewallDomainList');
  return allowing.flatMap(rule =>
    (lists[rule.FirewallDomainListId['Fn::GetAtt'][0]].Properties.Domains as unknown[]).map(asText),
  );
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[key, inner]] = Object.entries(value as Record<string, unknown>);
  if (key === 'Ref') return `\${${String(inner)}}`;
  if (key === 'Fn::GetAtt') return `\${${(inner as string[]).join('.')}}`;
  if (key === 'Fn::Join') return (inner as [string, unknown[]])[1].map(asText).join('');
  if (key === 'Fn::Select') return '${select}';
  return JSON.stringify(value);
}

function namesFor(egress: EgressType[], stack = newStack()): string[] | undefined {
  aFunction(stack, 'Fn', { egress });
  return answeredIn(templateOf(stack));
}

const inRegion = (name: string): string => `${name}.\${AWS::Region}.\${AWS::URLSuffix}`;

describe.each(FLAG_SETS)('the DNS Firewall of a network under the %s', (_, flags) => {
  test('answers nothing where nobody declares anything', () => {
    const stack = newStack(flags);
    new SecureNetwork(stack, 'Network');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        {
          Action: 'BLOCK',
          BlockResponse: 'NXDOMAIN',
          FirewallDomainListId: { 'Fn::GetAtt': [Match.stringLikeRegexp('Everything'), 'Id'] },
          Priority: 1000,
        },
      ],
    });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: ['*'] });
    template.resourceCountIs('AWS::Route53Resolver::FirewallDomainList', 1);
  });

  test('holds for the VPC, before the rule groups of others, and does not stop the next deployment', () => {
    const stack = newStack(flags);
    new SecureNetwork(stack, 'Network');
    const vpcId = { Ref: Match.stringLikeRegexp('Vpc') };
    templateOf(stack).hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', {
      FirewallRuleGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('RuleGroup'), 'Id'] },
      VpcId: vpcId,
      Priority: 101,
      MutationProtection: 'DISABLED',
    });
    templateOf(stack).hasResourceProperties('AWS::Route53Resolver::FirewallConfig', {
      ResourceId: vpcId,
      FirewallFailOpen: 'DISABLED',
    });
  });

  test('answers declared names first, and trusts where they lead', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.SQS)] });
    templateOf(stack).hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroup', {
      FirewallRules: [
        { Action: 'ALLOW', Priority: 100, FirewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN' },
        { Action: 'BLOCK', Priority: 1000, FirewallDomainRedirectionAction: 'INSPECT_REDIRECTION_DOMAIN' },
      ].map(rule => Match.objectLike(rule)),
    });
  });

  test('writes queries into an encrypted group that is kept for three months', () => {
    const stack = newStack(flags);
    new SecureNetwork(stack, 'Network');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfig', {
      DestinationArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('QueryLogs'), 'Arn'] },
    });
    template.hasResourceProperties('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', {
      ResolverQueryLogConfigId: { 'Fn::GetAtt': [Match.stringLikeRegexp('QueryLogs'), 'Id'] },
      ResourceId: { Ref: Match.stringLikeRegexp('Vpc') },
    });
    const groups = template.findResources('AWS::Logs::LogGroup', {
      Properties: { RetentionInDays: 90, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('SecureFunctionKey'), 'Arn'] } },
      DeletionPolicy: 'Retain',
    });
    expect(Object.keys(groups).filter(id => id.includes('QueryLogs'))).toHaveLength(1);
  });

  test('the same name twice stands once', () => {
    const stack = newStack(flags);
    for (const id of ['A', 'B']) aFunction(stack, id, { egress: [Egress.toAwsService(AwsService.SQS)] });
    expect(answeredIn(templateOf(stack))).toEqual([inRegion('sqs')]);
  });

  test.each([1, 2])(
    'answers a database by its own name where it can be known, and else what AWS puts behind it: %i stack(s)',
    count => {
      const app = newApp(flags);
      const networkStack = new Stack(app, 'NetworkStack');
      const data = count === 1 ? networkStack : new Stack(app, 'Data');
      const network = new SecureNetwork(networkStack, 'Network');
      const database = aDatabase(data, network);
      aFunction(new Stack(app, 'Functions'), 'Fn', { network, egress: [Egress.toConnectable(database, ec2.Port.tcp(5432))] });
      const expected =
        count === 1
          ? expect.stringMatching(/^\$\{Database\w+\.Endpoint\.Address\}$/)
          : `*.\${AWS::Region}.rds.\${AWS::URLSuffix}`;
      expect(answeredIn(Template.fromStack(networkStack))).toEqual([expected]);
      if (count === 2) expect(networkStack.dependencies).toEqual([]);
    },
  );
});

describe('the names of services', () => {
  test.each([
    [AwsService.SQS, ['sqs']],
    [AwsService.FIREHOSE, ['firehose']],
    [AwsService.KINESIS, ['*.control-kinesis', '*.data-kinesis', 'kinesis']],
    [AwsService.of('ecr.api'), ['api.ecr']],
    [AwsService.of('ecr.dkr', { domainNames: ['*.dkr.ecr'] }), ['*.dkr.ecr']],
  ])('%# are those that its SDKs ask for', (service, names) => {
    expect(namesFor([Egress.toAwsService(service)])).toEqual(names.map(inRegion));
  });

  test.each([AwsService.DYNAMODB, AwsService.S3])('%# are those of its endpoint where the SDK is told', service => {
    expect(namesFor([Egress.toAwsService(service)])).toEqual(['*.vpce-${select}', 'vpce-${select}']);
  });

  test.each([
    [AwsService.DYNAMODB, ['*.ddb', 'dynamodb']],
    [AwsService.S3, ['*.s3', 's3']],
  ])('%# are the public ones behind a gateway', (service, names) => {
    const stack = newStack();
    new SecureNetwork(stack, 'Network', { prefixLists: { [service.endpointName]: 'pl-0123456789abcdef0' } });
    expect(namesFor([Egress.toAwsService(service)], stack)).toEqual(names.map(inRegion));
  });

  test('come with secrets', () => {
    const stack = newStack();
    aFunction(stack, 'Fn', { secrets: { S: SecretAccess.read(new secretsmanager.Secret(stack, 'Secret')) } });
    expect(answeredIn(templateOf(stack))).toEqual([inRegion('secretsmanager')]);
  });
});

describe('the names of peers', () => {
  function inNetwork(): { stack: Stack; network: SecureNetwork } {
    const stack = newStack();
    return { stack, network: new SecureNetwork(stack, 'Network') };
  }

  test('of a cluster are all its endpoints', () => {
    const { stack, network } = inNetwork();
    const cluster = new rds.DatabaseCluster(stack, 'Cluster', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
      writer: rds.ClusterInstance.serverlessV2('Writer'),
      vpc: network.vpc,
      vpcSubnets: network.subnets,
    });
    expect(namesFor([Egress.toConnectable(cluster, ec2.Port.tcp(5432))], stack)).toEqual(
      ['Endpoint.Address', 'ReadEndpoint.Address', 'Endpoint.Address'].map(attribute =>
        expect.stringMatching(new RegExp(`\\.${attribute.replace('.', '\\.')}}$`)),
      ),
    );
  });

  test('of a proxy are its endpoint', () => {
    const { stack, network } = inNetwork();
    const proxy = new rds.DatabaseProxy(stack, 'Proxy', {
      proxyTarget: rds.ProxyTarget.fromInstance(aDatabase(stack, network)),
      secrets: [new secretsmanager.Secret(stack, 'Secret')],
      vpc: network.vpc,
      vpcSubnets: network.subnets,
    });
    expect(namesFor([Egress.toConnectable(proxy, ec2.Port.tcp(5432))], stack)).toEqual([
      expect.stringMatching(/Proxy\w+\.Endpoint}$/),
    ]);
  });

  test('of a load balancer are its own, or both ends that one may have in another stack', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    const network = new SecureNetwork(stack, 'Network');
    const balancer = new elbv2.ApplicationLoadBalancer(new Stack(app, 'Other'), 'Balancer', {
      vpc: network.vpc,
      vpcSubnets: network.subnets,
      internetFacing: false,
    });
    aFunction(new Stack(app, 'Functions'), 'Fn', { network, egress: [Egress.toConnectable(balancer, ec2.Port.tcp(443))] });
    expect(answeredIn(Template.fromStack(stack))).toEqual([
      '*.${AWS::Region}.elb.${AWS::URLSuffix}',
      '*.elb.${AWS::Region}.${AWS::URLSuffix}',
    ]);
  });

  test('of an imported database are what it was imported with', () => {
    const { stack } = inNetwork();
    const database = rds.DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Imported', {
      instanceIdentifier: 'orders',
      instanceEndpointAddress: 'orders.abc.eu-west-1.rds.amazonaws.com',
      port: 5432,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    });
    expect(namesFor([Egress.toConnectable(database, ec2.Port.tcp(5432))], stack)).toEqual([
      'orders.abc.eu-west-1.rds.amazonaws.com',
    ]);
  });

  test('of an imported cluster that was not told its names are none', () => {
    const { stack } = inNetwork();
    const cluster = rds.DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Imported', {
      clusterIdentifier: 'orders',
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    });
    expect(namesFor([Egress.toConnectable(cluster, ec2.Port.tcp(5432))], stack)).toBeUndefined();
    Annotations.fromStack(stack).hasInfo('/Stack/Fn/SecurityGroup', Match.stringLikeRegexp('domainNames'));
  });

  test('may be written out', () => {
    const { stack, network } = inNetwork();
    const group = new ec2.SecurityGroup(stack, 'Peer', { vpc: network.vpc });
    const egress = Egress.toConnectable(group, ec2.Port.tcp(6379), {
      domainNames: ['cache.orders.internal', Fn.importValue('CacheName')],
    });
    expect(namesFor([egress], stack)).toEqual(['cache.orders.internal', '{"Fn::ImportValue":"CacheName"}']);
    Annotations.fromStack(stack).hasNoInfo('*', Match.stringLikeRegexp('domainNames'));
  });

  test('that are attributes of another stack become what AWS puts behind them', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    const network = new SecureNetwork(stack, 'Network');
    const other = new Stack(app, 'Other');
    const group = new ec2.SecurityGroup(other, 'Peer', { vpc: network.vpc });
    const cache = new elasticache.CfnReplicationGroup(other, 'Cache', { replicationGroupDescription: 'Sessions' });
    const domainNames = [cache.attrPrimaryEndPointAddress];
    aFunction(other, 'Fn', { network, egress: [Egress.toConnectable(group, ec2.Port.tcp(6379), { domainNames })] });
    expect(answeredIn(Template.fromStack(stack))).toEqual(['*.cache.${AWS::URLSuffix}']);
  });

  test('that another stack keeps to itself are refused', () => {
    const app = newApp();
    const network = new SecureNetwork(new Stack(app, 'Stack'), 'Network');
    const other = new Stack(app, 'Other');
    const group = new ec2.SecurityGroup(other, 'Peer', { vpc: network.vpc });
    for (const [name, what] of [
      [new CfnParameter(other, 'Name').valueAsString, 'a parameter'],
      [new logs.LogGroup(other, 'Group').logGroupName, 'AWS::Logs::LogGroup'],
    ]) {
      const egress = [Egress.toConnectable(group, ec2.Port.tcp(6379), { domainNames: [name] })];
      expect(() => aFunction(other, `Fn${what.length}`, { network, egress })).toThrow(
        refusal(
          'The name of a peer',
          'must be known in the stack of the network, Stack',
          `an attribute of ${what} in another stack`,
        ),
      );
    }
  });

  test('that are none are refused at once', () => {
    const { stack, network } = inNetwork();
    const group = new ec2.SecurityGroup(stack, 'Peer', { vpc: network.vpc });
    expect(() => Egress.toConnectable(group, ec2.Port.tcp(1), { domainNames: ['*'] })).toThrow(
      `'domainNames' of a peer must not let in`,
    );
  });

  test('of an address are none, and nobody is told', () => {
    const stack = newStack();
    expect(namesFor([Egress.toConnectable(ec2.Peer.ipv4('10.1.2.0/24'), ec2.Port.tcp(6379))], stack)).toBeUndefined();
    Annotations.fromStack(stack).hasNoInfo('*', Match.anyValue());
  });

  test.each(['asked of the database', 'asked of the function'])('are answered for a connection %s', asked => {
    const { stack, network } = inNetwork();
    const database = aDatabase(stack, network);
    const fn = aFunction(stack, 'Fn', { network });
    if (asked === 'asked of the database') database.connections.allowDefaultPortFrom(fn);
    else fn.connections.allowToDefaultPort(database);
    expect(answeredIn(templateOf(stack))).toEqual([expect.stringMatching(/Database\w+\.Endpoint\.Address}$/)]);
  });
});

describe('what can be said about a DNS Firewall', () => {
  test('absent is undefined', () => {
    const template = (dnsFirewall?: DnsFirewall): unknown => {
      const stack = newStack();
      new SecureNetwork(stack, 'Network', { dnsFirewall });
      return templateOf(stack).toJSON();
    };
    const undefinedEverywhere = { queryLogs: undefined, alsoAnswered: undefined, priority: undefined };
    expect(template(DnsFirewall.closed(undefinedEverywhere))).toEqual(template());
  });

  test('is which other names are answered, and its place', () => {
    const stack = newStack();
    new SecureNetwork(stack, 'Network', {
      dnsFirewall: DnsFirewall.closed({ alsoAnswered: ['*.corp.example'], priority: 9899 }),
    });
    expect(answeredIn(templateOf(stack))).toEqual(['*.corp.example']);
    templateOf(stack).hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { Priority: 9899 });
  });

  test.each([100, 9900, 101.5, NaN])('refuses the place %p', priority => {
    expect(() => DnsFirewall.closed({ priority })).toThrow(
      refusal(`The 'priority' of a DNS Firewall`, 'must be a whole number from 101 to 9899', String(priority)),
    );
  });

  test('refuses a name that is none', () => {
    expect(() => DnsFirewall.closed({ alsoAnswered: ['*'] })).toThrow(`'alsoAnswered' of a DNS Firewall must not let in`);
  });

  test('is how long queries are kept, or that they are not', () => {
    const stack = newStack();
    const queryLogs = QueryLogs.toCloudWatch({ retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY });
    new SecureNetwork(stack, 'Network', { dnsFirewall: DnsFirewall.closed({ queryLogs }) });
    templateOf(stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Delete' });

    const silent = newStack();
    new SecureNetwork(silent, 'Network', { dnsFirewall: DnsFirewall.closed({ queryLogs: QueryLogs.none() }) });
    templateOf(silent).resourceCountIs('AWS::Route53Resolver::ResolverQueryLoggingConfig', 0);
  });

  test('is not that somebody else has it, in a network of one’s own', () => {
    expect(() => new SecureNetwork(newStack(), 'Network', { dnsFirewall: DnsFirewall.ownedElsewhere() })).toThrow(
      refusal(`'dnsFirewall'`, 'must be closed in a network of your own', 'DnsFirewall.ownedElsewhere()'),
    );
  });
});

describe('a network of another team', () => {
  function imported(stack: Stack): ec2.IVpc {
    return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-a', 'subnet-b'],
    });
  }

  test('says that its DNS could not be ensured', () => {
    const stack = newStack();
    SecureNetwork.fromVpc(imported(stack));
    templateOf(stack).resourceCountIs('AWS::Route53Resolver::FirewallRuleGroup', 0);
    Annotations.fromStack(stack).hasInfo('/Stack/Vpc/SecureNetwork', Match.stringLikeRegexp('may talk through DNS'));
  });

  test('is given a DNS Firewall where it may be', () => {
    const stack = newStack();
    const network = SecureNetwork.fromVpc(imported(stack), { dnsFirewall: DnsFirewall.closed({ priority: 500 }) });
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.SQS)] });
    templateOf(stack).hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', {
      VpcId: 'vpc-1',
      Priority: 500,
    });
    expect(answeredIn(templateOf(stack))).toEqual([inRegion('sqs')]);
    Annotations.fromStack(stack).hasNoInfo('*', Match.anyValue());
  });
});

test.each([
  ['opens the list of what is refused', 'Everything', { Domains: ['nothing.example'] }],
  ['reads the list of what is refused from a file', 'Everything', { DomainFileUrl: 's3://bucket/domains' }],
  ['answers more', 'Answered', { Domains: ['evil.example'] }],
  ['turns the rules round', 'RuleGroup', { FirewallRules: [] }],
  ['takes the firewall elsewhere', 'Association', { VpcId: 'vpc-other' }],
  ['lets it fail open', 'Failure', { FirewallFailOpen: 'ENABLED' }],
])('an override that %s fails the synthesis', (_, id, properties) => {
  const stack = newStack();
  const network = new SecureNetwork(stack, 'Network', { dnsFirewall: DnsFirewall.closed({ alsoAnswered: ['a.example'] }) });
  const resource = network.node.findChild('DnsFirewall').node.findChild(id) as CfnFirewallRuleGroupAssociation;
  for (const [property, value] of Object.entries(properties)) resource.addPropertyOverride(property, value);
  expect(() => templateOf(stack)).toThrow('behind the back of the construct');
});
