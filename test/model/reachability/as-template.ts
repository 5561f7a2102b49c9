import type { AclEntrySpec, FirewallSpec, GroupRuleSpec, InspectionSpec, RouteSpec, RuleGroupSpec, Spec } from './network-spec';
import { subnetsOf } from './network-spec';
import type { JsonObject, Json } from '../../../lib/model/facts';

/** The invented network in plain CloudFormation, with one function in it. */
export function asTemplate(spec: Spec): JsonObject {
  const subnets = subnetsOf(spec);
  const resources: JsonObject = {
    Igw: { Type: 'AWS::EC2::InternetGateway' },
    Eigw: { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: ref('Vpc0') } },
    Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: ref('Vpc0'), PeerVpcId: ref('Vpc1') } },
    Tgw: { Type: 'AWS::EC2::TransitGateway' },
    TgwTable: { Type: 'AWS::EC2::TransitGatewayRouteTable', Properties: { TransitGatewayId: ref('Tgw') } },
    Instance: { Type: 'AWS::EC2::Instance' },
    Firewall: {
      Type: 'AWS::NetworkFirewall::Firewall',
      Properties: {
        VpcId: ref('Vpc0'),
        FirewallPolicyArn: ref('Policy'),
        SubnetMappings: spec.firewall.subnets.map(index => ({ SubnetId: ref(`Subnet${index}`) })),
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        VpcConfig: {
          SubnetIds: spec.sender.subnets.map(index => ref(`Subnet${index}`)),
          SecurityGroupIds: spec.sender.groups.map(group),
          Ipv6AllowedForDualStack: spec.sender.ipv6,
        },
      },
    },
    ...policy(spec.firewall),
  };
  spec.vpcs.forEach(({ cidrs: [main, ...more] }, index) => {
    resources[`Vpc${index}`] = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: main } };
    more.forEach((cidr, number) => {
      resources[`Vpc${index}Block${number}`] = {
        Type: 'AWS::EC2::VPCCidrBlock',
        Properties: { VpcId: ref(`Vpc${index}`), Ipv6CidrBlock: cidr },
      };
    });
  });
  subnets.forEach(({ cidr, ipv6, vpc, table, acl }, index) => {
    const SubnetId = ref(`Subnet${index}`);
    resources[`Subnet${index}`] = {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: ref(`Vpc${vpc}`), CidrBlock: cidr, ...(ipv6 === undefined ? {} : { Ipv6CidrBlock: ipv6 }) },
    };
    if (table !== undefined) {
      resources[`Route${index}`] = {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: { SubnetId, RouteTableId: ref(`Table${table}`) },
      };
    }
    if (acl !== undefined) {
      resources[`Filter${index}`] = {
        Type: 'AWS::EC2::SubnetNetworkAclAssociation',
        Properties: { SubnetId, NetworkAclId: ref(`Acl${acl}`) },
      };
    }
  });
  spec.tables.forEach((routes, table) => {
    resources[`Table${table}`] = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc0') } };
    routes.forEach((route, number) => {
      resources[`Table${table}Route${number}`] = {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: ref(`Table${table}`), ...routeProperties(route) },
      };
    });
  });
  spec.acls.forEach((entries, acl) => {
    resources[`Acl${acl}`] = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc0') } };
    entries.forEach((entry, number) => {
      resources[`Acl${acl}Entry${number}`] = {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: { NetworkAclId: ref(`Acl${acl}`), ...aclEntry(entry) },
      };
    });
  });
  spec.nats.forEach(({ subnet, isPrivate }, index) => {
    resources[`Nat${index}`] = {
      Type: 'AWS::EC2::NatGateway',
      Properties: { SubnetId: ref(`Subnet${subnet}`), ...(isPrivate ? { ConnectivityType: 'private' } : {}) },
    };
  });
  spec.groups.forEach(({ egress, ingress }, index) => {
    resources[`Group${index}`] = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        ...(egress === undefined
          ? {}
          : {
              // A rule that leads nowhere, as CDK writes it, so that an empty list is closed.
              SecurityGroupEgress: [
                { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' },
                ...egress.map(rule => groupRule(rule, 'Destination')),
              ],
            }),
        SecurityGroupIngress: ingress.map(rule => groupRule(rule, 'Source')),
      },
    };
  });
  spec.listeners.forEach(({ subnets: places, groups }, index) => {
    resources[`Listener${index}`] = {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Subnets: places.map(place => ref(`Subnet${place}`)), SecurityGroups: groups.map(group) },
    };
  });
  if (spec.transit.tableKnown) {
    spec.transit.attached.forEach(({ vpc, subnets: places }, index) => {
      resources[`Attachment${index}`] = {
        Type: 'AWS::EC2::TransitGatewayAttachment',
        Properties: {
          TransitGatewayId: ref('Tgw'),
          VpcId: ref(`Vpc${vpc}`),
          SubnetIds: places.map(place => ref(`Subnet${place}`)),
        },
      };
      resources[`Attachment${index}Table`] = {
        Type: 'AWS::EC2::TransitGatewayRouteTableAssociation',
        Properties: { TransitGatewayAttachmentId: ref(`Attachment${index}`), TransitGatewayRouteTableId: ref('TgwTable') },
      };
    });
    spec.transit.routes.forEach(({ to, attached }, index) => {
      resources[`TgwRoute${index}`] = {
        Type: 'AWS::EC2::TransitGatewayRoute',
        Properties: {
          DestinationCidrBlock: to,
          TransitGatewayRouteTableId: ref('TgwTable'),
          ...(attached === 'blackhole' ? { Blackhole: true } : { TransitGatewayAttachmentId: ref(`Attachment${attached}`) }),
        },
      };
    });
  }
  return { Resources: resources };
}

