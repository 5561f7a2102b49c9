import type { Random } from './random';
import type { Json, JsonObject } from '../../lib/model/facts';
import { isObject, listOf } from '../../lib/model/json';

const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource'];
const ACTIONS = ['Action', 'NotAction'];

/** The same policies in another spelling: order, lists and scalars, letters, one statement in two. */
export function respelledPolicies(value: Json, random: Random): Json {
  if (Array.isArray(value)) return value.map(item => respelledPolicies(item, random));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, inner]) => [key, respelledPolicies(inner, random)] as const);
  const spelled: JsonObject = Object.fromEntries(members);
  return isPolicy(spelled) ? { ...spelled, Statement: respelledStatements(spelled.Statement, random) } : spelled;
}

/** Whether every statement is written out, as in a policy of IAM. */
function isPolicy({ Statement }: JsonObject): boolean {
  const statements = listOf(Statement);
  return statements.length > 0 && statements.every(statement => isObject(statement) && 'Effect' in statement);
}

function respelledStatements(statements: Json, random: Random): Json {
  const spelled = (listOf(statements) as JsonObject[])
    .flatMap(statement => split(statement, random))
    .map(one => respelled(one, random));
  const mixed = random.shuffle(spelled);
  return mixed.length === 1 && random.chance(0.5) ? mixed[0] : mixed;
}

/** One statement for some of the actions, and one for the others. */
function split(statement: JsonObject, random: Random): JsonObject[] {
  const { Action: actions } = statement;
  if (!Array.isArray(actions) || actions.length < 2 || random.chance(0.5)) return [statement];
  const { Sid: _, ...unnamed } = statement;
  const cut = 1 + Math.floor(random.next() * (actions.length - 1));
  return [
    { ...unnamed, Action: actions.slice(0, cut) },
    { ...unnamed, Action: actions.slice(cut) },
  ];
}

function respelled(statement: JsonObject, random: Random): JsonObject {
  const { Principal: principal } = statement;
  const scalars = Object.entries(statement).map(([key, value]): [string, Json] => {
    const cased = ACTIONS.includes(key) ? inOtherLetters(value, random) : value;
    return [key, LISTS.includes(key) ? orList(cased, random) : cased];
  });
  return {
    ...Object.fromEntries(random.shuffle(scalars)),
    ...(isObject(principal) && !isIntrinsic(principal)
      ? { Principal: Object.fromEntries(Object.entries(principal).map(([type, who]) => [type, orList(who, random)])) }
      : {}),
  };
}

/** IAM takes one item for a list of one. */
function orList(value: Json, random: Random): Json {
  if (Array.isArray(value)) return value.length === 1 && random.chance(0.5) ? value[0] : value;
  return random.chance(0.5) ? [value] : value;
}

/** Actions are the same in any letters. */
function inOtherLetters(value: Json, random: Random): Json {
  if (Array.isArray(value)) return value.map(item => inOtherLetters(item, random));
  if (typeof value !== 'string' || value.includes('${')) return value;
  return random.pick([value, value, value.toLowerCase(), value.toUpperCase()]);
}

export function isIntrinsic(value: Json): boolean {
  if (!isObject(value)) return false;
  const [key, ...more] = Object.keys(value);
  return more.length === 0 && key !== undefined && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'));
}
