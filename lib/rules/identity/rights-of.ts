import type { Escalation } from '../../iam/escalation';
import { findEscalations } from '../../iam/escalation';
import { Rights } from '../../iam/rights';
import type { Statement } from '../../iam/statement';
import type { PolicyStatementFacts, RoleFacts } from '../../model/facts';
import { readPolicy } from '../../model/statements';
import { lookup } from '../../model/symbolic';

/**
 * What a role lets its functions do, under its permissions boundary where that stands in the app; a boundary from elsewhere limits nothing that
 * can be seen. Whatever a condition of the template decides is taken to be decided in the role's favour.
 */
export const rightsOf = oncePerRole(role => rightsIn(role.statements, boundaryOf(role)));

/** What these statements let somebody do, under the same doubt. */
export function rightsIn(statements: readonly PolicyStatementFacts[], boundary?: readonly Statement[]): Rights {
  return new Rights(
    statements.filter(counts).map(({ statement }) => statement),
    boundary,
  );
}

/** The ways in which a role leads to more rights. */
export const escalationsOf = oncePerRole((role): readonly Escalation[] => findEscalations(rightsOf(role)));

/** The policy in which a statement stands, also where a boundary or a Deny cut it down. */
export function placeOf(role: RoleFacts, statement: Statement): PolicyStatementFacts | undefined {
  const isCutFrom = (whole: Statement) => whole.actions === statement.actions && whole.notActions === statement.notActions;
  return role.statements.find(place => isCutFrom(place.statement));
}

/** What a boundary allows in any of its branches; absent where nobody can read all of it. */
function boundaryOf(role: RoleFacts): Statement[] | undefined {
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

/** Several rules ask the same of a role, and the answer takes a while. */
function oncePerRole<T>(compute: (role: RoleFacts) => T): (role: RoleFacts) => T {
  const known = new WeakMap<RoleFacts, { readonly answer: T }>();
  return role => {
    const answered = known.get(role) ?? { answer: compute(role) };
    known.set(role, answered);
    return answered.answer;
  };
}
