import { holderOf } from './execution-role';
import type { NamedEscalation } from './named-escalation';
import { namedEscalationsOf } from './named-escalation';
import { escalationsOf, isOfAws, placeOf, rightsOf } from './rights-of';
import { namesReceivers, narrows } from '../../iam/condition';
import type { Escalation } from '../../iam/escalation';
import { isBroad } from '../../iam/reach';
import type { Statement } from '../../iam/statement';
import type { AppFacts, IdentityFacts } from '../../model/facts';
import { listOf, nameOf, sentence } from '../name-of';
import type { Fail } from '../verdict';
import { fail } from '../verdict';

/** The ways in which somebody's rights lead to more rights, one finding for each statement that opens some. */
export function escalationFindings(identity: IdentityFacts, app: AppFacts): Fail[] {
  const rights = rightsOf(identity);
  // Whoever may do everything may do this too: that is another rule's finding.
  if (rights.isAdministrator() !== undefined) return [];
  const groups = byDecisiveStatement(escalationsOf(identity));
  const escalating = groups.map(([{ grants }]) => grants[0].statement.actions);
  const anyRole = rights.allowing('iam:PassRole').filter(passesAnyRole);
  const passing = anyRole.filter(({ actions }) => !escalating.includes(actions));
  const named = namedEscalationsOf(identity, app).filter(({ statement }) => !escalating.includes(statement.actions));
  return [
    ...groups.map(escalations => escalates(identity, escalations, anyRole)),
    ...passing.map(statement => passes(identity, statement)),
    ...byStatement(named).map(([first]) => reaches(identity, first)),
  ];
}

/** Whether a finding stands in a policy of the app, and not in one that AWS wrote for a service. */
export function standsInTheApp({ property }: Fail): boolean {
  return !isOfAws(property);
}

/** One statement that is too wide is one finding, however many ways it opens. */
function byDecisiveStatement(escalations: readonly Escalation[]): readonly (readonly Escalation[])[] {
  const groups = new Map<unknown, Escalation[]>();
  for (const escalation of escalations) {
    const { actions } = escalation.grants[0].statement;
    groups.set(actions, [...(groups.get(actions) ?? []), escalation]);
  }
  return [...groups.values()];
}

function escalates(identity: IdentityFacts, [first, ...more]: readonly Escalation[], anyRole: readonly Statement[]): Fail {
  const actions = [...new Set(first.grants.map(({ action }) => action))];
  const passesAny = anyRole.some(statement => statement.actions === first.grants[0].statement.actions);
  const others = more.length === 0 ? '' : `, and has ${more.length} more such ${more.length === 1 ? 'way' : 'ways'}`;
  return at(
    identity,
    first.grants[0].statement,
    `may perform ${listOf(actions)} on resources that nobody named, and with that ${first.path.title}${spread(identity, first)}${others}`,
    controlsOf([first, ...more], passesAny),
  );
}

/** Where the pieces stand, for whoever reads only one of the policies: `(iam:PassRole in 'A', lambda:CreateFunction in 'B')`. */
function spread(identity: IdentityFacts, { grants }: Escalation): string {
  const places = grants.map(({ action, statement }) => {
    const place = placeOf(identity, statement);
    const policy = isOfAws(place.property) ? 'a policy of AWS' : nameOf(place.resource);
    return { action, policy };
  });
  if (new Set(places.map(({ policy }) => policy)).size < 2) return '';
  return ` (${[...new Set(places.map(({ action, policy }) => `${action} in ${policy}`))].join(', ')})`;
}

function controlsOf(escalations: readonly Escalation[], passesAny: boolean): readonly string[] {
  const decisive = new Set(escalations.map(({ grants: [{ action }] }) => action));
  return [
    ...(passesAny || decisive.has('iam:PassRole') ? ['ESC-01'] : []),
    'ESC-02',
    ...(decisive.has('sts:AssumeRole') ? ['ESC-04'] : []),
  ];
}

function byStatement(found: readonly NamedEscalation[]): readonly (readonly NamedEscalation[])[] {
  const groups = new Map<unknown, NamedEscalation[]>();
  for (const one of found) groups.set(one.statement.actions, [...(groups.get(one.statement.actions) ?? []), one]);
  return [...groups.values()];
}

function reaches(identity: IdentityFacts, { action, statement, way }: NamedEscalation): Fail {
  return at(identity, statement, `may perform ${action} on ${way}`, ['ESC-02']);
}

/** Whoever may pass any role to any service is one harmless-looking grant away from all of them. */
function passesAnyRole(statement: Statement): boolean {
  return isBroad(statement, 'iam') && !statement.conditions.some(condition => namesReceivers(condition) || narrows(condition));
}

function passes(identity: IdentityFacts, statement: Statement): Fail {
  return at(identity, statement, 'may pass any role of the account to any service', ['ESC-01']);
}

function at(identity: IdentityFacts, statement: Statement, what: string, controls: readonly string[]): Fail {
  const place = placeOf(identity, statement);
  return fail({
    message: `${sentence(holderOf(identity))} ${what}`,
    at: place.resource,
    property: place.property,
    related: [identity.resource, ...identity.functions],
    controls,
  });
}
