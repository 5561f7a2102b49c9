import { alarmsAbout, alarmsOf } from './alarms';
import type { AppIndex } from './app-index';
import { qualifierOf } from './app-index';
import { branchesOf } from './branches';
import type { Placement } from './capacity-providers';
import { placementOf } from './capacity-providers';
import type { Variant } from './conditions';
import { variantsOf } from './conditions';
import type {
  AsyncConfigFacts,
  FunctionFacts,
  InvokerFacts,
  Json,
  LogGroupFacts,
  NetworkFacts,
  QualifierFacts,
  ResourceFacts,
  RoleFacts,
  SecurityGroupFacts,
  Unknown,
} from './facts';
import { at, isObject, listOf, textOf } from './json';
import { providerOf } from './provided';
import { findRole } from './roles';
import { findGroup, standsWith } from './security-groups';
import { carryText, lookup } from './symbolic';
import { append } from './templates';

const FUNCTION = 'AWS::Lambda::Function';
const QUALIFIERS = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

/** What has been found out about the app before its functions are put together. */
export interface Surroundings {
  readonly roles: ReadonlyMap<ResourceFacts, RoleFacts>;
  readonly securityGroups: ReadonlyMap<ResourceFacts, SecurityGroupFacts>;
  readonly invokers: ReadonlyMap<ResourceFacts, readonly InvokerFacts[]>;
}

/** The functions that run under each role, under some condition at least. */
export function functionsByRole(index: AppIndex): ReadonlyMap<ResourceFacts, readonly ResourceFacts[]> {
  const users = new Map<ResourceFacts, ResourceFacts[]>();
  for (const resource of index.ofType(FUNCTION)) {
    const roles = branchesOf(resource.properties.Role).flatMap(
      ({ value }) => findRole(index, resource.template, textOf(value) ?? '') ?? [],
    );
    for (const role of new Set(roles)) append(users, role, resource);
  }
  return users;
}

/** Every function of the app, once for each choice of the conditions in its properties. */
export function functionsOf(index: AppIndex, surroundings: Surroundings): readonly FunctionFacts[] {
  const asyncConfigs = asyncConfigsOf(index);
  const qualifiers = qualifiersOf(index);
  const alarms = alarmsOf(index);
  return index.ofType(FUNCTION).flatMap(resource => {
    const shared = {
      resource,
      invokers: surroundings.invokers.get(resource) ?? [],
      asyncConfigs: asyncConfigs.get(resource) ?? [],
      qualifiers: qualifiers.get(resource) ?? [],
      providedBy: providerOf(resource),
    };
    return variantsOf(resource).map(variant => ({
      ...shared,
      alarms: alarmsAbout(alarms, resource, variant.properties, shared.asyncConfigs),
      ...ownFacts(index, surroundings, resource, variant),
    }));
  });
}

function ownFacts(
  index: AppIndex,
  { roles, securityGroups }: Surroundings,
  resource: ResourceFacts,
  { when, properties }: Variant,
) {
  return {
    when,
    properties,
    role: roleOf(index, roles, resource, properties.Role),
    ...environmentOf(at(properties, 'Environment', 'Variables') ?? properties.Environment),
    logGroup: logGroupOf(index, resource, at(properties, 'LoggingConfig', 'LogGroup')),
    network: networkOf(resource, securityGroups, placementOf(index, resource, properties)),
  };
}

function roleOf(
  index: AppIndex,
  roles: Surroundings['roles'],
  resource: ResourceFacts,
  value: Json | undefined,
): RoleFacts | Unknown {
  const text = textOf(value);
  const found = text === undefined ? undefined : findRole(index, resource.template, text);
  return (found && roles.get(found)) ?? { unknown: text ?? 'Role is no text' };
}

function environmentOf(variables: Json | undefined): { environment: ReadonlyMap<string, string>; unknownEnvironment?: Unknown } {
  if (typeof variables === 'string') return { environment: new Map(), unknownEnvironment: { unknown: variables } };
  const entries = isObject(variables) ? Object.entries(variables) : [];
  return { environment: new Map(entries.map(([name, value]) => [name, textOf(value) ?? JSON.stringify(value)])) };
}

