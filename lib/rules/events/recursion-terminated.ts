import { Control } from '../../baseline/control';
import { isSymbolic } from '../../model/symbolic';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { spoken } from '../property';
import { fail, pass, unknown } from '../verdict';

/** Lambda's loop detection stays on: a function that feeds itself stops after about sixteen rounds. */
export const recursionTerminated = defineRule({
  id: Control.RECURSION_TERMINATED,
  subject: 'function',
  title: 'Functions that invoke themselves in a loop are stopped',
  why: 'A function that writes to the queue, topic or bucket that triggers it runs until the account is throttled or somebody reads the bill.',
  fix: "Remove 'recursiveLoop: RecursiveLoop.ALLOW' (RecursiveLoop: Allow); the default is Terminate.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html'],
  severity: 'error',
  profile: 'baseline',
  controls: [],
  check: fn => {
    const loop = fn.properties.RecursiveLoop;
    const property = 'Properties.RecursiveLoop';
    if (loop === undefined || loop === 'Terminate') return pass;
    return typeof loop === 'string' && isSymbolic(loop)
      ? unknown({
          message: `Whether ${nameOf(fn.resource)} may loop depends on ${loop}, which the templates do not tell`,
          property,
        })
      : fail({
          message: `${nameOf(fn.resource)} may invoke itself in a loop without end: RecursiveLoop is ${spoken(loop)}`,
          property,
        });
  },
  bad: { 'loops allowed': { Resources: { Function: { Properties: { RecursiveLoop: 'Allow' } } } } },
  good: { 'left at its default': {}, 'said aloud': { Resources: { Function: { Properties: { RecursiveLoop: 'Terminate' } } } } },
});
