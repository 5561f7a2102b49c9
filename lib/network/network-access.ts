import { Annotations, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import type { AwsService } from '../baseline/aws-service';
import { ValidationError } from '../errors';
import type { AllowedDomains } from './allowed-domains';
import type { DnsAnswers } from './dns-answers';
import type { WayOut } from './domain-filter';
import type { EndpointUser, Perimeter } from './endpoint-policy';
import type { ISecureNetwork } from './i-secure-network';
import { isAddress, namesForStack, namesOfPeer } from './peer-names';
import type { ServiceEndpoint } from './service-endpoint';
import { createGatewayEndpoint, createInterfaceEndpoint, foundAt, publicNamesOf } from './service-endpoint';

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
  readonly perimeter: Omit<Perimeter, 'isReached'>;
  /** Whether nothing but security groups can be made in the VPC, because another account shares its subnets. */
  readonly shared: boolean;
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
  private readonly endpoints = new Map<string, ServiceEndpoint>();
  private readonly perimeter: Perimeter;

  constructor(
    private readonly network: ISecureNetwork & Construct,
    private readonly parts: NetworkParts,
  ) {
    this.vpc = network.vpc;
    this.subnets = network.subnets;
    this.perimeter = { ...parts.perimeter, isReached: endpointName => this.endpoints.has(endpointName) };
    ACCESS.set(network, this);
  }

  /** Where a function stands that declares these domains: without any, in subnets that lead nowhere. Throws for domains that are not allowed. */
  public placeFor(domains: readonly string[], scope: IConstruct): WayOut {
    return domains.length === 0 ? { subnets: this.subnets } : this.parts.domains.open(domains, scope);
  }

  /** Throws for domains that the network does not allow. */
  public assertAllowed(domains: readonly string[], scope: IConstruct): void {
    this.parts.domains.assertAllowed(domains, scope);
  }

  /** The way to a service: an endpoint that exists, or one made now, once for the whole network. */
  public routeTo(service: AwsService, user: EndpointUser, scope: IConstruct): ServiceRoute {
    this.assertNamed(service, scope);
    const { peer, names, environment } = this.existingRouteTo(service) ?? this.ownRouteTo(service, user, scope);
    this.answer(names);
    return { peer, environment };
  }

  private existingRouteTo(service: AwsService): Omit<ServiceEndpoint, 'policy'> | undefined {
    const { endpoints, prefixLists, gatewaysExist } = this.parts.existing;
    const prefixList = prefixLists.get(service.endpointName);
    if (prefixList !== undefined && gatewaysExist) {
      return { peer: ec2.Peer.prefixList(prefixList), names: publicNamesOf(service, this.network), environment: {} };
    }
    const existing = endpoints.get(service.endpointName);
    return existing === undefined ? undefined : { peer: existing, ...foundAt(service, existing, this.network) };
  }

  private ownRouteTo(service: AwsService, user: EndpointUser, scope: IConstruct): ServiceEndpoint {
    const endpoint = this.endpoints.get(service.endpointName) ?? this.createEndpoint(service, scope);
    this.endpoints.set(service.endpointName, endpoint);
    endpoint.policy.admit(user, service);
    return endpoint;
  }

  private createEndpoint(service: AwsService, scope: IConstruct): ServiceEndpoint {
    if (this.parts.shared) {
      throw new ValidationError(
        {
          what: `The endpoint of '${service.endpointName}'`,
          expected: 'must exist already, because nobody but the owner can make one in a shared subnet',
          got: 'none',
          remedy: `Ask the owner of the VPC for one, and pass it on: SecureNetwork.fromVpc(vpc, { endpoints: { '${service.endpointName}': … } })`,
        },
        scope,
      );
    }
    const prefixList = this.parts.existing.prefixLists.get(service.endpointName);
    if (prefixList === undefined) return createInterfaceEndpoint(this.network, service, this.perimeter);
    const tables = (): string[] => this.placesInUse().flatMap(place => routeTablesOf(this.vpc, place));
    return createGatewayEndpoint(this.network, service, this.perimeter, { prefixList, tables });
  }

  private placesInUse(): ec2.SubnetSelection[] {
    const { wayOut } = this.parts.domains;
    return [this.subnets, ...(wayOut === undefined ? [] : [wayOut.subnets])];
  }

  /** A network that names its services lets functions reach no others. */
  private assertNamed(service: AwsService, scope: IConstruct): void {
    const { services } = this.perimeter;
    if (services === undefined || services.has(service.endpointName)) return;
    throw new ValidationError(
      {
        what: `Egress to '${service.endpointName}'`,
        expected: `must be among the services that the network names: ${[...services.keys()].join(', ')}`,
        remedy: `Add it there: awsServices: […, AwsService.of('${service.endpointName}')]`,
      },
      scope,
    );
  }

  /** Lets functions find a peer by its names: those that are stated, or else those that it knows itself. */
  public answerFor(peer: ec2.IConnectable, stated: readonly string[], scope: IConstruct): void {
    const names = stated.length > 0 ? stated : namesOfPeer(peer);
    if (this.parts.dns === undefined || (names.length === 0 && isAddress(peer))) return;
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
    this.parts.dns?.add(...names);
  }
}

function routeTablesOf(vpc: ec2.IVpc, place: ec2.SubnetSelection): string[] {
  return vpc.selectSubnets(place).subnets.map(({ routeTable }) => routeTable.routeTableId);
}
