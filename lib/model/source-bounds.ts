import { concerns } from '../iam/reach';
import type { Condition, Statement } from '../iam/statement';
import { covers } from '../iam/wildcard';

const BINDING = /^(?:string(?:equals|like|equalsignorecase)|arn(?:equals|like)|bool)$/i;
const SPARING = /^(?:string(?:notequals|notlike|notequalsignorecase)|arn(?:notequals|notlike))(?:ifexists)?$/i;

/**
 * What a key must be for the statement to let anybody in: by a condition of its own, or because a Deny sends away all others. Undefined where the
 * key may be absent or anything else.
 */
export function boundBy(statement: Statement, denies: readonly Statement[], key: string): readonly string[] | undefined {
  const own = statement.conditions.find(condition => isAbout(condition, key) && BINDING.test(condition.operator));
  if (own !== undefined && own.values.length > 0) return own.values;
  return denies.map(deny => sparedBy(deny, statement, key)).find(values => values !== undefined && values.length > 0);
}

/** The only values that a Deny spares; undefined where it spares others too. */
function sparedBy(deny: Statement, allow: Statement, key: string): readonly string[] | undefined {
  const actions = allow.notActions.length > 0 ? ['*'] : allow.actions;
  const resources = allow.notResources.length > 0 ? ['*'] : allow.resources;
  const others = deny.conditions.filter(condition => !isAbout(condition, key));
  const [test, ...more] = deny.conditions.filter(condition => isAbout(condition, key));
  const isForAll =
    deny.principals.some(({ value }) => value === '*') &&
    actions.every(action => concerns(deny, action)) &&
    resources.every(resource => deny.resources.some(denied => covers(denied, resource))) &&
    others.every(sparesServices);
  return isForAll && test !== undefined && more.length === 0 && SPARING.test(test.operator) ? test.values : undefined;
}

/** Services act in nobody's name, and are let in by statements of their own. */
function sparesServices(condition: Condition): boolean {
  return (
    ['bool', 'boolifexists'].includes(condition.operator.toLowerCase()) &&
    isAbout(condition, 'aws:PrincipalIsAWSService') &&
    condition.values.every(value => value.toLowerCase() === 'false')
  );
}

function isAbout({ key }: Condition, name: string): boolean {
  return key.toLowerCase() === name.toLowerCase();
}
