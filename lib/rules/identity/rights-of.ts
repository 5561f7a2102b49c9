import { holdsForCode } from './code-condition';
import { isLambda } from './execution-role';
import { awsManagedName, awsManagedPolicy } from '../../iam/aws-managed-policies';
import type { Escalation } from '../../iam/escalation';
import { findEscalations } from '../../iam/escalation';
import { Rights } from '../../iam/rights';
import type { Statement } from '../../iam/statement';
import { valuesOf } from '../../model/conditions';
import type { IdentityFacts, PolicyStatementFacts, ResourceFacts, RoleFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { readPolicy } from '../../model/statements';
import { lookup } from '../../model/symbolic';

/**
 * What somebody may do by all policies together, those of AWS too, under the permissions boundary where that stands in the app; a boundary from
 * elsewhere limits nothing that can be seen. Whatever a condition of the template decides is taken to be decided in the holder's favour.
 */
export const rightsOf = oncePerIdentity(identity => rightsIn(statementsOf(identity).map(seenBy(identity)), boundaryOf(identity)));

/** The same for calls that Lambda itself makes in the name of a role, and not the code under it. */
export const rightsBesideCodeOf = oncePerIdentity(identity => rightsIn(statementsOf(identity), boundaryOf(identity)));

/** What these statements let somebody do, under the same doubt. */
export function rightsIn(statements: readonly PolicyStatementFacts[], boundary?: readonly Statement[]): Rights {
  return new Rights(
    statements.filter(counts).map(({ statement }) => statement),
    boundary,
  );
}

/** The ways in which somebody's rights lead to more rights. */
export const escalationsOf = oncePerIdentity((identity): readonly Escalation[] => findEscalations(rightsOf(identity)));

/** The policy in which one of somebody's statements stands. A boundary or a Deny cuts down its resources, and never its list of actions. */
export function placeOf(identity: IdentityFacts, { actions }: Statement): PolicyStatementFacts {
  return statementsOf(identity).find(({ statement }) => statement.actions === actions)!;
}

/** Whether a place is that of a policy which AWS wrote: what it says stands where it is attached. */
export function isOfAws(property: string | undefined): boolean {
  return property?.startsWith('Properties.ManagedPolicyArns') ?? false;
}

function statementsOf({ statements, awsStatements }: IdentityFacts): readonly PolicyStatementFacts[] {
  return awsStatements.length === 0 ? statements : [...statements, ...awsStatements];
}

/** Who is only ever the code of a function has lost for good what a Deny takes from the code of functions. */
function seenBy(identity: IdentityFacts): (place: PolicyStatementFacts) => PolicyStatementFacts {
  if (!isOnlyCode(identity)) return place => place;
  return place => {
    const { effect, conditions } = place.statement;
    const left = effect === 'Allow' ? conditions : conditions.filter(condition => !holdsForCode(condition, identity));
    return left.length === conditions.length ? place : { ...place, statement: { ...place.statement, conditions: left } };
  };
}

/** Whether nobody but Lambda may assume it, for functions. */
function isOnlyCode(identity: IdentityFacts | RoleFacts): boolean {
  if (!('trust' in identity) || identity.unknownTrust.length > 0) return false;
  const trusted = identity.trust.filter(({ effect }) => effect === 'Allow');
  return trusted.length > 0 && trusted.every(({ principals }) => principals.length > 0 && principals.every(isLambda));
}

/** What a boundary allows in any of its branches; absent where there may be none, or where nobody can read all of it. */
function boundaryOf({ permissionsBoundary: whole, resource }: IdentityFacts): Statement[] | undefined {
  const written = whole ?? resource.properties.PermissionsBoundary;
  const branches = valuesOf(resource, written ?? null).map(value => limitsOf(resource, textOf(value)));
  if (branches.some(limits => limits === undefined)) return undefined;
  // What one branch denies, another may allow.
  const isCertain = branches.length === 1;
  return branches.flatMap(limits => limits!.filter(({ effect }) => isCertain || effect === 'Allow'));
}

function limitsOf(holder: ResourceFacts, boundary: string | undefined): readonly Statement[] | undefined {
  if (boundary === undefined) return undefined;
  const resource = lookup(holder.template, boundary)?.resource;
  if (resource === undefined) return awsLimits(boundary);
  if (resource.type !== 'AWS::IAM::ManagedPolicy') return undefined;
  const document = resource.properties.PolicyDocument;
  const { statements, unknown } = readPolicy({ resource, document, property: 'Properties.PolicyDocument', conditional: false });
  return unknown.length > 0 ? undefined : statements.filter(counts).map(({ statement }) => statement);
}

/** A policy of AWS limits too, where its text is known. */
function awsLimits(boundary: string): readonly Statement[] | undefined {
  const name = boundary.startsWith('arn:') ? awsManagedName(boundary) : undefined;
  return name === undefined ? undefined : awsManagedPolicy(name)?.statements;
}

/** A Deny that may not be deployed takes nothing away. */
function counts({ statement, conditional }: PolicyStatementFacts): boolean {
  return statement.effect === 'Allow' || !conditional;
}

/** Several rules ask the same of somebody, and the answer takes a while. */
export function oncePerIdentity<T>(compute: (identity: IdentityFacts) => T): (identity: IdentityFacts) => T {
  const known = new WeakMap<IdentityFacts, { readonly answer: T }>();
  return identity => {
    const answered = known.get(identity) ?? { answer: compute(identity) };
    known.set(identity, answered);
    return answered.answer;
  };
}
