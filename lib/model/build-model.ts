import { apiMethodsOf } from './api-methods';
import { AppIndex } from './app-index';
import { deadLettersOf } from './dead-letters';
import type { AcknowledgementFacts, AppFacts, JsonObject, ResourceFacts } from './facts';
import { functionsByRole, functionsOf } from './functions';
import { invokersOf, permissionsOf } from './invokers';
import { at, objectOf, textOf } from './json';
import { networkingOf } from './network/reachability';
import { policiesOf } from './policies';
import { Resolver } from './resolve';
import { detachedPoliciesOf, identitiesOf } from './roles';
import { detachedEgressOf, securityGroupsOf } from './security-groups';
import { suppressionsOf } from './suppressions';
import type { TemplateSource, Template } from './templates';
import { Templates } from './templates';
import { unjudgedOf } from './unjudged';

/** The judge's picture of an app. Never throws, whatever the templates hold: what cannot be read is unknown. */
export function buildModel(sources: readonly TemplateSource[], acknowledgements: readonly AcknowledgementFacts[] = []): AppFacts {
  const templates = new Templates(sources);
  const resolver = new Resolver(templates);
  for (const template of templates.all) {
    for (const [logicalId, declared] of template.declared) {
      if (typeof declared.Type === 'string') {
        template.resources.set(logicalId, resourceOf(resolver, template, logicalId, declared));
      }
    }
    for (const [name, { Value: value, Export: exported, Description: description }] of template.outputs) {
      if (value !== undefined) template.handedOut.set(name, resolver.resolve(template, value));
      if (exported !== undefined) template.asides.set(`Outputs.${name}.Export`, resolver.resolve(template, exported));
      if (description !== undefined) template.asides.set(`Outputs.${name}.Description`, description);
    }
    for (const [name, value] of template.around) template.asides.set(name, resolver.resolve(template, value));
  }
  const index = new AppIndex(templates.all);
  const { roles, all: identities } = identitiesOf(index, functionsByRole(index));
  const securityGroups = securityGroupsOf(index);
  const permissions = permissionsOf(index);
  const apiMethods = apiMethodsOf(index);
  const unseenStacks = index
    .ofType('AWS::CloudFormation::Stack')
    .filter(({ template, logicalId }) => templates.nestedIn(template, logicalId) === undefined);
  return {
    templates: templates.all,
    resourcesByType: index.byType,
    functions: functionsOf(index, {
      roles: byResource(roles),
      securityGroups: byResource(securityGroups),
      invokers: invokersOf(index, permissions, apiMethods),
    }),
    roles,
    identities,
    detachedPolicies: detachedPoliciesOf(index),
    policies: policiesOf(index, roles),
    securityGroups,
    detachedEgress: detachedEgressOf(index),
    networking: networkingOf(index),
    urls: index.ofType('AWS::Lambda::Url'),
    permissions,
    apiMethods,
    acknowledgements,
    suppressions: suppressionsOf(templates.all),
    deadLetters: deadLettersOf(index),
    find: (from, text, ...types) => index.findMeant(from, text, ...types),
    unseenStacks,
    unjudged: unjudgedOf(templates.all, unseenStacks),
  };
}

function resourceOf(resolver: Resolver, template: Template, logicalId: string, declared: JsonObject): ResourceFacts {
  return {
    template,
    logicalId,
    type: String(declared.Type),
    properties: objectOf(resolver.resolve(template, declared.Properties ?? {})),
    asides: asidesOf(resolver, template, declared),
    constructPath: textOf(at(declared, 'Metadata', 'aws:cdk:path')),
    condition: textOf(declared.Condition),
    expandedFrom: template.origins.get(logicalId),
  };
}

/** What every resource may say of itself, and what is judged elsewhere. */
const KNOWN_PARTS = new Set([
  ...['Type', 'Properties', 'Condition', 'DependsOn', 'DeletionPolicy', 'UpdateReplacePolicy', 'CreationPolicy', 'UpdatePolicy'],
]);

function asidesOf(resolver: Resolver, template: Template, declared: JsonObject): JsonObject {
  const asides = Object.entries(declared).filter(([part]) => !KNOWN_PARTS.has(part));
  return asides.length === 0 ? NO_ASIDES : objectOf(resolver.resolve(template, Object.fromEntries(asides)));
}

const NO_ASIDES: JsonObject = {};

function byResource<T extends { readonly resource: ResourceFacts }>(facts: readonly T[]): ReadonlyMap<ResourceFacts, T> {
  return new Map(facts.map(fact => [fact.resource, fact]));
}