function ref(name: string): JsonObject {
  return { Ref: name };
}

function group(index: number): JsonObject {
  return { 'Fn::GetAtt': [`Group${index}`, 'GroupId'] };
}

function destination(cidr: string): JsonObject {
  return cidr.includes(':') ? { DestinationIpv6CidrBlock: cidr } : { DestinationCidrBlock: cidr };
}

function routeProperties({ to, target }: RouteSpec): JsonObject {
  switch (target.kind) {
    case 'igw':
      return { ...destination(to), GatewayId: ref('Igw') };
    case 'eigw':
      return { ...destination(to), EgressOnlyInternetGatewayId: ref('Eigw') };
    case 'nat':
      return { ...destination(to), NatGatewayId: ref(`Nat${target.nat}`) };
    case 'firewall':
      return {
        ...destination(to),
        VpcEndpointId: {
          'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Firewall', 'EndpointIds'] }] }] }],
        },
      };
    case 'peering':
      return { ...destination(to), VpcPeeringConnectionId: ref('Peering') };
    case 'tgw':
      return { ...destination(to), TransitGatewayId: ref('Tgw') };
    case 'instance':
      return { ...destination(to), InstanceId: ref('Instance') };
  }
}

const NUMBERS = { tcp: 6, udp: 17, icmp: 1, all: -1 } as const;

function aclEntry({ number, egress, allow, protocol, cidr, ports }: AclEntrySpec): JsonObject {
  return {
    RuleNumber: number,
    Egress: egress,
    RuleAction: allow ? 'allow' : 'deny',
    Protocol: NUMBERS[protocol],
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(ports === undefined ? {} : { PortRange: { From: ports[0], To: ports[1] } }),
  };
}

function groupRule({ protocol, ports, cidr, group: other }: GroupRuleSpec, end: 'Source' | 'Destination'): JsonObject {
  return {
    IpProtocol: protocol === 'all' ? '-1' : protocol,
    ...(ports === undefined ? {} : { FromPort: ports[0], ToPort: ports[1] }),
    ...(other === undefined ? {} : { [`${end}SecurityGroupId`]: group(other) }),
    ...(cidr === undefined ? {} : cidr.includes(':') ? { CidrIpv6: cidr } : { CidrIp: cidr }),
  };
}

