import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AwsService, DnsFirewall, DomainFilter, Egress, EgressProfile, SecureNetwork, ServerlessGuard } from '../../lib';
import { aFunction, aWaiver, FLAG_SETS, newApp } from '../apps';

/** Network, data and functions, in as many stacks. */
function stacks(app: App, count: number): readonly [network: Stack, data: Stack, functions: Stack] {
  const functions = new Stack(app, 'Functions');
  if (count === 1) return [functions, functions, functions];
  const network = new Stack(app, 'Network');
  return count === 2 ? [network, network, functions] : [network, new Stack(app, 'Data'), functions];
}

function guarded(flags: Record<string, unknown> = {}): App {
  const app = newApp(flags);
  ServerlessGuard.protect(app);
  return app;
}

describe.each(FLAG_SETS)('under the %s the judge proves', (_, flags) => {
  test.each([1, 2, 3])('where functions connect to, over %i stack(s)', count => {
    const app = guarded(flags);
    const [networkStack, dataStack, stack] = stacks(app, count);
    const network = new SecureNetwork(networkStack, 'Network', { allowedDomains: ['api.example.com'] });
    const database = new rds.DatabaseInstance(dataStack, 'Database', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
      vpc: network.vpc,
      vpcSubnets: network.subnets,
    });
    aFunction(stack, 'Nowhere', { network });
    aFunction(stack, 'Inside', {
      network,
      egress: [Egress.toConnectable(database, ec2.Port.tcp(5432)), Egress.toAwsService(AwsService.SQS)],
    });
    aFunction(stack, 'Outside', { network, egress: [Egress.toDomain('api.example.com'), Egress.toAwsService(AwsService.S3)] });
    const egressProfile = new EgressProfile(stack, 'Profile', { network, egress: [Egress.toDomain('api.example.com')] });
    aFunction(stack, 'Shared', { network: undefined, egressProfile });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('the judge', () => {
  test('lets the cheaper way pass with its waiver', () => {
    const waiver = aWaiver({ reason: 'The partner changes its addresses every hour' });
    const app = guarded();
    const stack = new Stack(app, 'Stack');
    const network = new SecureNetwork(stack, 'Network', {
      allowedDomains: ['api.example.com'],
      domainFilter: DomainFilter.dnsOnly(waiver),
    });
    aFunction(stack, 'Fn', { network, egress: [Egress.toDomain('api.example.com')] });
    expect(() => app.synth()).not.toThrow();
  });

  test('lets central inspection pass with its waiver', () => {
    const app = guarded();
    const stack = new Stack(app, 'Stack');
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      natGateways: 0,
      createInternetGateway: false,
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
        { name: 'Inspected', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      ],
    });
    for (const [index, { routeTable }] of vpc.privateSubnets.entries()) {
      new ec2.CfnRoute(stack, `Route${index}`, {
        routeTableId: routeTable.routeTableId,
        destinationCidrBlock: '0.0.0.0/0',
        transitGatewayId: 'tgw-0123456789abcdef0',
      });
    }
    const network = SecureNetwork.fromVpc(vpc, {
      allowedDomains: ['api.example.com'],
      dnsFirewall: DnsFirewall.closed(),
      domainFilter: DomainFilter.centralInspection({
        subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        waiver: aWaiver({ reason: 'The network team filters domains in its inspection network' }),
      }),
    });
    aFunction(stack, 'Fn', { network, egress: [Egress.toDomain('api.example.com')] });
    expect(() => app.synth()).not.toThrow();
  });
});
