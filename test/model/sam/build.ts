import type { AppFacts, JsonObject } from '../../../lib/model/facts';
import { writtenAt } from '../../../lib/model/written';
import { modelOf, resource } from '../build';

/** A template of SAM as a test writes it. */
export function sam(Resources: JsonObject, more: JsonObject = {}): AppFacts {
  return modelOf({ Transform: 'AWS::Serverless-2016-10-31', ...more, Resources });
}

const CODE: JsonObject = { Handler: 'index.handler', Runtime: 'nodejs22.x', CodeUri: 's3://bucket/key' };

export function fn(properties: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { Type: 'AWS::Serverless::Function', Properties: { ...CODE, ...properties }, ...more };
}

export function stateMachine(properties: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { Type: 'AWS::Serverless::StateMachine', Properties: { Definition: { StartAt: 'A' }, ...properties }, ...more };
}

/** The function, with one event source. */
export function listening(Type: string, Properties: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return { F: fn({ Events: { E: { Type, Properties } }, ...more }) };
}

/** `type` by logical id, of everything that the template becomes. */
export function made(facts: AppFacts): Record<string, string> {
  return Object.fromEntries([...facts.templates[0].resources].map(([id, { type }]) => [id, type.replace('AWS::', '')]));
}

export function propertiesOf(facts: AppFacts, logicalId: string): JsonObject {
  return resource(facts, logicalId).properties;
}

/** Where the user wrote a property of a made resource. */
export function place(facts: AppFacts, logicalId: string, property?: string): string {
  const written = writtenAt(resource(facts, logicalId), property);
  return `${written.logicalId} ${written.property ?? '-'}`;
}

/** What nobody can tell, with its place. */
export function unknownIn(facts: AppFacts): string[] {
  return facts.unjudged.map(({ resource: at, property, what }) => `${at?.logicalId ?? 'template'} ${property ?? ''}: ${what}`);
}

/** `action on resources` of everything that a role may do by policies of its own. */
export function rightsOf(facts: AppFacts, logicalId: string): string[] {
  const role = facts.roles.find(({ resource: one }) => one.logicalId === logicalId);
  return (role?.statements ?? []).map(({ statement }) => `${statement.actions.join()} on ${statement.resources.join()}`);
}

export function managedOf(facts: AppFacts, logicalId: string): string[] {
  const role = facts.roles.find(({ resource: one }) => one.logicalId === logicalId);
  return (role?.foreignPolicies ?? []).map(arn => arn.replace('arn:${AWS::Partition}:iam::aws:policy/', ''));
}

/** `method authorization function` of every operation. */
export function methodsOf(facts: AppFacts): string[] {
  return facts.apiMethods.map(
    ({ kind, method, authorization, function: target }) => `${kind} ${method} ${authorization} ${target?.logicalId ?? '-'}`,
  );
}
