import type { AppIndex } from './app-index';
import { branchesOf } from './branches';
import type { DetachedPolicyFacts, IdentityFacts, PolicyStatementFacts, ResourceFacts, RoleFacts, TemplateFacts } from './facts';
import { at, textOf } from './json';
import type { Entry, PolicyFacts } from './statements';
import { entriesOf, readPolicy } from './statements';
import { append } from './templates';
import { awsManagedName, awsManagedPolicy } from '../iam/aws-managed-policies';

/** The role that a function's `Role` means, where it stands in the app. */
export function findRole(index: AppIndex, template: TemplateFacts, text: string): ResourceFacts | undefined {
  return index.findByArn(template, text, 'role', 'AWS::IAM::Role');
}

/** Everybody who holds rights: the roles, and with them all others. */
export interface Identities {
  readonly roles: readonly RoleFacts[];
  readonly all: readonly IdentityFacts[];
}

/** Every role, user and group of the app with everything that their policies say, wherever they stand, and the policies that nobody holds. */
export function identitiesOf(index: AppIndex, functions: ReadonlyMap<ResourceFacts, readonly ResourceFacts[]>): Identities {
  const attached = attachedPolicies(index);
  const holders = (kind: IdentityFacts['kind'], type: string) =>
    index.ofType(type).map(resource => identityOf(index, resource, kind, attached));
  const roles = holders('role', 'AWS::IAM::Role').map((identity): RoleFacts => {
    const trust = trustOf(identity.resource);
    return {
      ...identity,
      kind: 'role',
      trust: trust.statements.map(({ statement }) => statement),
      unknownTrust: trust.unknown,
      functions: functions.get(identity.resource) ?? [],
    };
  });
  const all = [...roles, ...holders('user', 'AWS::IAM::User'), ...holders('group', 'AWS::IAM::Group')];
  return { roles, all: [...all, ...unheldPolicies(index, attached)] };
}

/** The policies of the app that nobody in the app holds, as far as the templates tell. */
function unheldPolicies(index: AppIndex, attached: ReadonlyMap<ResourceFacts, readonly Attachment[]>): readonly IdentityFacts[] {
  const held = new Set<ResourceFacts>([
    ...[...attached.values()].flatMap(attachments => attachments.map(({ policy }) => policy)),
    ...index.ofType(...HOLDERS).flatMap(holder => managedPolicies(index, holder).own.map(({ policy }) => policy)),
    ...boundariesOf(index),
  ]);
  return policiesOf(index)
    .filter(policy => !held.has(policy))
    .map(resource => {
      const { statements, unknown } = readAttached(resource, [{ policy: resource, conditional: false }])[0];
      return {
        resource,
        kind: 'policy',
        foreignPolicies: [],
        awsStatements: [],
        statements,
        unknownPolicies: unknown,
        functions: [],
      };
    });
}

const HOLDERS = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** What a holder of policies may do. */
function identityOf(
  index: AppIndex,
  resource: ResourceFacts,
  kind: IdentityFacts['kind'],
  attached: ReadonlyMap<ResourceFacts, readonly Attachment[]>,
): IdentityFacts {
  const { own, foreign } = managedPolicies(index, resource);
  const policies = [...inlinePolicies(resource), ...readAttached(resource, [...(attached.get(resource) ?? []), ...own])];
  return {
    resource,
    kind,
    foreignPolicies: [...new Set(foreign.map(({ arn }) => arn))],
    awsStatements: foreign.flatMap(policy => awsStatements(resource, policy)),
    statements: policies.flatMap(({ statements }) => statements),
    unknownPolicies: policies.flatMap(({ unknown }) => unknown),
    permissionsBoundary: textOf(resource.properties.PermissionsBoundary),
    functions: [],
  };
}

function awsStatements(resource: ResourceFacts, { arn, property, conditional }: ForeignPolicy): PolicyStatementFacts[] {
  const { statements = [] } = awsManagedPolicy(awsManagedName(arn) ?? '') ?? {};
  return statements.map(statement => ({ statement, resource, property, conditional }));
}

/** A boundary says what its holders may do at most, and gives nobody anything. */
function boundariesOf(index: AppIndex): readonly ResourceFacts[] {
  return index
    .ofType('AWS::IAM::Role', 'AWS::IAM::User')
    .flatMap(({ template, properties }) =>
      branchesOf(properties.PermissionsBoundary).flatMap(
        ({ value }) => index.findByArn(template, textOf(value) ?? '', 'policy', 'AWS::IAM::ManagedPolicy') ?? [],
      ),
    );
}

/** A policy resource of the app, and whether a condition decides on its attachment. */
interface Attachment {
  readonly policy: ResourceFacts;
  readonly conditional: boolean;
}

/** Policies that name the roles, users and groups they belong to. */
function attachedPolicies(index: AppIndex): ReadonlyMap<ResourceFacts, readonly Attachment[]> {
  const attached = new Map<ResourceFacts, Attachment[]>();
  for (const policy of policiesOf(index)) {
    const add = (entries: readonly Entry[], kind: string, type: string): void => {
      for (const { value, conditional } of entries) {
        const holder = index.findByArn(policy.template, textOf(value) ?? '', kind, type);
        if (holder) append(attached, holder, { policy, conditional });
      }
    };
    add(holdersOf(policy), 'role', 'AWS::IAM::Role');
    add(entriesOf(policy.properties.Users ?? policy.properties.UserName, ''), 'user', 'AWS::IAM::User');
    add(entriesOf(policy.properties.Groups ?? policy.properties.GroupName, ''), 'group', 'AWS::IAM::Group');
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
  return index.ofType(
    'AWS::IAM::Policy',
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::RolePolicy',
    'AWS::IAM::UserPolicy',
    'AWS::IAM::GroupPolicy',
  );
}

function holdersOf({ type, properties }: ResourceFacts): readonly Entry[] {
  return entriesOf(type === 'AWS::IAM::RolePolicy' ? properties.RoleName : properties.Roles, '');
}

/** A managed policy that stands in no template of the app. */
interface ForeignPolicy {
  readonly arn: string;
  readonly property: string;
  readonly conditional: boolean;
}

/** Policies that the holder names: those of the app, and the names of all others. */
function managedPolicies(
  index: AppIndex,
  holder: ResourceFacts,
): { own: readonly Attachment[]; foreign: readonly ForeignPolicy[] } {
  const own: Attachment[] = [];
  const foreign: ForeignPolicy[] = [];
  const arns = entriesOf(holder.properties.ManagedPolicyArns, 'Properties.ManagedPolicyArns');
  for (const { value, property, conditional } of arns) {
    const arn = textOf(value) ?? JSON.stringify(value);
    const policy = index.findByArn(holder.template, arn, 'policy', 'AWS::IAM::ManagedPolicy');
    if (policy) own.push({ policy, conditional });
    else foreign.push({ arn, property, conditional });
  }
  return { own, foreign };
}

function inlinePolicies(holder: ResourceFacts): readonly PolicyFacts[] {
  const { Policies: policies, PolicyDocument: misplaced } = holder.properties;
  const listed = entriesOf(policies, 'Properties.Policies').map(({ value, property, conditional }) =>
    readPolicy({
      resource: holder,
      document: typeof value === 'string' ? value : at(value, 'PolicyDocument'),
      property: typeof value === 'string' ? property : `${property}.PolicyDocument`,
      conditional,
    }),
  );
  // CloudFormation takes no document here, but somebody meant it.
  const meant = { resource: holder, document: misplaced, property: 'Properties.PolicyDocument', conditional: false };
  return misplaced === undefined ? listed : [...listed, readPolicy(meant)];
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
