import { parseText, readText } from './input/read-text';
import { namedPath } from './input/template-path';
import { reasonOf } from './input/unreadable-text';
import { nearestNames } from './nearest-names';
import type { ControlId } from '../baseline/control';
import { NEVER_WAIVED } from '../baseline/control';
import { LIMITS } from '../baseline/limits';
import { Waiver } from '../baseline/waiver';
import { brokenExpectation, isDay, latestExpiry, WAIVABLE } from '../baseline/waiver-terms';
import type { Finding } from '../checks/finding';
import { ValidationError } from '../errors';
import type { Json, WaiverFacts } from '../model/facts';
import { at, isObject } from '../model/json';

/** A waiver for a resource of a template that no CDK app made. */
export interface FileWaiver extends WaiverFacts {
  readonly rule: string;
  /** The logical id, or the construct path where there is one; the macro, where a finding is about a whole template. */
  readonly resource: string;
  /** The template in which the resource stands, or the end of its path; in every one where it is left out. */
  readonly template?: string;
}

const KEYS = ['rule', 'resource', 'reason', 'owner', 'expires', 'template', 'ticket'] as const;

/**
 * The waivers of a file: a list, or an object with the list as `waivers`.
 *
 * Throws where one of them would not be accepted in an app: without a usable reason, an owner or a last day within twelve months of the day of the
 * judgement, for an unknown rule, or for one that nobody may waive.
 */
export function readWaivers(file: string, cwd: string, asOf: string): FileWaiver[] {
  const { shown, absolute } = namedPath(file, cwd);
  let content: Json;
  try {
    content = parseText(readText(absolute), absolute);
  } catch (error) {
    throw new ValidationError({
      what: `The file of waivers '${shown}'`,
      expected: 'must be readable JSON or YAML',
      got: reasonOf(error),
      remedy: 'Mend the file, or leave --waivers out',
    });
  }
  const list = isObject(content) ? at(content, 'waivers') : content;
  if (!Array.isArray(list)) {
    throw new ValidationError({
      what: `The file of waivers '${shown}'`,
      expected: "must hold a list, or an object with the list as 'waivers'",
      remedy: `Write entries with ${KEYS.slice(0, 5).join(', ')}`,
    });
  }
  return list.map((entry, index) => waiverOf(entry, `${shown}, entry ${index + 1}`, asOf));
}

function waiverOf(entry: Json, place: string, asOf: string): FileWaiver {
  if (!isObject(entry)) {
    throw new ValidationError({
      what: `The waiver in ${place}`,
      expected: 'must be an object',
      got: JSON.stringify(entry),
      remedy: `Write ${KEYS.slice(0, 5).join(', ')}`,
    });
  }
  const unknownKey = Object.keys(entry).find(key => !KEYS.some(known => known === key));
  if (unknownKey !== undefined) {
    throw new ValidationError({
      what: `The waiver in ${place}`,
      expected: `must only say ${KEYS.join(', ')}`,
      got: `'${unknownKey}'`,
      remedy: 'Remove it',
    });
  }
  const text = (key: (typeof KEYS)[number]) => textIn(entry[key], key, place);
  const optional = (key: 'template' | 'ticket') => (at(entry, key) === undefined ? {} : { [key]: text(key) });
  return {
    rule: waivable(text('rule'), place),
    resource: text('resource'),
    ...reasonAndOwner(text('reason'), text('owner'), place),
    expires: lastDay(text('expires'), place, asOf),
    ...optional('template'),
    ...optional('ticket'),
  };
}

function textIn(value: Json | undefined, key: string, place: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new ValidationError({
    what: `The '${key}' of the waiver in ${place}`,
    expected: 'must be text',
    got: value === undefined ? 'nothing' : JSON.stringify(value),
    remedy: 'Write it out: a waiver is read by people',
  });
}

function waivable(rule: string, place: string): string {
  const expected = brokenExpectation(rule);
  if (expected === undefined) return rule;
  throw new ValidationError({
    what: `The 'rule' of the waiver in ${place}`,
    expected,
    got: `'${rule}'`,
    remedy: NEVER_WAIVED.has(rule as ControlId)
      ? 'Remove the waiver and keep the promise: nobody may waive it'
      : `Did you mean ${nearestNames(rule, WAIVABLE).join(', ')}?`,
  });
}

/** What an app may write, a file may write too, and nothing else. */
function reasonAndOwner(reason: string, owner: string, place: string): { readonly reason: string; readonly owner: string } {
  const today = new Date().toISOString().slice(0, 10);
  try {
    const waiver = new Waiver({ reason, owner, expires: today });
    return { reason: waiver.reason, owner: waiver.owner };
  } catch (error) {
    throw error instanceof ValidationError ? placed(error, place) : error;
  }
}

function placed(error: ValidationError, place: string): ValidationError {
  error.message = error.message.replace('of a waiver', `of the waiver in ${place}`);
  return error;
}

function lastDay(expires: string, place: string, asOf: string): string {
  const what = `The 'expires' of the waiver in ${place}`;
  if (!isDay(expires)) {
    throw new ValidationError({
      what,
      expected: 'must be a day as YYYY-MM-DD',
      got: `'${expires}'`,
      remedy: 'Write the last day on which it may hold, such as 2027-01-31',
    });
  }
  if (expires <= latestExpiry(new Date(`${asOf}T00:00:00Z`))) return expires;
  throw new ValidationError({
    what,
    expected: `must be within ${LIMITS.waiverMonths.max} months of ${asOf}`,
    got: `'${expires}'`,
    remedy: 'Choose an earlier day, on which somebody looks at the danger again',
  });
}

/** Whether a waiver of a file is about a finding. */
export function isAbout({ rule, resource, template }: FileWaiver, finding: Finding): boolean {
  if (finding.rule !== rule || !namesOf(finding).includes(resource)) return false;
  return template === undefined || endsWithPath(finding.template ?? '', template);
}

/** What a person can call the place of a finding; none where it is about the app. */
function namesOf({ resource, constructPath, hiddenBy }: Finding): readonly (string | undefined)[] {
  if (resource === undefined) return hiddenBy === undefined ? [] : [hiddenBy];
  return [resource, constructPath, constructPath?.replace(/\/(?:Resource|Default)$/, '')];
}

function endsWithPath(path: string, end: string): boolean {
  const [whole, wanted] = [path, end].map(text => text.replace(/\\/g, '/').replace(/^(?:\.\/)+/, ''));
  return whole === wanted || whole.endsWith(`/${wanted}`);
}
