import type { AppIndex } from './app-index';
import { variantsOf } from './conditions';
import type { Json, JsonObject, ResourceFacts, TemplateFacts } from './facts';
import { at, textOf } from './json';

/** The `VpcConfig` by which a function stands in a network, and the template whose names it uses. */
export interface Placement {
  readonly template: TemplateFacts;
  readonly config: Json | undefined;
}

const PROVIDER = 'AWS::Lambda::CapacityProvider';

/** The capacity provider on whose machines a function runs, as written; absent for ordinary functions. */
export function capacityProviderOf(properties: JsonObject): string | undefined {
  const path = ['CapacityProviderConfig', 'LambdaManagedInstancesCapacityProviderConfig', 'CapacityProviderArn'];
  return textOf(at(properties, ...path));
}

/** Where a function stands: a managed instance stands in the network of its capacity provider, whatever the function says of its own. */
export function placementOf(index: AppIndex, { template }: ResourceFacts, properties: JsonObject): Placement {
  const arn = capacityProviderOf(properties);
  if (arn === undefined) return { template, config: properties.VpcConfig };
  const provider = index.findMeant(template, arn, PROVIDER);
  const hidden = { template, config: { SubnetIds: arn, SecurityGroupIds: arn } };
  if (provider === undefined) return hidden;
  const configs = variantsOf(provider).map(variant => variant.properties.VpcConfig);
  const isKnown = new Set(configs.map(config => JSON.stringify(config))).size === 1;
  return isKnown ? { template: provider.template, config: configs[0] } : hidden;
}
