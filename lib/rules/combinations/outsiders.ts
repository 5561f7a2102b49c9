import { narrowsCallers } from '../../iam/caller-condition';
import { concerns } from '../../iam/reach';
import type { AppFacts, FunctionFacts, InvokerFacts, ResourceFacts } from '../../model/facts';
import { listOf, textOf } from '../../model/json';
import { lookup } from '../../model/symbolic';
import { isEverybody, isNamed } from '../invocation/principal';

/** The ways in that ask nobody who is calling. */
export function openDoorsOf({ invokers }: FunctionFacts): readonly InvokerFacts[] {
  return invokers.filter(({ resource, kind, principal, organization, sourceArn, sourceAccount }) => {
    if (kind === 'url' || kind === 'api') return principal.toUpperCase() === 'NONE';
    const isBound = isNamed(organization) || sourceArn !== undefined || isNamed(sourceAccount);
    return kind !== 'event-source' && isEverybody(resource, principal) && !isBound;
  });
}

/** Why a function may send data anywhere: nothing where its network is closed, or cannot be seen. */
export function wayOutOf({ network }: FunctionFacts): string | undefined {
  if (network === undefined) return 'it runs outside any VPC';
  if ('unknown' in network) return undefined;
  const groups = network.securityGroups.flatMap(group => ('unknown' in group ? [] : [group]));
  const isOpen = groups.some(
    ({ openByOmission, egress }) => openByOmission || egress.some(({ cidr }) => cidr === '0.0.0.0/0' || cidr === '::/0'),
  );
  return isOpen ? 'its security group lets it out to everywhere' : undefined;
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
        !statement.conditions.some(narrowsCallers) &&
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
