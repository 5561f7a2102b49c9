import { attribute, pick, ref } from './intrinsic';
import type { Making } from './making';
import type { RoleDraft } from './role';
import { sending } from './role';
import type { SamResource } from './sam-resource';
import { decision, isNoValue } from '../branches';
import type { Json, JsonObject } from '../facts';
import { isObject, objectOf, textOf } from '../json';

/** How a function's asynchronous invocations fail, with the queues and topics that SAM makes where none is named. */
export function expandAsyncConfig(making: Making, from: SamResource, role: RoleDraft, alias: string | undefined): void {
  const { logicalId, properties } = from;
  const config = objectOf(properties.EventInvokeConfig);
  const stated = objectOf(config.DestinationConfig);
  const destinations = ['OnSuccess', 'OnFailure'].flatMap((outcome): [string, Json][] => {
    const destination = stated[outcome];
    return isObject(destination) ? [[outcome, { Destination: destinationOf(making, from, role, outcome, destination) }]] : [];
  });
  const made = {
    FunctionName: ref(logicalId),
    Qualifier: alias ?? '$LATEST',
    ...pick(config, 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts'),
    ...(destinations.length === 0 ? {} : { DestinationConfig: Object.fromEntries(destinations) }),
  };
  making.make(from, `${logicalId}EventInvokeConfig`, 'AWS::Lambda::EventInvokeConfig', made, {
    places: { '': 'EventInvokeConfig*' },
  });
}

function destinationOf(making: Making, from: SamResource, role: RoleDraft, outcome: string, stated: JsonObject): Json {
  const type = textOf(stated.Type);
  const name = `${from.logicalId}EventInvokeConfig${outcome}`;
  const written = `EventInvokeConfig.DestinationConfig.${outcome}`;
  const destination = orMade(stated.Destination, condition => {
    const kind = type === 'SNS' ? 'Topic' : 'Queue';
    const options = {
      places: { '': written },
      ...(condition === undefined ? {} : { condition: conditionOf(making, from, condition) }),
    };
    making.make(from, `${name}${kind}`, type === 'SNS' ? 'AWS::SNS::Topic' : 'AWS::SQS::Queue', {}, options);
    making.references.set(`${from.logicalId}.Destination${kind}`, `${name}${kind}`);
    return type === 'SNS' ? ref(`${name}${kind}`) : attribute(`${name}${kind}`);
  });
  role.allow(`${name}Policy`, sending(type, destination), written);
  return destination;
}

/** A condition that a branch demands, or its opposite. */
type Demand = { readonly name: string; readonly holds: boolean } | undefined;

/** What is made for a branch of a function that stands under a condition itself stands under both. */
function conditionOf(making: Making, { body }: SamResource, { name, holds }: NonNullable<Demand>): string {
  const own = textOf(body.Condition);
  const demanded = holds ? name : making.negated(name);
  if (own === undefined) return demanded;
  const both = `${own}AND${demanded}`;
  making.conditions.set(both, { 'Fn::And': [{ Condition: own }, { Condition: demanded }] });
  return both;
}

/** The user's destination, and what SAM makes in its place, wherever the user names none. */
function orMade(stated: Json | undefined, make: (demand: Demand) => Json): Json {
  if (stated === undefined || stated === null) return make(undefined);
  const choice = decision(stated);
  if (choice === undefined) return stated;
  const { condition, then, otherwise } = choice;
  if (isNoValue(then) && isNoValue(otherwise)) return make(undefined);
  if (isNoValue(then)) return { 'Fn::If': [condition, make({ name: condition, holds: true }), otherwise] };
  if (isNoValue(otherwise)) return { 'Fn::If': [condition, then, make({ name: condition, holds: false })] };
  return stated;
}
