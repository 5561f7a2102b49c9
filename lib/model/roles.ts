import type { AppIndex } from './app-index';
import type { DetachedPolicyFacts, ResourceFacts, RoleFacts, TemplateFacts } from './facts';
import { at, textOf } from './json';
import type { Entry, PolicyFacts } from './statements';
import { entriesOf, readPolicy } from './statements';
import { append } from './templates';

/** The role that a function's `Role` means, where it stands in the app. */
export function findRole(index: AppIndex, template: TemplateFacts, text: string): ResourceFacts | undefined {
  return index.findByArn(template, text, 'role', 'AWS::IAM::Role');
}

/** Every role of the app with everything that its policies say, wherever they stand. */
export function rolesOf(index: AppIndex, functions: ReadonlyMap<ResourceFacts, readonly ResourceFacts[]>): readonly RoleFacts[] {
  const attached = attachedPolicies(index);
  return index.ofType('AWS::IAM::Role').map(resource => {
    const { own, foreign } = managedPolicies(index, resource);
    const policies = [...inlinePolicies(resource), ...readAttached(resource, [...(attached.get(resource) ?? []), ...own])];
    const trust = trustOf(resource);
    const boundary = textOf(resource.properties.PermissionsBoundary);
    return {
      resource,
      foreignPolicies: foreign,
      statements: policies.flatMap(({ statements }) => statements),
      unknownPolicies: policies.flatMap(({ unknown }) => unknown),
      trust: trust.statements.map(({ statement }) => statement),
      unknownTrust: trust.unknown,
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      functions: functions.get(resource) ?? [],
    };
  });
}

/** A policy resource of the app, and whether a condition decides on its attachment. */
interface Attachment {
  readonly policy: ResourceFacts;
  readonly conditional: boolean;
}

/** Policies that name the roles they belong to. */
function attachedPolicies(index: AppIndex): ReadonlyMap<ResourceFacts, readonly Attachment[]> {
  const attached = new Map<ResourceFacts, Attachment[]>();
  for (const policy of policiesOf(index)) {
    for (const { value, conditional } of holdersOf(policy)) {
      const role = findRole(index, policy.template, textOf(value) ?? '');
      if (role) append(attached, role, { policy, conditional });
    }
  }
  return attached;
}

/** Policies that belong to roles which stand nowhere in the app, or whose names only the deployment knows. */
export function detachedPoliciesOf(index: AppIndex): readonly DetachedPolicyFacts[] {
  return policiesOf(index).flatMap(resource => {
    const roles = holdersOf(resource)
      .map(({ value }) => textOf(value) ?? JSON.stringify(value))
      .filter(name => findRole(index, resource.template, name) === undefined);
    if (roles.length === 0) return [];
    const document = resource.properties.PolicyDocument;
    const read = readPolicy({ resource, document, property: 'Properties.PolicyDocument', conditional: false });
    return [{ resource, ...read, roles: [...new Set(roles)] }];
  });
}

function policiesOf(index: AppIndex): readonly ResourceFacts[] {
  return index.ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy');
}

function holdersOf({ type, properties }: ResourceFacts): readonly Entry[] {
  return entriesOf(type === 'AWS::IAM::RolePolicy' ? properties.RoleName : properties.Roles, '');
}

/** Policies that the role names: those of the app, and the names of all others. */
function managedPolicies(index: AppIndex, role: ResourceFacts): { own: readonly Attachment[]; foreign: readonly string[] } {
  const own: Attachment[] = [];
  const foreign = new Set<string>();
  for (const { value, conditional } of entriesOf(role.properties.ManagedPolicyArns, '')) {
    const arn = textOf(value) ?? JSON.stringify(value);
    const policy = index.findByArn(role.template, arn, 'policy', 'AWS::IAM::ManagedPolicy');
    if (policy) own.push({ policy, conditional });
    else foreign.add(arn);
  }
  return { own, foreign: [...foreign] };
}

function inlinePolicies(role: ResourceFacts): readonly PolicyFacts[] {
  return entriesOf(role.properties.Policies, 'Properties.Policies').map(({ value, property, conditional }) =>
    readPolicy({
      resource: role,
      document: typeof value === 'string' ? value : at(value, 'PolicyDocument'),
      property: typeof value === 'string' ? property : `${property}.PolicyDocument`,
      conditional,
    }),
  );
}

/** Each policy once: a policy can name the role and be named by it. */
function readAttached(role: ResourceFacts, attachments: readonly Attachment[]): readonly PolicyFacts[] {
  const always = new Map<ResourceFacts, boolean>();
  for (const { policy, conditional } of attachments) always.set(policy, (always.get(policy) ?? false) || !conditional);
  return [...always].map(([policy, isAlways]) =>
    readPolicy({
      resource: policy,
      document: policy.properties.PolicyDocument,
      property: 'Properties.PolicyDocument',
      conditional: !isAlways || !standsWith(policy, role),
    }),
  );
}

function standsWith(policy: ResourceFacts, role: ResourceFacts): boolean {
  return policy.condition === undefined || (policy.template === role.template && policy.condition === role.condition);
}

function trustOf(role: ResourceFacts): PolicyFacts {
  const document = role.properties.AssumeRolePolicyDocument;
  return readPolicy({ resource: role, document, property: 'Properties.AssumeRolePolicyDocument', conditional: false });
}
