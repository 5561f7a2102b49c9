import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Attack } from './attack';
import { describeAttacks } from './attack';
import { AwsService, Egress } from '../../lib';
import { aFunction, networkOf } from '../apps';

const to = (peer: ec2.IPeer, port: ec2.Port): Egress =>
  Egress.toConnectable({ connections: new ec2.Connections({ peer }) }, port);

const WAYS_OUT: readonly Attack[] = [
  [
    'half of the world',
    scope => aFunction(scope, 'Fn', { egress: [to(ec2.Peer.ipv4('0.0.0.0/1'), ec2.Port.allTraffic())] }),
    /Egress of a function must name whom it connects to, got the address range 0\.0\.0\.0\/1/,
  ],
  [
    'wherever a parameter says',
    scope => {
      const range = new CfnParameter(Stack.of(scope), 'Range', { default: '0.0.0.0/0' }).valueAsString;
      aFunction(scope, 'Fn', { egress: [to(ec2.Peer.ipv4(range), ec2.Port.tcp(443))] });
    },
    'egress-closed',
  ],
  [
    'everywhere, by a rule beside its group',
    scope =>
      new ec2.CfnSecurityGroupEgress(scope, 'Rule', {
        groupId: aFunction(scope).connections.securityGroups[0].securityGroupId,
        ipProtocol: '-1',
        cidrIp: '0.0.0.0/0',
      }),
    'egress-closed',
  ],
  [
    'every bucket, by an endpoint that lets everything through',
    scope => {
      aFunction(scope);
      const { vpc } = networkOf(scope);
      const routeTableIds = vpc.isolatedSubnets.map(({ routeTable }) => routeTable.routeTableId);
      new ec2.CfnVPCEndpoint(scope, 'Endpoint', { vpcId: vpc.vpcId, serviceName: 'com.amazonaws.eu-west-1.s3', routeTableIds });
    },
    'endpoint-policy-bounded',
  ],
  [
    'every service of AWS',
    scope => aFunction(scope, 'Fn', { egress: [Egress.toAwsService(AwsService.of('*'))] }),
    /The endpoint's name of an AWS service must be lower-case letters/,
  ],
];

describeAttacks('nobody connects it to', WAYS_OUT);
