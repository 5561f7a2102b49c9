import { isOperator, narrowsCallers, narrowsEverybody } from '../../iam/caller-condition';
import type { Statement } from '../../iam/statement';
import type { PolicyDocumentFacts, PolicyStatementFacts } from '../../model/facts';
import { isEverybody } from '../invocation/principal';
import { listOf, nameOf } from '../name-of';
import type { Evidence, Verdict } from '../verdict';
import { fail, unknown } from '../verdict';

/** What a policy on a resource may say too much of, and which controls forbid it. */
export interface Closed {
  /** The services's prefix of its actions: `sqs`. */
  readonly service: string;
  /** What is meant, in a sentence: `send to and read the queue`. */
  readonly use: string;
  /** The controls that forbid everybody, and those that forbid what is left out and every action. */
  readonly controls: { readonly everybody: readonly string[]; readonly open: readonly string[] };
  /** Whether somebody who is named may do everything: the owner of a key may. */
  readonly everyActionIsUsual?: boolean;
  /** Whether a service may act without a source that is named. */
  readonly anySourceIsUsual?: boolean;
}

/** What a policy on a resource leaves open. A Deny leaves nothing open. */
export function openings(policy: PolicyDocumentFacts, closed: Closed): Verdict[] {
  return [
    ...policy.statements.flatMap(place => (place.statement.effect === 'Deny' ? [] : opened(place, closed))),
    ...policy.unknown.map(({ resource, property, unknown: reason }) =>
      unknown({ message: `Who may ${closed.use} ${nameOf(resource)} is about cannot be seen: ${reason}`, property }),
    ),
  ];
}

function opened(place: PolicyStatementFacts, closed: Closed): Verdict[] {
  const { statement, resource, property } = place;
  const { principals, notPrincipals, actions, notActions, conditions } = statement;
  const evidence = (what: string, element: string): Evidence => ({
    message: `${nameOf(resource)} lets ${what}`,
    property: `${property}.${element}`,
  });
  const done = notActions.length > 0 ? `everything but ${listOf(notActions)}` : listOf(actions);
  const verdicts: Verdict[] = [];
  const everybody = principals.filter(({ value }) => isEverybody(resource, value));
  if (everybody.length > 0 && !conditions.some(narrowsEverybody)) {
    const odd = conditions.filter(({ operator }) => !isOperator(operator));
    verdicts.push(
      odd.length > 0
        ? unknown(
            evidence(
              `everybody do ${done} under ${listOf(odd.map(({ operator }) => operator))}, which is no condition of IAM`,
              'Condition',
            ),
          )
        : fail({ ...evidence(`everybody do ${done}: no condition names who`, 'Principal'), controls: closed.controls.everybody }),
    );
  }
  if (notPrincipals.length > 0) {
    verdicts.push(
      fail({
        ...evidence(`everybody but ${listOf(notPrincipals.map(({ value }) => value))} do ${done}`, 'NotPrincipal'),
        controls: closed.controls.open,
      }),
    );
  }
  if (notActions.length > 0) {
    verdicts.push(fail({ ...evidence(`${whom(statement)} do ${done}`, 'NotAction'), controls: closed.controls.open }));
  }
  return [...verdicts, ...everyAction(statement, closed, evidence), ...anySource(statement, closed, evidence)];
}

type Say = (what: string, element: string) => Evidence;

/** Who may do everything may also hand the resource on; that is grave, and yet somebody was named. */
function everyAction(statement: Statement, { service, controls, everyActionIsUsual = false }: Closed, say: Say): Verdict[] {
  const every = statement.actions.filter(action => new RegExp(`^(?:\\*|\\*:\\*|${service}:\\*)$`, 'i').test(action));
  if (every.length === 0 || everyActionIsUsual) return [];
  const evidence = say(`${whom(statement)} do everything (${listOf(every)}), also change this policy`, 'Action');
  return [fail({ ...evidence, controls: controls.open, severity: 'warning' })];
}

/** A service acts for all of its customers, unless the source is named. */
function anySource(statement: Statement, { anySourceIsUsual = false, controls }: Closed, say: Say): Verdict[] {
  const services = statement.principals.filter(({ type }) => type === 'Service').map(({ value }) => value);
  if (services.length === 0 || anySourceIsUsual || statement.conditions.some(narrowsCallers)) return [];
  const evidence = say(
    `${listOf(services)} act for any of its customers: no condition names a source or an account`,
    'Condition',
  );
  return [fail({ ...evidence, controls: controls.everybody, severity: 'warning' })];
}

function whom({ principals, notPrincipals }: Statement): string {
  if (notPrincipals.length > 0) return `everybody but ${listOf(notPrincipals.map(({ value }) => value))}`;
  return principals.length === 0 ? 'whoever asks' : listOf(principals.map(({ value }) => value));
}
