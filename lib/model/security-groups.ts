import type { AppIndex } from './app-index';
import { variantsOf } from './conditions';
import type { EgressRuleFacts, Json, ResourceFacts, SecurityGroupFacts, TemplateFacts } from './facts';
import { isObject, textOf } from './json';
import { lookup } from './symbolic';
import { append } from './templates';

const GROUP = 'AWS::EC2::SecurityGroup';

/** The group that an id means, where it stands in the app. */
export function findGroup(template: TemplateFacts, id: string): ResourceFacts | undefined {
  const { resource, attribute } = lookup(template, id) ?? {};
  return resource?.type === GROUP && (attribute === 'Ref' || attribute === 'GroupId') ? resource : undefined;
}

/** Every security group of the app with all that it lets out. */
export function securityGroupsOf(index: AppIndex): readonly SecurityGroupFacts[] {
  const ruleResources = new Map<ResourceFacts, ResourceFacts[]>();
  for (const rule of index.ofType('AWS::EC2::SecurityGroupEgress')) {
    for (const group of groupsOf(rule)) append(ruleResources, group, rule);
  }
  return index.ofType(GROUP).map(resource => {
    const rules = ruleResources.get(resource) ?? [];
    const inline = variantsOf(resource).map(({ properties }) => inlineRules(resource, properties.SecurityGroupEgress));
    return {
      resource,
      egress: distinct([...inline.flat(), ...rules.flatMap(rulesOf)]),
      openByOmission: inline.some(stated => stated.length === 0) && !rules.some(rule => closes(rule, resource)),
    };
  });
}

/** What rules let out of groups that stand elsewhere, or that only the deployment knows. */
export function detachedEgressOf(index: AppIndex): readonly EgressRuleFacts[] {
  return index
    .ofType('AWS::EC2::SecurityGroupEgress')
    .filter(rule => groupsOf(rule).size === 0)
    .flatMap(rulesOf);
}

function groupsOf(rule: ResourceFacts): ReadonlySet<ResourceFacts> {
  return new Set(groupIdsOf(rule).flatMap(id => findGroup(rule.template, id) ?? []));
}

function groupIdsOf(rule: ResourceFacts): readonly string[] {
  return variantsOf(rule).map(({ properties }) => textOf(properties.GroupId) ?? '');
}

/** A rule that a condition gives to another group leaves this one open. */
function closes(rule: ResourceFacts, group: ResourceFacts): boolean {
  return standsWith(rule, group) && groupIdsOf(rule).every(id => findGroup(rule.template, id) === group);
}

/** A rule that a condition of its own decides on leaves the group open where the condition is false. */
export function standsWith(rule: ResourceFacts, group: ResourceFacts): boolean {
  return rule.condition === undefined || (rule.template === group.template && rule.condition === group.condition);
}

function inlineRules(resource: ResourceFacts, egress: Json | undefined): readonly EgressRuleFacts[] {
  const property = 'Properties.SecurityGroupEgress';
  if (egress === undefined || egress === null) return [];
  return Array.isArray(egress)
    ? egress.flat().flatMap((rule, position) => ruleFacts(resource, `${property}.${position}`, rule))
    : ruleFacts(resource, property, egress);
}

function rulesOf(rule: ResourceFacts): readonly EgressRuleFacts[] {
  return variantsOf(rule).flatMap(({ properties }) => ruleFacts(rule, 'Properties', properties));
}

/** A rule for each address that it names. One that is only a reference leads to an address that nobody knows. */
function ruleFacts(resource: ResourceFacts, property: string, rule: Json): readonly EgressRuleFacts[] {
  if (!isObject(rule)) return [{ resource, property, cidr: textOf(rule) ?? '${?SecurityGroupEgress}', protocol: '-1' }];
  const cidrs = [rule.CidrIp, rule.CidrIpv6].flatMap(cidr => textOf(cidr)?.trim() ?? []);
  return (cidrs.length === 0 ? [undefined] : cidrs).map(cidr => ({
    resource,
    property,
    cidr,
    prefixList: textOf(rule.DestinationPrefixListId),
    securityGroup: textOf(rule.DestinationSecurityGroupId),
    protocol: textOf(rule.IpProtocol) ?? '-1',
    fromPort: rule.FromPort,
    toPort: rule.ToPort,
  }));
}

function distinct(rules: readonly EgressRuleFacts[]): readonly EgressRuleFacts[] {
  const key = ({ resource, ...rule }: EgressRuleFacts): string =>
    JSON.stringify([resource.template.namespace, resource.logicalId, rule]);
  return [...new Map(rules.map(rule => [key(rule), rule])).values()];
}
