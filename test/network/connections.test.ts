import { Stack, Token } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { SecureNetwork } from '../../lib';
import { aFunction, aWaiver, FLAG_SETS, networkOf, newApp, newStack, refusal, templateOf } from '../apps';

function aDatabase(stack: Stack, network: SecureNetwork): rds.DatabaseInstance {
  return new rds.DatabaseInstance(stack, 'Database', {
    engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
    vpc: network.vpc,
    vpcSubnets: network.subnets,
  });
}

/** Network, data and functions, in as many stacks. */
function stacks(app: App, count: number): readonly [network: Stack, data: Stack, functions: Stack] {
  const functions = new Stack(app, 'Functions');
  if (count === 1) return [functions, functions, functions];
  const network = new Stack(app, 'Network');
  return count === 2 ? [network, network, functions] : [network, new Stack(app, 'Data'), functions];
}

describe.each(FLAG_SETS)('connections under the %s', (_, flags) => {
  describe.each([1, 2, 3])('over %i stack(s)', count => {
    test.each(['asked of the database', 'asked of the function'])(
      'a connection %s is egress, and its rules stand in the stack of the function',
      asked => {
        const app = newApp(flags);
        const [networkStack, dataStack, functionStack] = stacks(app, count);
        const network = new SecureNetwork(networkStack, 'Network');
        const database = aDatabase(dataStack, network);
        const fn = aFunction(functionStack, 'Fn', { network });
        if (asked === 'asked of the database') database.connections.allowDefaultPortFrom(fn);
        else fn.connections.allowToDefaultPort(database);

        const template = Template.fromStack(functionStack);
        template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
        template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
        const [egress] = Object.values(template.findResources('AWS::EC2::SecurityGroupEgress'));
        const [ingress] = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
        expect(egress.Properties).toMatchObject({ IpProtocol: 'tcp', GroupId: ingress.Properties.SourceSecurityGroupId });
        expect(ingress.Properties.GroupId).toEqual(egress.Properties.DestinationSecurityGroupId);
        for (const other of [networkStack, dataStack].filter(stack => stack !== functionStack)) {
          Template.fromStack(other).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
        }
      },
    );
  });
});

describe('the connections of a function', () => {
  test.each([
    ['allowToAnyIpv4()', (fn: ec2.IConnectable) => fn.connections.allowToAnyIpv4(ec2.Port.tcp(443))],
    [
      'allowTo() half of the internet',
      (fn: ec2.IConnectable) => fn.connections.allowTo(ec2.Peer.ipv4('0.0.0.0/1'), ec2.Port.tcp(443)),
    ],
    [
      'allowTo() the internet behind NAT64',
      (fn: ec2.IConnectable) => fn.connections.allowTo(ec2.Peer.ipv6('64:ff9b::/96'), ec2.Port.tcp(443)),
    ],
    [
      'addEgressRule() on the group',
      (fn: ec2.IConnectable) => fn.connections.securityGroups[0].addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443)),
    ],
    [
      'allowToAnyIpv4() of the group',
      (fn: ec2.IConnectable) => fn.connections.securityGroups[0].connections.allowToAnyIpv4(ec2.Port.tcp(443)),
    ],
  ])('refuse %s', (_, open) => {
    const fn = aFunction(newStack());
    expect(() => open(fn)).toThrow('Egress of a function must name whom it connects to');
  });

  test('refuse all traffic', () => {
    const stack = newStack();
    const peer = new ec2.SecurityGroup(stack, 'Peer', { vpc: networkOf(stack).vpc });
    expect(() => aFunction(stack).connections.allowTo(peer, ec2.Port.allTraffic())).toThrow(
      'must name its port, got all traffic',
    );
  });

  test('refuse what the other side opens towards everything', () => {
    const fn = aFunction(newStack());
    expect(() => fn.connections.securityGroups[0].addEgressRule(ec2.Peer.anyIpv6(), ec2.Port.allTraffic(), 'x', true)).toThrow(
      /::\/0/,
    );
  });

  test.each([
    ['allowFrom()', (fn: ec2.IConnectable, peer: ec2.IConnectable) => fn.connections.allowFrom(peer, ec2.Port.tcp(80))],
    ['allowFromAnyIpv4()', (fn: ec2.IConnectable) => fn.connections.allowFromAnyIpv4(ec2.Port.tcp(80))],
    ['allowInternally()', (fn: ec2.IConnectable) => fn.connections.allowInternally(ec2.Port.tcp(80))],
    [
      'the counterpart on the other side',
      (fn: ec2.IConnectable, peer: ec2.IConnectable) => peer.connections.allowTo(fn, ec2.Port.tcp(80)),
    ],
    [
      'addIngressRule() on the group',
      (fn: ec2.IConnectable) => fn.connections.securityGroups[0].addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80)),
    ],
  ])('accept no connection by %s', (_, open) => {
    const stack = newStack();
    const fn = aFunction(stack);
    const peer = new ec2.SecurityGroup(stack, 'Peer', { vpc: networkOf(stack).vpc });
    expect(() => open(fn, peer)).toThrow(
      refusal('A function', 'accepts no network connections', 'connections.allowFrom() or its counterpart on the other side'),
    );
  });

  test('accept no connection from another function either', () => {
    const stack = newStack();
    const [caller, callee] = [aFunction(stack, 'Caller'), aFunction(stack, 'Callee')];
    expect(() => caller.connections.allowTo(callee, ec2.Port.tcp(443))).toThrow('accepts no network connections');
  });

  test('take no second security group', () => {
    const stack = newStack();
    const other = new ec2.SecurityGroup(stack, 'Open', { vpc: networkOf(stack).vpc });
    expect(() => aFunction(stack).connections.addSecurityGroup(other)).toThrow(
      refusal('A function', 'has one security group, which opens declared egress only', 'connections.addSecurityGroup()'),
    );
  });

  test('hold the one group of the function', () => {
    expect(aFunction(newStack()).connections.securityGroups).toHaveLength(1);
  });

  test('accept an address that only the deployment knows', () => {
    const stack = newStack();
    aFunction(stack).connections.allowTo(ec2.Peer.ipv4(Token.asString({ Ref: 'Range' })), ec2.Port.tcp(443));
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [{ CidrIp: { Ref: 'Range' }, FromPort: 443 }],
    });
  });

  test('do not exist outside of a VPC', () => {
    expect(() => aFunction(newStack(), 'Fn', { outsideVpc: aWaiver() }).connections).toThrow(/VPC/);
  });
});
