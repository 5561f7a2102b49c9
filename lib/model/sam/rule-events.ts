import type { EventTarget, SamEvent } from './event';
import { alike, madeOf, permit } from './event';
import { attribute, present, ref } from './intrinsic';
import { allowing, sending, trusting } from './role';
import type { Json, JsonObject } from '../facts';
import { at, isObject, isTrue, textOf } from '../json';

const TARGET = ['Input', 'InputPath', 'InputTransformer', 'RetryPolicy'];

/** `Schedule`, `CloudWatchEvent` and `EventBridgeRule`: a rule of EventBridge, and what lets it invoke. */
export function expandRule(target: EventTarget, event: SamEvent): void {
  const { making, from } = target;
  const { logicalId, properties } = event;
  const isFunction = from.type === 'AWS::Serverless::Function';
  const enabled = properties.Enabled === undefined ? undefined : isTrue(properties.Enabled) ? 'ENABLED' : 'DISABLED';
  const queue = deadLetterQueue(target, event);
  const role = isFunction ? undefined : (properties.RoleArn ?? roleOf(target, event, 'events.amazonaws.com', `${logicalId}Role`));
  const rule = present({
    ScheduleExpression: properties.Schedule,
    EventPattern: properties.Pattern,
    EventBusName: properties.EventBusName,
    Name: event.type === 'Schedule' ? properties.Name : properties.RuleName,
    Description: properties.Description,
    State: properties.State ?? enabled,
    Targets: [
      present({
        Arn: target.arn,
        Id: at(properties.Target, 'Id') ?? targetId(logicalId, isFunction ? 'LambdaTarget' : 'StepFunctionsTarget'),
        RoleArn: role,
        DeadLetterConfig: queue === undefined ? undefined : { Arn: queue },
        ...Object.fromEntries(TARGET.map(name => [name, properties[name]])),
      }),
    ],
  });
  const places = madeOf(event, {
    ...alike('EventBusName', 'Description', 'State'),
    ScheduleExpression: 'Schedule',
    EventPattern: 'Pattern*',
    ...Object.fromEntries(TARGET.map(name => [`Targets.0.${name}`, `${name}*`])),
  });
  making.make(from, logicalId, 'AWS::Events::Rule', rule, { places });
  if (isFunction) permit(target, event, { principal: 'events.amazonaws.com', sourceArn: attribute(logicalId) });
}

/** An id of a target has at most 64 characters. */
function targetId(logicalId: string, suffix: string): string {
  return `${logicalId.slice(0, 64 - suffix.length)}${suffix}`;
}

/** `ScheduleV2`: a schedule of EventBridge Scheduler, with a role for it. */
export function expandScheduleV2(target: EventTarget, event: SamEvent): void {
  const { making, from } = target;
  const { logicalId, properties } = event;
  const queue = deadLetterQueue(target, event, false);
  const role = properties.RoleArn ?? roleOf(target, event, 'scheduler.amazonaws.com', `${logicalId}Role`, queue);
  const passed = [
    'Description',
    'EndDate',
    'GroupName',
    'KmsKeyArn',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'StartDate',
    'State',
  ];
  const schedule = present({
    ...Object.fromEntries(passed.map(name => [name, properties[name]])),
    FlexibleTimeWindow: properties.FlexibleTimeWindow ?? { Mode: 'OFF' },
    Name: properties.Name ?? (isTrue(properties.OmitName) ? undefined : logicalId),
    Target: present({
      Arn: target.arn,
      RoleArn: role,
      Input: properties.Input,
      RetryPolicy: properties.RetryPolicy,
      DeadLetterConfig: queue === undefined ? undefined : { Arn: queue },
    }),
  });
  const places = madeOf(event, { ...alike(...passed), 'Target.Input': 'Input*' });
  making.make(from, logicalId, 'AWS::Scheduler::Schedule', schedule, { places });
}

/** A role for the service that starts the target. */
export function roleOf(
  { making, from, arn }: EventTarget,
  event: SamEvent,
  service: string,
  logicalId: string,
  queue?: Json,
): JsonObject {
  const action = from.type === 'AWS::Serverless::Function' ? 'lambda:InvokeFunction' : 'states:StartExecution';
  const statements = [allowing(action, arn), ...(queue === undefined ? [] : sending('SQS', queue))];
  const properties = present({
    AssumeRolePolicyDocument: trusting(service),
    Policies: [
      { PolicyName: `${logicalId}StartExecutionPolicy`, PolicyDocument: { Version: '2012-10-17', Statement: statements } },
    ],
    PermissionsBoundary: event.properties.PermissionsBoundary ?? from.properties.PermissionsBoundary,
  });
  making.make(from, logicalId, 'AWS::IAM::Role', properties, { places: madeOf(event) });
  return attribute(logicalId);
}

/** The queue for events that cannot be delivered: the user's, or one that SAM makes. */
function deadLetterQueue({ making, from }: EventTarget, event: SamEvent, withPolicy = true): Json | undefined {
  const config = event.properties.DeadLetterConfig;
  if (!isObject(config)) return undefined;
  if (config.Arn !== undefined) return config.Arn;
  const { logicalId } = event;
  const queue = textOf(config.QueueLogicalId) ?? `${logicalId}Queue`;
  const places = { ...madeOf(event), '': `${event.written}.Properties.DeadLetterConfig` };
  making.make(from, queue, 'AWS::SQS::Queue', {}, { places });
  if (withPolicy) {
    const statement = {
      ...allowing('sqs:SendMessage', attribute(queue)),
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': attribute(logicalId) } },
    };
    const policy = { PolicyDocument: { Version: '2012-10-17', Statement: [statement] }, Queues: [ref(queue)] };
    making.make(from, `${logicalId}QueuePolicy`, 'AWS::SQS::QueuePolicy', policy, { places });
  }
  return attribute(queue);
}
