import { caseOf } from '../../scripts/fuzz/cases';
import { judgeCase } from '../../scripts/fuzz/judge-case';

const SEEDS = Array.from({ length: 500 }, (_, index) => index + 1);

test('a seed is one case, always the same', () => {
  expect(SEEDS.slice(0, 50).map(seed => JSON.stringify(caseOf(seed)))).toEqual(
    SEEDS.slice(0, 50).map(seed => JSON.stringify(caseOf(seed))),
  );
});

test('templates of every kind are judged without a crash, and not in vain', () => {
  const found = new Map<string, number>();
  for (const seed of SEEDS) {
    const subject = caseOf(seed);
    let findings = 0;
    try {
      findings = judgeCase(subject).length;
    } catch (error) {
      throw new Error(`Seed ${seed}, ${subject.kind}`, { cause: error });
    }
    found.set(subject.kind, (found.get(subject.kind) ?? 0) + findings);
  }

  expect([...found].filter(([, findings]) => findings === 0)).toEqual([]);
  expect(found.size).toBeGreaterThanOrEqual(7);
});

// The seeds of the command that found what was repaired.
test.each([8_166, 8_293])('JSON in a text that is deeper than any stack of calls is judged: seed %d', seed => {
  expect(caseOf(seed).kind).toBe('too deep in a text');
  expect(() => judgeCase(caseOf(seed))).not.toThrow();
});
