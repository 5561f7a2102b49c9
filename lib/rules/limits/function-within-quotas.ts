import { Control } from '../../baseline/control';
import type { JsonObject } from '../../model/facts';
import { listOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail } from '../verdict';
import { crowded } from './quota';

/** A function that grows by one more variable or layer can still be deployed. */
export const functionWithinQuotas = defineRule({
  id: Control.FUNCTION_WITHIN_QUOTAS,
  subject: 'function',
  title: 'Functions keep away from what Lambda takes at most',
  why: 'Lambda refuses the deployment of an environment above 4 KB or of a sixth layer, half-way through and at the worst time: with the hotfix that adds one more.',
  fix: 'Move settings into a parameter or AppConfig and read them there, and put what several layers hold into one, or into the code.',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: fn => {
    const name = nameOf(fn.resource);
    const bytes = [...fn.environment].reduce((sum, [variable, value]) => sum + Buffer.byteLength(variable + known(value)), 0);
    const used: readonly (readonly [string | undefined, string])[] = [
      [crowded('environmentBytes', bytes, 'bytes of environment'), 'Properties.Environment'],
      [crowded('layers', listOf(fn.properties.Layers).length, 'layers'), 'Properties.Layers'],
    ];
    return used.flatMap(([crowd, property]) => (crowd === undefined ? [] : fail({ message: `${name} has ${crowd}`, property })));
  },
  bad: {
    'an environment that is full': {
      Resources: { Function: { Properties: { Environment: { Variables: { NOTES: 'x'.repeat(3_800) } } } } },
    },
    'the last layer': { Resources: { Function: { Properties: { Layers: layers(5) } } } },
  },
  good: { 'room for more': { Resources: { Function: { Properties: { Layers: layers(4) } } } } },
});

/** What only the deployment knows has no length here. */
function known(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '');
}

function layers(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, index) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:layer:layer-${index}:1`,
  }));
}
