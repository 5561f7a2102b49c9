import type { Stack } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { aFunction, attribute, raw } from './shapes';
import type { Spelled } from './shapes';
import { tellApart, twins } from './twins';
import { Control } from '../../lib/baseline/control';
import type { JsonObject } from '../../lib/model/facts';
import { applyExample } from '../../lib/rules/example';
import { FILTERED_WAY_OUT, WAY_OUT } from '../../lib/rules/network/way-out-example';
import { SECURE_APP } from '../../lib/rules/secure-app';

const {
  EGRESS_CLOSED,
  INTERNET_BEHIND_FIREWALL: FILTERED,
  DATA_READER_OFFLINE: OFFLINE,
  DNS_FILTERED,
  ENDPOINT_POLICY_BOUNDED: ENDPOINT,
  FIREWALL_DROPS_BY_DEFAULT: DROPS,
} = Control;

/** The secure app in a network after a change, spelled as CloudFormation does; the answer is one of its resources. */
const at =
  (id: string, base: JsonObject = {}) =>
  (stack: Stack, change: JsonObject) => {
    const { Resources } = applyExample(applyExample(SECURE_APP, { Resources: base }), { Resources: change });
    raw(stack, Resources as Record<string, JsonObject>);
    return stack.node.findChild(id);
  };

/** A group that CDK makes for a function in a network that CDK makes. */
const group = (
  props: Partial<ec2.SecurityGroupProps>,
  more: (group: ec2.SecurityGroup, stack: Stack) => void = () => undefined,
) => {
  return (stack: Stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      natGateways: 0,
      maxAzs: 2,
      subnetConfiguration: [{ name: 'inside', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    const made = new ec2.SecurityGroup(stack, 'Group', { vpc, description: 'orders', ...props });
    more(made, stack);
    aFunction(stack, { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, securityGroups: [made] });
    return made;
  };
};
const built = (stack: Stack, make: (stack: Stack) => ec2.SecurityGroup) => make(stack);
const EGRESS = (rule: JsonObject): JsonObject => ({
  Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...rule }] } },
});
const ALL = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };
const OPEN: JsonObject = { ...WAY_OUT, ...EGRESS({ CidrIp: '0.0.0.0/0' }) };

