import type { Json, JsonObject } from './facts';
import { isObject } from './json';

/** Above this many conditions in one value, its combinations are no longer all tried. */
export const MOST_CONDITIONS = 6;

/** Stands for a property that is not there; only a branch of an `Fn::If` still holds it. */
export const NO_VALUE: JsonObject = { Ref: 'AWS::NoValue' };

/** A value in one branch, and whether a condition had to be decided to get there. */
export interface Branch {
  readonly value: Json;
  readonly conditional: boolean;
}

export function isNoValue(value: Json | undefined): boolean {
  return isObject(value) && value.Ref === 'AWS::NoValue' && Object.keys(value).length === 1;
}

/** `Fn::If` taken apart, where the value is one. */
export function decision(value: Json): { condition: string; then: Json; otherwise: Json } | undefined {
  if (!isObject(value)) return undefined;
  const parts = value['Fn::If'];
  if (!Array.isArray(parts) || parts.length !== 3 || Object.keys(value).length !== 1) return undefined;
  const [condition, then, otherwise] = parts;
  return typeof condition === 'string' ? { condition, then, otherwise } : undefined;
}

/** A decision between two values; none where both are the same. */
export function decideBetween(condition: string, then: Json, otherwise: Json): Json {
  const isSame = then === otherwise || (typeof then === 'object' && JSON.stringify(then) === JSON.stringify(otherwise));
  return isSame ? then : { 'Fn::If': [condition, then, otherwise] };
}

/** Every condition that decides a part of the value, in order of appearance. */
export function conditionsIn(value: Json, found = new Set<string>()): Set<string> {
  const made = decision(value);
  if (made) {
    found.add(made.condition);
    conditionsIn(made.then, found);
    conditionsIn(made.otherwise, found);
  } else if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') conditionsIn(item, found);
  } else if (isObject(value)) {
    for (const key in value) if (typeof value[key] === 'object') conditionsIn(value[key], found);
  }
  return found;
}

/** The value once these conditions are decided; what is not there in that branch is left out. */
export function choose(value: Json, truth: ReadonlyMap<string, boolean>): Json {
  const made = decision(value);
  if (made) {
    const known = truth.get(made.condition);
    if (known !== undefined) return choose(known ? made.then : made.otherwise, truth);
    return decideBetween(made.condition, choose(made.then, truth), choose(made.otherwise, truth));
  }
  if (Array.isArray(value)) return value.map(item => choose(item, truth)).filter(item => !isNoValue(item));
  if (!isObject(value) || isNoValue(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, choose(inner, truth)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => !isNoValue(inner)));
}

/** Computes with a value that holds decisions: the decisions move outwards, and each branch is computed by itself. */
export function overBranches(value: Json, compute: (value: Json) => Json, tooMany: Json): Json {
  const conditions = [...conditionsIn(value)];
  if (conditions.length > MOST_CONDITIONS) return tooMany;
  const decide = (undecided: Json): Json => {
    const [condition] = conditionsIn(undecided);
    if (condition === undefined) return isNoValue(undecided) ? undecided : compute(undecided);
    const branch = (truth: boolean): Json => decide(choose(undecided, new Map([[condition, truth]])));
    return decideBetween(condition, branch(true), branch(false));
  };
  return decide(value);
}

/** The values that may stand here, whichever way the decisions go; decisions deeper inside stay. */
export function branchesOf(value: Json | undefined, conditional = false): readonly Branch[] {
  if (value === undefined || isNoValue(value)) return [];
  const made = decision(value);
  return made ? [...branchesOf(made.then, true), ...branchesOf(made.otherwise, true)] : [{ value, conditional }];
}
