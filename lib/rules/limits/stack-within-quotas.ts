import { Control } from '../../baseline/control';
import type { TemplateFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';
import { crowded } from './quota';

/** The next resource still fits into the stack. */
export const stackWithinQuotas = defineRule({
  id: Control.STACK_WITHIN_QUOTAS,
  subject: 'app',
  title: 'Stacks keep away from what CloudFormation takes at most',
  why: 'CloudFormation refuses a stack above 500 resources, and resources that hold data can hardly be moved into another one then.',
  fix: 'Split the stack along its functions, or nest what belongs together ("new NestedStack(...)"), while nothing in it holds data yet.',
  links: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: ({ templates }) => templates.flatMap(ofTemplate),
  bad: { 'a stack that is full': stackOf(450) },
  good: { 'room for more': stackOf(400) },
});

function ofTemplate(template: TemplateFacts): readonly Verdict[] {
  const counted = [
    ['Resources', crowded('resourcesPerStack', template.resources.size, 'resources')],
    ['Parameters', crowded('parametersPerStack', template.parameters.size, 'parameters')],
    ['Outputs', crowded('outputsPerStack', template.handedOut.size, 'outputs')],
  ] as const;
  return counted.flatMap(([property, crowd]) =>
    crowd === undefined
      ? []
      : fail({ message: `${template.stackPath ?? template.path} has ${crowd}`, within: template, property }),
  );
}

function stackOf(count: number) {
  const handles = Array.from(
    { length: count },
    (_, index) => [`Handle${index}`, { Type: 'AWS::CloudFormation::WaitConditionHandle' }] as const,
  );
  return { Resources: Object.fromEntries(handles) };
}
