import { Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AwsService, Egress } from '../../lib';
import { aFunction, cast, FLAG_SETS, networkOf, newStack, refusal, templateOf } from '../apps';

/** A rule that no packet matches. */
const NOTHING = { CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86, Description: Match.anyValue() };

describe.each(FLAG_SETS)('egress under the %s', (_, flags) => {
  test('a function that declares none is given a rule that no packet matches, and nothing else', () => {
    const stack = newStack(flags);
    aFunction(stack);
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Declared egress of Stack/Fn',
      SecurityGroupEgress: [NOTHING],
      SecurityGroupIngress: Match.absent(),
    });
  });

  test('a function that declares security groups only keeps that rule, because EC2 opens a group without any', () => {
    const stack = newStack(flags);
    const peer = new ec2.SecurityGroup(stack, 'Peer', { vpc: networkOf(stack).vpc });
    aFunction(stack, 'Fn', { egress: [Egress.toConnectable(peer, ec2.Port.tcp(5432))] });
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Declared egress of Stack/Fn',
      SecurityGroupEgress: [NOTHING],
    });
  });

  test('a narrow range is opened on its port and replaces the rule that opens nothing', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { egress: [Egress.toConnectable(ec2.Peer.ipv4('10.1.2.0/24'), ec2.Port.tcp(6379))] });
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Declared egress of Stack/Fn',
      SecurityGroupEgress: [
        { CidrIp: '10.1.2.0/24', IpProtocol: 'tcp', FromPort: 6379, ToPort: 6379, Description: Match.anyValue() },
      ],
    });
  });

  test('a peer with a security group is opened on both sides, on that port only', () => {
    const stack = newStack(flags);
    const peer = new ec2.SecurityGroup(stack, 'Peer', { vpc: networkOf(stack).vpc, allowAllOutbound: false });
    aFunction(stack, 'Fn', { egress: [Egress.toConnectable(peer, ec2.Port.tcp(5432))] });
    const template = templateOf(stack);
    for (const type of ['AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress']) {
      template.resourceCountIs(type, 1);
      template.hasResourceProperties(type, { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 });
    }
  });

  test('the same egress twice is one rule', () => {
    const stack = newStack(flags);
    const peer = new ec2.SecurityGroup(stack, 'Peer', { vpc: networkOf(stack).vpc });
    const egress = Egress.toConnectable(peer, ec2.Port.tcp(5432));
    aFunction(stack, 'Fn', { egress: [egress, egress] });
    templateOf(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });

  test('one value serves many functions', () => {
    const stack = newStack(flags);
    const egress = Egress.toAwsService(AwsService.SQS);
    aFunction(stack, 'A', { egress: [egress] });
    aFunction(stack, 'B', { egress: [egress] });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
  });

  test('a service is opened on port 443 of its endpoint', () => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { egress: [Egress.toAwsService(AwsService.SQS)] });
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      Description: 'HTTPS to sqs',
    });
  });
});

describe('egress that names nobody', () => {
  test.each([
    ['0.0.0.0/0', ec2.Peer.anyIpv4()],
    ['::/0', ec2.Peer.anyIpv6()],
    ['0.0.0.0/1', ec2.Peer.ipv4('0.0.0.0/1')],
    ['128.0.0.0/1', ec2.Peer.ipv4('128.0.0.0/1')],
    ['64:ff9b::/96', ec2.Peer.ipv6('64:ff9b::/96')],
    ['2000::/3', ec2.Peer.ipv6('2000::/3')],
  ])('refuses %s', (range, peer) => {
    const egress = [Egress.toConnectable(peer, ec2.Port.tcp(443))];
    expect(() => aFunction(newStack(), 'Fn', { egress })).toThrow(
      refusal('Egress of a function', 'must name whom it connects to', `the address range ${range}`),
    );
  });

  test('refuses IPv6, because functions have no address in it', () => {
    const egress = [Egress.toConnectable(ec2.Peer.ipv6('2001:db8:1234::/48'), ec2.Port.tcp(443))];
    expect(() => aFunction(newStack(), 'Fn', { egress })).toThrow(
      refusal(
        'Egress of a function',
        'must be over IPv4, because functions are given no IPv6 address, in dual-stack subnets neither',
        '2001:db8:1234::/48',
      ),
    );
  });

  test('refuses all traffic, even to one address', () => {
    const egress = [Egress.toConnectable(ec2.Peer.ipv4('10.1.2.3/32'), ec2.Port.allTraffic())];
    expect(() => aFunction(newStack(), 'Fn', { egress })).toThrow(
      refusal('Egress of a function', 'must name its port', 'all traffic'),
    );
  });

  test('refuses a peer that is none', () => {
    const expected = refusal('Egress.toConnectable()', 'needs a peer with connections and a port', 'undefined');
    expect(() => Egress.toConnectable(cast(undefined), ec2.Port.tcp(1))).toThrow(expected);
    expect(() => Egress.toConnectable(cast('10.0.0.0/24'), ec2.Port.tcp(1))).toThrow(/, got 10\.0\.0\.0\/24\. /);
    expect(() => Egress.toConnectable(cast(Token.asAny({ Ref: 'X' })), ec2.Port.tcp(1))).toThrow('needs a peer with connections');
  });

  test('refuses a peer without a port', () => {
    expect(() => Egress.toConnectable(ec2.Peer.ipv4('10.0.0.0/24'), cast(undefined))).toThrow(
      refusal('Egress.toConnectable()', 'needs a peer with connections and a port', 'no port'),
    );
  });

  test.each([undefined, 'dynamodb', { endpointName: 'dynamodb' }])('refuses %p as a service', service => {
    expect(() => Egress.toAwsService(cast(service))).toThrow(
      refusal('Egress.toAwsService()', 'needs an AwsService', String(service)),
    );
  });
});
