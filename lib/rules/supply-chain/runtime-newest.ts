import { Control } from '../../baseline/control';
import { newerRuntime } from '../../baseline/runtimes';
import { textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** The next forced upgrade is as far away as it can be. */
export const runtimeNewest = defineRule({
  id: Control.RUNTIME_NEWEST,
  subject: 'function',
  title: 'Functions run on the newest runtime of their language',
  why: 'Every older runtime is nearer to the day on which its patches end, and the change that was put off is made in a hurry then.',
  fix: "Set 'runtime' to the newest one, such as Runtime.NODEJS_LATEST, and test the code on it.",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html'],
  severity: 'info',
  profile: 'strict',
  controls: ['FN-02'],
  check: fn => {
    const runtime = textOf(fn.properties.Runtime) ?? '';
    const newer = newerRuntime(runtime);
    return newer === undefined
      ? pass
      : fail({
          message: `${nameOf(fn.resource)} runs on ${runtime}; the newest of its kind is ${newer}`,
          property: 'Properties.Runtime',
        });
  },
  bad: {
    'an older runtime': { Resources: { Function: { Properties: { Runtime: 'nodejs22.x' } } } },
    'an older image': { Resources: { Function: { Properties: { Runtime: 'java8.al2023' } } } },
  },
  good: {
    'the newest runtime': {},
    'the newest of another language': { Resources: { Function: { Properties: { Runtime: 'python3.14' } } } },
  },
});
