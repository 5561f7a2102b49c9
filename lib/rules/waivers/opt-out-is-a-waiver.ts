import type { ControlId } from '../../baseline/control';
import { Control, NEVER_WAIVED } from '../../baseline/control';
import type { GuardPolicy } from '../../baseline/guard-policy';
import { waiverDaysOf } from '../../baseline/guard-policy';
import { LIMITS } from '../../baseline/limits';
import { isDay, isOwner, isReason, latestExpiry } from '../../baseline/waiver-terms';
import type { AcknowledgementFacts, AppFacts, WaiverFacts } from '../../model/facts';
import { writtenAt } from '../../model/written';
import { defineRule } from '../define-rule';
import { nameOf } from '../name-of';
import type { Verdict } from '../verdict';
import { fail } from '../verdict';

const WAIVER: WaiverFacts = {
  reason: 'The webhook has no data and the partner cannot reach our network',
  owner: 'team-orders',
  expires: '2027-01-31',
};

/** An opt-out names its reason, its owner and its last day, and covers one resource. */
export const optOutIsAWaiver = defineRule({
  id: Control.OPT_OUT_IS_A_WAIVER,
  subject: 'acknowledgement',
  title: 'Opting out takes a waiver, on one construct, of a rule that can be waived',
  why: 'A bare acknowledgement has no owner and never ends; one on a stack or an app also covers what is added later by people who never saw it.',
  fix: "Replace the acknowledgement by 'new Waiver({ reason, owner, expires }).applyTo(construct, rule)' on the construct that the finding names; a rule that nobody may waive has to be kept.",
  links: ['https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html'],
  severity: 'fatal',
  profile: 'baseline',
  controls: [],
  check: (acknowledgement, app, { asOf, policy }) => {
    const forbidden = neverWaived(acknowledgement);
    return forbidden.length > 0
      ? forbidden
      : [
          ...(isAboutTemplate(acknowledgement) ? tooWide(acknowledgement, app) : tooHigh(acknowledgement)),
          ...bare(acknowledgement),
          ...forged(acknowledgement, asOf),
          ...unallowed(acknowledgement, asOf, policy),
        ];
  },
  bad: {
    'a bare acknowledgement': {
      acknowledgements: [{ rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/Handler', scope: 'construct' }],
    },
    'a waiver for a whole stack': {
      acknowledgements: [{ rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders', scope: 'stack', waiver: WAIVER }],
    },
    'a waiver for several functions': {
      acknowledgements: [
        { rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/All', scope: 'construct', covers: '2 functions', waiver: WAIVER },
      ],
    },
    'a record of a waiver that no Waiver would have made': {
      acknowledgements: [
        {
          rule: Control.FUNCTION_IN_VPC,
          constructPath: 'Orders/Handler',
          scope: 'construct',
          waiver: { ...WAIVER, expires: '9999-12-31' },
        },
      ],
    },
    'a waiver of what nobody may waive': {
      acknowledgements: [{ rule: Control.NO_SECRET_VALUES, constructPath: 'Orders/Handler', scope: 'construct', waiver: WAIVER }],
    },
  },
  good: {
    'a waiver on one construct': {
      acknowledgements: [{ rule: Control.FUNCTION_IN_VPC, constructPath: 'Orders/Handler', scope: 'construct', waiver: WAIVER }],
    },
  },
});

function neverWaived({ rule, constructPath }: AcknowledgementFacts): Verdict[] {
  if (!NEVER_WAIVED.has(rule as ControlId)) return [];
  return [fail({ message: `${placeOf(constructPath)} opts out of '${rule}', which nobody may waive` })];
}

function tooHigh({ rule, constructPath, scope, covers }: AcknowledgementFacts): Verdict[] {
  const covered = scope === 'construct' ? covers : `a whole ${scope}`;
  if (covered === undefined) return [];
  return [fail({ message: `${placeOf(constructPath)} opts out of '${rule}' for ${covered}, also for what will be added to it` })];
}

/** A macro rewrites a template and no resource of it, so that its waiver has no other place than the stack. */
function isAboutTemplate({ rule, scope, waiver }: AcknowledgementFacts): boolean {
  return rule === Control.EVERY_TEMPLATE_JUDGED && scope === 'stack' && waiver !== undefined;
}

/** It covers the macros that it names: not the next one, nor what a resource or a nested stack hides, which has a waiver of its own. */
function tooWide({ rule, constructPath }: AcknowledgementFacts, app: AppFacts): Verdict[] {
  const waived = `The waiver of '${rule}' on ${placeOf(constructPath)}`;
  const ofRule = app.acknowledgements.filter(other => other.rule === rule);
  const others = ofRule.filter(other => isBelow(other.constructPath, constructPath));
  const reasons = ofRule.filter(other => other.constructPath === constructPath).flatMap(other => other.waiver?.reason ?? []);
  return app.unjudged.flatMap(({ template, resource, hiddenBy = '' }) => {
    const { stackPath = '' } = template;
    if (stackPath !== constructPath && !isBelow(stackPath, constructPath)) return [];
    if (resource === undefined && stackPath === constructPath) {
      return reasons.some(reason => says(reason, hiddenBy))
        ? []
        : [fail({ message: `${waived} does not name '${hiddenBy}' in its reason` })];
    }
    const place = resource === undefined ? stackPath : (writtenAt(resource).constructPath ?? '');
    if (others.some(other => place === other.constructPath || isBelow(place, other.constructPath))) return [];
    const what = resource === undefined ? placeOf(stackPath) : nameOf(resource);
    return [fail({ message: `${waived} also covers ${what}, which needs one of its own` })];
  });
}

function isBelow(path: string, above: string): boolean {
  return path.startsWith(`${above}/`);
}

/** Whether a text says a name, and not only a longer one that begins or ends with it. */
function says(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w-]|::)${escaped}(?![\\w-]|::)`).test(text);
}

/** A record can be written past the construct that checks it. */
function forged({ rule, constructPath, waiver }: AcknowledgementFacts, asOf: Date): Verdict[] {
  if (waiver === undefined) return [];
  const { reason, owner, expires } = waiver;
  const latest = latestExpiry(asOf);
  const flaws = [
    ...(isReason(reason) ? [] : ['gives no reason of at least four words']),
    ...(isOwner(owner) ? [] : ['names no owner']),
    ...(isDay(expires) ? [] : ['ends on no day of the calendar']),
    ...(isDay(expires) && expires > latest ? [`ends after ${latest}, more than ${LIMITS.waiverMonths.max} months ahead`] : []),
  ];
  if (flaws.length === 0) return [];
  return [fail({ message: `The waiver of '${rule}' on ${placeOf(constructPath)} ${flaws.join(' and ')}` })];
}

/** What the organization allows is less than what a waiver can say. */
function unallowed({ rule, constructPath, waiver }: AcknowledgementFacts, asOf: Date, policy: GuardPolicy): Verdict[] {
  if (waiver === undefined) return [];
  const days = waiverDaysOf(policy, rule);
  const last = days === undefined ? undefined : dayAfter(asOf, days);
  const flaws = [
    ...(days === 0 ? ['is one that the organization allows nobody'] : []),
    ...(last !== undefined && days !== 0 && waiver.expires > last
      ? [`ends after ${last}, and the organization allows ${days} days from today`]
      : []),
    ...(policy.ticketRequired === true && (waiver.ticket ?? '').trim() === ''
      ? ['does not say where the decision is recorded, which the organization asks for']
      : []),
  ];
  if (flaws.length === 0) return [];
  return [fail({ message: `The waiver of '${rule}' on ${placeOf(constructPath)} ${flaws.join(' and ')}` })];
}

function dayAfter(date: Date, days: number): string {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

function bare({ rule, constructPath, waiver }: AcknowledgementFacts): Verdict[] {
  if (waiver !== undefined) return [];
  return [
    fail({
      message: `${placeOf(constructPath)} opts out of '${rule}' without a waiver: nobody answers for it and it never ends`,
    }),
  ];
}

function placeOf(constructPath: string): string {
  return constructPath === '' ? 'The app' : `'${constructPath}'`;
}
