import type { Random } from './random';
import { anyValue } from './values';
import type { Json, JsonObject } from '../../lib/model/facts';

/** A place in a value, by what holds it. */
interface Place {
  readonly holder: JsonObject | Json[];
  readonly key: string;
}

/** Breaks a template in a few places. It is changed in place, so that no copy of it has to be made for every break. */
export function mutate(template: JsonObject, random: Random): JsonObject {
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    const places = placesIn(template);
    if (places.length === 0) return template;
    const { holder, key } = random.one(places);
    const at = holder as JsonObject;
    switch (random.below(8)) {
      case 0:
        delete at[key];
        break;
      case 1:
        at[key] = [at[key]];
        break;
      case 2:
        at[key] = { 'Fn::If': [random.one(['C0', 'C1', 'Nobody']), at[key], anyValue(random, 1)] };
        break;
      case 3:
        // What stands elsewhere in the template, a part of itself perhaps.
        at[key] = structuredClone(valueAt(random.one(places)));
        break;
      case 4:
        at[`${key}${random.one(['', ' ', '.', 's', '::', '\u0000'])}`] = anyValue(random);
        break;
      case 5:
        at[key] = JSON.stringify(at[key] ?? null);
        break;
      default:
        at[key] = anyValue(random);
    }
  }
  return template;
}

function valueAt({ holder, key }: Place): Json {
  return (holder as JsonObject)[key];
}

/** Every place of a value, however deep. */
export function placesIn(value: JsonObject): readonly Place[] {
  const places: Place[] = [];
  const left: (JsonObject | Json[])[] = [value];
  for (let holder = left.pop(); holder !== undefined; holder = left.pop()) {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      const inner = (holder as JsonObject)[key];
      if (typeof inner === 'object' && inner !== null) left.push(inner as JsonObject);
    }
  }
  return places;
}

/** Breaks a text in a few places: what is cut out, doubled or put between makes other values, or none. */
export function scramble(text: string, random: Random): string {
  let scrambled = text;
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    const [from, to] = [random.below(scrambled.length + 1), random.below(scrambled.length + 1)].sort((a, b) => a - b);
    const piece = scrambled.slice(from, Math.min(to, from + 200));
    scrambled = random.one([
      () => scrambled.slice(0, from) + scrambled.slice(from + piece.length),
      () => scrambled.slice(0, from) + piece + scrambled.slice(from),
      () => scrambled.slice(0, from) + random.one(SIGNS) + scrambled.slice(from),
      () => scrambled.slice(0, from),
    ])();
  }
  return scrambled;
}

const SIGNS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    "'",
    '\\',
    '\t',
    '\r',
    '\n',
    '\u0000',
    '\uFEFF',
    '\u2028',
    '&a ',
    '*a',
    '*b',
    '!!binary ',
    '!Ref ',
    '!GetAtt ',
  ],
  ...[
    '!Custom ',
    '!<tag:x> ',
    '<<: ',
    '? ',
    '- ',
    '--- ',
    '...\n',
    '%YAML 9\n',
    '#',
    '|+9\n',
    '>-\n',
    '@',
    '`',
    '!!js/function ',
    '&',
    '*',
  ],
];
