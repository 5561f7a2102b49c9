import { covers, hasWildcard } from './wildcard';

/**
 * Whether a resource pattern names nothing in particular: `*`, `arn:aws:iam::*:role/*`, `arn:aws:lambda:*:*:function:*`. A name, or the beginning
 * of one (`role/deploy-*`, `${Function.Arn}:*`), makes it particular; a known partition, region, account or type of resource does not, nor does
 * a single letter, since a handful of patterns such as `role/a*` reach everything.
 */
export function isBroadResource(pattern: string): boolean {
  if (!hasWildcard(pattern)) return false;
  if (pattern === '*') return true;
  const text = pattern.replace(PLACEHOLDER, '$');
  if (text.startsWith('$') || NAMED_FIRST.test(text)) return false;
  const fields = text.split(':');
  const isCut = fields.length < ARN_FIELDS;
  const name = isCut ? fields[fields.length - 1] : fields.slice(ARN_FIELDS - 1).join(':');
  return (
    /^([\w-]+[/:])?[^$*?]?[*?]/.test(name) ||
    (isCut && /^arn:[^*?/]*\*$/.test(text)) ||
    TYPES.some(type => covers(name, `${type}*`))
  );
}

/** Buckets and APIs are named where other services have the type of a resource. */
const NAMED_FIRST = /^arn:[^:]*:(?:s3|execute-api):[^:]*:[^:]*:[^*?/]+\//;

const PLACEHOLDER = /\$\{[^}]*\}/g;
const ARN_FIELDS = 6;

/** Types of resource that carry rights, so that `role*` is not taken for the beginning of a name. */
const TYPES = [
  'role/',
  'user/',
  'group/',
  'policy/',
  'function:',
  'layer:',
  'key/',
  'secret:',
  'instance/',
  'document/',
  'stack/',
  'project/',
  'table/',
  'parameter/',
  'log-group:',
];
