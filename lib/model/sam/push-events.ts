import type { EventTarget, SamEvent } from './event';
import { alike, madeOf, permit } from './event';
import { attribute, isIntrinsic, onlyIf, pick, present, ref, sub } from './intrinsic';
import type { Making } from './making';
import { expandMapping } from './pull-events';
import { allowing } from './role';
import type { Json, JsonObject } from '../facts';
import { at, isObject, isTrue, listOf, objectOf, textOf } from '../json';

const ACCOUNT = '${AWS::Region}:${AWS::AccountId}';

export function expandAlexaSkill(target: EventTarget, event: SamEvent): void {
  permit(target, event, { principal: 'alexa-appkit.amazon.com', token: event.properties.SkillId });
}

export function expandIotRule(target: EventTarget, event: SamEvent): void {
  const { making, from, arn } = target;
  const { logicalId, properties } = event;
  const payload = present({
    Sql: properties.Sql,
    AwsIotSqlVersion: properties.AwsIotSqlVersion,
    RuleDisabled: false,
    Actions: [{ Lambda: { FunctionArn: arn } }],
  });
  making.make(from, logicalId, 'AWS::IoT::TopicRule', { TopicRulePayload: payload }, { places: madeOf(event) });
  permit(target, event, {
    principal: 'iot.amazonaws.com',
    sourceArn: sub(`arn:\${AWS::Partition}:iot:${ACCOUNT}:rule/\${RuleName}`, { RuleName: ref(logicalId) }),
    sourceAccount: ref('AWS::AccountId'),
  });
}

export function expandCloudWatchLogs(target: EventTarget, event: SamEvent): void {
  const { making, from, arn } = target;
  const { LogGroupName: group = '', FilterPattern: pattern } = event.properties;
  const filter = present({ LogGroupName: group, FilterPattern: pattern, DestinationArn: arn });
  const places = madeOf(event, alike('LogGroupName', 'FilterPattern'));
  making.make(from, event.logicalId, 'AWS::Logs::SubscriptionFilter', filter, { places });
  permit(target, event, {
    principal: 'logs.amazonaws.com',
    sourceArn: sub(`arn:\${AWS::Partition}:logs:${ACCOUNT}:log-group:\${LogGroupName}:*`, { LogGroupName: group }),
  });
}

/** The bucket, which stands in the same template, notifies the function. */
export function expandS3(target: EventTarget, event: SamEvent): void {
  const { Bucket: bucket, Events: events, Filter: filter } = event.properties;
  permit(target, event, { principal: 's3.amazonaws.com', sourceAccount: ref('AWS::AccountId') });
  const id = sourceOf(target, event, bucket, 'Bucket');
  if (id === undefined) return;
  const condition = textOf(target.from.body.Condition);
  for (const name of listOf(events)) {
    const notification = present({ Event: name, Function: target.arn, Filter: filter });
    target.making.gather('notifications', id, condition === undefined ? notification : onlyIf(condition, notification));
  }
}

/** The user pool, which stands in the same template, calls the function. */
export function expandCognito(target: EventTarget, event: SamEvent): void {
  const { UserPool: pool, Trigger: triggers } = event.properties;
  const id = sourceOf(target, event, pool, 'UserPool');
  permit(target, event, {
    principal: 'cognito-idp.amazonaws.com',
    prefix: `${target.from.logicalId}Cognito`,
    ...(id === undefined ? {} : { sourceArn: attribute(id) }),
  });
  if (id === undefined) return;
  for (const trigger of listOf(triggers)) target.making.gather('triggers', id, { [textOf(trigger) ?? '']: target.arn });
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map(value => [JSON.stringify(value), value])).values()];
}

/** Writes what was gathered into the buckets and user pools. */
export function connectSources({ resources, notifications, triggers }: Making): void {
  const amend = (id: string, name: string, change: (stated: JsonObject) => JsonObject): void => {
    const resource = resources.get(id) as JsonObject;
    const properties = objectOf(resource.Properties);
    resources.set(id, { ...resource, Properties: { ...properties, [name]: change(objectOf(properties[name])) } });
  };
  for (const [id, added] of notifications) {
    amend(id, 'NotificationConfiguration', stated => ({
      ...stated,
      LambdaConfigurations: distinct([...listOf(stated.LambdaConfigurations), ...added]),
    }));
  }
  for (const [id, added] of triggers) {
    amend(id, 'LambdaConfig', stated => ({
      ...stated,
      ...Object.fromEntries(added.flatMap(call => Object.entries(objectOf(call)))),
    }));
  }
}

export function expandSns(target: EventTarget, event: SamEvent): void {
  const { making, from, arn } = target;
  const { logicalId, properties } = event;
  const topic = properties.Topic ?? '';
  const through = properties.SqsSubscription;
  const isQueued = isObject(through) ? !isIntrinsic(through) : isTrue(through);
  const queue = isQueued ? queueBehind(target, event, topic) : undefined;
  const subscription = {
    Protocol: isQueued ? 'sqs' : 'lambda',
    Endpoint: queue ?? arn,
    TopicArn: topic,
    ...pick(properties, 'Region', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy'),
  };
  making.make(from, logicalId, 'AWS::SNS::Subscription', subscription, { places: madeOf(event) });
  if (!isQueued) permit(target, event, { principal: 'sns.amazonaws.com', sourceArn: topic });
}

/** A queue between topic and function: the user's, or one that SAM makes. */
function queueBehind(target: EventTarget, event: SamEvent, topic: Json): Json {
  const { making, from } = target;
  const { logicalId, properties } = event;
  const given = objectOf(properties.SqsSubscription);
  const made = `${logicalId}Queue`;
  const arn = given.QueueArn ?? attribute(made);
  const places = { '': `${event.written}.Properties.SqsSubscription` };
  if (given.QueueArn === undefined) {
    const isFifo = isTrue(at(making.resources.get(textOf(at(topic, 'Ref')) ?? ''), 'Properties', 'FifoTopic'));
    making.make(from, made, 'AWS::SQS::Queue', isFifo ? { FifoQueue: true } : {}, { places });
  }
  const statement = {
    ...allowing('sqs:SendMessage', arn),
    Principal: '*',
    Condition: { ArnEquals: { 'aws:SourceArn': topic } },
  };
  const policy = { PolicyDocument: { Version: '2012-10-17', Statement: [statement] }, Queues: [given.QueueUrl ?? ref(made)] };
  making.make(from, textOf(given.QueuePolicyLogicalId) ?? `${made}Policy`, 'AWS::SQS::QueuePolicy', policy, { places });
  expandMapping(target, {
    ...event,
    type: 'SQS',
    logicalId: `${logicalId}EventSourceMapping`,
    properties: { Queue: arn, BatchSize: given.BatchSize ?? 10, Enabled: true },
  });
  return arn;
}

/** The resource of the same template to which an event source refers. */
function sourceOf({ making, from }: EventTarget, event: SamEvent, reference: Json | undefined, name: string): string | undefined {
  const id = textOf(at(reference, 'Ref')) ?? textOf(reference) ?? '';
  if (making.resources.has(id)) return id;
  const property = `Properties.${event.written}.Properties.${name}`;
  making.cannot(from, `has an event source of type ${event.type} that stands in no template`, property);
  return undefined;
}
