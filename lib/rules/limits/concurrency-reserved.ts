import { Control } from '../../baseline/control';
import { textOf } from '../../model/json';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import { fail, pass } from '../verdict';

/** One function cannot starve the others, and a flood of events costs only so much. Zero starves nobody, but is easily forgotten. */
export const concurrencyReserved = defineRule({
  id: Control.CONCURRENCY_RESERVED,
  subject: 'function',
  title: 'Functions reserve their concurrency',
  why: "Without a reservation a flood of events to one function takes the whole account's executions, and every other function is throttled while the bill grows.",
  fix: "Set 'reservedConcurrentExecutions', or 'limits.concurrency' of SecureFunction; where the account has no room, waive it with Concurrency.unreserved(waiver).",
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'],
  severity: 'error',
  profile: 'strict',
  controls: ['FN-03'],
  check: fn => {
    const { ReservedConcurrentExecutions: reserved } = fn.properties;
    const property = 'Properties.ReservedConcurrentExecutions';
    const name = nameOf(fn.resource);
    if (reserved === undefined) {
      return fail({ message: `${name} reserves no concurrency, so it can use up the whole account's`, property });
    }
    if (textOf(reserved) !== '0') return pass;
    return fail({ message: `${name} never runs: a reservation of 0 switches it off`, property, severity: 'warning' });
  },
  bad: {
    'no reservation': { Resources: { Function: { Properties: { ReservedConcurrentExecutions: null } } } },
    'switched off': { Resources: { Function: { Properties: { ReservedConcurrentExecutions: 0 } } } },
  },
  good: {
    'a reservation': {},
  },
});
