import type { CfnResource } from 'aws-cdk-lib';
import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from './settings';
import { admitAlarms, ALARM_TOPICS, assertAlarmTopic } from '../baseline/alarm-topic';
import type { AlarmTerms } from '../baseline/alarms';
import {
  ALARM_PERIOD_SECONDS,
  DELIVERY_ALARM,
  DURATION_ALARM,
  FUNCTION_ALARMS,
  QUEUE_ALARMS,
  TIMEOUT_SHARE,
} from '../baseline/alarms';
import type { Promised } from '../baseline/kept-promises';
import { promiseOf } from '../baseline/kept-promises';
import { ValidationError } from '../errors';

/**
 * Who is told when functions fail. Failures that are captured and never read are lost more slowly.
 *
 * Each function raises alarms for errors, throttles, durations near the timeout, failed events that could not be captured, and the depth and age of its queue
 * of failures. The topic's policy, and that of its key, are extended so that alarms of this account reach it.
 */
export class Alarms {
  /**
   * Sends the alarms of every `SecureFunction` that is made below the scope from now on to a topic. The nearest scope counts; a function's or a network's
   * own `alarmTopic` counts before all of them.
   *
   * Throws where functions stand below the scope already, for FIFO topics, and for topics encrypted with the key of AWS, which no alarm can publish to.
   *
   * @param scope an app, a stage, a stack or a part of one
   * @param topic a topic in the region of the functions, with subscribers
   */
  public static to(scope: Construct, topic: sns.ITopic): void {
    assertAlarmTopic(topic, `The topic of Alarms.to()`, scope);
    const late = ALARM_TOPICS.settledBelow(scope);
    if (late !== undefined) {
      throw new ValidationError(
        {
          what: 'The topic of alarms',
          expected: 'must be known before functions are made',
          got: `the function '${late.node.path}'`,
          remedy: 'Move the call to where the scope was made',
        },
        scope,
      );
    }
    ALARM_TOPICS.say(scope, topic);
  }

  private constructor() {}
}

interface AlarmParts {
  readonly settings: Settings;
  readonly fn: lambda.Function;
  readonly failureQueue: sqs.IQueue | undefined;
}

/** The alarms of one function, and what the template must say about them. */
export function createAlarms(scope: Construct, { settings, fn, failureQueue }: AlarmParts): Promised[] {
  const { alarmTopic: topic, timeout } = settings;
  if (topic === undefined) return [];
  admitAlarms(topic, scope);
  const ofFunction = { namespace: 'AWS/Lambda', dimensionsMap: { FunctionName: fn.functionName } };
  const terms = failureQueue === undefined ? FUNCTION_ALARMS : [...FUNCTION_ALARMS, DELIVERY_ALARM];
  return [
    ...terms.flatMap(alarm => createAlarm(scope, topic, alarm, metricOf(alarm, ofFunction), scope.node.path)),
    ...createDurationAlarm(scope, topic, metricOf(DURATION_ALARM, ofFunction), timeout),
    ...(failureQueue === undefined ? [] : createQueueAlarms(scope, topic, settings, failureQueue)),
  ];
}

/** One alarm, and what makes it heard. */
function createAlarm(
  scope: Construct,
  topic: sns.ITopic,
  terms: AlarmTerms,
  metric: cloudwatch.IMetric,
  subject: string,
): Promised[] {
  const alarm = new cloudwatch.Alarm(scope, `${terms.metric}Alarm`, {
    alarmDescription: `${subject}: ${terms.meaning}`.slice(0, 1024),
    metric,
    threshold: terms.threshold,
    evaluationPeriods: terms.periods,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction({ bind: () => ({ alarmActionArn: topic.topicArn }) });
  return promiseOf(alarm.node.defaultChild as CfnResource, {
    ActionsEnabled: undefined,
    AlarmActions: [topic.topicArn],
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: terms.periods,
    Threshold: terms.threshold,
    TreatMissingData: 'notBreaching',
    ...(metric instanceof cloudwatch.Metric ? watched(metric) : {}),
  });
}

function watched({ metricName, namespace, statistic, dimensions = {} }: cloudwatch.Metric): Readonly<Record<string, unknown>> {
  return {
    MetricName: metricName,
    Namespace: namespace,
    Statistic: statistic,
    Period: ALARM_PERIOD_SECONDS,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

/** A timeout that only the deployment knows cannot be multiplied there, so the metric is divided. */
function createDurationAlarm(scope: Construct, topic: sns.ITopic, metric: cloudwatch.Metric, timeout: Duration): Promised[] {
  if (!timeout.isUnresolved()) {
    const threshold = timeout.toMilliseconds() * TIMEOUT_SHARE;
    return createAlarm(scope, topic, { ...DURATION_ALARM, threshold }, metric, scope.node.path);
  }
  const share = new cloudwatch.MathExpression({
    expression: `duration / ${1000 * TIMEOUT_SHARE}`,
    usingMetrics: { duration: metric },
    period: metric.period,
  });
  return createAlarm(scope, topic, { ...DURATION_ALARM, threshold: timeout.toSeconds() }, share, scope.node.path);
}

/** A queue of the function's own is watched with it; one that several functions share is watched once; one of another account by its owner. */
function createQueueAlarms(scope: Construct, topic: sns.ITopic, { failures }: Settings, queue: sqs.IQueue): Promised[] {
  const stack = Stack.of(scope);
  const isElsewhere = queue.env.account !== stack.account || queue.env.region !== stack.region;
  if (failures.queue !== undefined && isElsewhere) return [];
  const home = failures.queue === undefined ? scope : homeOf(stack, topic, queue);
  if (home === undefined) return [];
  const ofQueue = { namespace: 'AWS/SQS', dimensionsMap: { QueueName: queue.queueName } };
  return QUEUE_ALARMS.flatMap(alarm => createAlarm(home, topic, alarm, metricOf(alarm, ofQueue), queue.node.path));
}

function homeOf(stack: Stack, topic: sns.ITopic, queue: sqs.IQueue): Construct | undefined {
  const id = `AlarmsOf${Names.nodeUniqueId(queue.node)}To${Names.nodeUniqueId(topic.node)}`;
  return stack.node.tryFindChild(id) === undefined ? new Construct(stack, id) : undefined;
}

function metricOf(
  { metric, statistic }: Pick<AlarmTerms, 'metric' | 'statistic'>,
  source: Pick<cloudwatch.MetricProps, 'namespace' | 'dimensionsMap'>,
): cloudwatch.Metric {
  return new cloudwatch.Metric({ ...source, metricName: metric, statistic, period: Duration.seconds(ALARM_PERIOD_SECONDS) });
}
