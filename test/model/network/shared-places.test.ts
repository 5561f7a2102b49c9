import { associated, att, inShort, reachOfAll, ref, route, subnet } from './places';
import type { Json, JsonObject } from '../../../lib/model/facts';

const OUT = { Out: route('Table', { NatGatewayId: ref('Nat') }) };
const fn = (config: JsonObject): JsonObject => ({
  Type: 'AWS::Lambda::Function',
  Properties: { VpcConfig: { SubnetIds: [ref('Near')], SecurityGroupIds: [att('Group', 'GroupId')], ...config } },
});

/** What each function of an app reaches outside its network. */
function outside(Resources: JsonObject): Record<string, string[]> {
  const { app } = reachOfAll({ Parameters: { Subnets: { Type: 'CommaDelimitedList' } }, Resources: { ...OUT, ...Resources } });
  return Object.fromEntries(
    app.functions.map(one => [
      one.resource.logicalId,
      app.networking
        .reachOf(one)!
        .destinations.filter(({ kind }) => kind !== 'network')
        .map(inShort)
        .sort(),
    ]),
  );
}

const EVERYWHERE = ['internet every address tcp, udp, icmp via Nat Igw'];
const closed = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } };

test('the same groups in another subnet lead somewhere else', () => {
  const Far = { Far: subnet('10.0.3.0/24'), FarTable: closed, FarAssociation: associated('Far', 'FarTable') };
  expect(outside({ ...Far, Second: fn({ SubnetIds: [ref('Far')] }) })).toEqual({ Function: EVERYWHERE, Second: [] });
});

test('other groups in the same subnet do too, and the order of groups does not count', () => {
  const Narrow = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '198.51.100.0/24' }] },
  };
  const both: Json[] = [att('Group', 'GroupId'), att('Narrow', 'GroupId')];
  const found = outside({
    Narrow,
    Second: fn({ SecurityGroupIds: [att('Narrow', 'GroupId')] }),
    Third: fn({ SecurityGroupIds: both }),
    Fourth: fn({ SecurityGroupIds: [...both].reverse() }),
  });
  expect(found.Function).toEqual(EVERYWHERE);
  expect(found.Second).toEqual(['internet 198.51.100.0/24 :443 via Nat Igw']);
  expect(found.Third).toEqual(EVERYWHERE);
  expect(found.Fourth).toEqual(found.Third);
});

test('IPv6 is a way for those who have it', () => {
  const six = {
    Block: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true } },
    Near: { Properties: { Ipv6CidrBlock: '2600:1f00:0:ff00::/64' } },
    Group: { Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' }] } },
    Eigw: { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: ref('Vpc') } },
    Six: route('Table', { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: ref('Eigw') }),
    Second: fn({ Ipv6AllowedForDualStack: 'true' }),
  };
  const { Function: plain, Second: dual } = outside(six);
  expect(plain).toEqual([]);
  expect(dual).toEqual([expect.stringMatching(/^internet .*:443 via Eigw$/) as unknown as string]);
});

test('subnets that stand elsewhere are told apart, and lead nobody knows where', () => {
  const found = outside({
    Second: fn({ SubnetIds: ['subnet-1'] }),
    Third: fn({ SubnetIds: ['subnet-2'] }),
    Fourth: fn({ SubnetIds: ref('Subnets') }),
    Fifth: fn({ SubnetIds: ['subnet-1', ref('Near')] }),
  });
  expect(found.Second).toEqual(['hidden the subnet subnet-1']);
  expect(found.Third).toEqual(['hidden the subnet subnet-2']);
  expect(found.Fourth).toEqual(['hidden the subnet ${Subnets}']);
  expect(found.Fifth).toEqual(['hidden the subnet subnet-1', ...EVERYWHERE]);
});

test('the ways to the internet that a subnet has of its own are told', () => {
  const { app } = reachOfAll({
    Resources: {
      Out: route('Table', { GatewayId: ref('Igw') }),
      Peer: route('Table', { DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-1' }),
    },
  });
  const { publicRoutes } = app.networking.reachOf(app.functions[0])!;
  expect(publicRoutes.map(({ logicalId }) => logicalId)).toEqual(['Out']);
});