tellApart('what a group lets out', {
  'nothing, as CDK writes it, or everything, as CDK writes it': twins(EGRESS_CLOSED, built, {
    unsafe: group({ allowAllOutbound: true }),
    safe: group({ allowAllOutbound: false }),
  }),
  'no rule at all, or an empty one that leads nowhere': twins(EGRESS_CLOSED, at('Group'), {
    unsafe: { Group: { Properties: { SecurityGroupEgress: null } } },
    safe: EGRESS({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }),
    also: [Control.GROUP_DESCRIBED],
  }),
  'an empty list, or one address': twins(EGRESS_CLOSED, at('Group'), {
    unsafe: { Group: { Properties: { SecurityGroupEgress: [] } } },
    safe: EGRESS({ CidrIp: '10.0.0.10/32' }),
    also: [Control.GROUP_DESCRIBED],
  }),
  'a rule of its own beside a closed group, for one peer or for all': twins(
    EGRESS_CLOSED,
    (stack, cidrIp: string) => {
      const made = group({ allowAllOutbound: false })(stack);
      return new ec2.CfnSecurityGroupEgress(stack, 'Rule', {
        groupId: made.securityGroupId,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIp,
      });
    },
    { unsafe: '0.0.0.0/0', safe: '10.0.0.0/16' },
  ),
  'half of the internet, or the network of a partner': twins(EGRESS_CLOSED, at('Group'), {
    unsafe: EGRESS({ CidrIp: '128.0.0.0/1' }),
    safe: EGRESS({ CidrIp: '128.66.0.0/24' }),
  }),
  'everywhere in IPv6, or one network of it': twins(EGRESS_CLOSED, at('Group'), {
    unsafe: EGRESS({ CidrIpv6: '0::0/0' }),
    safe: EGRESS({ CidrIpv6: '2001:db8:1::/48' }),
  }),
  'a list of everywhere, or of one partner': twins(
    EGRESS_CLOSED,
    at('Group', EGRESS({ DestinationPrefixListId: attribute('Peers', 'PrefixListId') })),
    {
      unsafe: {
        Peers: {
          Type: 'AWS::EC2::PrefixList',
          Properties: { AddressFamily: 'IPv4', Entries: [{ Cidr: '198.51.100.0/24' }, { Cidr: '0.0.0.0/0' }] },
        },
      },
      safe: {
        Peers: {
          Type: 'AWS::EC2::PrefixList',
          Properties: { AddressFamily: 'IPv4', Entries: [{ Cidr: '198.51.100.0/24' }, { Cidr: '203.0.113.0/24' }] },
        },
      },
    },
  ),
  'to the group of a database, or to a group and everywhere': twins(EGRESS_CLOSED, at('Group'), {
    unsafe: {
      Group: {
        Properties: {
          SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: 'sg-0a1b' }, ALL],
        },
      },
    },
    safe: {
      Group: {
        Properties: {
          SecurityGroupEgress: [
            { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: 'sg-0a1b' },
            { ...ALL, CidrIp: '10.0.0.0/16' },
          ],
        },
      },
    },
    also: [Control.GROUP_EGRESS_NARROW],
  }),
  'everywhere in one branch, or nowhere': twins(
    EGRESS_CLOSED,
    (stack, cidr: string) => {
      new cdk.CfnCondition(stack, 'Prod', { expression: cdk.Fn.conditionEquals(cdk.Aws.REGION, 'eu-west-1') });
      return at('Group')(stack, EGRESS({ CidrIp: { 'Fn::If': ['Prod', cidr, '10.0.0.0/16'] } }));
    },
    { unsafe: '0.0.0.0/0', safe: '10.1.0.0/16' },
  ),
  'the default group of the network, or one of its own': twins(Control.DEFAULT_GROUP_UNUSED, at('Function'), {
    unsafe: { Function: { Properties: { VpcConfig: { SecurityGroupIds: [attribute('Vpc', 'DefaultSecurityGroup')] } } } },
    safe: { Function: { Properties: { VpcConfig: { SecurityGroupIds: [attribute('Group', 'GroupId')] } } } },
  }),
});

tellApart('where routes lead', {
  'everywhere through a NAT gateway, or to an endpoint': twins(FILTERED, at('Function', OPEN), {
    unsafe: {},
    safe: {
      FunctionRoute: null,
      S3: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          VpcId: { Ref: 'Vpc' },
          ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
          RouteTableIds: [{ Ref: 'FunctionTable' }],
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' }],
          },
        },
      },
    },
    also: [OFFLINE],
  }),
  'two networks that add up, or the smaller one': twins(FILTERED, at('Function', WAY_OUT), {
    unsafe: {
      Group: {
        Properties: {
          SecurityGroupEgress: [
            { ...ALL, CidrIp: '198.18.0.0/16' },
            { ...ALL, CidrIp: '198.19.0.0/16' },
          ],
        },
      },
    },
    safe: {
      Group: {
        Properties: {
          SecurityGroupEgress: [
            { ...ALL, CidrIp: '198.18.0.0/16' },
            { ...ALL, CidrIp: '198.18.0.0/17' },
          ],
        },
      },
    },
    also: [OFFLINE],
  }),
  'a firewall on the way, or beside it': twins(
    FILTERED,
    at('Function', { ...FILTERED_WAY_OUT, ...EGRESS({ CidrIp: '0.0.0.0/0' }) }),
    {
      unsafe: { FunctionRoute: { Properties: { VpcEndpointId: null, NatGatewayId: { Ref: 'Nat' } } } },
      safe: {},
      also: [Control.ROUTES_SYMMETRIC, EGRESS_CLOSED, OFFLINE],
    },
  ),
  'a subnet with its own way out, or with the table of the network': twins(
    Control.FUNCTION_NOT_IN_PUBLIC_SUBNET,
    at('Function', WAY_OUT),
    {
      unsafe: { SubnetATable: { Properties: { RouteTableId: { Ref: 'PublicTable' } } } },
      safe: { SubnetATable: { Properties: { RouteTableId: { Ref: 'FunctionTable' } } } },
    },
  ),
  'a private network by name and by route, or by name only': twins(
    Control.FUNCTION_NOT_IN_PUBLIC_SUBNET,
    at('Function', WAY_OUT),
    {
      unsafe: { FunctionRoute: { Properties: { NatGatewayId: null, GatewayId: { Ref: 'Internet' } } } },
      safe: { FunctionRoute: { Properties: { DestinationCidrBlock: '10.1.0.0/16' } } },
      also: [Control.NO_ROUTE_TO_EVERYWHERE],
    },
  ),
});

