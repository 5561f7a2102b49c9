import { isBroadResource } from './resource-pattern';
import type { Condition } from './statement';
import { matches, overlaps } from './wildcard';

/**
 * Keys that say what or whom a request touches. All others say who asks, when, from where or how, which an intruder in the function satisfies as
 * the function does.
 */
const NARROWING_KEYS = [
  /^[\w-]+:resourcetag\/./,
  /^cloudformation:changesetname$/,
  /^cloudwatch:namespace$/,
  /^dynamodb:leadingkeys$/,
  /^ec2:(?:vpc|subnet|subnetid|instanceprofile|authorizedservice)$/,
  /^ecs:(?:cluster|service|task-definition|container-name)$/,
  /^elasticfilesystem:accesspointarn$/,
  /^events:(?:source|detail-type|targetarn)$/,
  /^iam:(?:associatedresourcearn|awsservicename|passedtoservice|permissionsboundary|policyarn)$/,
  /^kms:(?:encryptioncontext:.+|grantisforawsresource|requestalias|resourcealiases|viaservice)$/,
  /^lambda:(?:functionarn|layer)$/,
  /^s3:(?:dataaccesspointarn|existingobjecttag\/.+|prefix)$/,
  /^secretsmanager:(?:name|secretid)$/,
  /^ses:(?:feedbackaddress|fromaddress|recipients)$/,
  /^sns:endpoint$/,
  /^sts:externalid$/,
];

/** Operators that want a value to be there and to be one of those named. */
const NARROWING_OPERATOR = /^(?:foranyvalue:)?(?:stringequals|stringequalsignorecase|stringlike|arnequals|arnlike)$/;

/** Whether the condition takes something away from what the statement says. In doubt it does not. */
export function narrows({ operator, key, values }: Condition): boolean {
  const [comparison, name] = [operator.toLowerCase(), key.toLowerCase()];
  if (values.length === 0 || !NARROWING_KEYS.some(pattern => pattern.test(name))) return false;
  if (comparison === 'bool') return values.every(value => value.toLowerCase() === 'true');
  return NARROWING_OPERATOR.test(comparison) && !values.some(isBroadValue);
}

/** Whether a value leaves (nearly) everything open; a prefix such as `orders/*` does not, though as a resource it would. */
function isBroadValue(value: string): boolean {
  return value.startsWith('arn:') ? isBroadResource(value) : /^.?[*?]/.test(value);
}

/** Whether the condition speaks of the service that a role is passed to, as `iam:PassedToService` does. */
export function limitsPassing(condition: Condition): boolean {
  return condition.key.toLowerCase() === 'iam:passedtoservice';
}

/** Whether it names the services that a role may go to, so that it can go to no others. */
export function namesReceivers(condition: Condition): boolean {
  return limitsPassing(condition) && condition.values.length > 0 && !admitsPassing(condition, [ANY_OTHER]);
}

const ANY_OTHER = 'any-other-service.amazonaws.com';

/**
 * Whether a condition on `iam:PassedToService` lets a role go to one of these services, or, without any, lets a request through that passes no
 * role and so lacks the key. An operator that compares no text lets nothing through.
 */
export function admitsPassing({ operator, values }: Condition, services?: readonly string[]): boolean {
  const [, set, comparison, ifExists] = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase())!;
  if (comparison === 'null') return values.some(value => value.toLowerCase() === (services ? 'false' : 'true'));
  const admitted = ADMITTED.get(comparison);
  if (!admitted) return false;
  if (services) return services.some(service => admitted(values, service));
  return ifExists !== undefined || set === 'forallvalues' || (set === undefined && comparison.startsWith('stringnot'));
}

const equals = (wanted: readonly string[], service: string) =>
  wanted.some(value => !/[*?]/.test(value) && overlaps(value, service));
const like = (wanted: readonly string[], service: string) => wanted.some(value => overlaps(value, service));
const notEquals = (wanted: readonly string[], service: string) => !wanted.includes(service);
const notLike = (wanted: readonly string[], service: string) => !wanted.some(value => matches(value, service));

/** Services are written in small letters. */
const ignoringCase = (compare: typeof equals) => (wanted: readonly string[], service: string) =>
  compare(
    wanted.map(value => value.toLowerCase()),
    service,
  );

const ADMITTED = new Map([
  ['stringequals', equals],
  ['stringequalsignorecase', ignoringCase(equals)],
  ['stringlike', like],
  ['stringnotequals', notEquals],
  ['stringnotequalsignorecase', ignoringCase(notEquals)],
  ['stringnotlike', notLike],
]);
