import { Control } from '../../baseline/control';
import type { Json, ResourceVariantFacts } from '../../model/facts';
import { at, listOf, textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameMeant, nameOf } from '../name-of';
import { fail } from '../verdict';
import { isFifo } from './first-in-first-out';

/** An event that could not be delivered is kept. */
export const targetFailuresCaptured = defineRule({
  id: Control.TARGET_FAILURES_CAPTURED,
  subject: 'resource',
  types: ['AWS::Events::Rule', 'AWS::Scheduler::Schedule'],
  title: 'Rules and schedules keep the events that they could not deliver',
  why: 'EventBridge gives up after a day, or at once where a right is missing, and drops the event: nobody notices that the alarm, the order or the clean-up never arrived.',
  fix: "Set 'deadLetterQueue' of the target (DeadLetterConfig.Arn), and let events.amazonaws.com send to that queue on behalf of the rule.",
  links: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html'],
  severity: 'warning',
  profile: 'strict',
  controls: ['EVT-03'],
  check: (variant, app) =>
    targetsOf(variant).flatMap(({ target, property }) => {
      const { template } = variant.resource;
      const queue = textOf(at(target, 'DeadLetterConfig', 'Arn')) ?? '';
      const lost =
        queue === ''
          ? 'DeadLetterConfig is left out'
          : isFifo(app, template, queue) === true
            ? `EventBridge sends nothing to ${nameMeant(template, queue)}, which is a FIFO queue`
            : undefined;
      if (lost === undefined) return [];
      return fail({
        message: `${nameOf(variant.resource)} drops what it cannot deliver to ${nameMeant(template, textOf(at(target, 'Arn')) ?? 'its target')}: ${lost}`,
        property: `${property}.DeadLetterConfig`,
      });
    }),
  bad: {
    'a target without a queue': rule([{ Id: 'Function', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }]),
    'one target of two': rule([
      { Id: 'One', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] }, DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
      { Id: 'Two', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } },
    ]),
  },
  good: {
    'a queue for what fails': rule([
      { Id: 'One', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] }, DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
    ]),
  },
});

function targetsOf({ resource, properties }: ResourceVariantFacts): readonly { target: Json; property: string }[] {
  return resource.type === 'AWS::Scheduler::Schedule'
    ? [{ target: properties.Target ?? null, property: 'Properties.Target' }]
    : listOf(properties.Targets).map((target, position) => ({ target, property: `Properties.Targets.${position}` }));
}

function rule(Targets: Json) {
  return { Resources: { Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)', Targets } } } };
}
