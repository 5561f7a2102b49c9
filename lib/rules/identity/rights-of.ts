import type { Escalation } from '../../iam/escalation';
import { findEscalations } from '../../iam/escalation';
import { Rights } from '../../iam/rights';
import type { Statement } from '../../iam/statement';
import { parsePolicyDocument } from '../../iam/statement';
import type { PolicyStatementFacts, RoleFacts } from '../../model/facts';
import { lookup } from '../../model/symbolic';
import { possibleValues } from '../property';

/**
 * What a role lets its functions do, under its permissions boundary where that stands in the app; a boundary from elsewhere limits nothing that
 * can be seen.
 */
export const rightsOf = oncePerRole(
  role =>
    new Rights(
      role.statements.map(({ statement }) => statement),
      boundaryOf(role),
    ),
);

/** The ways in which a role leads to more rights. */
export const escalationsOf = oncePerRole((role): readonly Escalation[] => findEscalations(rightsOf(role)));

/** The policy in which a statement stands, also where a boundary or a Deny cut it down. */
export function placeOf(role: RoleFacts, statement: Statement): PolicyStatementFacts | undefined {
  const isCutFrom = (whole: Statement) => whole.actions === statement.actions && whole.notActions === statement.notActions;
  return role.statements.find(place => isCutFrom(place.statement));
}

function boundaryOf(role: RoleFacts): Statement[] | undefined {
  if (role.permissionsBoundary === undefined) return undefined;
  const boundary = lookup(role.resource.template, role.permissionsBoundary)?.resource;
  return boundary && possibleValues(boundary.properties.PolicyDocument).flatMap(parsePolicyDocument);
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
