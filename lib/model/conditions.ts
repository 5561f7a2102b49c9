import { choose, conditionsIn, MOST_CONDITIONS } from './branches';
import type { Json, JsonObject, ResourceFacts, TemplateFacts } from './facts';
import { isObject, listOf, objectOf, textOf } from './json';

/** A resource's properties under one choice of the conditions that they use. */
export interface Variant {
  /** `IsProd is true and IsEurope is false`; absent where they use none. */
  readonly when?: string;
  readonly properties: JsonObject;
}

type Truth = ReadonlyMap<string, boolean>;

const KNOWN = new WeakMap<ResourceFacts, readonly Variant[]>();

/** All that a resource can become. Choices that its own condition, or the logic of the conditions, excludes are left out. */
export function variantsOf(resource: ResourceFacts): readonly Variant[] {
  const variants = KNOWN.get(resource) ?? findVariants(resource);
  KNOWN.set(resource, variants);
  return variants;
}

function findVariants(resource: ResourceFacts): readonly Variant[] {
  const used = [...conditionsIn(resource.properties)];
  if (used.length === 0) return [{ properties: resource.properties }];
  const variants = new Map<string, Variant>();
  for (const truth of choices(resource.template, used, resource.condition)) {
    const properties = objectOf(choose(resource.properties, truth));
    const key = JSON.stringify(properties);
    if (!variants.has(key)) variants.set(key, { when: sentence(used, truth), properties });
  }
  return [...variants.values()];
}

/** The values that a part of the resource can become. */
export function valuesOf(resource: ResourceFacts, value: Json): readonly Json[] {
  const used = [...conditionsIn(value)];
  if (used.length === 0) return [value];
  return choices(resource.template, used, resource.condition).map(truth => choose(value, truth));
}

/** The condition that a parameter has a value, which no template writes down: a name of one that it does has no dot. */
export function equalTo(parameter: string, value: string): string {
  return `${parameter}.${value}`;
}

