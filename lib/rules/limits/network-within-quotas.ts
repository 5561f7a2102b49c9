import { Control } from '../../baseline/control';
import { variantsOf } from '../../model/conditions';
import type { AppFacts, FunctionFacts, JsonObject, ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { canonicalText, lookup } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { groupOf, inlineTraffic, trafficOf } from '../network/traffic';
import { SECURE_APP } from '../secure-app';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';
import { crowded } from './quota';

/** The next function, and the next peer, still find room in the network. */
export const networkWithinQuotas = defineRule({
  id: Control.NETWORK_WITHIN_QUOTAS,
  subject: 'app',
  title: 'Networks keep away from what EC2 takes at most',
  why: 'A VPC without a free network interface starts no function any more, and a security group without room takes no rule: the deployment stops half-way.',
  fix: 'Let functions with the same peers share a security group, give a VPC of its own to what is apart, and put many addresses into one prefix list.',
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: app => [...ofGroups(app), ...ofInterfaces(app), ...app.functions.flatMap(ofFunction)],
  bad: {
    'a group that is full': egress(54),
    'as many groups as an interface takes': groupsOf(5),
  },
  good: { 'room for more': egress(53) },
});

const DIRECTIONS = [
  { inline: 'SecurityGroupIngress', alone: 'AWS::EC2::SecurityGroupIngress', what: 'rules inwards' },
  { inline: 'SecurityGroupEgress', alone: 'AWS::EC2::SecurityGroupEgress', what: 'rules outwards' },
];

function ofGroups(app: AppFacts): readonly Verdict[] {
  return DIRECTIONS.flatMap(({ inline, alone, what }) => {
    const rules = new Map<ResourceFacts, number>();
    const add = (group: ResourceFacts, count: number) => rules.set(group, (rules.get(group) ?? 0) + count);
    for (const group of app.resourcesByType.get('AWS::EC2::SecurityGroup') ?? []) {
      add(
        group,
        most(group, properties =>
          inlineTraffic(group.template, properties, inline).reduce((sum, { cidrs }) => sum + (cidrs.length || 1), 0),
        ),
      );
    }
    for (const rule of app.resourcesByType.get(alone) ?? []) {
      const group = groupOf(rule, rule.properties);
      if (group) {
        add(
          group,
          most(rule, properties => trafficOf(rule.template, properties, '').cidrs.length || 1),
        );
      }
    }
    return [...rules].flatMap(([group, count]) => {
      const crowd = crowded('rulesPerGroup', count, what);
      return crowd === undefined
        ? []
        : fail({ message: `${nameOf(group)} has ${crowd}`, at: group, property: `Properties.${inline}` });
    });
  });
}

function most(resource: ResourceFacts, count: (properties: JsonObject) => number): number {
  return Math.max(...variantsOf(resource).map(({ properties }) => count(properties)));
}

/** Lambda makes an interface for each pair of a subnet and a set of security groups; functions with the same pair share it. */
function ofInterfaces(app: AppFacts): readonly Verdict[] {
  const pairs = new Map<
    string,
    { readonly vpc: ResourceFacts | undefined; readonly all: Set<string>; readonly first: FunctionFacts }
  >();
  for (const fn of app.functions) {
    if (fn.network === undefined || 'unknown' in fn.network || 'unknown' in fn.network.subnets) continue;
    const { template } = fn.resource;
    const groups = fn.network.securityGroups.map(group =>
      'unknown' in group ? canonicalText(template, group.unknown) : keyOf(group.resource),
    );
    for (const subnet of fn.network.subnets) {
      const found = lookup(template, subnet)?.resource;
      const vpc = found && lookup(found.template, textOf(found.properties.VpcId) ?? '')?.resource;
      const place = vpc === undefined ? 'elsewhere' : keyOf(vpc);
      const network = pairs.get(place) ?? { vpc, all: new Set<string>(), first: fn };
      pairs.set(place, network);
      network.all.add([canonicalText(template, subnet), ...groups.sort()].join());
    }
  }
  return [...pairs.values()].flatMap(({ vpc, all, first }) => {
    const crowd = crowded('interfacesPerVpc', all.size, 'network interfaces for functions');
    return crowd === undefined
      ? []
      : fail({
          message: `${vpc === undefined ? 'A VPC of somebody else' : nameOf(vpc)} needs ${crowd}`,
          at: vpc ?? first.resource,
        });
  });
}

function keyOf({ template, logicalId }: ResourceFacts): string {
  return `${template.namespace}#${logicalId}`;
}

function ofFunction(fn: FunctionFacts): readonly Verdict[] {
  if (fn.network === undefined || 'unknown' in fn.network) return [];
  const crowd = crowded('groupsPerInterface', fn.network.securityGroups.length, 'security groups');
  return crowd === undefined
    ? []
    : [
        fail({
          message: `${nameOf(fn.resource)} has ${crowd}`,
          at: fn.resource,
          property: 'Properties.VpcConfig.SecurityGroupIds',
        }),
      ];
}

function egress(count: number) {
  const SecurityGroupEgress = Array.from({ length: count }, (_, index) => ({
    ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: `198.51.100.${index}/32`, Description: 'A partner' },
  }));
  return { Resources: { Group: { Properties: { SecurityGroupEgress } } } };
}

function groupsOf(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `Group${index}`);
  const { Group } = SECURE_APP.Resources as JsonObject;
  return {
    Resources: {
      ...Object.fromEntries(ids.map(id => [id, Group])),
      Function: { Properties: { VpcConfig: { SecurityGroupIds: ids.map(id => ({ 'Fn::GetAtt': [id, 'GroupId'] })) } } },
    },
  };
}