tellApart('a subnet of NAT gateways', {
  'that holds nothing else, or a balancer too': twins(Control.NO_ROUTE_TO_EVERYWHERE, at('PublicRoute', FILTERED_WAY_OUT), {
    unsafe: {
      Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Subnets: [{ Ref: 'PublicSubnet' }] } },
    },
    safe: { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Subnets: [{ Ref: 'SubnetA' }] } } },
  }),
  'whose answers pass the firewall, or go straight in': twins(
    Control.NO_ROUTE_TO_EVERYWHERE,
    at('PublicRoute', FILTERED_WAY_OUT),
    {
      unsafe: { Answers0: null, Answers1: null },
      safe: {},
      also: [Control.ROUTES_SYMMETRIC],
    },
  ),
  'where machines get no public address, or do': twins(Control.NO_ROUTE_TO_EVERYWHERE, at('PublicRoute', FILTERED_WAY_OUT), {
    unsafe: { PublicSubnet: { Properties: { MapPublicIpOnLaunch: 'true' } } },
    safe: { PublicSubnet: { Properties: { MapPublicIpOnLaunch: 'false' } } },
    also: [Control.SUBNET_ASSIGNS_NO_PUBLIC_ADDRESS],
  }),
  'that has a NAT gateway, or had one': twins(Control.NO_ROUTE_TO_EVERYWHERE, at('PublicRoute', FILTERED_WAY_OUT), {
    unsafe: { Nat: { Properties: { SubnetId: 'subnet-0a1b2c3d' } } },
    safe: { Nat: { Properties: { SubnetId: { Ref: null, 'Fn::GetAtt': ['PublicSubnet', 'SubnetId'] } } } },
  }),
});

