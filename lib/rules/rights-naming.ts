import type { Rights } from '../iam/rights';
import type { AppFacts, ResourceFacts, TemplateFacts } from '../model/facts';

/** Whether some right to an action names a resource of the app, itself or what lies in it; a right on everything names nothing. */
export function rightsNaming(
  rights: Rights,
  action: string,
  from: TemplateFacts,
  resource: ResourceFacts,
  { find }: AppFacts,
): boolean {
  return rights
    .allowing(action)
    .some(({ resources }) => resources.some(pattern => find(from, pattern.replace(/\/.*$/, ''), resource.type) === resource));
}
