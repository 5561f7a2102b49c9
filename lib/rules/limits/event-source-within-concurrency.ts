import { Control } from '../../baseline/control';
import type { FunctionFacts } from '../../model/facts';
import { at, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** A queue sends no more at once than its function may handle. */
export const eventSourceWithinConcurrency = defineRule({
  id: Control.EVENT_SOURCE_WITHIN_CONCURRENCY,
  subject: 'function',
  title: 'Event sources send no more at once than their function reserves',
  why: 'What a queue sends beyond the reservation is throttled, comes back, and ends among the dead letters without ever having been handled.',
  fix: "Set 'maxConcurrency' of the event sources (ScalingConfig.MaximumConcurrency) so that all of them together fit into 'reservedConcurrentExecutions'.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: fn => {
    const reserved = Number(textOf(fn.properties.ReservedConcurrentExecutions));
    const sources = demandsOf(fn);
    const together = sources.reduce((sum, { most }) => sum + most, 0);
    // Zero switches the function off, and everything it is sent waits.
    if (!(reserved > 0) || !(together > reserved)) return pass;
    return fail({
      message: `The event sources of ${nameOf(fn.resource)} send up to ${together} batches at once, and it reserves ${reserved} executions`,
      property: 'Properties.ReservedConcurrentExecutions',
      related: sources.map(({ resource }) => resource),
    });
  },
  bad: { 'more than is reserved': queueWith({ MaximumConcurrency: 6 }) },
  good: {
    'as much as is reserved': queueWith({ MaximumConcurrency: 5 }),
    'switched off': {
      Resources: {
        ...queueWith({ MaximumConcurrency: 6 }).Resources,
        Function: { Properties: { ReservedConcurrentExecutions: 0 } },
      },
    },
  },
});

function demandsOf({ invokers }: FunctionFacts) {
  return invokers
    .map(({ resource }) => ({ resource, most: Number(textOf(at(resource.properties, 'ScalingConfig', 'MaximumConcurrency'))) }))
    .filter(({ most }) => Number.isFinite(most));
}

function queueWith(ScalingConfig: { MaximumConcurrency: number }) {
  return {
    Resources: {
      Orders: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          ...{ KmsMasterKeyId: { Ref: 'Key' }, VisibilityTimeout: 60 },
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Failures', 'Arn'] }, maxReceiveCount: 3 },
        },
      },
      Source: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { FunctionName: { Ref: 'Function' }, EventSourceArn: { 'Fn::GetAtt': ['Orders', 'Arn'] }, ScalingConfig },
      },
    },
  };
}
