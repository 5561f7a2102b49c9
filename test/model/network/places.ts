import { buildModel } from '../../../lib/model/build-model';
import type { AppFacts, DestinationFacts, JsonObject, ReachFacts } from '../../../lib/model/facts';
import { addressed, spokenAddresses, spokenPorts } from '../../../lib/model/network/spoken';
import type { TemplateSource } from '../../../lib/model/templates';
import { applyExample } from '../../../lib/rules/example';
import { source } from '../build';

export const ref = (name: string): JsonObject => ({ Ref: name });
export const att = (name: string, attribute: string): JsonObject => ({ 'Fn::GetAtt': [name, attribute] });

/** The endpoint of a firewall as templates spell it. */
export function endpointOf(firewall: string, index = 0): JsonObject {
  return { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [index, att(firewall, 'EndpointIds')] }] }] };
}

export function subnet(cidr: string, more: JsonObject = {}): JsonObject {
  return { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: cidr, ...more } };
}

export function route(table: string, properties: JsonObject, more: JsonObject = {}): JsonObject {
  const to =
    'DestinationCidrBlock' in properties || 'DestinationIpv6CidrBlock' in properties || 'DestinationPrefixListId' in properties;
  return {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: ref(table), ...(to ? {} : { DestinationCidrBlock: '0.0.0.0/0' }), ...properties },
    ...more,
  };
}

export function associated(subnetName: string, table: string, more: JsonObject = {}): JsonObject {
  return {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: ref(subnetName), RouteTableId: ref(table) },
    ...more,
  };
}

/** One function in one subnet with a table of its own, let out to everywhere over IPv4. */
const BASE: JsonObject = {
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    Near: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24' } },
    NearTable: associated('Near', 'Table'),
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] } },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { VpcConfig: { SubnetIds: [ref('Near')], SecurityGroupIds: [att('Group', 'GroupId')] } },
    },
    Igw: { Type: 'AWS::EC2::InternetGateway' },
    Outer: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.9.0/24' } },
    OuterTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    OuterAssociation: associated('Outer', 'OuterTable'),
    OuterRoute: route('OuterTable', { GatewayId: ref('Igw') }),
    Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('Outer') } },
  },
};

export interface Change {
  readonly Resources?: JsonObject;
  readonly Parameters?: JsonObject;
  readonly Conditions?: JsonObject;
  readonly Outputs?: JsonObject;
}

function changed({ Outputs, ...change }: Change): TemplateSource {
  return source('App', { ...applyExample(BASE, change), ...(Outputs === undefined ? {} : { Outputs }) });
}

/** The base after a change. */
export function reachOfAll(change: Change): { readonly app: AppFacts } {
  return { app: buildModel([changed(change)]) };
}

/** What the function reaches after a change to the base, given as a JSON merge patch. */
export function reachAfter(change: Change, others: readonly TemplateSource[] = []): ReachFacts {
  const app = buildModel([changed(change), ...others]);
  return app.networking.reachOf(app.functions[0])!;
}

/** The same, a line for each place; the network itself is left out. */
export function placesAfter(change: Change, others: readonly TemplateSource[] = []): string[] {
  return reachAfter(change, others)
    .destinations.filter(({ kind, through }) => kind !== 'network' || through.length > 0)
    .map(inShort)
    .sort();
}

export function inShort({ kind, resource, text, through, traffic, domains, unknown }: DestinationFacts): string {
  const ports = spokenPorts(traffic);
  return [
    kind,
    ...(resource === undefined ? (text === undefined ? [] : [text]) : [resource.logicalId]),
    ...(kind === 'internet' || kind === 'beyond' || kind === 'network' ? [spokenAddresses(addressed(traffic))] : []),
    ...(ports === '' ? [] : [ports]),
    ...(through.length === 0 ? [] : [`via ${through.map(({ logicalId }) => logicalId).join(' ')}`]),
    ...(domains === undefined ? [] : [`for ${domains.join(' ')}`]),
    ...(unknown === undefined ? [] : [`unless ${unknown}`]),
  ].join(' ');
}
