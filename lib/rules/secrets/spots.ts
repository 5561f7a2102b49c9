import { decision, isNoValue } from '../../model/branches';
import type { Json, JsonObject } from '../../model/facts';
import { isObject, jsonIn, textOf } from '../../model/json';

/** A text of a template, what it is called there, and where it stands. */
export class Spot {
  constructor(
    private readonly place: Place,
    /** What the text is the value of: its key, or the name that stands beside it. */
    public readonly name: string,
    public readonly text: string,
    /** Whether the name was given by whoever wrote the template, as names of variables are, and is no word of CloudFormation. */
    public readonly named: boolean,
  ) {}

  /** `Properties.MasterUserPassword` */
  get property(): string {
    const steps: (string | number)[] = [];
    for (let place: Place | undefined = this.place; place !== undefined; place = place.within) steps.push(place.step);
    return steps.reverse().join('.');
  }

  /** The last word of the property that is no number. */
  get key(): string {
    let place = this.place;
    while (place.within !== undefined && /^\d+$/.test(String(place.step))) place = place.within;
    return String(place.step);
  }

  /** The same text under another name. */
  called(name: string): Spot {
    return new Spot(this.place, name, this.text, this.named);
  }
}

/** A step on the way into a value. The whole way is spelled out for the few texts that something is found in. */
interface Place {
  readonly step: string | number;
  readonly within?: Place;
}

/** `{ Name: 'DB_PASSWORD', Value: '…' }` says what a value is called beside it, under one of these words. */
const LABELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Value', ['Name', 'Key', 'OptionName']],
  ['value', ['name', 'key']],
  ['HeaderValue', ['HeaderName']],
  ['ParameterValue', ['ParameterKey']],
]);

/** Where a variable says so, its value is the name of what holds it. */
const ELSEWHERE = /^(?:PARAMETER_STORE|SECRETS_MANAGER)$/;

/** JSON may stand in a text that stands in JSON that stands in a text; what lies deeper than this nobody reads. */
const DEEPEST = 500;

/** What is known of a value on the way to its texts. */
interface Way {
  readonly place: Place;
  readonly name: string;
  readonly named: boolean;
  readonly depth: number;
  /** Whether it stands in JSON that stands in a text: then all of it stands where the text does. */
  readonly inText: boolean;
}

/** Every text in a value, also in JSON that stands in it as text. */
export function spotsIn(value: Json, property: string, name = '', named = false): readonly Spot[] {
  const spots: Spot[] = [];
  collect(value, { place: { step: property }, name, named, depth: 0, inText: false }, spots);
  return spots;
}

function collect(value: Json, way: Way, spots: Spot[]): void {
  if (way.depth > DEEPEST) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => collect(item, into(way, index, way.name, way.named), spots));
  } else if (isObject(value)) {
    collectMembers(value, way, spots);
  } else {
    const text = textOf(value);
    if (text !== undefined) collectText(text, way, spots);
  }
}

function collectMembers(object: JsonObject, way: Way, spots: Spot[]): void {
  const made = decision(object);
  if (made) {
    const deeper = { ...way, depth: way.depth + 1 };
    collect(made.then, deeper, spots);
    collect(made.otherwise, deeper, spots);
    return;
  }
  if (isNoValue(object)) return;
  const isElsewhere = ELSEWHERE.test(textOf(object.Type ?? object.type ?? null) ?? '');
  for (const [key, member] of Object.entries(object)) {
    const label = LABELS.get(key)?.find(word => typeof object[word] === 'string');
    const name = label === undefined ? key : isElsewhere ? '' : String(object[label]);
    collect(member, into(way, key, name, way.named || label !== undefined), spots);
  }
}

function collectText(text: string, way: Way, spots: Spot[]): void {
  const parsed = /^\s*[[{]/.test(text) ? jsonIn(text) : undefined;
  if (parsed === undefined) spots.push(new Spot(way.place, way.name, text, way.named));
  else collect(parsed, { ...way, named: true, depth: way.depth + 1, inText: true }, spots);
}

function into({ place, depth, inText }: Way, step: string | number, name: string, named: boolean): Way {
  return { place: inText ? place : { step, within: place }, name, named, depth: depth + 1, inText };
}
