import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { AwsService } from '../baseline/aws-service';
import { brokenPromises, promiseOf } from '../baseline/kept-promises';
import { ValidationError } from '../errors';
import type { Perimeter } from './endpoint-policy';
import { EndpointPolicy } from './endpoint-policy';
import type { ISecureNetwork } from './i-secure-network';

/** An endpoint that this network made for a service. */
export interface ServiceEndpoint {
  /** Where port 443 is opened to. */
  readonly peer: ec2.IConnectable;
  readonly policy: EndpointPolicy;
  /** The names under which functions look for it. */
  readonly names: readonly string[];
  /** What tells the SDK where it is. */
  readonly environment: Readonly<Record<string, string>>;
}

type Network = ISecureNetwork & Construct;

/** An interface endpoint that lets through what its users may do, and nothing else. */
export function createInterfaceEndpoint(network: Network, service: AwsService, perimeter: Perimeter): ServiceEndpoint {
  const scope = new Construct(network, pascal(service.endpointName));
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc: network.vpc,
    description: `Endpoint of ${service.endpointName}: functions that declared it`,
    allowAllOutbound: false,
  });
  const endpoint = new ec2.InterfaceVpcEndpoint(scope, 'Endpoint', {
    vpc: network.vpc,
    service: new ec2.InterfaceVpcEndpointAwsService(service.endpointName),
    subnets: network.subnets,
    securityGroups: [securityGroup],
    open: false,
    privateDnsEnabled: service.endpointVariable === undefined,
  });
  const resource = endpoint.node.defaultChild as ec2.CfnVPCEndpoint;
  const policy = new EndpointPolicy(resource, service, perimeter);
  resource.policyDocument = policy.document;
  const promised = {
    PolicyDocument: policy.document,
    SecurityGroupIds: [securityGroup.securityGroupId],
    VpcEndpointType: 'Interface',
  };
  network.node.addValidation({ validate: () => brokenPromises(network, promiseOf(resource, promised)) });
  return { peer: endpoint, policy, ...foundAt(service, endpoint, network) };
}

/** A gateway endpoint, in the route tables of all subnets that functions stand in. */
export function createGatewayEndpoint(
  network: Network,
  service: AwsService,
  perimeter: Perimeter,
  route: { readonly prefixList: string; readonly tables: () => string[] },
): ServiceEndpoint {
  const gateway = new ec2.GatewayVpcEndpoint(network, `${pascal(service.endpointName)}Gateway`, {
    vpc: network.vpc,
    service: new ec2.GatewayVpcEndpointAwsService(service.endpointName),
    subnets: [network.subnets],
  });
  const resource = gateway.node.defaultChild as ec2.CfnVPCEndpoint;
  const policy = new EndpointPolicy(resource, service, perimeter);
  const routeTableIds = Lazy.list({ produce: route.tables });
  resource.policyDocument = policy.document;
  resource.routeTableIds = routeTableIds;
  const promised = { PolicyDocument: policy.document, RouteTableIds: routeTableIds, VpcEndpointType: 'Gateway' };
  network.node.addValidation({ validate: () => brokenPromises(network, promiseOf(resource, promised)) });
  return {
    peer: ec2.Peer.prefixList(route.prefixList),
    policy,
    names: publicNamesOf(service, network),
    environment: {},
  };
}

/** The names under which SDKs look for a service that nobody told them about. */
export function publicNamesOf(service: AwsService, scope: IConstruct): string[] {
  const { region, urlSuffix } = Stack.of(scope);
  return service._namesIn(region, urlSuffix);
}

/** Its own name, and what stands before it, where the SDK is told; the service's names, where private DNS leads them to it. */
export function foundAt(
  service: AwsService,
  endpoint: ec2.IInterfaceVpcEndpoint,
  scope: IConstruct,
): Pick<ServiceEndpoint, 'names' | 'environment'> {
  const { endpointVariable } = service;
  if (endpointVariable === undefined) return { names: publicNamesOf(service, scope), environment: {} };
  const name = ownNameOf(service, endpoint);
  return {
    names: [`vpce-${name}`, `*.vpce-${name}`],
    environment: { [endpointVariable]: `https://${service._endpointHost}${name}` },
  };
}

/** The name of an endpoint holds a part that only its creation gives: it stands behind `vpce-` in the first of its DNS entries. */
function ownNameOf(service: AwsService, endpoint: ec2.IInterfaceVpcEndpoint): string {
  if (!(endpoint instanceof ec2.InterfaceVpcEndpoint)) {
    throw new ValidationError(
      {
        what: `The endpoint of '${service.endpointName}'`,
        expected: 'must be one of this app, because its name is only known there',
        got: 'an imported endpoint',
        remedy: `Give the prefix list of its gateway endpoint instead: prefixLists: { ${service.endpointName}: 'pl-…' }`,
      },
      endpoint,
    );
  }
  return Fn.select(1, Fn.split('vpce-', Fn.select(0, endpoint.vpcEndpointDnsEntries)));
}

function pascal(name: string): string {
  return name.replace(/(?:^|[-.])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
