import type { Traffic } from './traffic';
import { groupOf, inlineTraffic, trafficOf } from './traffic';
import type { ResourceFacts, ResourceVariantFacts } from '../../model/facts';

/** Everything that lets traffic in: groups with their own rules, and rules that stand alone. */
export const INGRESS_TYPES = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'] as const;

/** A rule that lets traffic in, with the group behind a rule that stands alone. */
export interface Ingress {
  readonly traffic: Traffic;
  readonly related: readonly ResourceFacts[];
}

/** What a group, or a rule of its own, lets in. */
export function ingressOf({ resource, properties }: ResourceVariantFacts): readonly Ingress[] {
  const { template, type } = resource;
  if (type === 'AWS::EC2::SecurityGroup') {
    return inlineTraffic(template, properties, 'SecurityGroupIngress').map(traffic => ({ traffic, related: [] }));
  }
  const group = groupOf(resource, properties);
  return [{ traffic: trafficOf(template, properties, 'Properties'), related: group === undefined ? [] : [group] }];
}
