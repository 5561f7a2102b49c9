import type { Change } from './places';
import { associated, endpointOf, ref, route } from './places';
import type { JsonObject } from '../../../lib/model/facts';

/** A policy in strict order that drops what no rule of the group `Rules` passes. */
export const POLICY = (change: JsonObject = {}, properties: JsonObject = {}): JsonObject => ({
  Type: 'AWS::NetworkFirewall::FirewallPolicy',
  Properties: {
    FirewallPolicy: {
      StatelessDefaultActions: ['aws:forward_to_sfe'],
      StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' },
      StatefulDefaultActions: ['aws:drop_strict'],
      StatefulRuleGroupReferences: [{ Priority: 1, ResourceArn: ref('Rules') }],
      ...change,
    },
    ...properties,
  },
});
export const rules = (RulesSource: JsonObject, more: JsonObject = {}): JsonObject => ({
  Type: 'AWS::NetworkFirewall::RuleGroup',
  Properties: { RuleGroup: { RulesSource, ...more } },
});
export const text = (...lines: string[]): JsonObject => rules({ RulesString: lines.join('\n') });
/** A firewall between the subnet of the function and the NAT gateway, after a change; it passes one name unless the change says otherwise. */
export const firewall = (more: JsonObject = {}): Change => ({
  Parameters: { Setting: { Type: 'String' } },
  Conditions: { IsProd: { 'Fn::Equals': [ref('Setting'), 'prod'] } },
  Resources: {
    Inner: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.8.0/24' } },
    InnerTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    InnerAssociation: associated('Inner', 'InnerTable'),
    InnerRoute: route('InnerTable', { NatGatewayId: ref('Nat') }),
    Policy: POLICY(),
    Rules: text('pass tls $HOME_NET any -> $EXTERNAL_NET 443 (tls.sni; content:"api.example.com"; startswith; endswith; sid:1;)'),
    Firewall: {
      Type: 'AWS::NetworkFirewall::Firewall',
      Properties: { VpcId: ref('Vpc'), FirewallPolicyArn: ref('Policy'), SubnetMappings: [{ SubnetId: ref('Inner') }] },
    },
    Out: route('Table', { VpcEndpointId: endpointOf('Firewall') }),
    Back: route('OuterTable', { DestinationCidrBlock: '10.0.0.0/24', VpcEndpointId: endpointOf('Firewall') }),
    ...more,
  },
});
/** Everything, through the firewall. */
export const ALL = 'internet every address tcp, udp, icmp via Firewall Nat Igw';
/** HTTPS through the firewall, for a name only. */
export const NAMED = (name: string) => `internet every address :443 via Firewall Nat Igw for ${name}`;
