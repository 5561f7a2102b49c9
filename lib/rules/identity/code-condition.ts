import type { Condition } from '../../iam/statement';
import type { IdentityFacts } from '../../model/facts';
import { splitText } from '../../model/symbolic';

/** Calls from the code of a function carry it; those that Lambda makes to attach the function do not. */
const SOURCE_FUNCTION = 'lambda:sourcefunctionarn';

/** Whether every call from the role's functions satisfies the condition. */
export function holdsForCode({ operator, key, values }: Condition, role: IdentityFacts): boolean {
  if (key.toLowerCase() !== SOURCE_FUNCTION) return false;
  if (/^null$/i.test(operator)) return values.length > 0 && values.every(value => value.toLowerCase() === 'false');
  if (!/^arn(?:like|equals)$/i.test(operator)) return false;
  // The functions of a role that none of the app runs under are elsewhere, and may be any.
  const isNamed = role.functions.length > 0 && role.functions.every(fn => values.some(value => isArnOf(value, fn)));
  return isNamed || values.some(value => isAnyFunction(value, role));
}

/** Whether a pattern takes in all functions of the account and region that the role is for. */
function isAnyFunction(value: string, { resource: { template } }: IdentityFacts): boolean {
  const [, , service, region, account, ...rest] = splitText(value, ':');
  const isHere = (given: string | undefined, here: string | undefined, symbol: string): boolean =>
    given === '*' || given === symbol || here === undefined || given === here;
  return (
    /^(?:lambda|\*)$/.test(service ?? '') &&
    rest.join(':') === 'function:*' &&
    isHere(region, template.region, '${AWS::Region}') &&
    isHere(account, template.account, '${AWS::AccountId}')
  );
}

function isArnOf(value: string, { logicalId, properties }: IdentityFacts['functions'][number]): boolean {
  const name = properties.FunctionName;
  return (
    value === `\${${logicalId}.Arn}` ||
    value.endsWith(`:function:\${${logicalId}}`) ||
    (typeof name === 'string' && value.endsWith(`:function:${name}`))
  );
}
