import { judge } from './judge-example';
import { Control, NEVER_WAIVED } from '../../lib/baseline/control';
import { RULES } from '../../lib/rules';

const cases = (kind: 'bad' | 'good') =>
  RULES.flatMap(rule => Object.entries(rule[kind]).map(([name, example]) => ({ id: rule.id, name, example })));

describe('the examples of the rules', () => {
  test('the secure app keeps every promise', () => expect(judge({})).toEqual([]));

  test.each(cases('bad'))('$id refuses $name, and no other rule does', ({ id, example }) => {
    const findings = judge(example);
    expect([...new Set(findings.filter(({ verdict }) => verdict === 'fail').map(({ rule }) => rule))]).toEqual([id]);
    expect(findings.filter(({ verdict }) => verdict === 'unknown')).toEqual([]);
  });

  test.each(cases('good'))('$id accepts $name, and so does every other rule', ({ example }) =>
    expect(judge(example)).toEqual([]),
  );

  test.each(cases('bad').filter(({ id }) => RULES.find(rule => rule.id === id)?.profile === 'baseline'))(
    '$id refuses $name in the baseline profile too',
    ({ id, example }) => expect(judge(example, 'baseline').map(({ rule }) => rule)).toContain(id),
  );

  test.each(cases('bad').filter(({ id }) => RULES.find(rule => rule.id === id)?.profile === 'strict'))(
    'the baseline profile does not ask for $id: $name',
    ({ example }) => expect(judge(example, 'baseline')).toEqual([]),
  );
});

describe('the list of rules', () => {
  test('holds one rule for every control, sorted by id', () => {
    expect(RULES.map(({ id }) => id)).toEqual(Object.values(Control).sort());
  });

  test('is fatal exactly where nobody may waive', () => {
    expect(RULES.filter(({ severity }) => severity === 'fatal').map(({ id }) => id)).toEqual([...NEVER_WAIVED].sort());
  });

  test.each(RULES.map(rule => [rule.id, rule] as const))('%s says its harm, its remedy and its examples', (_, rule) => {
    expect(rule.title).toMatch(/^[A-Z][^.]{15,}$/);
    expect(rule.why.length).toBeGreaterThan(60);
    expect(rule.why).toMatch(/\.$/);
    expect(rule.fix.length).toBeGreaterThan(40);
    expect(rule.fix).toMatch(/\.$/);
    expect(rule.links.length).toBeGreaterThan(0);
    for (const link of rule.links) expect(link).toMatch(/^https:\/\//);
    expect(rule.controls.length).toBeLessThanOrEqual(3);
    for (const control of rule.controls) expect(control).toMatch(/^[A-Z]+-\d\d$/);
    for (const framework of rule.frameworks) {
      expect(framework).toMatch(/^(?:SecurityHub:Lambda\.[123567]|Config:lambda-[a-z-]+|CSA:SAS-\d+)$/);
    }
    expect(Object.keys(rule.bad).length).toBeGreaterThan(0);
    expect(Object.keys(rule.good).length).toBeGreaterThan(0);
  });
});
