import { Control } from '../../baseline/control';
import { LIMITS } from '../../baseline/limits';
import { variantsOf } from '../../model/conditions';
import type { AppFacts, FunctionFacts, Json, JsonObject, ResourceFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';

/** A message stays hidden until the function is done with it, retries included, so it is handled once. */
export const visibilityExceedsTimeout = defineRule({
  id: Control.VISIBILITY_EXCEEDS_TIMEOUT,
  subject: 'function',
  title: 'Queues hide a message for six times as long as its function may run',
  why: 'A message that becomes visible while it is still handled is handled twice: an order is shipped twice, and the queue fills up under throttling until messages end among the dead letters.',
  fix: "Set 'visibilityTimeout' of the queue to six times the function's 'timeout' at least, plus the batching window.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['EVT-02'],
  check: (fn, app) => {
    const timeout = secondsOf(fn.properties.Timeout ?? LIMITS.lambdaDefaultTimeoutSeconds);
    return sourcesOf(fn, app).flatMap(({ mapping, queue }) => {
      const visibility = Math.min(
        ...variantsOf(queue).map(({ properties }) =>
          secondsOf(properties.VisibilityTimeout ?? LIMITS.queueVisibilitySeconds.default),
        ),
      );
      const wanted = timeout * LIMITS.queueVisibilitySeconds.timeouts + windowOf(mapping);
      if (!(visibility < wanted)) return [];
      return fail({
        message: `${nameOf(queue)} hides a message for ${visibility} seconds, and ${nameOf(fn.resource)} may work on it for ${timeout}: ${wanted} are needed`,
        at: mapping,
        property: 'Properties.EventSourceArn',
        related: [queue, fn.resource],
      });
    });
  },
  bad: {
    'a message that becomes visible too soon': {
      Resources: { ...source(), Orders: orders({ VisibilityTimeout: 59 }) },
    },
    'a batch that is waited for': {
      Resources: { ...source({ MaximumBatchingWindowInSeconds: 60 }), Orders: orders({ VisibilityTimeout: 60 }) },
    },
    'the default of a queue': { Resources: { ...source(), Orders: orders({}) } },
  },
  good: { 'six times': { Resources: { ...source(), Orders: orders({ VisibilityTimeout: '60' }) } } },
});

/** Not a number where only the deployment knows it: no comparison with that is ever true. */
function secondsOf(value: Json): number {
  return Number(textOf(value));
}

/** Lambda holds messages back until a batch is full, while they are hidden already. */
function windowOf(mapping: ResourceFacts): number {
  const windows = variantsOf(mapping).map(({ properties }) => secondsOf(properties.MaximumBatchingWindowInSeconds ?? 0));
  return Math.max(...windows);
}

function sourcesOf(fn: FunctionFacts, { find }: AppFacts): readonly { mapping: ResourceFacts; queue: ResourceFacts }[] {
  return fn.invokers.flatMap(({ kind, resource: mapping, sourceArn = '' }) => {
    const found = kind === 'event-source' ? find(mapping.template, sourceArn, 'AWS::SQS::Queue') : undefined;
    return found === undefined ? [] : { mapping, queue: found };
  });
}

function orders(properties: JsonObject) {
  const RedrivePolicy = { deadLetterTargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] }, maxReceiveCount: 3 };
  return { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' }, RedrivePolicy, ...properties } };
}

function source(properties: JsonObject = {}) {
  return {
    Source: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] }, ...properties },
    },
  };
}