const COMPARISON = /^(?:[^#.]*#)?([^.#]+)\.(.*)$/;

function sentence(used: readonly string[], truth: Truth): string {
  const said = used.map(condition => {
    const [, subject, value] = COMPARISON.exec(condition) ?? [];
    return { condition, subject, value, isTrue: truth.get(condition) === true };
  });
  // Who is one thing need not be told to be none of the others.
  const settled = new Set<string | undefined>(said.filter(({ isTrue }) => isTrue).flatMap(({ subject }) => subject ?? []));
  return said
    .filter(({ subject, isTrue }) => isTrue || !settled.has(subject))
    .map(({ condition, subject, value, isTrue }) =>
      subject === undefined ? `${condition} is ${String(isTrue)}` : `${subject} is ${isTrue ? '' : 'not '}${value}`,
    )
    .join(' and ');
}

function choices(template: TemplateFacts, used: readonly string[], given: string | undefined): readonly Truth[] {
  const wanted = given === undefined ? used : [given, ...used];
  const logic = new Logic(template);
  const atoms = new Map<string, Atom>();
  for (const condition of wanted) logic.collectAtoms(condition, atoms);
  const truths =
    atoms.size > MOST_CONDITIONS
      ? extremes(used)
      : combinations([...atoms.values()]).map(
          world => new Map(wanted.map(condition => [condition, logic.holds(condition, world)])),
        );
  const possible = truths.filter(truth => truth.get(given ?? '') !== false);
  return distinct(used, possible.length > 0 ? possible : extremes(used));
}

function distinct(used: readonly string[], truths: readonly Truth[]): readonly Truth[] {
  return [...new Map(truths.map(truth => [used.map(condition => truth.get(condition)).join(), truth])).values()];
}

/** Whoever writes more decisions than this into one resource does not mean their combinations. */
const MOST_OPPOSED = 50;

/** For too many conditions: all true, all false, and each one against the others. Of hundreds, the first ones, so that there is an end. */
function extremes(conditions: readonly string[]): readonly Truth[] {
  const all = (truth: boolean, except?: string): Truth =>
    new Map(conditions.map(condition => [condition, condition === except ? !truth : truth]));
  return [true, false].flatMap(truth => [all(truth), ...conditions.slice(0, MOST_OPPOSED).map(except => all(truth, except))]);
}

/** Something that is true or false for reasons that no template states. `subject` and `value` are there where it compares. */
interface Atom {
  readonly key: string;
  readonly subject?: string;
  readonly value?: string;
}

function combinations(atoms: readonly Atom[]): readonly ReadonlySet<string>[] {
  const worlds = atoms.reduceRight<readonly (readonly Atom[])[]>(
    (rest, atom) => rest.flatMap(world => [[atom, ...world], world]),
    [[]],
  );
  return worlds.filter(isPossible).map(world => new Set(world.map(({ key }) => key)));
}

/** Nothing equals two different values. */
function isPossible(world: readonly Atom[]): boolean {
  const subjects = world.flatMap(({ subject }) => subject ?? []);
  return new Set(subjects).size === subjects.length;
}

type Term =
  | { readonly kind: 'constant'; readonly value: boolean; readonly depth: 0 }
  | { readonly kind: 'atom'; readonly atom: Atom; readonly depth: 0 }
  | { readonly kind: 'not' | 'and' | 'or'; readonly terms: readonly Term[]; readonly depth: number };

/** Conditions that build on each other more deeply than this are taken as independent. */
const DEEPEST_LOGIC = 50;

/** What the conditions of an app say of each other. */
class Logic {
  private readonly terms = new Map<string, Term>();

  constructor(private readonly template: TemplateFacts) {}

  collectAtoms(condition: string, atoms: Map<string, Atom>): void {
    const seen = new Set<Term>();
    const collect = (term: Term): void => {
      if (seen.has(term)) return;
      seen.add(term);
      if (term.kind === 'atom') atoms.set(term.atom.key, term.atom);
      else if (term.kind !== 'constant') term.terms.forEach(collect);
    };
    collect(this.termOf(condition));
  }

  holds(condition: string, world: ReadonlySet<string>): boolean {
    const answers = new Map<Term, boolean>();
    const evaluate = (term: Term): boolean => {
      const known = answers.get(term);
      if (known !== undefined) return known;
      const answer = decide(term);
      answers.set(term, answer);
      return answer;
    };
    const decide = (term: Term): boolean => {
      switch (term.kind) {
        case 'constant':
          return term.value;
        case 'atom':
          return world.has(term.atom.key);
        case 'not':
          return !term.terms.every(evaluate);
        case 'and':
          return term.terms.every(evaluate);
        case 'or':
          return term.terms.some(evaluate);
      }
    };
    return evaluate(this.termOf(condition));
  }

  /** A condition's name may be marked with the template it came from. */
  private termOf(condition: string, open: readonly string[] = []): Term {
    const known = this.terms.get(condition);
    if (known) return known;
    const [namespace, name] = condition.includes('#') ? condition.split('#') : [this.template.namespace, condition];
    const definition = this.template.app.get(namespace)?.conditions.get(name);
    const term: Term =
      definition === undefined
        ? compared(name, namespace, condition)
        : open.includes(condition)
          ? opaque(condition)
          : this.parse(definition, namespace, [...open, condition], condition);
    this.terms.set(condition, term);
    return term;
  }

  private parse(definition: Json, namespace: string, open: readonly string[], fallback: string): Term {
    const [[intrinsic, operand] = ['', null], ...others] = Object.entries(objectOf(definition));
    if (others.length > 0 || open.length > DEEPEST_LOGIC) return opaque(fallback);
    if (intrinsic === 'Condition') {
      const qualified = namespace === this.template.namespace ? String(operand) : `${namespace}#${String(operand)}`;
      return this.termOf(qualified, open);
    }
    const operands = listOf(operand);
    if (intrinsic === 'Fn::Equals' && operands.length === 2) return equality(operands[0], operands[1], namespace);
    const kind = OPERATORS.get(intrinsic);
    if (kind === undefined) return opaque(fallback);
    const terms = operands.map((inner, index) => this.parse(inner, namespace, [...open, ''], `${fallback}/${index}`));
    const depth = terms.reduce((deepest, term) => Math.max(deepest, term.depth), 0) + 1;
    return depth > DEEPEST_LOGIC ? opaque(fallback) : { kind, terms, depth };
  }
}

const OPERATORS: ReadonlyMap<string, 'not' | 'and' | 'or'> = new Map([
  ['Fn::Not', 'not'],
  ['Fn::And', 'and'],
  ['Fn::Or', 'or'],
]);

function opaque(name: string): Term {
  return { kind: 'atom', atom: { key: name }, depth: 0 };
}

/** A condition that no template defines, which `equalTo` may have named. */
function compared(name: string, namespace: string, condition: string): Term {
  const [, parameter, value] = COMPARISON.exec(name) ?? [];
  return parameter === undefined ? opaque(condition) : equality({ Ref: parameter }, value, namespace);
}

/** Two literals compare here and now; a parameter keeps both answers, because its default may be overridden. */
function equality(left: Json, right: Json, namespace: string): Term {
  const literal = [left, right].map(operand => (isObject(operand) ? undefined : textOf(operand)));
  if (literal[0] !== undefined && literal[1] !== undefined) {
    return { kind: 'constant', value: literal[0] === literal[1], depth: 0 };
  }
  const operands = [left, right].map(operand => JSON.stringify(operand)).sort();
  const key = `${namespace}#${operands.join('=')}`;
  const value = literal[0] ?? literal[1];
  const subject = value === undefined ? undefined : `${namespace}#${JSON.stringify(literal[0] === undefined ? left : right)}`;
  return { kind: 'atom', atom: { key, subject, value }, depth: 0 };
}
