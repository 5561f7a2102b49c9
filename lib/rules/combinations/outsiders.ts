import { narrowsEverybody } from '../../iam/caller-condition';
import { concerns } from '../../iam/reach';
import type { AppFacts, FunctionFacts, InvokerFacts, ResourceFacts } from '../../model/facts';
import { listOf, textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { isEverybody, isNamed } from '../invocation/principal';
import { nameOf } from '../name-of';
import { openInternet } from '../network/open-internet';

/** The ways in that ask nobody who is calling. */
export function openDoorsOf({ invokers }: FunctionFacts): readonly InvokerFacts[] {
  return invokers.filter(({ resource, kind, principal, organization, sourceArn, sourceAccount }) => {
    if (kind === 'url' || kind === 'api') return principal.toUpperCase() === 'NONE';
    const isBound = isNamed(organization) || isNamed(sourceArn) || isNamed(sourceAccount);
    return kind !== 'event-source' && isEverybody(resource, principal) && !isBound;
  });
}

/** Why a function may send data anywhere: nothing where no route leads it there past a list of names, or where that cannot be seen. */
export function wayOutOf(fn: FunctionFacts, { networking }: AppFacts): string | undefined {
  if (fn.network === undefined) return 'it runs outside any VPC';
  const reach = networking.reachOf(fn);
  const [open] = (reach === undefined ? [] : openInternet(reach)).filter(({ unknown }) => unknown === undefined);
  if (open === undefined) return undefined;
  const through = open.through.map(nameOf);
  return `it reaches the internet${through.length === 0 ? '' : ` through ${through.join(', ')}`} without a list of domains`;
}

/** How outsiders read a store. */
const READING = ['s3:GetObject', 'sqs:ReceiveMessage', 'sns:Subscribe', 'dynamodb:GetItem', 'kinesis:GetRecords'];

/** What a policy on a store is about. */
const SUBJECTS = ['Bucket', 'Queues', 'Queue', 'Topics', 'TopicArn', 'ResourceArn'];

/** The stores of the app that outsiders read, with the policy that lets them. */
export function publicStoresOf({ policies }: AppFacts): ReadonlyMap<ResourceFacts, ResourceFacts> {
  const open = new Map<ResourceFacts, ResourceFacts>();
  for (const { kind, resource, statements } of policies) {
    const isOpen = statements.some(
      ({ statement }) =>
        statement.effect === 'Allow' &&
        statement.principals.some(({ value }) => isEverybody(resource, value)) &&
        !statement.conditions.some(narrowsEverybody) &&
        READING.some(action => concerns(statement, action)),
    );
    if (kind !== 'resource' || !isOpen) continue;
    const named = SUBJECTS.flatMap(property => listOf(resource.properties[property])).flatMap(
      value => lookup(resource.template, textOf(value) ?? '')?.resource ?? [],
    );
    for (const store of named.length > 0 ? named : [resource]) open.set(store, resource);
  }
  return open;
}
