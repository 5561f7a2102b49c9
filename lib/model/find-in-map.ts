import { decideBetween, MOST_CONDITIONS } from './branches';
import { equalTo } from './conditions';
import type { Json } from './facts';
import { at, listOf, objectOf, textOf } from './json';
import { isSymbolic, notComputable } from './symbolic';
import type { Template } from './templates';

/** What a map may hold for a key, and when. */
interface Choice {
  readonly key: string;
  readonly value: Json;
}

/** What is asked of which template, and the text for what is not computed. */
interface Search {
  readonly template: Template;
  readonly map: string;
  readonly unknown: string;
}

/** What `Fn::FindInMap` finds. Where only the deployment knows a key, each entry of the map becomes a branch of its own. */
export function findInMap(template: Template, parts: Json): Json {
  const [named, first, second, options] = listOf(parts);
  const keys = [named, first, second].map(textOf);
  if (!keys.every(key => key !== undefined)) return notComputable('Fn::FindInMap');
  const [map, ...path] = keys;
  const unknown = notComputable('Fn::FindInMap', ...keys);
  const fallback = at(options, 'DefaultValue');
  if (isSymbolic(map)) return orDefault({ template, map, unknown }, path[0], fallback);
  return follow({ template, map, unknown }, at(template.mappings, map), path, fallback) ?? unknown;
}

/** What stands there; nothing where no entry does, and the text for what is not computed where one may. */
function follow(
  search: Search,
  level: Json | undefined,
  [key, ...deeper]: readonly string[],
  fallback: Json | undefined,
): Json | undefined {
  const { template } = search;
  if (key === undefined) return level ?? fallback;
  const known = knownHere(template, key);
  if (!isSymbolic(known)) return follow(search, at(level, known), deeper, fallback);
  const subject = /^\$\{([A-Za-z0-9]+|AWS::[A-Za-z]+)\}$/.exec(known)?.[1];
  if (subject === undefined) return orDefault(search, known, fallback);
  const allowed = allowedFor(template, subject);
  const choices = Object.entries(objectOf(level)).flatMap(([entry, inner]) => {
    const value = follow(search, inner, deeper, undefined);
    return value === undefined || (allowed !== undefined && !allowed.has(entry)) ? [] : { key: entry, value };
  });
  return choices.length === 0 ? fallback : (sameBut(choices, known, fallback) ?? decided(search, subject, choices, fallback));
}

/** What is not computed may still be the default, which has to be looked at. */
function orDefault({ map, unknown }: Search, asked: string, fallback: Json | undefined): Json {
  if (fallback === undefined) return unknown;
  const entry = `an entry of ${[map, asked].join(' for ').replace(/[${}]/g, '').replace(/[.#]/g, ' ')}`;
  return decideBetween(equalTo(entry, 'found'), unknown, fallback);
}

function knownHere({ region, account }: Template, key: string): string {
  return (key === '${AWS::Region}' ? region : key === '${AWS::AccountId}' ? account : undefined) ?? key;
}

function allowedFor({ parameters }: Template, subject: string): ReadonlySet<string | undefined> | undefined {
  const values = at(parameters.get(subject), 'AllowedValues');
  return Array.isArray(values) ? new Set(values.map(textOf)) : undefined;
}

/** What all entries say alike, but for their own keys: an ARN for each region is one ARN with the region in it. */
function sameBut(choices: readonly Choice[], symbol: string, fallback: Json | undefined): Json | undefined {
  const [only, ...others] = new Set(
    choices.map(({ key, value }) => (typeof value === 'string' && value.includes(key) ? value.replaceAll(key, symbol) : value)),
  );
  return others.length === 0 && fallback === undefined ? only : undefined;
}

/** One decision for each entry; the last one holds where none of the others does, because the deployment fails without any. */
function decided(search: Search, subject: string, choices: readonly Choice[], fallback: Json | undefined): Json {
  const otherwise = fallback ?? choices[choices.length - 1].value;
  const asked = fallback === undefined ? choices.slice(0, -1) : choices;
  if (asked.length > MOST_CONDITIONS) return orDefault(search, `\${${subject}}`, fallback);
  return asked.reduceRight<Json>((rest, { key, value }) => decideBetween(equalTo(subject, key), value, rest), otherwise);
}
