import { Annotations, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { AwsService } from '../baseline/aws-service';
import { brokenPromises, promiseOf } from '../baseline/kept-promises';
import { ValidationError } from '../errors';
import type { AllowedDomains } from './allowed-domains';
import type { DnsAnswers } from './dns-answers';
import type { WayOut } from './domain-filter';
import type { ISecureNetwork } from './i-secure-network';
import { isAddress, namesForStack, namesOfPeer } from './peer-names';

/** Who goes through an endpoint, and what its role may do there: asked when the template is written, so that later grants count. */
export interface EndpointUser {
  readonly role: iam.IRole;
  /** The actions and resources that the role's policies allow for services with this prefix; undefined where they cannot be listed. */
  readonly rightsFor: (
    iamPrefix: string,
  ) => readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[] | undefined;
}

/** The way to one AWS service out of a network, as a function uses it. */
export interface ServiceRoute {
  /** Where port 443 is opened to. */
  readonly peer: ec2.IConnectable;
  /** What tells the SDK where the endpoint is. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a network already has: these are used, and never made a second time. */
export interface ExistingRoutes {
  readonly endpoints: ReadonlyMap<string, ec2.IInterfaceVpcEndpoint>;
  /** Prefix lists of the services that gateway endpoints lead to. */
  readonly prefixLists: ReadonlyMap<string, string>;
  /** Whether the gateway endpoints belong to the network's owner, or are made here. */
  readonly gatewaysExist: boolean;
}

/** What a network is made of. */
export interface NetworkParts {
  readonly existing: ExistingRoutes;
  readonly organizationId: string | undefined;
  /** Undefined where somebody else filters names, or nobody does. */
  readonly dns: DnsAnswers | undefined;
  readonly domains: AllowedDomains;
}

const ACCESS = new WeakMap<IConstruct, NetworkAccess>();

/** How functions get into a network and through it. One for each network, whoever made it. */
export class NetworkAccess {
  /** Finds the access of a network; refuses one that did not come from `SecureNetwork`. */
  public static of(network: ISecureNetwork, scope: IConstruct): NetworkAccess {
    const access = ACCESS.get(network);
    if (access === undefined) {
      throw new ValidationError(
        {
          what: `The 'network' of a function`,
          expected: 'must be a SecureNetwork',
          got: network === null || typeof network !== 'object' ? String(network) : network.constructor.name,
          remedy: 'Create one with new SecureNetwork(), or with SecureNetwork.fromVpc() for a network of another team',
        },
        scope,
      );
    }
    return access;
  }

  /** Held here, so that nobody exchanges the network under the functions in it. */
  public readonly vpc: ec2.IVpc;
  public readonly subnets: ec2.SubnetSelection;
  private readonly endpoints = new Map<string, EndpointWithPolicy>();
  private readonly gateways = new Set<string>();

  private readonly existing: ExistingRoutes;
  private readonly organizationId: string | undefined;
  private readonly dns: DnsAnswers | undefined;
  private readonly domains: AllowedDomains;

  constructor(
    private readonly network: ISecureNetwork & Construct,
    parts: NetworkParts,
  ) {
    this.vpc = network.vpc;
    this.subnets = network.subnets;
    this.existing = parts.existing;
    this.organizationId = parts.organizationId;
    this.dns = parts.dns;
    this.domains = parts.domains;
    ACCESS.set(network, this);
  }

  /** Where a function stands that declares these domains: without any, in subnets that lead nowhere. Throws for domains that are not allowed. */
  public placeFor(domains: readonly string[], scope: IConstruct): WayOut {
    return domains.length === 0 ? { subnets: this.subnets } : this.domains.open(domains, scope);
  }

  /** The way to a service: an endpoint that exists, or one made now, once for the whole network. */
  public routeTo(service: AwsService, user: EndpointUser): ServiceRoute {
    const prefixList = this.existing.prefixLists.get(service.endpointName);
    if (prefixList !== undefined) {
      if (!this.existing.gatewaysExist) this.gatewayTo(service);
      this.answer(namesOfService(service, this.network));
      return { peer: ec2.Peer.prefixList(prefixList), environment: {} };
    }
    const existing = this.existing.endpoints.get(service.endpointName);
    if (existing !== undefined) {
      this.answer(namesOfEndpoint(service, existing, this.network));
      return { peer: existing, environment: endpointVariables(service, existing) };
    }

    const endpoint =
      this.endpoints.get(service.endpointName) ?? new EndpointWithPolicy(this.network, service, this.organizationId);
    this.endpoints.set(service.endpointName, endpoint);
    endpoint.admit(user);
    this.answer(namesOfEndpoint(service, endpoint.endpoint, this.network));
    return { peer: endpoint.endpoint, environment: endpointVariables(service, endpoint.endpoint) };
  }

  /** Lets functions find a peer by its names: those that are stated, or else those that it knows itself. */
  public answerFor(peer: ec2.IConnectable, stated: readonly string[], scope: IConstruct): void {
    const names = stated.length > 0 ? stated : namesOfPeer(peer);
    if (this.dns === undefined || (names.length === 0 && isAddress(peer))) return;
    if (names.length === 0) {
      Annotations.of(scope).addInfoV2(
        'cdk-secure-function:peer-without-name',
        'A peer of this function is a security group, so its name is not known, and the DNS Firewall of the network does not answer it. ' +
          `Where the function looks it up by name, write Egress.toConnectable(peer, port, { domainNames: ['…'] }).`,
      );
    }
    this.answer(namesForStack(names, Stack.of(this.network), scope));
  }

  private answer(names: readonly string[]): void {
    this.dns?.add(...names);
  }

  private gatewayTo(service: AwsService): void {
    if (this.gateways.has(service.endpointName)) return;
    this.gateways.add(service.endpointName);
    const gateway = new ec2.GatewayVpcEndpoint(this.network, `${pascal(service.endpointName)}Gateway`, {
      vpc: this.network.vpc,
      service: new ec2.GatewayVpcEndpointAwsService(service.endpointName),
      subnets: [this.network.subnets],
    });
    gateway.addToPolicy(perimeter(this.network, service, this.organizationId));
  }
}

/** An interface endpoint that lets through what its users may do, and nothing else. */
class EndpointWithPolicy {
  public readonly endpoint: ec2.InterfaceVpcEndpoint;
  private readonly users: EndpointUser[] = [];

  constructor(
    private readonly network: ISecureNetwork & Construct,
    private readonly service: AwsService,
    private readonly organizationId: string | undefined,
  ) {
    const scope = new Construct(network, pascal(service.endpointName));
    const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
      vpc: network.vpc,
      description: `Endpoint of ${service.endpointName}: functions that declared it`,
      allowAllOutbound: false,
    });
    this.endpoint = new ec2.InterfaceVpcEndpoint(scope, 'Endpoint', {
      vpc: network.vpc,
      service: new ec2.InterfaceVpcEndpointAwsService(service.endpointName),
      subnets: network.subnets,
      securityGroups: [securityGroup],
      open: false,
      privateDnsEnabled: service.endpointVariable === undefined,
    });
    const resource = this.endpoint.node.defaultChild as ec2.CfnVPCEndpoint;
    const policyDocument = Lazy.any({ produce: () => this.policy() });
    resource.policyDocument = policyDocument;
    const promised = {
      PolicyDocument: policyDocument,
      SecurityGroupIds: [securityGroup.securityGroupId],
      VpcEndpointType: 'Interface',
    };
    network.node.addValidation({ validate: () => brokenPromises(network, promiseOf(resource, promised)) });
  }

  public admit(user: EndpointUser): void {
    this.users.push(user);
  }

  /** Roles and resources by name where they stand in the endpoint's stack; the account or organisation where naming them would close a circle of stacks. */
  private policy(): iam.PolicyDocument {
    const stack = Stack.of(this.endpoint);
    const named = this.users.map(user => (Stack.of(user.role) === stack ? namedStatements(user, this.service) : undefined));
    const statements = named.flatMap(user => user ?? []);
    if (named.includes(undefined) || statements.length === 0) {
      statements.push(perimeter(this.network, this.service, this.organizationId));
    }
    return new iam.PolicyDocument({ statements, minimize: false });
  }
}

