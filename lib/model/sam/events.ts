import { expandApiEvent, expandStartByApi } from './api-events';
import type { Apis } from './apis';
import type { EventTarget, SamEvent } from './event';
import { expandMapping, isPolled } from './pull-events';
import { expandAlexaSkill, expandCloudWatchLogs, expandCognito, expandIotRule, expandS3, expandSns } from './push-events';
import { expandRule, expandScheduleV2 } from './rule-events';
import type { Json, JsonObject } from '../facts';
import { at, isObject, objectOf, textOf } from '../json';

type Expand = (target: EventTarget, event: SamEvent, apis: Apis) => void;

const BY_TYPE: ReadonlyMap<string, Expand> = new Map<string, Expand>([
  ['AlexaSkill', expandAlexaSkill],
  ['Api', expandApiEvent],
  ['CloudWatchEvent', expandRule],
  ['CloudWatchLogs', expandCloudWatchLogs],
  ['Cognito', expandCognito],
  ['EventBridgeRule', expandRule],
  ['HttpApi', expandApiEvent],
  ['IoTRule', expandIotRule],
  ['S3', expandS3],
  ['SNS', expandSns],
  ['Schedule', expandRule],
  ['ScheduleV2', expandScheduleV2],
]);

const STARTING: ReadonlyMap<string, Expand> = new Map<string, Expand>([
  ['Api', expandStartByApi],
  ['CloudWatchEvent', expandRule],
  ['EventBridgeRule', expandRule],
  ['Schedule', expandRule],
  ['ScheduleV2', expandScheduleV2],
]);

/** Default routes come first, because they spare the others a permission. */
function inOrder(events: JsonObject): readonly (readonly [string, Json])[] {
  const isDefault = (event: Json): boolean =>
    at(event, 'Type') === 'HttpApi' && (at(event, 'Properties', 'Path') ?? '$default') === '$default';
  return Object.entries(events).sort(([, one], [, other]) => Number(isDefault(other)) - Number(isDefault(one)));
}

/** What the event sources of a function or of a state machine become. */
export function expandEvents(target: EventTarget, apis: Apis): void {
  const { making, from } = target;
  const { Events: events } = from.properties;
  if (events === undefined || events === null) return;
  if (!isObject(events)) making.cannot(from, 'computes its event sources', 'Properties.Events');
  for (const [name, stated] of inOrder(objectOf(events))) {
    const type = textOf(objectOf(stated).Type) ?? '';
    const event: SamEvent = {
      logicalId: `${from.logicalId}${name}`,
      type,
      properties: objectOf(objectOf(stated).Properties),
      written: `Events.${name}`,
    };
    const isFunction = from.type === 'AWS::Serverless::Function';
    const expand = (isFunction ? BY_TYPE : STARTING).get(type) ?? (isFunction && isPolled(type) ? expandMapping : undefined);
    if (expand === undefined) {
      making.cannot(from, `has an event source that is not known${type === '' ? '' : `: ${type}`}`, `Properties.Events.${name}`);
    } else {
      expand(target, event, apis);
    }
  }
}
