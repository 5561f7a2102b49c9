import { Stack, Token } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AwsService, DnsFirewall, DomainFilter, Egress, SecureNetwork } from '../../lib';
import type { SecureNetworkProps } from '../../lib';
import { WAIVER_METADATA } from '../../lib/baseline/waiver';
import { aFunction, aWaiver, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../apps';

const STRIPE = 'api.stripe.com';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

function aNetwork(scope: Stack, props: SecureNetworkProps = {}): SecureNetwork {
  return new SecureNetwork(scope, 'Network', { allowedDomains: [STRIPE, '*.example.com'], ...props });
}

function withDomain(stack: Stack, props: SecureNetworkProps = {}, domain = STRIPE): Template {
  aFunction(stack, 'Fn', { network: aNetwork(stack, props), egress: [Egress.toDomain(domain)] });
  return templateOf(stack);
}

/** A template as a graph: what a subnet is, and where its routes lead. */
class Routes {
  private readonly resources: Record<string, Resource>;

  constructor(template: Template) {
    this.resources = template.toJSON().Resources as Record<string, Resource>;
  }

  subnetsOfFunction(): string[] {
    const [fn] = this.ofType('AWS::Lambda::Function').filter(([, { Properties }]) => Properties.VpcConfig !== undefined);
    return (fn[1].Properties.VpcConfig as { SubnetIds: { Ref: string }[] }).SubnetIds.map(({ Ref }) => Ref);
  }

  zoneOf(subnet: string): string {
    return JSON.stringify(this.resources[subnet].Properties.AvailabilityZone);
  }

  rangeOf(subnet: string): unknown {
    return this.resources[subnet].Properties.CidrBlock;
  }

  /** Targets by destination: the logical id that a route's target is made of. */
  from(subnet: string): Record<string, string> {
    const [association] = this.ofType('AWS::EC2::SubnetRouteTableAssociation').filter(
      ([, { Properties }]) => (Properties.SubnetId as { Ref: string }).Ref === subnet,
    );
    const table = (association[1].Properties.RouteTableId as { Ref: string }).Ref;
    const routes = this.ofType('AWS::EC2::Route').filter(
      ([, { Properties }]) => (Properties.RouteTableId as { Ref: string }).Ref === table,
    );
    return Object.fromEntries(
      routes.map(([, { Properties }]) => {
        const { RouteTableId, DestinationCidrBlock, ...target } = Properties;
        return [String(DestinationCidrBlock), /"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(target))?.[1] ?? 'nowhere'];
      }),
    );
  }

  typeOf(id: string): string {
    return this.resources[id].Type;
  }

  subnetOf(id: string): string {
    const { SubnetId, SubnetMappings } = this.resources[id].Properties as {
      SubnetId?: { Ref: string };
      SubnetMappings?: { SubnetId: { Ref: string } }[];
    };
    return SubnetId?.Ref ?? SubnetMappings?.map(mapping => mapping.SubnetId.Ref).join() ?? 'nowhere';
  }

  private ofType(type: string): [string, Resource][] {
    return Object.entries(this.resources).filter(([, resource]) => resource.Type === type);
  }
}

describe.each(FLAG_SETS)('a function that declares a domain, under the %s', (_, flags) => {
  test('leaves through the firewall of its zone, and answers come back the same way', () => {
    const routes = new Routes(withDomain(newStack(flags)));
    const subnets = routes.subnetsOfFunction();
    expect(new Set(subnets.map(subnet => routes.zoneOf(subnet))).size).toBe(2);
    for (const subnet of subnets) {
      const { '0.0.0.0/0': firewall, ...others } = routes.from(subnet);
      expect(others).toEqual({});
      expect(routes.typeOf(firewall)).toBe('AWS::NetworkFirewall::Firewall');
      const firewallSubnet = routes.subnetOf(firewall);
      const { '0.0.0.0/0': nat } = routes.from(firewallSubnet);
      expect(routes.typeOf(nat)).toBe('AWS::EC2::NatGateway');
      const natSubnet = routes.subnetOf(nat);
      const { '0.0.0.0/0': gateway, ...back } = routes.from(natSubnet);
      expect(routes.typeOf(gateway)).toBe('AWS::EC2::InternetGateway');
      expect(back).toEqual({ [String(routes.rangeOf(subnet))]: firewall });
      expect(new Set([subnet, firewallSubnet, natSubnet].map(id => routes.zoneOf(id))).size).toBe(1);
      expect(new Set([subnet, firewallSubnet, natSubnet]).size).toBe(3);
    }
  });

  test('opens HTTPS and nothing else', () => {
    withDomain(newStack(flags)).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Declared egress of Stack/Fn',
      SecurityGroupEgress: [
        {
          CidrIp: '0.0.0.0/0',
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          Description: Match.stringLikeRegexp('declared domains'),
        },
      ],
    });
  });

  test('is answered that domain by the resolver', () => {
    withDomain(newStack(flags)).hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: [STRIPE] });
  });

  test('passes a firewall that drops what no rule names, in strict order, and compares addresses with what was resolved', () => {
    withDomain(newStack(flags)).hasResourceProperties('AWS::NetworkFirewall::FirewallPolicy', {
      FirewallPolicy: {
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatelessFragmentDefaultActions: ['aws:drop'],
        StatefulDefaultActions: ['aws:drop_established_app_layer', 'aws:alert_established_app_layer'],
        StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER', StreamExceptionPolicy: 'REJECT' },
        PolicyVariables: {
          RuleVariables: { HOME_NET: { Definition: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('Vpc'), 'CidrBlock'] }] } },
        },
        StatefulRuleGroupReferences: ['OtherTraffic', 'Domains', 'NeitherTlsNorDeclared'].map((id, index) => ({
          Priority: 10 * (index + 1),
          ResourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp(`NetworkEgress${id}`), 'RuleGroupArn'] },
        })),
        Route53ResolvedIPValidation: {
          Action: 'DROP',
          DNSFirewallRuleGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('DnsFirewallRuleGroup'), 'Id'] },
        },
      },
    });
  });

  test('finds its domain on a list that names, hosts and resolved addresses are compared with', () => {
    withDomain(newStack(flags), {}, '*.api.example.com').hasResourceProperties('AWS::NetworkFirewall::RuleGroup', {
      Type: 'STATEFUL',
      RuleGroup: {
        RulesSource: {
          RulesSourceList: {
            GeneratedRulesType: 'ALLOWLIST',
            Targets: ['.api.example.com'],
            TargetTypes: ['TLS_SNI', 'HTTP_HOST', 'AWS_ROUTE_53_RESOLVED_DOMAIN'],
          },
        },
        RuleVariables: { IPSets: { HOME_NET: { Definition: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('Vpc'), 'CidrBlock'] }] } } },
        StatefulRuleOptions: { RuleOrder: 'STRICT_ORDER' },
      },
    });
  });

  test('cannot use QUIC, nor anything but TLS on port 443', () => {
    const template = withDomain(newStack(flags));
    const rules = Object.values(template.findResources('AWS::NetworkFirewall::RuleGroup')).flatMap(
      ({ Properties }) =>
        (Properties.RuleGroup.RulesSource.StatefulRules ?? []) as { Action: string; Header: Record<string, string> }[],
    );
    expect(
      rules.map(({ Action, Header }) => [Action, Header.Protocol, Header.Source, Header.Destination, Header.DestinationPort]),
    ).toEqual([
      ['DROP', 'UDP', '$HOME_NET', 'ANY', 'ANY'],
      ['DROP', 'ICMP', '$HOME_NET', 'ANY', 'ANY'],
      ['DROP', 'TCP', '$HOME_NET', 'ANY', '!443'],
      ['DROP', 'TCP', '$HOME_NET', 'ANY', '443'],
    ]);
    template.hasResourceProperties('AWS::NetworkFirewall::RuleGroup', {
      RuleGroup: {
        RulesSource: {
          StatefulRules: [{ RuleOptions: Match.arrayWith([{ Keyword: 'app-layer-protocol', Settings: ['!tls'] }]) }],
        },
      },
    });
  });

  test('is written down: alerts and flows, in encrypted groups', () => {
    const template = withDomain(newStack(flags));
    const groups = template.findResources('AWS::Logs::LogGroup', {
      Properties: { KmsKeyId: Match.anyValue(), RetentionInDays: 90 },
      DeletionPolicy: 'Retain',
    });
    const [alerts, flows] = ['Alerts', 'Flows'].map(id => Object.keys(groups).find(key => key.includes(`Egress${id}`)));
    expect(alerts).toBeDefined();
    template.resourceCountIs('AWS::NetworkFirewall::LoggingConfiguration', 2);
    template.allResourcesProperties('AWS::NetworkFirewall::LoggingConfiguration', {
      LoggingConfiguration: {
        LogDestinationConfigs: [
          { LogType: 'ALERT', LogDestinationType: 'CloudWatchLogs', LogDestination: { logGroup: { Ref: alerts } } },
          { LogType: 'FLOW', LogDestinationType: 'CloudWatchLogs', LogDestination: { logGroup: { Ref: flows } } },
        ],
      },
    });
  });

  test('leaves the firewall deletable, because its routes lead nowhere without it', () => {
    withDomain(newStack(flags)).allResourcesProperties('AWS::NetworkFirewall::Firewall', {
      DeleteProtection: false,
      SubnetChangeProtection: false,
      FirewallPolicyChangeProtection: false,
    });
  });

  test('does not move the others: without a domain they stand in subnets that lead nowhere', () => {
    const stack = newStack(flags);
    const network = aNetwork(stack);
    aFunction(stack, 'Fn', { network, egress: [Egress.toAwsService(AwsService.SQS)] });
    aFunction(stack, 'Other', { network, egress: [Egress.toDomain(STRIPE)] });
    const routes = new Routes(templateOf(stack));
    const subnets = routes.subnetsOfFunction();
    expect(subnets).toHaveLength(2);
    for (const subnet of subnets) expect(routes.from(subnet)).toEqual({});
  });

  test('makes the way out once, whatever the others declare', () => {
    const stack = newStack(flags);
    const network = aNetwork(stack);
    aFunction(stack, 'A', { network, egress: [Egress.toDomain('b.example.com'), Egress.toDomain(STRIPE)] });
    aFunction(stack, 'B', { network, egress: [Egress.toDomain('a.example.com'), Egress.toDomain(STRIPE)] });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::NetworkFirewall::Firewall', 2);
    template.resourceCountIs('AWS::EC2::NatGateway', 2);
    template.resourceCountIs('AWS::EC2::InternetGateway', 1);
    template.hasResourceProperties('AWS::NetworkFirewall::RuleGroup', {
      RuleGroup: { RulesSource: { RulesSourceList: { Targets: ['a.example.com', STRIPE, 'b.example.com'].sort() } } },
    });
  });

  test('is let out across stacks, and closes no circle', () => {
    const app = newApp(flags);
    const networkStack = new Stack(app, 'NetworkStack');
    const network = aNetwork(networkStack);
    aFunction(new Stack(app, 'Functions'), 'Fn', { network, egress: [Egress.toDomain(STRIPE)] });
    Template.fromStack(networkStack).hasResourceProperties('AWS::NetworkFirewall::RuleGroup', {
      RuleGroup: { RulesSource: { RulesSourceList: { Targets: [STRIPE] } } },
    });
    expect(networkStack.dependencies).toEqual([]);
  });
});

