import type { Escalation } from '../../iam/escalation';
import { findEscalations } from '../../iam/escalation';
import { Rights } from '../../iam/rights';
import type { Statement } from '../../iam/statement';
import type { IdentityFacts, PolicyStatementFacts } from '../../model/facts';
import { readPolicy } from '../../model/statements';
import { lookup } from '../../model/symbolic';

/**
 * What somebody may do by all policies together, those of AWS too, under the permissions boundary where that stands in the app; a boundary from
 * elsewhere limits nothing that can be seen. Whatever a condition of the template decides is taken to be decided in the holder's favour.
 */
export const rightsOf = oncePerIdentity(identity => rightsIn(statementsOf(identity), boundaryOf(identity)));

/** What these statements let somebody do, under the same doubt. */
export function rightsIn(statements: readonly PolicyStatementFacts[], boundary?: readonly Statement[]): Rights {
  return new Rights(
    statements.filter(counts).map(({ statement }) => statement),
    boundary,
  );
}

/** The ways in which somebody's rights lead to more rights. */
export const escalationsOf = oncePerIdentity((identity): readonly Escalation[] => findEscalations(rightsOf(identity)));

/** The policy in which a statement stands, also where a boundary or a Deny cut it down. */
export function placeOf(identity: IdentityFacts, statement: Statement): PolicyStatementFacts | undefined {
  const isCutFrom = (whole: Statement) => whole.actions === statement.actions && whole.notActions === statement.notActions;
  return statementsOf(identity).find(place => isCutFrom(place.statement));
}

/** Whether a place is that of a policy which AWS wrote: what it says stands where it is attached. */
export function isOfAws(property: string | undefined): boolean {
  return property?.startsWith('Properties.ManagedPolicyArns') ?? false;
}

function statementsOf({ statements, awsStatements }: IdentityFacts): readonly PolicyStatementFacts[] {
  return awsStatements.length === 0 ? statements : [...statements, ...awsStatements];
}

/** What a boundary allows in any of its branches; absent where nobody can read all of it. */
function boundaryOf(role: IdentityFacts): Statement[] | undefined {
  if (role.permissionsBoundary === undefined) return undefined;
  const resource = lookup(role.resource.template, role.permissionsBoundary)?.resource;
  if (resource?.type !== 'AWS::IAM::ManagedPolicy') return undefined;
  const document = resource.properties.PolicyDocument;
  const { statements, unknown } = readPolicy({ resource, document, property: 'Properties.PolicyDocument', conditional: false });
  return unknown.length > 0 ? undefined : statements.filter(counts).map(({ statement }) => statement);
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
