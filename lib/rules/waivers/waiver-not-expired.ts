import { Control } from '../../baseline/control';
import { isDay } from '../../baseline/waiver-terms';
import { defineRule } from '../define-rule';
import { fail, pass } from '../verdict';

/** Days before the last one on which the judge begins to speak of it. */
const NOTICE_DAYS = 30;
const DAY = 24 * 60 * 60 * 1_000;

/** A danger that was accepted for a time is looked at again when the time is over. */
export const waiverNotExpired = defineRule({
  id: Control.WAIVER_NOT_EXPIRED,
  subject: 'acknowledgement',
  title: 'Waivers have not expired',
  why: 'A danger was accepted until a day. Past that day, nobody has looked whether the reason still holds.',
  fix: "Remove the danger and the waiver with it, or look at the reason again and set a new 'expires'.",
  links: ['https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html'],
  severity: 'fatal',
  profile: 'baseline',
  controls: [],
  check: ({ rule, constructPath, waiver }, _, { asOf }) => {
    if (waiver === undefined || !isDay(waiver.expires)) return pass;
    const { expires, owner } = waiver;
    const waived = `The waiver of '${rule}' on '${constructPath}' (owner: ${owner})`;
    if (expires < dayOf(asOf)) return fail({ message: `${waived} expired after ${expires}` });
    return expires <= dayOf(new Date(asOf.getTime() + NOTICE_DAYS * DAY))
      ? fail({ severity: 'warning', message: `${waived} expires on ${expires}, and from the day after the synth fails` })
      : pass;
  },
  bad: {
    'a past day': { acknowledgements: [waivedUntil('2026-11-22')] },
    'a day within the month': { acknowledgements: [waivedUntil('2026-12-20')] },
  },
  good: { 'a day next year': { acknowledgements: [waivedUntil('2027-06-30')] } },
});

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function waivedUntil(expires: string) {
  const waiver = { reason: 'The partner has no private connection yet', owner: 'team-orders', expires };
  return { rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/Handler', scope: 'construct' as const, waiver };
}