describe('the addresses of a network', () => {
  const isolated = (template: Template): unknown[] =>
    Object.entries(template.findResources('AWS::EC2::Subnet'))
      .filter(([id]) => id.includes('Isolated'))
      .map(([, { Properties }]) => Properties.CidrBlock);

  test.each([
    ['by default', () => undefined],
    ['in a range of one’s own', () => ec2.IpAddresses.cidr('10.7.0.0/20')],
    [
      'in a pool',
      () => ec2.IpAddresses.awsIpamAllocation({ ipv4IpamPoolId: 'p', ipv4NetmaskLength: 18, defaultSubnetIpv4NetmaskLength: 24 }),
    ],
  ])('stay where they are when the first domain comes and the last one goes, %s', (_, ipAddresses) => {
    const closed = newStack();
    aNetwork(closed, { ipAddresses: ipAddresses() });
    const open = withDomain(newStack(), { ipAddresses: ipAddresses() });
    expect(isolated(open)).toEqual(isolated(templateOf(closed)));
    expect(isolated(open)).toHaveLength(2);
    const ranges = Object.values(open.findResources('AWS::EC2::Subnet')).map(({ Properties }) =>
      JSON.stringify(Properties.CidrBlock),
    );
    expect(new Set(ranges).size).toBe(8);
  });
});

