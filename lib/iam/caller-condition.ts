import type { Condition } from './statement';

/** Keys that say who calls, or on whose behalf, or through whose network: none that a stranger could set to what is wanted. */
const CALLER_KEYS = [
  /^aws:principal(?:account|arn|orgid|orgpaths|serviceorgid)$/,
  /^aws:source(?:account|arn|ip|orgid|orgpaths|owner|vpc|vpcarn|vpce)$/,
  /^aws:(?:userid|username|vpcsourceip|vpceaccount|vpceorgid|vpceorgpaths)$/,
  /^elasticfilesystem:accessedviamounttarget$/,
  /^kms:(?:calleraccount|encryptioncontext:.+)$/,
  /^lambda:functionarn$/,
  /^s3:dataaccesspoint(?:account|arn)$/,
  /^saml:(?:aud|sub|iss)$/,
  /^sts:externalid$/,
  /:(?:aud|sub|app_id|oaud|azp|repository|repository_owner)$/,
];

/** Operators that want the key to be there and its value to be one of those named. */
const NAMING_OPERATOR = /^(?:foranyvalue:)?(?:stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|ipaddress)$/;

/** All operators of IAM; another one makes AWS refuse the policy. */
const OPERATOR =
  /^(?:for(?:all|any)values?:)?(?:string(?:not)?(?:equals(?:ignorecase)?|like)|arn(?:not)?(?:equals|like)|numeric(?:not)?equals|numeric(?:less|greater)than(?:equals)?|date(?:not)?equals|date(?:less|greater)than(?:equals)?|bool|binaryequals|(?:not)?ipaddress|null)(?:ifexists)?$/;

/** Whether the condition leaves only callers that somebody named. In doubt it does not. */
export function narrowsCallers({ operator, key, values }: Condition): boolean {
  const [comparison, name] = [operator.toLowerCase(), key.toLowerCase()];
  if (values.length === 0 || !CALLER_KEYS.some(pattern => pattern.test(name))) return false;
  if (comparison === 'bool') return values.every(value => value.toLowerCase() === 'true');
  return NAMING_OPERATOR.test(comparison) && values.every(namesSomebody);
}

/** Whether an operator is one that AWS knows. */
export function isOperator(operator: string): boolean {
  return OPERATOR.test(operator.toLowerCase());
}

/** Where an ARN names its account. */
const ACCOUNT = 4;

/** Whether a value names somebody: an ARN its account, or a bucket, whose name is nobody else's; anything else more than a wildcard. */
function namesSomebody(value: string): boolean {
  if (/^(?:0\.0\.0\.0|::)\/0$/.test(value)) return false;
  if (!value.startsWith('arn:')) return !/^(?:[\w-]+:)?.?[*?]/.test(value) && value !== '';
  const fields = value.replace(/\$\{[^}]*\}/g, '$').split(':');
  if (fields[2] === 's3') return /^[^*?]{3}/.test(fields.slice(ACCOUNT + 1).join(':'));
  return fields.length > ACCOUNT && fields[ACCOUNT] !== '' && !/[*?]/.test(fields[ACCOUNT]);
}
