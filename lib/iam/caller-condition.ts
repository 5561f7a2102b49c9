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
  // Nothing may stand before the provider of identities: tags can end like these, and a stranger chooses his.
  /^[^:]+:(?:aud|sub|app_id|oaud|azp|repository|repository_owner)$/,
];

/** Operators that want the key to be there and its value to be one of those named. */
const NAMING_OPERATOR = /^(?:foranyvalue:)?(?:stringequals|stringequalsignorecase|stringlike|arnequals|arnlike|ipaddress)$/;

/** All operators of IAM; another one makes AWS refuse the policy. */
const OPERATOR =
  /^(?:(?:forallvalues|foranyvalue):)?(?:null|(?:string(?:not)?(?:equals(?:ignorecase)?|like)|arn(?:not)?(?:equals|like)|numeric(?:not)?equals|numeric(?:less|greater)than(?:equals)?|date(?:not)?equals|date(?:less|greater)than(?:equals)?|bool|binaryequals|(?:not)?ipaddress)(?:ifexists)?)$/;

/** Whether the condition leaves only callers that somebody named. In doubt it does not. */
export function narrowsCallers({ operator, key, values }: Condition): boolean {
  const [comparison, name] = [operator.toLowerCase(), key.toLowerCase()];
  if (values.length === 0 || !CALLER_KEYS.some(pattern => pattern.test(name))) return false;
  if (comparison === 'bool') return values.every(value => value.toLowerCase() === 'true');
  return NAMING_OPERATOR.test(comparison) && values.every(namesSomebody);
}

/** What binds a service or an account to somebody, and what a stranger says who knows it. */
const SAID_BY_CALLER = /^(?:kms:encryptioncontext:.+|sts:externalid)$/i;

/** Whether the condition leaves of everybody only those that somebody named: an encryption context or an external id may be said by anybody. */
export function narrowsEverybody(condition: Condition): boolean {
  return narrowsCallers(condition) && !SAID_BY_CALLER.test(condition.key);
}

/** Whether an operator is one that AWS knows. */
export function isOperator(operator: string): boolean {
  return OPERATOR.test(operator.toLowerCase());
}

/** Where an ARN names its account. */
const ACCOUNT = 4;

/** The shortest prefixes of ranges that S3 still takes for somebody's. */
const SHORTEST = { v4: 8, v6: 32 } as const;

/** What every id or claim of its kind begins with, and at most one letter more: nobody is named by that. */
const BEGINNING = /^(?:[\w-]+:|vpce?-?|ou?-)?.?[*?]/;

/**
 * Whether a value names somebody: an ARN its account, or a bucket, whose name is nobody else's; a range of addresses a network; anything else more than
 * a wildcard.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
function namesSomebody(value: string): boolean {
  const [, address, prefix] = /^([\d.]+|[\da-f:]+)\/(\d+)$/i.exec(value) ?? [];
  if (address !== undefined) return Number(prefix) >= SHORTEST[address.includes(':') ? 'v6' : 'v4'];
  if (!value.startsWith('arn:')) return value !== '' && !BEGINNING.test(value);
  const fields = value.replace(/\$\{[^}]*\}/g, '$').split(':');
  const name = fields.slice(ACCOUNT + 1).join(':');
  if (fields[2] === 's3' && !name.startsWith('accesspoint')) return /^[^*?]*(?:\$|[^*?]{3})/.test(name);
  return fields.length > ACCOUNT && fields[ACCOUNT] !== '' && !/[*?]/.test(fields[ACCOUNT]);
}
