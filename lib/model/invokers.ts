import type { AppIndex } from './app-index';
import { variantsOf } from './conditions';
import type { ApiMethodFacts, AppFacts, InvokerFacts, Json, JsonObject, ResourceFacts } from './facts';
import { isTrue, textOf } from './json';
import { boundBy } from './source-bounds';
import { readPolicy } from './statements';
import { notComputable } from './symbolic';
import { append } from './templates';
import type { Statement } from '../iam/statement';

export type PermissionFacts = AppFacts['permissions'][number];

/** Every way in, by the function to which it leads. */
export function invokersOf(
  index: AppIndex,
  permissions: readonly PermissionFacts[],
  methods: readonly ApiMethodFacts[],
): ReadonlyMap<ResourceFacts, readonly InvokerFacts[]> {
  const invokers = new Map<ResourceFacts, InvokerFacts[]>();
  const add = (resource: ResourceFacts, target: string, invoker: InvokerFacts): void => {
    const found = index.findFunction(resource.template, target);
    if (found) append(invokers, found.function, invoker);
  };
  for (const { function: target, ...invoker } of permissions) add(invoker.resource, target, invoker);
  for (const resource of index.ofType('AWS::Lambda::Url')) {
    for (const { properties } of variantsOf(resource)) {
      const principal = textOf(properties.AuthType) ?? 'NONE';
      add(resource, textOf(properties.TargetFunctionArn) ?? '', { resource, kind: 'url', principal, viaFunctionUrl: true });
    }
  }
  for (const resource of index.ofType('AWS::Lambda::EventSourceMapping')) {
    for (const { properties } of variantsOf(resource)) {
      add(resource, textOf(properties.FunctionName) ?? '', eventSource(resource, properties));
    }
  }
  for (const { resource, function: target, authorization } of methods) {
    if (target) append(invokers, target, { resource, kind: 'api', principal: authorization, viaFunctionUrl: false });
  }
  return invokers;
}

/** What permissions and resource policies of the app allow, also for functions that stand elsewhere. */
export function permissionsOf(index: AppIndex): readonly PermissionFacts[] {
  return [
    ...index
      .ofType('AWS::Lambda::Permission')
      .flatMap(resource => variantsOf(resource).flatMap(({ properties }) => permissionsIn(resource, properties))),
    ...index
      .ofType('AWS::Lambda::LayerVersionPermission')
      .flatMap(resource => variantsOf(resource).map(({ properties }) => layerPermission(resource, properties))),
    ...index.ofType('AWS::Lambda::ResourcePolicy').flatMap(resourcePolicy),
  ];
}

/** Who may load a layer reads what it holds. */
function layerPermission(resource: ResourceFacts, properties: JsonObject): PermissionFacts {
  return {
    resource,
    kind: 'permission',
    function: textOf(properties.LayerVersionArn) ?? notComputable('LayerVersionArn'),
    principal: textOf(properties.Principal) ?? notComputable('Principal'),
    ...present('action', properties.Action),
    ...present('organization', properties.OrganizationId),
    viaFunctionUrl: false,
  };
}

/** CloudFormation takes one action; whoever lists several means all of them. */
function permissionsIn(resource: ResourceFacts, properties: JsonObject): readonly PermissionFacts[] {
  const { Action: action } = properties;
  return Array.isArray(action)
    ? action.map(one => permission(resource, { ...properties, Action: one }))
    : [permission(resource, properties)];
}

function permission(resource: ResourceFacts, properties: JsonObject): PermissionFacts {
  return {
    resource,
    kind: 'permission',
    function: textOf(properties.FunctionName) ?? notComputable('FunctionName'),
    principal: textOf(properties.Principal) ?? notComputable('Principal'),
    ...present('action', properties.Action),
    ...present('sourceArn', properties.SourceArn),
    ...present('sourceAccount', properties.SourceAccount),
    ...present('organization', properties.PrincipalOrgID),
    viaFunctionUrl: isTrue(properties.InvokedViaFunctionUrl),
  };
}

function resourcePolicy(resource: ResourceFacts): readonly PermissionFacts[] {
  const { PolicyDocument: document, ResourceArn: arn } = resource.properties;
  const target = textOf(arn) ?? notComputable('ResourceArn');
  const { statements, unknown } = readPolicy({ resource, document, property: 'Properties.PolicyDocument', conditional: false });
  const hidden = unknown.map(({ unknown: text }) => ({
    resource,
    kind: 'resource-policy' as const,
    function: target,
    principal: notComputable('PolicyDocument', text),
    viaFunctionUrl: false,
  }));
  const denies = statements.flatMap(({ statement, conditional }) =>
    statement.effect === 'Deny' && !conditional ? [statement] : [],
  );
  return [...statements.flatMap(({ statement }) => allowances(resource, target, statement, denies)), ...hidden];
}

/** One way in for each principal, action and source, because each of them suffices. A `Deny` opens none, and may bind the others. */
function allowances(
  resource: ResourceFacts,
  target: string,
  statement: Statement,
  denies: readonly Statement[],
): readonly PermissionFacts[] {
  if (statement.effect === 'Deny') return [];
  const binds = (key: string) => boundBy(statement, denies, key);
  const principals = statement.notPrincipals.length > 0 ? ['*'] : statement.principals.map(({ value }) => value);
  const named = principals.flatMap(principal =>
    principal === '*' ? (binds('aws:PrincipalArn') ?? binds('aws:PrincipalAccount') ?? ['*']) : [principal],
  );
  const actions = statement.notActions.length > 0 ? ['*'] : statement.actions;
  const [sourceArns, sourceAccounts] = ['aws:SourceArn', 'aws:SourceAccount'].map(key => binds(key) ?? [undefined]);
  // A service says for whose organization it acts; a condition on its own would let none in.
  const organizations = binds('aws:SourceOrgID') ?? binds('aws:PrincipalOrgID') ?? [undefined];
  return named.flatMap(principal =>
    actions.flatMap(action =>
      sourceArns.flatMap(sourceArn =>
        sourceAccounts.flatMap(sourceAccount =>
          organizations.map(organization => ({
            resource,
            kind: 'resource-policy' as const,
            function: target,
            principal,
            action,
            ...present('sourceArn', sourceArn),
            ...present('sourceAccount', sourceAccount),
            ...present('organization', organization),
            viaFunctionUrl: binds('lambda:InvokedViaFunctionUrl')?.some(value => isTrue(value)) ?? false,
          })),
        ),
      ),
    ),
  );
}

function eventSource(resource: ResourceFacts, properties: JsonObject): InvokerFacts {
  const source = textOf(properties.EventSourceArn);
  return {
    resource,
    kind: 'event-source',
    principal: source ?? (properties.SelfManagedEventSource === undefined ? notComputable('EventSourceArn') : 'self-managed'),
    ...present('sourceArn', source),
    viaFunctionUrl: false,
  };
}

function present<K extends string>(key: K, value: Json | undefined): Partial<Record<K, string>> {
  const text = textOf(value);
  return (text === undefined ? {} : { [key]: text }) as Partial<Record<K, string>>;
}