const policy = (change: JsonObject): JsonObject => ({ Policy: { Properties: { FirewallPolicy: change } } });
tellApart('a firewall', {
  'that drops what no rule names, or only tells of it': twins(DROPS, at('Policy', FILTERED_WAY_OUT), {
    unsafe: policy({ StatefulDefaultActions: ['aws:alert_established'] }),
    safe: policy({ StatefulDefaultActions: ['aws:drop_established', 'aws:alert_established'] }),
  }),
  'that inspects packets, or passes them': twins(DROPS, at('Policy', FILTERED_WAY_OUT), {
    unsafe: policy({ StatelessDefaultActions: ['aws:pass'] }),
    safe: policy({ StatelessDefaultActions: ['aws:forward_to_sfe'] }),
  }),
  'that lists names of one owner, or of anybody': twins(Control.DOMAIN_LIST_BOUNDED, at('Domains', FILTERED_WAY_OUT), {
    unsafe: { Domains: { Properties: { RuleGroup: { RulesSource: { RulesSourceList: { Targets: ['.amazonaws.com'] } } } } } },
    safe: { Domains: { Properties: { RuleGroup: { RulesSource: { RulesSourceList: { Targets: ['.example.com'] } } } } } },
  }),
  'whose list lets names through, or keeps them back': twins(
    FILTERED,
    at('Function', { ...FILTERED_WAY_OUT, ...EGRESS({ CidrIp: '0.0.0.0/0' }) }),
    {
      unsafe: {
        ...policy({ StatefulDefaultActions: ['aws:alert_established'] }),
        Domains: { Properties: { RuleGroup: { RulesSource: { RulesSourceList: { GeneratedRulesType: 'DENYLIST' } } } } },
      },
      safe: {},
      also: [DROPS, EGRESS_CLOSED, OFFLINE],
    },
  ),
  'that knows its senders, or does not': twins(
    Control.HOME_NET_COVERS_SENDERS,
    at('Domains', { ...FILTERED_WAY_OUT, ...EGRESS({ CidrIp: '0.0.0.0/0' }) }),
    {
      unsafe: {
        Domains: { Properties: { RuleGroup: { RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.9.0.0/16'] } } } } } },
      },
      safe: {
        Domains: { Properties: { RuleGroup: { RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.0.0.0/16'] } } } } } },
      },
      also: [EGRESS_CLOSED],
    },
  ),
});
const rules = (...FirewallRules: JsonObject[]): JsonObject => ({ DnsRules: { Properties: { FirewallRules } } });
const ALLOW = { Action: 'ALLOW', FirewallDomainListId: attribute('Answered', 'Id') };
const BLOCK = { Action: 'BLOCK', BlockResponse: 'NXDOMAIN', FirewallDomainListId: attribute('EveryName', 'Id') };

tellApart('a resolver', {
  'that allows first and blocks the rest, or allows the rest': twins(DNS_FILTERED, at('Vpc'), {
    unsafe: rules({ ...ALLOW, Priority: 1 }, { ...BLOCK, Priority: 2, Action: 'ALLOW', BlockResponse: null as never }),
    safe: rules({ ...ALLOW, Priority: 1 }, { ...BLOCK, Priority: 2 }),
  }),
  'that blocks, or only tells': twins(DNS_FILTERED, at('Vpc'), {
    unsafe: rules(
      { ...ALLOW, Priority: 1 },
      { Priority: 2, Action: 'ALERT', FirewallDomainListId: attribute('EveryName', 'Id') },
    ),
    safe: rules({ ...ALLOW, Priority: 1 }, { ...BLOCK, Priority: 2 }),
  }),
  'that is filtered, or that another network has filtered': twins(DNS_FILTERED, at('Vpc'), {
    unsafe: { DnsAssociation: { Properties: { VpcId: 'vpc-0a1b2c3d' } } },
    safe: { DnsAssociation: { Properties: { VpcId: { Ref: 'Vpc' } } } },
  }),
  'that fails closed, or open': twins(DNS_FILTERED, at('Config'), {
    unsafe: {
      Config: {
        Type: 'AWS::Route53Resolver::FirewallConfig',
        Properties: { ResourceId: { Ref: 'Vpc' }, FirewallFailOpen: 'ENABLED' },
      },
    },
    safe: {
      Config: {
        Type: 'AWS::Route53Resolver::FirewallConfig',
        Properties: { ResourceId: { Ref: 'Vpc' }, FirewallFailOpen: 'DISABLED' },
      },
    },
  }),
  'that answers names of one owner, or names that anybody takes': twins(Control.DOMAIN_LIST_BOUNDED, at('Answered'), {
    unsafe: { Answered: { Properties: { Domains: ['*.s3.amazonaws.com'] } } },
    safe: { Answered: { Properties: { Domains: ['*.orders.example.com'] } } },
  }),
});

const endpoint = (Statement: readonly Spelled[] | undefined): JsonObject => ({
  Secrets: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: { Ref: 'Vpc' },
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-west-1.secretsmanager',
      SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
      SecurityGroupIds: [attribute('Group', 'GroupId')],
      ...(Statement === undefined ? {} : { PolicyDocument: { Version: '2012-10-17', Statement: [...Statement] } }),
    },
  },
});
const THROUGH: Spelled = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

tellApart('an endpoint', {
  'with a policy, or with none': twins(ENDPOINT, at('Secrets'), {
    unsafe: endpoint(undefined),
    safe: endpoint([{ ...THROUGH, Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-??????' }]),
  }),
  'for resources of one organization, or for callers over TLS': twins(ENDPOINT, at('Secrets'), {
    unsafe: endpoint([{ ...THROUGH, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }]),
    safe: endpoint([{ ...THROUGH, Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } } }]),
  }),
  'that denies other accounts, or this one': twins(ENDPOINT, at('Secrets'), {
    unsafe: endpoint([
      THROUGH,
      { ...THROUGH, Effect: 'Deny', Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } } },
    ]),
    safe: endpoint([
      THROUGH,
      { ...THROUGH, Effect: 'Deny', Condition: { StringNotEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } } },
    ]),
  }),
});

tellApart('who is let in', {
  'to a shell from one office, or from anywhere': twins(
    Control.ADMIN_PORTS_CLOSED,
    (stack, peer: string) =>
      group({ allowAllOutbound: false }, made => made.addIngressRule(ec2.Peer.ipv4(peer), ec2.Port.tcp(22), 'office'))(stack),
    { unsafe: '0.0.0.0/0', safe: '198.51.100.7/32' },
  ),
  'to a range that ends before a proxy, or behind it': twins(Control.ADMIN_PORTS_CLOSED, at('Group'), {
    unsafe: {
      Group: {
        Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 8000, ToPort: 65535, CidrIp: '0.0.0.0/0' }] },
      },
    },
    safe: {
      Group: { Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 8000, ToPort: 8079, CidrIp: '0.0.0.0/0' }] } },
    },
    also: [Control.INGRESS_NOT_FROM_EVERYWHERE],
  }),
});