function namedStatements(user: EndpointUser, service: AwsService): iam.PolicyStatement[] | undefined {
  return user.rightsFor(service.iamPrefix)?.map(
    ({ actions, resources }) =>
      new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()],
        actions: [...actions],
        resources: [...resources],
        conditions: { ArnEquals: { 'aws:PrincipalArn': user.role.roleArn } },
      }),
  );
}

function perimeter(scope: Construct, service: AwsService, organizationId: string | undefined): iam.PolicyStatement {
  const { account } = Stack.of(scope);
  return new iam.PolicyStatement({
    principals: [new iam.AnyPrincipal()],
    actions: [`${service.iamPrefix}:*`],
    resources: ['*'],
    conditions: {
      StringEquals:
        organizationId === undefined
          ? { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account }
          : { 'aws:PrincipalOrgID': organizationId, 'aws:ResourceOrgID': organizationId },
    },
  });
}

/** The name of an endpoint holds a part that only its creation gives: it stands behind `vpce-` in the first of its DNS entries. */
function endpointVariables(service: AwsService, endpoint: ec2.IInterfaceVpcEndpoint): Record<string, string> {
  if (service.endpointVariable === undefined) return {};
  return { [service.endpointVariable]: `https://${service._endpointHost}${ownNameOf(service, endpoint)}` };
}

function namesOfService(service: AwsService, scope: IConstruct): string[] {
  const { region, urlSuffix } = Stack.of(scope);
  return service._namesIn(region, urlSuffix);
}

/** Its own name, and what stands before it, where the SDK is told; the service's names, where private DNS leads them to it. */
function namesOfEndpoint(service: AwsService, endpoint: ec2.IInterfaceVpcEndpoint, scope: IConstruct): string[] {
  if (service.endpointVariable === undefined) return namesOfService(service, scope);
  const name = `vpce-${ownNameOf(service, endpoint)}`;
  return [name, `*.${name}`];
}

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
