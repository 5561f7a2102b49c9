import { Stack } from 'aws-cdk-lib';
import type { CfnElement, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A property that must be in the template as it was made, whoever touches it in between. */
export interface Promised {
  readonly resource: CfnResource;
  /** `TracingConfig` */
  readonly property: string;
  /** What it was made with, tokens and all; undefined for a property that must stay absent, `PRESENT` for one that others may make stricter. */
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
  const stack = Stack.of(scope);
  const resources = [...new Set(promised.map(({ resource }) => resource))];
  const rendered = new Map(resources.map(resource => [resource, stillInTree(resource) ? render(stack, resource) : undefined]));
  const condition = rendered.get(resources[0])?.Condition;
  const broken = resources.flatMap(resource => {
    const body = rendered.get(resource);
    if (body === undefined) return [`${nameOf(scope, resource)} was removed from the tree. It is not safe without it.`];
    if (body.Type !== resource.cfnResourceType) return [changed('Type', nameOf(scope, resource), body.Type)];
    return body.Condition === condition ? [] : [changed('Condition', nameOf(scope, resource), body.Condition)];
  });
  const changes = promised.flatMap(({ resource, property, value }) => {
    const body = rendered.get(resource);
    if (body === undefined) return [];
    const actual = body.Properties?.[property];
    const kept = value === PRESENT ? actual !== undefined : canonical(actual) === canonical(stack.resolve(value));
    return kept ? [] : [changed(property, nameOf(scope, resource), actual)];
  });
  return [...broken, ...changes];
}

/** What must be made before a resource and go after it, whoever touches its dependencies in between. */
export interface PromisedOrder {
  readonly resource: CfnResource;
  readonly after: CfnResource;
}

/** Compares the dependencies that will be written into the template with those that were promised. */
export function brokenOrder(scope: IConstruct, promised: readonly PromisedOrder[]): string[] {
  const stack = Stack.of(scope);
  return promised.flatMap(({ resource, after }) => {
    if (!stillInTree(resource) || !stillInTree(after)) return [];
    const { DependsOn } = render(stack, resource);
    if ([DependsOn].flat().includes(stack.getLogicalId(after))) return [];
    return [`${changed('DependsOn', nameOf(scope, resource), DependsOn)} It must go before ${nameOf(scope, after)} does.`];
  });
}

function changed(what: string, resource: string, actual: unknown): string {
  return (
    `'${what}' of ${resource} was changed behind the back of the construct, to ${actual === undefined ? 'nothing' : shortened(actual)}. ` +
    `Remove the override, aspect, mixin or property injector that does it, and use the props.`
  );
}

/** Whether a resource stays when its stack is deleted, as it will be written. */
export function isRetained(resource: CfnResource): boolean {
  return /^Retain/.test(render(Stack.of(resource), resource).DeletionPolicy ?? '');
}

/** The properties of a resource as they will be written, overrides and all. */
export function renderedProperties(resource: CfnResource): Readonly<Record<string, unknown>> {
  return render(Stack.of(resource), resource).Properties ?? {};
}

interface RenderedResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | string[];
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

function render(stack: Stack, resource: CfnResource): RenderedResource {
  const fragment = stack.resolve((resource as CfnElement & { _toCloudFormation(): unknown })._toCloudFormation()) as {
    readonly Resources?: Record<string, RenderedResource>;
  };
  return Object.values(fragment.Resources ?? {})[0] ?? { Type: 'nothing' };
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

/** Keys in order and capitalized, since a resource's properties are written `tracingConfig` in code and `TracingConfig` in the template. */
function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    const members = Object.entries(member).filter(([, inner]) => inner !== undefined);
    return Object.fromEntries(
      members
        .map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), inner] as const)
        .sort(([x], [y]) => (x < y ? -1 : 1)),
    );
  });
  return text ?? 'undefined';
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