/** A function on the machines of a capacity provider, which stands in the network. */
const MACHINES: JsonObject = {
  Function: {
    Properties: {
      VpcConfig: null,
      CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: attribute('Machines') } },
    },
  },
  Machines: {
    Type: 'AWS::Lambda::CapacityProvider',
    Properties: {
      VpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }], SecurityGroupIds: [attribute('Group', 'GroupId')] },
    },
  },
};
const SECRET = {
  Workload: {
    Properties: {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'secretsmanager:GetSecretValue',
            Resource: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-AbCdEf',
          },
        ],
      },
    },
  },
};
const URL: JsonObject = {
  Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: attribute('Function'), AuthType: 'NONE' } },
};

tellApart('machines of a capacity provider', {
  'in two zones, or in one': twins(Control.FUNCTION_IN_VPC, at('Function', MACHINES), {
    unsafe: { Machines: { Properties: { VpcConfig: { SubnetIds: [{ Ref: 'SubnetA' }] } } } },
    safe: {},
  }),
  'whose group opens everything, or one network': twins(EGRESS_CLOSED, at('Group', MACHINES), {
    unsafe: EGRESS({ CidrIp: '0.0.0.0/0' }),
    safe: EGRESS({ CidrIp: '10.0.0.0/16' }),
  }),
  'with a NAT gateway behind them, or none': twins(FILTERED, at('Function', { ...MACHINES, ...OPEN }), {
    unsafe: {},
    safe: { FunctionRoute: null },
    also: [OFFLINE],
  }),
});

tellApart('a secret, a door and a way out', {
  'everywhere behind a NAT gateway, or a group that opens without a route': twins(
    Control.NO_OPEN_PATH_TO_SECRETS,
    at('Function', { ...OPEN, ...SECRET, ...URL }),
    { unsafe: {}, safe: { FunctionRoute: null }, also: [FILTERED, OFFLINE] },
  ),
  'past a firewall, or through one that lists names': twins(
    Control.NO_OPEN_PATH_TO_SECRETS,
    at('Function', { ...FILTERED_WAY_OUT, ...EGRESS({ CidrIp: '0.0.0.0/0' }), ...SECRET, ...URL }),
    {
      unsafe: { FunctionRoute: { Properties: { VpcEndpointId: null, NatGatewayId: { Ref: 'Nat' } } } },
      safe: {},
      also: [EGRESS_CLOSED, FILTERED, OFFLINE, Control.ROUTES_SYMMETRIC],
    },
  ),
});