describe('a network that allows domains', () => {
  test('has no way out before somebody needs it', () => {
    const stack = newStack();
    aNetwork(stack);
    for (const type of [
      'AWS::EC2::InternetGateway',
      'AWS::EC2::NatGateway',
      'AWS::NetworkFirewall::Firewall',
      'AWS::EC2::Route',
    ]) {
      templateOf(stack).resourceCountIs(type, 0);
    }
    templateOf(stack).resourceCountIs('AWS::EC2::Subnet', 2);
  });

  test('absent is undefined', () => {
    const template = (props: SecureNetworkProps): unknown => withDomain(newStack(), props).toJSON();
    expect(template({ domainFilter: DomainFilter.networkFirewall({ logs: undefined }) })).toEqual(
      template({ domainFilter: undefined }),
    );
  });

  test.each([
    ['www.stripe.com', `must be among the domains that the network allows: ${STRIPE}, *.example.com`],
    ['example.com', `must be among the domains that the network allows: ${STRIPE}, *.example.com`],
    ['*.stripe.com', `must be among the domains that the network allows: ${STRIPE}, *.example.com`],
  ])('refuses %s at the line where it is written, with the list of allowed ones', (domain, expected) => {
    const stack = newStack();
    const network = aNetwork(stack);
    expect(() => aFunction(stack, 'Fn', { network, egress: [Egress.toDomain(domain)] })).toThrow(
      new RegExp(
        `Egress to '${domain.replace('*', '\\*')}' ${expected.replace('*', '\\*')}\\. Add it there: .*\\[at Stack/Fn\\]`,
      ),
    );
    templateOf(stack).resourceCountIs('AWS::EC2::NatGateway', 0);
  });

  test('refuses every domain where it allows none', () => {
    expect(() => aFunction(newStack(), 'Fn', { egress: [Egress.toDomain(STRIPE)] })).toThrow(
      `Egress to '${STRIPE}' must be allowed by the network, which allows no domain. Add it there: allowedDomains: ['${STRIPE}']`,
    );
  });

  test.each(['*', '*.com', 'https://example.com', '203.0.113.7', Token.asString({ Ref: 'Domain' })])(
    'cannot allow %p',
    domain => {
      expect(() => aNetwork(newStack(), { allowedDomains: [domain] })).toThrow(`'allowedDomains' of a network must`);
      expect(() => Egress.toDomain(domain)).toThrow('Egress.toDomain() must');
    },
  );

  test('refuses more domains than its firewall has room for', () => {
    const stack = newStack();
    const network = aNetwork(stack);
    const egress = Array.from({ length: 1_001 }, (_, index) => Egress.toDomain(`d${index}.example.com`));
    expect(() => aFunction(stack, 'Fn', { network, egress })).toThrow(
      refusal('The domains that functions of a network declare', 'must be at most 1000', '1001'),
    );
  });
});

