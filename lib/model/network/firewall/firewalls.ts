import type { AppIndex } from '../../app-index';
import type { ResourceFacts, TemplateFacts } from '../../facts';
import { at, listOf, textOf } from '../../json';
import { canonicalText, lookup } from '../../symbolic';
import { union } from '../ranges';
import type { Subnet, Vpcs } from '../vpcs';
import type { FirewallRules } from './firewall-rule';
import { POLICY, rulesOfPolicy } from './policies';

export const FIREWALL = 'AWS::NetworkFirewall::Firewall';
const ASSOCIATION = 'AWS::NetworkFirewall::VpcEndpointAssociation';

/** A firewall, with what it does. */
export interface Firewall {
  readonly resource: ResourceFacts;
  /** One for each choice of the conditions in its policy; none where its policy stands in no template. */
  readonly rules: readonly FirewallRules[];
  readonly policy: string;
}

/** Where traffic enters a firewall. */
export interface FirewallEndpoint {
  readonly firewall: Firewall;
  /** The subnets that it may stand in: CloudFormation lists the endpoints of a firewall in no particular order. */
  readonly subnets: readonly Subnet[];
}

export class Firewalls {
  private readonly known = new Map<ResourceFacts, Firewall>();

  constructor(
    private readonly index: AppIndex,
    private readonly vpcs: Vpcs,
  ) {}

  /** The firewall behind the target of a route, where it is one of the app. */
  public endpoint(template: TemplateFacts, text: string): FirewallEndpoint | undefined {
    const [, namespace, logicalId, attribute] = ENDPOINT.exec(text) ?? [];
    if (logicalId === undefined) return undefined;
    const resource = this.named(namespace === undefined ? template : template.app.get(namespace), logicalId);
    if (resource === undefined) return undefined;
    const subnets = subnetTexts(resource).flatMap(id => this.vpcs.subnet(resource.template, id) ?? []);
    const owner = attribute === 'EndpointIds' ? resource : this.ownerOf(resource);
    return owner && { firewall: this.firewall(owner), subnets };
  }

  /** A computed text may have lost the name of the template it came from. */
  private named(template: TemplateFacts | undefined, logicalId: string): ResourceFacts | undefined {
    const near = template?.resources.get(logicalId);
    const isEntry = ({ type }: ResourceFacts) => type === FIREWALL || type === ASSOCIATION;
    if (near !== undefined && isEntry(near)) return near;
    const far = this.index.ofType(FIREWALL, ASSOCIATION).filter(resource => resource.logicalId === logicalId);
    return far.length === 1 ? far[0] : undefined;
  }

  private ownerOf(association: ResourceFacts): ResourceFacts | undefined {
    const owner = lookup(association.template, textOf(association.properties.FirewallArn) ?? '')?.resource;
    return owner?.type === FIREWALL ? owner : undefined;
  }

  private firewall(resource: ResourceFacts): Firewall {
    const known = this.known.get(resource) ?? this.read(resource);
    this.known.set(resource, known);
    return known;
  }

  private read(resource: ResourceFacts): Firewall {
    const { template, properties } = resource;
    const arn = textOf(properties.FirewallPolicyArn) ?? '${?FirewallPolicyArn}';
    const policy = lookup(template, arn)?.resource;
    const vpc = this.vpcs.vpcNamed(canonicalText(template, textOf(properties.VpcId) ?? '${?VpcId}'));
    const home = { least: vpc.addresses, most: union([...vpc.addresses, ...vpc.perhaps]) };
    return { resource, policy: arn, rules: policy?.type === POLICY ? rulesOfPolicy(policy, home) : [] };
  }
}

const ENDPOINT = /(?:([\w./@-]+)#)?([A-Za-z0-9]+)\.(EndpointIds|EndpointId)\b/;

function subnetTexts({ properties }: ResourceFacts): readonly string[] {
  return [...listOf(properties.SubnetMappings), ...listOf(properties.SubnetMapping)].flatMap(
    mapping => textOf(at(mapping, 'SubnetId')) ?? [],
  );
}
