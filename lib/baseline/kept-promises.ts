import type { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Written } from './written';

/** A property that must be in the template as it was made, whoever touches it in between. */
export interface Promised {
  readonly resource: CfnResource;
  /** `TracingConfig` */
  readonly property: string;
  /**
   * What it was made with, tokens and all; undefined for a property that must stay absent, `PRESENT` for one that others may make stricter, a function for
   * what is settled by the time the template is written.
   */
  readonly value: unknown;
}

/** The promises of one resource, by property. */
export function promiseOf(resource: CfnResource, properties: Readonly<Record<string, unknown>>): Promised[] {
  return Object.entries(properties).map(([property, value]) => ({ resource, property, value }));
}

/** Stands for whatever value, as long as there is one. */
export const PRESENT = Symbol('present');

/**
 * Compares what will be written into the template with what was promised: after every override, aspect, mixin and property injector, and without
 * anybody having registered the judge. The first resource decides under which condition all of them are deployed.
 */
export function brokenPromises(scope: IConstruct, promised: readonly Promised[]): string[] {
  const resources = [...new Set(promised.map(({ resource }) => resource))];
  const written = new Map(resources.map(resource => [resource, stillInTree(resource) ? new Written(resource) : undefined]));
  const condition = written.get(resources[0])?.condition;
  const broken = resources.flatMap(resource => {
    const actual = written.get(resource);
    if (actual === undefined) return [`${nameOf(scope, resource)} was removed from the tree. It is not safe without it.`];
    if (actual.type !== resource.cfnResourceType) return [changed('Type', nameOf(scope, resource), actual.type)];
    return actual.condition === condition ? [] : [changed('Condition', nameOf(scope, resource), actual.condition)];
  });
  const changes = promised.flatMap(({ resource, property, value }) => {
    const actual = written.get(resource);
    if (actual === undefined || isKept(actual, property, value)) return [];
    return [changed(property, nameOf(scope, resource), actual.at(property))];
  });
  return [...broken, ...changes];
}

function isKept(actual: Written, property: string, value: unknown): boolean {
  if (value === PRESENT) return actual.at(property) !== undefined;
  return actual.says(property, typeof value === 'function' ? (value as () => unknown)() : value);
}

/** What must be made before a resource and go after it, whoever touches its dependencies in between. */
export interface PromisedOrder {
  readonly resource: CfnResource;
  readonly after: CfnResource;
}

/** Compares the dependencies that will be written into the template with those that were promised. */
export function brokenOrder(scope: IConstruct, promised: readonly PromisedOrder[]): string[] {
  return promised.flatMap(({ resource, after }) => {
    if (!stillInTree(resource) || !stillInTree(after)) return [];
    const actual = new Written(resource);
    if (actual.isAfter(after)) return [];
    return [`${changed('DependsOn', nameOf(scope, resource), actual.dependsOn)} It must go before ${nameOf(scope, after)} does.`];
  });
}

function changed(what: string, resource: string, actual: unknown): string {
  return (
    `'${what}' of ${resource} was changed behind the back of the construct, to ${actual === undefined ? 'nothing' : shortened(actual)}. ` +
    `Remove the override, aspect, mixin or property injector that does it, and use the props.`
  );
}

function stillInTree(resource: IConstruct): boolean {
  for (let child: IConstruct = resource; child.node.scope !== undefined; child = child.node.scope) {
    if (child.node.scope.node.tryFindChild(child.node.id) !== child) return false;
  }
  return true;
}

function nameOf(scope: IConstruct, resource: CfnResource): string {
  const path = resource.node.path.startsWith(`${scope.node.path}/`)
    ? resource.node.path.slice(scope.node.path.length + 1)
    : resource.node.path;
  return `${resource.cfnResourceType} '${path}'`;
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
