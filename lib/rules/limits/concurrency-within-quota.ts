import { Control } from '../../baseline/control';
import { LIMITS } from '../../baseline/limits';
import type { AppFacts, FunctionFacts, ResourceFacts } from '../../model/facts';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';

/** What all functions of one account and region reserve together fits into the account, with the rest that Lambda insists on. */
export const concurrencyWithinQuota = defineRule({
  id: Control.CONCURRENCY_WITHIN_QUOTA,
  subject: 'app',
  title: 'All reservations together fit into the account',
  why: 'Lambda leaves at least 100 executions unreserved. A deployment that reserves more fails half-way, and one just below leaves nothing for functions that do not reserve.',
  fix: 'Lower the reservations, ask AWS for a higher quota, or say what the account has: ServerlessGuard.protect(app, { accountConcurrency: 3000 }).',
  links: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html'],
  severity: 'warning',
  profile: 'strict',
  controls: [],
  check: (app, _, { accountConcurrency }) => {
    const room = Math.max(0, accountConcurrency - LIMITS.accountConcurrency.unreservedFloor);
    return reservationsByPlace(app).flatMap<Verdict>(reservations => {
      const together = reservations.reduce((sum, { executions }) => sum + executions, 0);
      if (together <= room) return [];
      const [largest, ...others] = [...reservations].sort((a, b) => b.executions - a.executions);
      return [
        fail({
          message: `The functions of one account and region reserve ${together} executions together, ${nameOf(largest.resource)} alone ${largest.executions}; ${room} of ${accountConcurrency} can be reserved`,
          at: largest.resource,
          property: 'Properties.ReservedConcurrentExecutions',
          related: others.map(({ resource }) => resource),
        }),
      ];
    });
  },
  bad: { 'more than the account has': { Resources: { Function: { Properties: { ReservedConcurrentExecutions: 901 } } } } },
  good: { 'all that can be reserved': { Resources: { Function: { Properties: { ReservedConcurrentExecutions: 900 } } } } },
});

interface Reservation {
  readonly resource: ResourceFacts;
  readonly executions: number;
}

/** What each function reserves at most under any condition, by account and region. */
function reservationsByPlace(app: AppFacts): readonly (readonly Reservation[])[] {
  const places = new Map<string, Map<ResourceFacts, number>>();
  for (const fn of app.functions) {
    const executions = reservedBy(fn);
    if (executions === 0) continue;
    const { account = '', region = '' } = fn.resource.template;
    const place = places.get(`${account}/${region}`) ?? new Map<ResourceFacts, number>();
    place.set(fn.resource, Math.max(place.get(fn.resource) ?? 0, executions));
    places.set(`${account}/${region}`, place);
  }
  return [...places.values()].map(place => [...place].map(([resource, executions]) => ({ resource, executions })));
}

function reservedBy(fn: FunctionFacts): number {
  const executions = Number(fn.properties.ReservedConcurrentExecutions ?? 0);
  return Number.isFinite(executions) ? executions : 0;
}