describe('the cheaper way', () => {
  const waiver = aWaiver({ reason: 'The partner changes addresses every hour and data is public' });

  test('has no firewall, and is a confession on every function that uses it', () => {
    const stack = newStack();
    const template = withDomain(stack, { domainFilter: DomainFilter.dnsOnly(waiver) });
    template.resourceCountIs('AWS::NetworkFirewall::Firewall', 0);
    const routes = new Routes(template);
    for (const subnet of routes.subnetsOfFunction()) {
      const { '0.0.0.0/0': nat } = routes.from(subnet);
      expect(routes.typeOf(nat)).toBe('AWS::EC2::NatGateway');
      expect(routes.zoneOf(routes.subnetOf(nat))).toBe(routes.zoneOf(subnet));
    }
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: [STRIPE] });
    const group = stack.node.findChild('Fn').node.findChild('SecurityGroup').node.defaultChild as CfnResource;
    const waivers = group.node.metadata.filter(({ type }) => type === WAIVER_METADATA);
    expect(waivers.map(({ data }) => data)).toEqual([expect.objectContaining({ rule: 'egress-closed', reason: waiver.reason })]);
    const fn = stack.node.findChild('Fn').node.findChild('Function').node.defaultChild as CfnResource;
    expect(fn.node.metadata.filter(({ type }) => type === WAIVER_METADATA).map(({ data }) => data)).toEqual([
      expect.objectContaining({ rule: 'internet-behind-firewall', reason: waiver.reason }),
    ]);
  });

  test('is confessed once for a function with many domains', () => {
    const stack = newStack();
    const network = aNetwork(stack, { domainFilter: DomainFilter.dnsOnly(waiver) });
    aFunction(stack, 'Fn', { network, egress: [Egress.toDomain(STRIPE), Egress.toDomain('a.example.com')] });
    const group = stack.node.findChild('Fn').node.findChild('SecurityGroup').node.defaultChild as CfnResource;
    expect(group.node.metadata.filter(({ type }) => type === WAIVER_METADATA)).toHaveLength(1);
  });

  test.each([undefined, true, {}])('refuses %p as a confession', given => {
    expect(() => DomainFilter.dnsOnly(cast(given))).toThrow(
      refusal('DomainFilter.dnsOnly()', 'needs a Waiver, because no template proves what is let through', String(given)),
    );
  });
});

