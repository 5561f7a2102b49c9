import { holdsForCode } from './code-condition';
import { oncePerIdentity, rightsBesideCodeOf } from './rights-of';
import { NETWORK_INTERFACE_ACTIONS } from '../../baseline/platform-actions';
import { concerns } from '../../iam/reach';
import type { Statement } from '../../iam/statement';
import { covers } from '../../iam/wildcard';
import type { IdentityFacts, ResourceFacts } from '../../model/facts';

const CREATE = 'ec2:CreateNetworkInterface';

/** What AWS's own guide denies to the code of such a function. */
const DENIED_TO_CODE = [...NETWORK_INTERFACE_ACTIONS, 'ec2:DetachNetworkInterface'];

/** Whether Lambda, and with it the code, may make network interfaces under this role. */
export function hasEniRights(role: IdentityFacts): boolean {
  return rightsBesideCodeOf(role).mayPerform(CREATE);
}

/**
 * The network-interface actions that the role does not deny to its functions' code.
 *
 * Calls from the code carry `lambda:SourceFunctionArn`, those that Lambda makes to attach the function do not. A Deny that stands only under a
 * condition of the template counts where the grants do too, in the same policy.
 */
export const eniActionsLeftToCode = oncePerIdentity((role): readonly string[] => {
  const grants = [...role.statements, ...role.awsStatements].filter(grantsEni);
  const standsWithGrants = (policy: ResourceFacts) =>
    grants.every(({ resource, conditional }) => conditional && resource === policy);
  const denies = role.statements
    .filter(
      ({ statement, resource, conditional }) => deniesToCode(statement, role) && (!conditional || standsWithGrants(resource)),
    )
    .map(({ statement }) => statement);
  return DENIED_TO_CODE.filter(action => !denies.some(deny => concerns(deny, action)));
});

function grantsEni({ statement }: { readonly statement: Statement }): boolean {
  return statement.effect === 'Allow' && concerns(statement, CREATE);
}

function deniesToCode({ effect, resources, conditions }: Statement, role: IdentityFacts): boolean {
  return effect === 'Deny' && resources.some(resource => covers(resource, '*')) && conditions.every(c => holdsForCode(c, role));
}
