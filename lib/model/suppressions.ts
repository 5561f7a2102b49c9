import type { Json, ResourceFacts, SuppressionFacts } from './facts';
import { at, listOf, textOf } from './json';
import type { Template } from './templates';

/** Where other scanners keep in a resource's metadata what they shall not say of it. */
const PLACES: readonly { readonly tool: string; readonly path: readonly string[]; readonly id?: string }[] = [
  { tool: 'cdk-nag', path: ['cdk_nag', 'rules_to_suppress'], id: 'id' },
  { tool: 'cfn_nag', path: ['cfn_nag', 'rules_to_suppress'], id: 'id' },
  { tool: 'checkov', path: ['checkov', 'skip'], id: 'id' },
  { tool: 'cfn-guard', path: ['guard', 'SuppressedRules'] },
];

/** What resources say to other scanners about their findings. */
export function suppressionsOf(templates: readonly Template[]): readonly SuppressionFacts[] {
  return templates.flatMap(template => [...template.resources.values()].flatMap(resource => suppressedIn(template, resource)));
}

function suppressedIn(template: Template, resource: ResourceFacts): readonly SuppressionFacts[] {
  const metadata = at(template.declared.get(resource.logicalId), 'Metadata');
  if (metadata === undefined) return [];
  return PLACES.flatMap(({ tool, path, id }) => {
    const rules = listOf(at(metadata, ...path)).flatMap(entry => named(entry, id) ?? []);
    return rules.length === 0 ? [] : [{ resource, tool, rules, property: `Metadata.${path.join('.')}` }];
  });
}

function named(entry: Json, id: string | undefined): string | undefined {
  return textOf(at(entry, id ?? '') ?? entry);
}
