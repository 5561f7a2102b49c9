import { capacityProviderOf } from '../../model/capacity-providers';
import type { FunctionFacts } from '../../model/facts';

/** The property that puts a function into its network, and the part of it that is meant, which a capacity provider states itself. */
export function placedAt({ properties }: FunctionFacts, part?: 'SecurityGroupIds' | 'SubnetIds'): string {
  if (capacityProviderOf(properties) !== undefined) return 'Properties.CapacityProviderConfig';
  return part === undefined ? 'Properties.VpcConfig' : `Properties.VpcConfig.${part}`;
}