/** The group that the function names, else one that bears the name which Lambda would choose. */
function logGroupOf(index: AppIndex, resource: ResourceFacts, value: Json | undefined): LogGroupFacts | Unknown | undefined {
  const find = (name: string): LogGroupFacts | undefined => {
    const group = index.find(resource.template, name, 'AWS::Logs::LogGroup');
    return group && { resource: group };
  };
  if (value !== undefined) {
    const text = textOf(value);
    return (text === undefined ? undefined : find(text)) ?? { unknown: text ?? 'LogGroup is no text' };
  }
  const names = [`\${${resource.logicalId}}`, textOf(resource.properties.FunctionName) ?? ''];
  return find(`/aws/lambda/${names[0]}`) ?? find(`/aws/lambda/${names[1]}`);
}

/** Nothing where the function stands outside any VPC, which two empty lists say too. */
function networkOf(
  resource: ResourceFacts,
  groups: ReadonlyMap<ResourceFacts, SecurityGroupFacts>,
  { template, config }: Placement,
): NetworkFacts | Unknown | undefined {
  if (config === undefined || config === null) return undefined;
  if (!isObject(config)) return { unknown: textOf(config) ?? 'VpcConfig is no object' };
  const { SubnetIds: subnetIds, SecurityGroupIds: groupIds } = config;
  const carried = (id: Json): string => carryText(spelled(id), template, resource.template);
  const subnets =
    typeof subnetIds === 'string' ? { unknown: carried(subnetIds) } : listOf(subnetIds).flatMap(listOf).map(carried);
  const securityGroups = listOf(groupIds)
    .flatMap(listOf)
    .map(id => {
      const group = findGroup(template, spelled(id));
      return (group && groups.get(group)) ?? { unknown: carried(id) };
    });
  return Array.isArray(subnets) && subnets.length === 0 && securityGroups.length === 0 ? undefined : { subnets, securityGroups };
}

function spelled(value: Json): string {
  return textOf(value) ?? JSON.stringify(value);
}

/** A destination counts only where no condition takes it away. */
function asyncConfigsOf(index: AppIndex): ReadonlyMap<ResourceFacts, readonly AsyncConfigFacts[]> {
  const configs = new Map<ResourceFacts, AsyncConfigFacts[]>();
  for (const resource of index.ofType('AWS::Lambda::EventInvokeConfig')) {
    const byQualifier = new Map<string, (string | undefined)[]>();
    const targets = new Map<string, ResourceFacts>();
    for (const { properties } of variantsOf(resource)) {
      const found = index.findFunction(resource.template, textOf(properties.FunctionName) ?? '');
      if (!found) continue;
      const qualifier = qualifierNamed(resource, textOf(properties.Qualifier) ?? found.qualifier ?? '$LATEST');
      targets.set(qualifier, found.function);
      const destination = textOf(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'));
      append(byQualifier, qualifier, standsWith(resource, found.function) ? destination : undefined);
    }
    for (const [qualifier, destinations] of byQualifier) {
      const onFailure = destinations.includes(undefined) ? undefined : destinations[0];
      append(configs, targets.get(qualifier) as ResourceFacts, { resource, qualifier, onFailure });
    }
  }
  return configs;
}

function qualifierNamed(resource: ResourceFacts, text: string): string {
  const referred = lookup(resource.template, text)?.resource;
  return referred && QUALIFIERS.includes(referred.type) ? qualifierOf(referred) : text;
}

function qualifiersOf(index: AppIndex): ReadonlyMap<ResourceFacts, readonly QualifierFacts[]> {
  const qualifiers = new Map<ResourceFacts, QualifierFacts[]>();
  for (const resource of index.ofType(...QUALIFIERS)) {
    const owner = index.findFunction(resource.template, textOf(resource.properties.FunctionName) ?? '')?.function;
    const kind = resource.type === 'AWS::Lambda::Alias' ? 'alias' : 'version';
    if (owner) append(qualifiers, owner, { resource, kind, name: qualifierOf(resource) });
  }
  return qualifiers;
}
