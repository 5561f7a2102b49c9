import type { Traffic } from './traffic';
import { groupOf, inlineTraffic, trafficOf } from './traffic';
import type { AppFacts, ResourceFacts, ResourceVariantFacts } from '../../model/facts';

/** Everything that lets traffic out: groups with their own rules, and rules that stand alone. */
export const EGRESS_TYPES = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'] as const;

/** What a group, or a rule of its own, lets out. */
export function egressOf({ resource, properties }: ResourceVariantFacts): readonly Traffic[] {
  const { template, type } = resource;
  return type === 'AWS::EC2::SecurityGroup'
    ? inlineTraffic(template, properties, 'SecurityGroupEgress')
    : [trafficOf(template, properties, 'Properties')];
}

/** The group itself, or the one to which a rule of its own belongs. */
export function groupBehind({ resource, properties }: ResourceVariantFacts): ResourceFacts | undefined {
  return resource.type === 'AWS::EC2::SecurityGroup' ? resource : groupOf(resource, properties);
}

const USED = new WeakMap<AppFacts, ReadonlySet<ResourceFacts>>();

/** The groups in which functions of the app stand: `egress-closed` judges those. */
export function groupsOfFunctions(app: AppFacts): ReadonlySet<ResourceFacts> {
  const known = USED.get(app) ?? findGroups(app);
  USED.set(app, known);
  return known;
}

function findGroups({ functions }: AppFacts): ReadonlySet<ResourceFacts> {
  return new Set(
    functions.flatMap(({ network }) =>
      network === undefined || 'unknown' in network
        ? []
        : network.securityGroups.flatMap(group => ('unknown' in group ? [] : group.resource)),
    ),
  );
}
