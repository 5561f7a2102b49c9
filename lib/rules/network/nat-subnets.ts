import { isEverywhere } from '../../baseline/address';
import type { AppFacts, ResourceFacts } from '../../model/facts';
import { isTrue, textOf } from '../../model/json';
import { canonicalText, symbolicParts } from '../../model/symbolic';

const NAT_GATEWAY = 'AWS::EC2::NatGateway';

/** What names a subnet and has no address in it that anybody could reach. */
const HARMLESS = new Set([NAT_GATEWAY, 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::SubnetNetworkAclAssociation']);

/**
 * Whether the subnets that a route leads out of hold NAT gateways and nothing else, and what comes back passes a firewall on its way further in. Nothing
 * answers there that somebody outside could ask, as long as nobody puts anything else into them.
 */
export function leadsFromNatsBehindFirewall(route: ResourceFacts, app: AppFacts): boolean {
  const table = named(route, 'RouteTableId');
  const inTable = (type: string) => of(app, type).filter(other => named(other, 'RouteTableId') === table);
  if (table === undefined || !inTable('AWS::EC2::Route').some(leadsInwardsThroughFirewall)) return false;
  const subnets = inTable('AWS::EC2::SubnetRouteTableAssociation').map(tie => named(tie, 'SubnetId'));
  return subnets.length > 0 && subnets.every(subnet => subnet !== undefined && holdsOnlyNats(subnet, app));
}

function leadsInwardsThroughFirewall({ properties }: ResourceFacts): boolean {
  const destination = textOf(properties.DestinationCidrBlock);
  return properties.VpcEndpointId !== undefined && destination !== undefined && !isEverywhere(destination);
}

function holdsOnlyNats(subnet: string, app: AppFacts): boolean {
  const own = of(app, 'AWS::EC2::Subnet').find(candidate => idOf(candidate) === subnet);
  if (own === undefined || isTrue(own.properties.MapPublicIpOnLaunch)) return false;
  if (!of(app, NAT_GATEWAY).some(nat => named(nat, 'SubnetId') === subnet)) return false;
  const used = USED.get(app) ?? usedIn(app);
  USED.set(app, used);
  return !used.has(subnet);
}

/** Asked for each zone of each network, and read once. */
const USED = new WeakMap<AppFacts, ReadonlySet<string>>();

/** Whatever a resource refers to that may stand in it, or an output hands out. */
function usedIn({ templates }: AppFacts): ReadonlySet<string> {
  const used = new Set<string>();
  for (const template of templates) {
    const others = [...template.resources.values()].filter(({ type }) => !HARMLESS.has(type));
    for (const value of [...others.map(({ properties }) => properties), ...template.handedOut.values()]) {
      const parts = symbolicParts(canonicalText(template, JSON.stringify(value)));
      for (const part of parts) used.add(`\${${part.replace(/(#[^.]*)\..*$/, '$1')}}`);
    }
  }
  return used;
}

function of({ resourcesByType }: AppFacts, type: string): readonly ResourceFacts[] {
  return resourcesByType.get(type) ?? [];
}

/** What a property names, spelled alike in every template. */
function named({ template, properties }: ResourceFacts, property: string): string | undefined {
  const text = textOf(properties[property]);
  return text === undefined ? undefined : canonicalText(template, text).replace(/\.SubnetId\}$|\.RouteTableId\}$/, '}');
}

function idOf({ template, logicalId }: ResourceFacts): string {
  return canonicalText(template, `\${${logicalId}}`);
}
