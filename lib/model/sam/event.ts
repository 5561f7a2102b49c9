import { present } from './intrinsic';
import type { Making } from './making';
import { idOf } from './making';
import type { RoleDraft } from './role';
import type { Places, SamResource } from './sam-resource';
import type { Json, JsonObject } from '../facts';

/** An event source as a function or state machine states it. */
export interface SamEvent {
  /** What is made of it is called: the resource's id and the event's. */
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  /** `Events.Upload` */
  readonly written: string;
}

/** What an event source invokes: a function, its alias, a state machine. */
export interface EventTarget {
  readonly making: Making;
  readonly from: SamResource;
  /** As a permission and an event source mapping name it. */
  readonly name: Json;
  readonly arn: Json;
  /** The role that SAM makes; what is gathered there counts for nothing where the user gave one. */
  readonly role: RoleDraft;
}

interface Permission {
  readonly principal: string;
  readonly sourceArn?: Json;
  readonly sourceAccount?: Json;
  readonly token?: Json;
  readonly suffix?: string;
  readonly prefix?: string;
}

/** Lets a service invoke the function, on behalf of the event source. */
export function permit({ making, from, name }: EventTarget, event: SamEvent, permission: Permission): void {
  const { principal, sourceArn, sourceAccount, token, suffix = '', prefix = event.logicalId } = permission;
  const properties = present({
    Action: 'lambda:InvokeFunction',
    FunctionName: name,
    Principal: principal,
    SourceArn: sourceArn,
    SourceAccount: sourceAccount,
    EventSourceToken: token,
  });
  making.make(from, `${prefix}Permission${idOf(suffix)}`, 'AWS::Lambda::Permission', properties, { places: madeOf(event) });
}

/** Everything of a resource that an event source becomes stands where the event source does. */
export function madeOf({ written }: SamEvent, properties: Places = {}): Places {
  return {
    '': written,
    ...Object.fromEntries(Object.entries(properties).map(([made, place]) => [made, `${written}.Properties.${place}`])),
  };
}

/** The same for properties that the event source and the resource call alike. */
export function alike(...names: readonly string[]): Places {
  return Object.fromEntries(names.map(name => [name, `${name}*`]));
}
