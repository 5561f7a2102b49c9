import type { JsonObject } from '../../model/facts';

/** What an example adds to the secure app, so that its subnets have a way to the internet: a NAT gateway in a public subnet. */
export const WAY_OUT: JsonObject = {
  Internet: { Type: 'AWS::EC2::InternetGateway' },
  PublicTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  PublicRoute: {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: { Ref: 'PublicTable' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Internet' } },
  },
  PublicSubnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.2.0/24' } },
  PublicSubnetTable: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'PublicSubnet' }, RouteTableId: { Ref: 'PublicTable' } },
  },
  Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { Ref: 'PublicSubnet' } } },
  FunctionTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  FunctionRoute: {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: { Ref: 'FunctionTable' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } },
  },
  ...Object.fromEntries(
    ['SubnetA', 'SubnetB'].map(subnet => [
      `${subnet}Table`,
      {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: { SubnetId: { Ref: subnet }, RouteTableId: { Ref: 'FunctionTable' } },
      },
    ]),
  ),
};

/** The same with a Network Firewall between the functions and the NAT gateway, which lets one name through. */
export const FILTERED_WAY_OUT: JsonObject = {
  ...WAY_OUT,
  Domains: {
    Type: 'AWS::NetworkFirewall::RuleGroup',
    Properties: {
      RuleGroupName: 'domains',
      Type: 'STATEFUL',
      Capacity: 10,
      RuleGroup: {
        RulesSource: {
          RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['api.example.com'] },
        },
        StatefulRuleOptions: { RuleOrder: 'STRICT_ORDER' },
      },
    },
  },
  Policy: {
    Type: 'AWS::NetworkFirewall::FirewallPolicy',
    Properties: {
      FirewallPolicyName: 'domains',
      FirewallPolicy: {
        StatelessDefaultActions: ['aws:forward_to_sfe'],
        StatelessFragmentDefaultActions: ['aws:drop'],
        StatefulDefaultActions: ['aws:drop_established'],
        StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' },
        StatefulRuleGroupReferences: [{ Priority: 1, ResourceArn: { Ref: 'Domains' } }],
      },
    },
  },
  Firewall: {
    Type: 'AWS::NetworkFirewall::Firewall',
    Properties: {
      FirewallName: 'domains',
      VpcId: { Ref: 'Vpc' },
      FirewallPolicyArn: { Ref: 'Policy' },
      SubnetMappings: [{ SubnetId: { Ref: 'FirewallSubnet' } }],
    },
  },
  FirewallSubnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.3.0/28' } },
  FirewallTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  FirewallSubnetTable: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'FirewallSubnet' }, RouteTableId: { Ref: 'FirewallTable' } },
  },
  FirewallRoute: {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: { Ref: 'FirewallTable' }, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } },
  },
  FunctionRoute: {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: { Ref: 'FunctionTable' }, DestinationCidrBlock: '0.0.0.0/0', VpcEndpointId: firewallEndpoint() },
  },
  ...Object.fromEntries(
    ['10.0.0.0/24', '10.0.1.0/24'].map((DestinationCidrBlock, index) => [
      `Answers${index}`,
      {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: { Ref: 'PublicTable' }, DestinationCidrBlock, VpcEndpointId: firewallEndpoint() },
      },
    ]),
  ),
};

function firewallEndpoint(): JsonObject {
  return { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Firewall', 'EndpointIds'] }] }] }] };
}
