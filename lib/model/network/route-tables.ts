import type { AppIndex } from '../app-index';
import { variantsOf } from '../conditions';
import type { JsonObject, ResourceFacts, TemplateFacts } from '../facts';
import { listOf, textOf } from '../json';
import { standsWith } from '../security-groups';
import { canonicalText, lookup } from '../symbolic';
import { append } from '../templates';
import { entriesOfList, rangeOf } from './address-text';
import type { Range } from './ranges';

export type TargetKind =
  'local' | 'internet-gateway' | 'egress-only' | 'nat' | 'endpoint' | 'transit-gateway' | 'peering' | 'appliance' | 'elsewhere';

/** Where a route leads. */
export interface Target {
  readonly kind: TargetKind;
  /** The gateway, where it stands in the app. */
  readonly resource?: ResourceFacts;
  /** The template that names it, and its id there. */
  readonly template: TemplateFacts;
  readonly text: string;
}

export interface Route {
  readonly resource: ResourceFacts;
  /** Undefined where only the deployment knows them. */
  readonly destinations?: readonly Range[];
  readonly target: Target;
  /** Whether it may be missing, or lead elsewhere. */
  readonly optional: boolean;
}

export interface RouteTable {
  readonly resource?: ResourceFacts;
  /** The id of one that stands in no template: nobody knows its routes. */
  readonly unknown?: string;
  readonly routes: readonly Route[];
  /** Gateway endpoints whose services it routes to. */
  readonly endpoints: readonly ResourceFacts[];
}

/** A network's own table, which no template can add a route to. */
export const MAIN_TABLE: RouteTable = { routes: [], endpoints: [] };

/** The route tables of the app by their ids as all templates may write them. */
export class RouteTables {
  private readonly byId = new Map<string, RouteTable & { readonly routes: Route[]; readonly endpoints: ResourceFacts[] }>();
  private readonly edges = new Map<ResourceFacts, RouteTable[]>();

  constructor(index: AppIndex) {
    for (const resource of index.ofType('AWS::EC2::RouteTable')) {
      this.byId.set(canonicalText(resource.template, `\${${resource.logicalId}}`), { resource, routes: [], endpoints: [] });
    }
    for (const resource of index.ofType('AWS::EC2::Route')) {
      const variants = variantsOf(resource);
      for (const { properties } of variants) {
        const table = this.byId.get(idOf(resource.template, textOf(properties.RouteTableId)));
        if (table) {
          table.routes.push(routeOf(resource, properties, !standsWith(resource, table.resource!) || variants.length > 1));
        }
      }
    }
    for (const resource of index.ofType('AWS::EC2::VPNGatewayRoutePropagation', 'AWS::EC2::RouteServerPropagation')) {
      this.addPropagation(resource);
    }
    for (const resource of index.ofType('AWS::EC2::VPCEndpoint')) {
      for (const table of variantsOf(resource).flatMap(({ properties }) => listOf(properties.RouteTableIds))) {
        this.byId.get(idOf(resource.template, textOf(table)))?.endpoints.push(resource);
      }
    }
    for (const resource of index.ofType('AWS::EC2::GatewayRouteTableAssociation')) {
      const gateway = lookup(resource.template, textOf(resource.properties.GatewayId) ?? '')?.resource;
      if (gateway) append(this.edges, gateway, this.named(idOf(resource.template, textOf(resource.properties.RouteTableId))));
    }
  }

  /** The table behind an id as `canonicalText` writes it. */
  public named(id: string): RouteTable {
    return this.byId.get(id) ?? { ...MAIN_TABLE, unknown: id };
  }

  /** The tables that route what enters through a gateway. */
  public ofEdge(gateway: ResourceFacts): readonly RouteTable[] {
    return this.edges.get(gateway) ?? [];
  }

  /** Routes that a gateway announces; nobody knows them before they are announced. */
  private addPropagation(resource: ResourceFacts): void {
    const { template, properties } = resource;
    const text = textOf(properties.VpnGatewayId) ?? textOf(properties.RouteServerId) ?? '';
    const target: Target = { kind: 'elsewhere', template, text, ...gatewayNamed(template, text) };
    for (const table of [...listOf(properties.RouteTableIds), ...listOf(properties.RouteTableId)]) {
      this.byId.get(idOf(template, textOf(table)))?.routes.push({ resource, target, optional: true });
    }
  }
}

function idOf(template: TemplateFacts, text: string | undefined): string {
  return canonicalText(template, text ?? '').replace(/\.RouteTableId\}$/, '}');
}

function routeOf(resource: ResourceFacts, properties: JsonObject, optional: boolean): Route {
  const { template } = resource;
  const blocks = [properties.DestinationCidrBlock, properties.DestinationIpv6CidrBlock].flatMap(cidr => {
    const text = textOf(cidr);
    return text === undefined ? [] : [rangeOf(template, text)];
  });
  const list = textOf(properties.DestinationPrefixListId);
  const listed = list === undefined ? [] : (entriesOfList(template, list) ?? [undefined]);
  const destinations = [...blocks, ...listed];
  const known = destinations.filter((range): range is Range => range !== undefined);
  const isKnown = known.length === destinations.length && destinations.length > 0;
  return {
    resource,
    ...(isKnown ? { destinations: known } : {}),
    target: targetOf(template, properties),
    optional: optional || !isKnown,
  };
}

const BY_PROPERTY: ReadonlyMap<string, TargetKind> = new Map([
  ['NatGatewayId', 'nat'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'peering'],
  ['VpcEndpointId', 'endpoint'],
  ['EgressOnlyInternetGatewayId', 'egress-only'],
  ['InstanceId', 'appliance'],
  ['NetworkInterfaceId', 'appliance'],
]);

function targetOf(template: TemplateFacts, properties: JsonObject): Target {
  for (const [property, kind] of BY_PROPERTY) {
    const text = textOf(properties[property]);
    if (text !== undefined) return { kind, template, text, ...gatewayNamed(template, text) };
  }
  const gateway = textOf(properties.GatewayId);
  if (gateway === undefined) {
    const named = ['CarrierGatewayId', 'LocalGatewayId', 'CoreNetworkArn', 'OdbNetworkArn'].flatMap(
      name => textOf(properties[name]) ?? [],
    );
    return { kind: 'elsewhere', template, text: named[0] ?? 'a target that the templates do not tell' };
  }
  const found = gatewayNamed(template, gateway);
  return { kind: kindOfGateway(found.resource?.type ?? gateway), template, text: gateway, ...found };
}

function kindOfGateway(named: string): TargetKind {
  if (named === 'local') return 'local';
  if (named === 'AWS::EC2::InternetGateway' || named.startsWith('igw-')) return 'internet-gateway';
  return 'elsewhere';
}

function gatewayNamed(template: TemplateFacts, text: string): { readonly resource?: ResourceFacts } {
  const resource = lookup(template, text)?.resource;
  return resource === undefined ? {} : { resource };
}
