import { isIntrinsic, sub } from './intrinsic';
import { POLICY_PATHS } from './policy-path-data';
import { POLICY_TEMPLATES } from './policy-template-data';
import type { TemplateStatement } from './policy-template-data';
import { decision, isNoValue, NO_VALUE } from '../branches';
import type { Json, JsonObject } from '../facts';
import { at, isObject, objectOf } from '../json';
import { notComputable } from '../symbolic';

const DEEPEST = 50;
const PATH_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(POLICY_PATHS).flatMap(([path, names]) => names.map(name => [name, path] as const)),
);

/** An entry of `Policies` as what a role has; `NO_VALUE` where it has nothing of that kind. */
interface Rendered {
  readonly managed: Json;
  readonly inline: Json;
  /** True where the inline policy is the user's document, word for word. */
  readonly verbatim?: boolean;
  /** What is neither a policy nor a template. */
  readonly unknown?: Json;
}

/** The ARN of a policy of AWS that is given by its name; anything else as it is. */
export function policyArn(name: string): Json {
  if (!/^[\w+=,.@-]+$/.test(name)) return name;
  const path = PATH_OF.get(name);
  return sub(`arn:\${AWS::Partition}:iam::aws:policy/${path === undefined ? '' : `${path}/`}${name}`);
}

/** What an entry of `Policies` becomes. */
export function render(policy: Json, name: string, depth = 0): Rendered {
  if (typeof policy === 'string') return { ...NOTHING, managed: policyArn(policy) };
  const choice = decision(policy);
  if (choice !== undefined && depth < DEEPEST) {
    const then = render(choice.then, name, depth + 1);
    const otherwise = render(choice.otherwise, name, depth + 1);
    const either = (kind: 'managed' | 'inline'): Json =>
      isNoValue(then[kind]) && isNoValue(otherwise[kind])
        ? NO_VALUE
        : { 'Fn::If': [choice.condition, then[kind], otherwise[kind]] };
    return { managed: either('managed'), inline: either('inline'), unknown: then.unknown ?? otherwise.unknown };
  }
  if (isIntrinsic(policy) && at(policy, 'Fn::Transform') === undefined) return { ...NOTHING, managed: policy };
  if (isObject(policy) && Object.hasOwn(policy, 'Statement')) {
    return { ...NOTHING, inline: { PolicyName: name, PolicyDocument: policy }, verbatim: true };
  }
  const statements = statementsOf(policy);
  if (statements === undefined) return { ...NOTHING, unknown: policy };
  return { ...NOTHING, inline: { PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: statements } } };
}

const NOTHING: Rendered = { managed: NO_VALUE, inline: NO_VALUE };

/** A policy in a message: the name of the template that it asks for. */
export function nameOfPolicy(policy: Json): string {
  return isObject(policy) ? (Object.keys(policy)[0] ?? 'an empty object') : Array.isArray(policy) ? 'a list' : String(policy);
}

/** The statements of a policy template, where the policy asks for one. */
function statementsOf(policy: Json): JsonObject[] | undefined {
  const entries = Object.entries(objectOf(policy));
  if (entries.length !== 1) return undefined;
  const [[template, values]] = entries;
  const known = Object.hasOwn(POLICY_TEMPLATES, template) ? POLICY_TEMPLATES[template] : undefined;
  return known?.map(statement => filledIn(statement, values));
}

function filledIn({ actions, resources, where }: TemplateStatement, values: Json): JsonObject {
  return {
    Effect: 'Allow',
    Action: [...actions],
    Resource: resources.map(resource => fill(resource, values)),
    ...(where === undefined ? {} : { Condition: { StringEquals: { [where[0]]: fill(where[1], values) } } }),
  };
}

/** A value that was not given hides what the statement is about. */
function fill(text: string, values: Json): Json {
  const parameters = [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name))];
  return sub(text, Object.fromEntries(parameters.map(name => [name, at(values, name) ?? notComputable('PolicyTemplate', name)])));
}