describe('central inspection', () => {
  const waiver = aWaiver({ reason: 'The network team filters domains in its inspection network' });
  const centralInspection = DomainFilter.centralInspection({
    subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    waiver,
  });

  function imported(stack: Stack): ec2.IVpc {
    return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-a', 'subnet-b'],
      privateSubnetIds: ['subnet-na', 'subnet-nb'],
    });
  }

  test('is another network’s: functions with a domain stand in the subnets that lead there, under a waiver', () => {
    const stack = newStack();
    const network = SecureNetwork.fromVpc(imported(stack), {
      allowedDomains: [STRIPE],
      domainFilter: centralInspection,
      dnsFirewall: DnsFirewall.closed(),
    });
    aFunction(stack, 'Fn', { network, egress: [Egress.toDomain(STRIPE)] });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-na', 'subnet-nb'] } });
    template.hasResourceProperties('AWS::Route53Resolver::FirewallDomainList', { Domains: [STRIPE] });
    template.resourceCountIs('AWS::EC2::Route', 0);
    const group = stack.node.findChild('Fn').node.findChild('SecurityGroup').node.defaultChild as CfnResource;
    expect(group.node.metadata.filter(({ type }) => type === WAIVER_METADATA)).toHaveLength(1);
  });

  test('leaves functions without a domain in subnets that lead nowhere', () => {
    const stack = newStack();
    const network = SecureNetwork.fromVpc(imported(stack), { allowedDomains: [STRIPE], domainFilter: centralInspection });
    aFunction(stack, 'Fn', { network });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-a', 'subnet-b'] } });
    Annotations.fromStack(stack).hasInfo('*', Match.stringLikeRegexp('may talk through DNS'));
  });

  test('must be said where a network of another team allows domains', () => {
    const stack = newStack();
    const network = SecureNetwork.fromVpc(imported(stack), { allowedDomains: [STRIPE] });
    expect(() => aFunction(stack, 'Fn', { network, egress: [Egress.toDomain(STRIPE)] })).toThrow(
      refusal(
        `'domainFilter' of a network of another team`,
        'must be where its owner put it, because its routes are not ours',
        'DomainFilter.networkFirewall()',
      ),
    );
  });

  test('cannot be replaced by NAT gateways of our own in a network of another team', () => {
    const stack = newStack();
    const network = SecureNetwork.fromVpc(imported(stack), {
      allowedDomains: [STRIPE],
      domainFilter: DomainFilter.dnsOnly(waiver),
    });
    expect(() => aFunction(stack, 'Fn', { network, egress: [Egress.toDomain(STRIPE)] })).toThrow('got DomainFilter.dnsOnly()');
  });

  test('is nothing for a network of one’s own', () => {
    const stack = newStack();
    const network = aNetwork(stack, { domainFilter: centralInspection });
    expect(() => aFunction(stack, 'Fn', { network, egress: [Egress.toDomain(STRIPE)] })).toThrow(
      refusal(
        `'domainFilter'`,
        'must be one inside the network, where the network is your own',
        'DomainFilter.centralInspection()',
      ),
    );
  });

  test('needs a confession', () => {
    expect(() => DomainFilter.centralInspection({ subnets: {}, waiver: cast(undefined) })).toThrow('needs a Waiver');
  });
});

