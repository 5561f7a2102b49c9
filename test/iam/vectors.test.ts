import { ACTIONS } from './vectors/actions';
import { CALLERS } from './vectors/callers';
import { CONDITIONS, OPERATORS } from './vectors/conditions';
import { EVALUATION } from './vectors/evaluation';
import { RESOURCES } from './vectors/resources';
import type { Answer, Page, PolicyVector } from './vectors/vector';
import { narrowsCallers, isOperator } from '../../lib/iam/caller-condition';
import { admitsPassing } from '../../lib/iam/condition';
import { Rights } from '../../lib/iam/rights';
import type { Statement } from '../../lib/iam/statement';
import { parsePolicyDocument } from '../../lib/iam/statement';
import { covers, overlaps } from '../../lib/iam/wildcard';

const POLICIES: readonly Page<PolicyVector>[] = [...ACTIONS, ...RESOURCES, ...EVALUATION];

/**
 * What the rights say of one request. They are told which one resource the request is about, since they leave a pattern whole of which a Deny takes a
 * part; and they are asked twice, because they hold for the request that meets every condition of an Allow and none of a Deny.
 */
function answerOf({ statements, boundary, action, resource }: PolicyVector): Answer {
  const given = parsePolicyDocument({ Statement: statements }).map(statement => aboutOne(statement, resource));
  const limits = boundary && parsePolicyDocument({ Statement: boundary });
  const grants = (all: readonly Statement[]): Statement[] =>
    new Rights(all, limits)
      .allowing(action)
      .filter(({ notResources }) => !notResources.some(pattern => covers(pattern, resource)));
  const sure = given.flatMap(statement =>
    statement.effect === 'Deny' ? [{ ...statement, conditions: [] }] : statement.conditions.length === 0 ? [statement] : [],
  );
  if (grants(given).length === 0) return 'denied';
  return grants(sure).some(({ resources, notResources }) => notResources.length > 0 || resources.includes(resource))
    ? 'allowed'
    : 'depends';
}

/** An Allow as far as it is about a resource; a pattern of which only the request tells stays as it is. */
function aboutOne(statement: Statement, resource: string): Statement {
  if (statement.effect === 'Deny') return statement;
  const reached = statement.resources.filter(pattern => overlaps(pattern, resource));
  return { ...statement, resources: reached.map(pattern => (covers(pattern, resource) ? resource : pattern)) };
}

const cases = <V>(pages: readonly Page<V>[]) =>
  pages.map(({ page, says, vectors }) => ({ name: `${says} (${page.replace(/^.*\//, '')})`, vectors }));

/** All vectors that are answered otherwise, so that one look shows which. */
const wrong = <V>(vectors: readonly V[], isRight: (vector: V) => boolean): V[] => vectors.filter(vector => !isRight(vector));

test.each(cases(POLICIES))('$name', ({ vectors }) => {
  expect(wrong(vectors, vector => answerOf(vector) === vector.answer)).toEqual([]);
});

test.each(cases(CONDITIONS))('$name', ({ vectors }) => {
  expect(
    wrong(vectors, ({ operator, values, service, passes }) => {
      const condition = { operator, key: 'iam:PassedToService', values };
      return admitsPassing(condition, service === undefined ? undefined : [service]) === passes;
    }),
  ).toEqual([]);
});

test.each(cases(OPERATORS))('$name', ({ vectors }) => {
  expect(wrong(vectors, ({ operator, known }) => isOperator(operator) === known)).toEqual([]);
});

test.each(cases(CALLERS))('$name', ({ vectors }) => {
  expect(wrong(vectors, ({ named, ...condition }) => narrowsCallers(condition) === named)).toEqual([]);
});

test('there are more than five hundred, none of them twice, each from a page of AWS', () => {
  const pages: readonly Page<unknown>[] = [...POLICIES, ...CONDITIONS, ...OPERATORS, ...CALLERS];
  const all = pages.flatMap(({ vectors }) => vectors.map(vector => JSON.stringify(vector)));
  expect(all.length).toBeGreaterThan(500);
  expect(new Set(all).size).toBe(all.length);
  for (const { page } of pages) expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/);
});
