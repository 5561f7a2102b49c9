import type { AppIndex } from '../app-index';
import type { ResourceFacts } from '../facts';
import { isTrue, listOf, textOf } from '../json';
import { canonicalText, lookup } from '../symbolic';
import { append } from '../templates';
import { rangeOf } from './address-text';
import type { Range } from './ranges';
import { byNarrowest } from './routing';
import type { Traffic } from './traffic';
import { withoutAll } from './traffic';
import type { Subnet, Vpc, Vpcs } from './vpcs';

/** A network that is attached to a transit gateway. */
export interface Attachment {
  readonly resource: ResourceFacts;
  readonly vpc: Vpc;
  /** Where traffic from the gateway enters it. */
  readonly subnets: readonly Subnet[];
}

/** A part of traffic that a transit gateway hands on. */
export interface Forwarded {
  readonly traffic: readonly Traffic[];
  /** Undefined where it leads out of the app. */
  readonly attachment?: Attachment;
}

const ATTACHMENTS = ['AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment'];

/** Transit gateways of the app, as far as its templates route for them. */
export class TransitGateways {
  private readonly attachments = new Map<ResourceFacts, Attachment>();
  private readonly tables = new Map<Attachment, ResourceFacts>();
  private readonly routes = new Map<ResourceFacts, { readonly range: Range; readonly to: Attachment | 'nowhere' }[]>();

  constructor(index: AppIndex, vpcs: Vpcs) {
    for (const resource of index.ofType(...ATTACHMENTS)) {
      const { template, properties } = resource;
      const vpc = vpcs.vpcNamed(canonicalText(template, textOf(properties.VpcId) ?? '${?VpcId}').replace(/\.VpcId\}$/, '}'));
      const subnets = listOf(properties.SubnetIds).flatMap(id => vpcs.subnet(template, textOf(id) ?? '') ?? []);
      this.attachments.set(resource, { resource, vpc, subnets });
    }
    for (const resource of index.ofType('AWS::EC2::TransitGatewayRouteTableAssociation')) {
      const [attachment, table] = this.ends(resource);
      if (attachment && table) this.tables.set(attachment, table);
    }
    for (const resource of index.ofType('AWS::EC2::TransitGatewayRoute')) {
      const [attachment, table] = this.ends(resource);
      const range = rangeOf(resource.template, textOf(resource.properties.DestinationCidrBlock) ?? '');
      const to = isTrue(resource.properties.Blackhole) ? 'nowhere' : attachment;
      if (table && range && to) append(this.routes, table, { range, to });
    }
    for (const resource of index.ofType('AWS::EC2::TransitGatewayRouteTablePropagation')) {
      const [attachment, table] = this.ends(resource);
      for (const range of table && attachment ? attachment.vpc.addresses : []) {
        append(this.routes, table!, { range, to: attachment! });
      }
    }
  }

  /** Where a gateway sends what a network hands to it; undefined where no template of the app routes for that network. */
  public forward(gateway: ResourceFacts | undefined, vpc: Vpc, traffic: readonly Traffic[]): readonly Forwarded[] | undefined {
    const from = [...this.attachments.values()].find(
      ({ resource: { template, properties }, vpc: attached }) =>
        attached === vpc &&
        gateway !== undefined &&
        lookup(template, textOf(properties.TransitGatewayId) ?? '')?.resource === gateway,
    );
    const table = from && this.tables.get(from);
    if (table === undefined) return undefined;
    const routes = this.routes.get(table) ?? [];
    const parts = byNarrowest(
      traffic,
      routes.map(({ range, to }) => ({ range, target: to })),
    ).flatMap(({ traffic: part, target }) => (target === 'nowhere' ? [] : [{ traffic: part, attachment: target }]));
    const beyond = withoutAll(
      traffic,
      routes.map(({ range }) => ({ to: [range] })),
    );
    return beyond.length === 0 ? parts : [...parts, { traffic: beyond }];
  }

  private ends({ template, properties }: ResourceFacts): readonly [Attachment | undefined, ResourceFacts | undefined] {
    const [attachment, table] = ['TransitGatewayAttachmentId', 'TransitGatewayRouteTableId'].map(
      property => lookup(template, textOf(properties[property]) ?? '')?.resource,
    );
    return [attachment && this.attachments.get(attachment), table];
  }
}