describe('an override', () => {
  const broken = (path: string[], property: string, value: unknown, props: SecureNetworkProps = {}): (() => unknown) => {
    const stack = newStack();
    const network = aNetwork(stack, props);
    aFunction(stack, 'Fn', { network, egress: [Egress.toDomain(STRIPE)] });
    const resource = path.reduce((scope, id) => scope.node.findChild(id) as SecureNetwork, network) as unknown as CfnResource;
    resource.addPropertyOverride(property, value);
    return () => templateOf(stack);
  };

  test.each([
    ['lets the firewall pass', ['Egress', 'Policy', 'Resource'], 'FirewallPolicy.StatelessDefaultActions', ['aws:pass']],
    ['drops the default action', ['Egress', 'Policy', 'Resource'], 'FirewallPolicy.StatefulDefaultActions', []],
    [
      'does not compare addresses',
      ['Egress', 'Policy', 'Resource'],
      'FirewallPolicy.Route53ResolvedIPValidation.Action',
      'ALERT',
    ],
    [
      'misses the network',
      ['Egress', 'Policy', 'Resource'],
      'FirewallPolicy.PolicyVariables.RuleVariables.HOME_NET.Definition',
      ['10.9.0.0/16'],
    ],
    ['adds a domain', ['Egress', 'Domains', 'Resource'], 'RuleGroup.RulesSource.RulesSourceList.Targets', ['evil.example']],
    ['lets QUIC through', ['Egress', 'OtherTraffic', 'Resource'], 'RuleGroup.RulesSource.StatefulRules.0.Action', 'PASS'],
    ['goes round the firewall', ['Egress', 'Zone1', 'Functions', 'DefaultRoute'], 'VpcEndpointId', 'vpce-0'],
    ['comes back another way', ['Egress', 'Zone2', 'Nat', 'ReturnRoute'], 'DestinationCidrBlock', '10.0.0.0/16'],
    ['gives the firewall another policy', ['Egress', 'Zone1', 'NetworkFirewall', 'Resource'], 'FirewallPolicyArn', 'arn:other'],
    ['stops its logs', ['Egress', 'Zone1', 'NetworkFirewall', 'Logging'], 'FirewallArn', 'arn:other'],
  ])('that %s fails the synthesis', (_, path, property, value) => {
    expect(broken(path, property, value)).toThrow('behind the back of the construct');
  });

  test('that leads elsewhere than to the NAT gateway fails it too', () => {
    const domainFilter = DomainFilter.dnsOnly(aWaiver());
    const override = broken(['Egress', 'Zone1', 'Functions', 'DefaultRoute'], 'NatGatewayId', 'nat-0', { domainFilter });
    expect(override).toThrow('behind the back of the construct');
  });
});
