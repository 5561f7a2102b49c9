import type { AppIndex } from './app-index';
import { branchesOf } from './branches';
import type { Json, ResourceFacts } from './facts';
import { at, jsonIn, textOf } from './json';

const HOLDERS = ['AWS::SQS::Queue', 'AWS::SNS::Topic'];

/** Under these names a resource says where to put what it, or its target, could not handle. */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['RedrivePolicy', ['deadLetterTargetArn']],
  ['DeadLetterConfig', ['TargetArn', 'Arn']],
  ['OnFailure', ['Destination']],
]);

/** The queues and topics that keep what others could not handle; nobody has to keep what they could not. */
export function deadLettersOf(index: AppIndex): ReadonlySet<ResourceFacts> {
  const found = new Set<ResourceFacts>();
  for (const template of index.templates) {
    for (const resource of template.resources.values()) {
      for (const arn of placesIn(resource.properties)) {
        const holder = index.findMeant(template, arn, ...HOLDERS);
        if (holder) found.add(holder);
      }
      if (resource.type === 'AWS::SQS::Queue' && resource.properties.RedriveAllowPolicy !== undefined) found.add(resource);
    }
  }
  return found;
}

/** Where a redrive policy puts what failed. The policy is an object, or its text; a text that is no JSON may say anything. */
export function redriveTargetOf(policy: Json | undefined): string | undefined {
  if (typeof policy !== 'string') return textOf(at(policy, 'deadLetterTargetArn'));
  const said = jsonIn(policy);
  return said === undefined ? policy : textOf(at(said, 'deadLetterTargetArn'));
}

function placesIn(value: Json, found: string[] = []): readonly string[] {
  if (typeof value !== 'object' || value === null) return found;
  if (Array.isArray(value)) {
    for (const item of value) placesIn(item, found);
    return found;
  }
  for (const key in value) {
    const inner = value[key];
    for (const name of PLACES.get(key) ?? []) {
      for (const { value: held } of branchesOf(inner)) {
        const target = key === 'RedrivePolicy' && typeof held === 'string' ? redriveTargetOf(held) : at(held, name);
        for (const { value: arn } of branchesOf(target)) found.push(textOf(arn) ?? '');
      }
    }
    if (typeof inner === 'object') placesIn(inner, found);
  }
  return found;
}
