import { Stack } from 'aws-cdk-lib';
import type { CfnElement, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A property that must be in the template as it was made, whoever touches it in between. */
export interface Promised {
  readonly resource: CfnResource;
  /** `TracingConfig` */
  readonly property: string;
  /** What it was made with, tokens and all; undefined for a property that must stay absent. */
  readonly value: unknown;
}

/**
 * Compares what will be written into the template with what was promised: after every override, aspect, mixin and property injector, and without
 * anybody having registered the judge.
 */
export function brokenPromises(scope: IConstruct, promised: readonly Promised[]): string[] {
  const stack = Stack.of(scope);
  const templates = new Map<CfnResource, Record<string, unknown> | undefined>();
  return promised.flatMap(({ resource, property, value }) => {
    if (!templates.has(resource)) templates.set(resource, stillInTree(resource) ? propertiesOf(stack, resource) : undefined);
    const properties = templates.get(resource);
    if (properties === undefined) {
      return [`${nameOf(scope, resource)} was removed from the tree. A SecureFunction is not safe without it.`];
    }
    const actual = properties[property];
    if (same(actual, stack.resolve(value))) return [];
    return [
      `'${property}' of ${nameOf(scope, resource)} was changed behind the back of the SecureFunction, to ${actual === undefined ? 'nothing' : shortened(actual)}. ` +
        `Remove the override, aspect, mixin or property injector that does it, and use the props.`,
    ];
  });
}

function propertiesOf(stack: Stack, resource: CfnResource): Record<string, unknown> {
  const rendered = stack.resolve((resource as CfnElement & { _toCloudFormation(): unknown })._toCloudFormation()) as {
    readonly Resources: Record<string, { readonly Properties?: Record<string, unknown> }>;
  };
  return Object.values(rendered.Resources ?? {})[0]?.Properties ?? {};
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

function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
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
