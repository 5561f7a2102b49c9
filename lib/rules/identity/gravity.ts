import { isExecutionRole } from './execution-role';
import { rightsOf } from './rights-of';
import { isNarrowed, spansEverything } from '../../iam/reach';
import type { Statement } from '../../iam/statement';
import type { IdentityFacts } from '../../model/facts';
import type { Severity } from '../verdict';

/**
 * How loudly to speak of a grant that is too wide: less so where nobody's function has it, and where the same grant makes an administrator, which
 * another rule refuses.
 */
export function gravityOf(identity: IdentityFacts, statement: Statement): { readonly severity?: Severity } {
  return isExecutionRole(identity) && !makesAdministrator(identity, statement) ? {} : { severity: 'warning' };
}

/** Whether the statement makes its holder an administrator, and neither a Deny nor a boundary keeps it from that. */
function makesAdministrator(identity: IdentityFacts, statement: Statement): boolean {
  return spansEverything(statement) && !isNarrowed(statement) && rightsOf(identity).isAdministrator() !== undefined;
}
