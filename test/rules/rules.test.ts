import { readdirSync, readFileSync } from 'fs';
import { basename, join } from 'path';
import { judge } from './judge-example';
import { Control, NEVER_WAIVED } from '../../lib/baseline/control';
import { FRAMEWORKS, frameworkOf } from '../../lib/baseline/frameworks';
import { RULES } from '../../lib/rules';
import { frameworksOf } from '../../lib/rules/frameworks-of';

/** A framework by name, its edition where it has several, and the item. */
const FRAMEWORK =
  /^(?:SecurityHub:[A-Za-z0-9]+\.\d+|Config:[a-z0-9-]+|NIST\.800-53\.r5:[A-Z]{2}-\d+(?:\(\d+\))?|PCI-DSS-4\.0\.1:\d+(?:\.\d+)*|PCI-DSS-3\.2\.1:\d+(?:\.\d+)*|CSA:SAS-\d+|OWASP-Serverless:S\d+)$/;

const ROOMS = join(__dirname, '..', '..', 'lib', 'rules');
const FILES = readdirSync(ROOMS, { recursive: true, encoding: 'utf8' }).map(file => join(ROOMS, file));

const failsTheSynth = (severity: string) => severity === 'fatal' || severity === 'error';

/** What breaks one promise with necessity breaks these too. */
const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  [Control.DATA_READER_OFFLINE]: [Control.EGRESS_CLOSED, Control.INTERNET_BEHIND_FIREWALL],
};

/** What one promise is broken by hides from these whether theirs is kept. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  [Control.ROLE_JUDGED]: [Control.LOGS_WRITABLE, Control.ROLE_NOT_SHARED],
};

const cases = (kind: 'bad' | 'good') =>
  RULES.flatMap(rule => Object.entries(rule[kind]).map(([name, example]) => ({ id: rule.id, name, example })));

describe('the examples of the rules', () => {
  test('the secure app keeps every promise', () => expect(judge({})).toEqual([]));

  test.each(cases('bad'))('$id refuses $name, and no other rule fails the synth', ({ id, example }) => {
    const findings = judge(example);
    const own: readonly string[] = [id, ...(RULES.find(rule => rule.id === id)?.combines ?? [])];
    expect(findings.filter(({ rule, verdict }) => rule === id && verdict === 'fail')).not.toEqual([]);
    const expected = [...own, ...(NEIGHBOURS[id] ?? [])];
    expect(findings.filter(({ rule, severity }) => !expected.some(other => other === rule) && failsTheSynth(severity))).toEqual(
      [],
    );
    const unknown = findings.filter(({ verdict }) => verdict === 'unknown').map(({ rule }) => rule);
    expect(unknown.sort()).toEqual(HIDDEN[id] ?? []);
    const known = RULES.find(rule => rule.id === id)?.controls ?? [];
    for (const { controls, message } of findings.filter(({ rule }) => rule === id)) {
      expect(known).toEqual(expect.arrayContaining([...controls]));
      expect(message).toMatch(/^\S.*[^.\s]$/s);
    }
  });

  test.each(cases('good'))('$id accepts $name, and no other rule fails the synth', ({ id, example }) => {
    const findings = judge(example);
    expect(
      findings.filter(({ rule, severity, verdict }) => rule === id || failsTheSynth(severity) || verdict === 'unknown'),
    ).toEqual([]);
  });

  test.each(cases('bad').filter(({ id }) => RULES.find(rule => rule.id === id)?.profile === 'baseline'))(
    '$id refuses $name in the baseline profile too',
    ({ id, example }) => expect(judge(example, 'baseline').map(({ rule }) => rule)).toContain(id),
  );

  test.each(cases('bad').filter(({ id }) => RULES.find(rule => rule.id === id)?.profile === 'strict'))(
    'the baseline profile does not ask for $id: $name',
    ({ id, example }) => expect(judge(example, 'baseline').map(({ rule }) => rule)).not.toContain(id),
  );
});

describe('the list of rules', () => {
  test('no two rules say the same', () => {
    for (const part of ['title', 'why', 'fix'] as const) {
      const texts = RULES.map(rule => rule[part]);
      expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
    }
  });

  test.each(RULES.map(({ id }) => id))('%s has a file of its own name, that says first what it promises', id => {
    const [path, ...others] = FILES.filter(file => basename(file) === `${id}.ts`);
    expect(others).toEqual([]);
    expect(readFileSync(path, 'utf8')).toMatch(/\/\*\* [^\n]{20,}\n?[^]*?\*\/\nexport const \w+ = defineRule\(/);
  });

  test('what is still to be written is written', () => {
    for (const { title, why, fix, links } of RULES) expect([title, why, fix, ...links].join(' ')).not.toMatch(/TODO|FIXME|TBD/);
  });

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
    for (const framework of frameworksOf(rule)) {
      expect(framework).toMatch(FRAMEWORK);
      expect(FRAMEWORKS.map(({ name }) => name)).toContain(frameworkOf(framework));
    }
    if (rule.subject === 'resource') expect(rule.types).not.toHaveLength(0);
    else expect(rule.types).toBeUndefined();
    expect(Object.keys(rule.bad).length).toBeGreaterThan(0);
    expect(Object.keys(rule.good).length).toBeGreaterThan(0);
  });
});