function policy({ strict, statelessDefault, stateless, statefulDefault, groups }: FirewallSpec): JsonObject {
  const order: JsonObject = strict ? { RuleOrder: 'STRICT_ORDER' } : {};
  const entries = groups.map((rules, index): [string, Json] => [
    `Rules${index}`,
    {
      Type: 'AWS::NetworkFirewall::RuleGroup',
      Properties: { Type: 'STATEFUL', RuleGroup: { ...ruleGroup(rules), ...(strict ? { StatefulRuleOptions: order } : {}) } },
    },
  ]);
  const single = {
    Type: 'AWS::NetworkFirewall::RuleGroup',
    Properties: {
      Type: 'STATELESS',
      RuleGroup: {
        RulesSource: {
          StatelessRulesAndCustomActions: {
            // Written from the last to the first: their priorities count, and not their places.
            StatelessRules: stateless
              .map(({ action, to, from, ports, protocol }, index) => ({
                Priority: index + 1,
                RuleDefinition: {
                  Actions: [action],
                  MatchAttributes: {
                    ...(to === undefined ? {} : { Destinations: [{ AddressDefinition: to }] }),
                    ...(from === undefined ? {} : { Sources: [{ AddressDefinition: from }] }),
                    ...(ports === undefined ? {} : { DestinationPorts: [{ FromPort: ports[0], ToPort: ports[1] }] }),
                    ...(protocol === undefined ? {} : { Protocols: [NUMBERS[protocol]] }),
                  },
                },
              }))
              .reverse(),
          },
        },
      },
    },
  };
  return {
    ...Object.fromEntries(entries),
    Stateless: single,
    Policy: {
      Type: 'AWS::NetworkFirewall::FirewallPolicy',
      Properties: {
        FirewallPolicy: {
          StatelessDefaultActions: [statelessDefault],
          StatelessFragmentDefaultActions: ['aws:drop'],
          StatelessRuleGroupReferences: [{ Priority: 1, ResourceArn: ref('Stateless') }],
          StatefulEngineOptions: order,
          ...(statefulDefault === undefined ? {} : { StatefulDefaultActions: [statefulDefault] }),
          StatefulRuleGroupReferences: groups
            .map((_, index): JsonObject => ({ ...(strict ? { Priority: index + 1 } : {}), ResourceArn: ref(`Rules${index}`) }))
            .reverse(),
        },
      },
    },
  };
}

function ruleGroup(rules: RuleGroupSpec): JsonObject {
  const variables: JsonObject =
    rules.home === undefined ? {} : { RuleVariables: { IPSets: { HOME_NET: { Definition: [...rules.home] } } } };
  if (rules.kind === 'domains') {
    return {
      ...variables,
      RulesSource: {
        RulesSourceList: {
          GeneratedRulesType: rules.allow ? 'ALLOWLIST' : 'ALERTLIST',
          Targets: [...rules.targets],
          TargetTypes: [...(rules.tls ? ['TLS_SNI'] : []), ...(rules.http ? ['HTTP_HOST'] : [])],
        },
      },
    };
  }
  return {
    ...variables,
    RulesSource:
      rules.written === 'text'
        ? { RulesString: `# generated\n\n${rules.rules.map(suricata).join('\n')}\n` }
        : { StatefulRules: rules.rules.map(fields) },
  };
}

function options({ protocol, name, flow }: InspectionSpec): string[] {
  const buffer = protocol === 'tls' ? 'tls.sni' : 'http.host';
  const exact = [buffer, `content:"${name}"`, 'startswith', 'nocase', 'endswith'];
  const below = [buffer, 'dotprefix', `content:"${name}"`, 'nocase', 'endswith'];
  return [
    ...(name === undefined ? [] : name.startsWith('.') ? below : exact),
    ...(flow === undefined ? [] : [`flow:${flow}, to_server`]),
    'msg:"a; b"',
    'sid:7',
  ];
}

function suricata(rule: InspectionSpec): string {
  const { action, protocol, from, to, ports } = rule;
  return `${action} ${protocol} ${from} any -> ${to} ${ports} (${options(rule).join('; ')};)`;
}

function fields(rule: InspectionSpec): JsonObject {
  const { action, protocol, from, to, ports } = rule;
  return {
    Action: action.toUpperCase(),
    Header: {
      Protocol: protocol.toUpperCase(),
      Source: from,
      SourcePort: 'ANY',
      Direction: 'FORWARD',
      Destination: to,
      DestinationPort: ports,
    },
    RuleOptions: options(rule).map(option => {
      const [, keyword, settings] = /^([^:]+)(?::(.*))?$/.exec(option)!;
      return { Keyword: keyword, ...(settings === undefined ? {} : { Settings: [settings] }) };
    }),
  };
}
