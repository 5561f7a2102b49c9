import type { AppIndex } from './app-index';
import { variantsOf } from './conditions';
import type { AlarmFacts, AsyncConfigFacts, Json, JsonObject, ResourceFacts } from './facts';
import { at, isObject, listOf, textOf } from './json';
import { lookup } from './symbolic';
import { append } from './templates';

/** The alarms of an app that tell somebody, by the function or queue that they watch. */
export type Alarms = ReadonlyMap<ResourceFacts, readonly AlarmFacts[]>;

export function alarmsOf(index: AppIndex): Alarms {
  const alarms = new Map<ResourceFacts, AlarmFacts[]>();
  for (const resource of index.ofType('AWS::CloudWatch::Alarm')) {
    for (const { properties } of variantsOf(resource)) {
      const actions = listOf(properties.AlarmActions).map(action => textOf(action) ?? JSON.stringify(action));
      if (actions.length === 0 || textOf(properties.ActionsEnabled) === 'false') continue;
      for (const metric of metricsOf(properties)) {
        const subject = subjectOf(index, resource, metric);
        const name = textOf(metric.MetricName);
        if (subject !== undefined && name !== undefined) append(alarms, subject, { resource, metric: name, actions });
      }
    }
  }
  return alarms;
}

/** Those of a function itself, and those of the queues that its failed events end in. */
export function alarmsAbout(
  alarms: Alarms,
  fn: ResourceFacts,
  properties: JsonObject,
  configs: readonly AsyncConfigFacts[],
): AlarmFacts[] {
  const targets = [textOf(at(properties, 'DeadLetterConfig', 'TargetArn')), ...configs.map(({ onFailure }) => onFailure)];
  const queues = targets.flatMap(target => lookup(fn.template, target ?? '')?.resource ?? []);
  return [...new Set([fn, ...queues])].flatMap(subject => alarms.get(subject) ?? []);
}

/** The metric that an alarm names, or those that its expression is computed from. */
function metricsOf(properties: JsonObject): JsonObject[] {
  const computed = listOf(properties.Metrics).map(query => at(query, 'MetricStat', 'Metric'));
  return [properties, ...computed].filter(metric => isObject(metric));
}

function subjectOf(index: AppIndex, { template }: ResourceFacts, metric: JsonObject): ResourceFacts | undefined {
  const dimension = (name: string): string | undefined =>
    textOf(
      at(
        listOf(metric.Dimensions).find((entry: Json) => at(entry, 'Name') === name),
        'Value',
      ),
    );
  const named = dimension('FunctionName');
  if (metric.Namespace === 'AWS/Lambda' && named !== undefined) return index.findFunction(template, named)?.function;
  const queue = dimension('QueueName');
  if (metric.Namespace !== 'AWS/SQS' || queue === undefined) return undefined;
  return index.find(template, queue, 'AWS::SQS::Queue');
}
