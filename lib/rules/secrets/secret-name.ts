import { isSymbolic } from '../../model/symbolic';

const SECRET_WORDS = new Set([
  'password',
  'passwd',
  'pwd',
  'pass',
  'pgpassword',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'credential',
  'credentials',
]);
/** A quick no for nearly all names: each of the words holds one of these. */
const MAY_SAY_SECRET = /pass|pwd|secret|token|key|credential/i;
const KINDS_OF_KEY = new Set(['api', 'access', 'private', 'secret', 'auth', 'encryption', 'signing', 'license']);

/**
 * Whether a variable is called like a secret and its text could be one: `DB_PASSWORD=hunter2`. A name that ends in what the text really is
 * (`TOKEN_TTL`, `SECRET_ARN`) does not count, nor does text that is plainly something else: a small number, a switch, an address, a path, or
 * another name.
 */
export function soundsSecret(name: string, text: string): boolean {
  return isCalledSecret(name) && !isPlainlyHarmless(text) && !isPathOfSecret(name, text.trim());
}

/** Whether a variable's name says that its value is a secret. */
export function isCalledSecret(name: string): boolean {
  if (!MAY_SAY_SECRET.test(name)) return false;
  const [last, previous = ''] = lastWordsOf(name);
  return SECRET_WORDS.has(last) || (last === 'key' && KINDS_OF_KEY.has(previous));
}

function isPlainlyHarmless(text: string): boolean {
  const trimmed = text.trim();
  return (
    isSymbolic(trimmed) ||
    /^(?:|[-+]?[\d.]{1,7}|true|false|yes|no|on|off|null|none)$/i.test(trimmed) ||
    /^(?:arn:|[a-z][a-z0-9+.-]*:\/\/)/i.test(trimmed) ||
    isNameOfSecret(trimmed)
  );
}

/**
 * `/orders/database`, `orders/prod/database`: where a secret is kept. A password may hold a slash too, so what is called one needs a path that
 * speaks of secrets itself, or begins as a path does.
 */
function isPathOfSecret(name: string, text: string): boolean {
  if (!text.includes('/')) return false;
  const path = text.replace(/^\.{0,2}\//, '');
  if (!path.split('/').every(isWordOfPath)) return false;
  const [last] = lastWordsOf(name);
  return path !== text || NAMES_OF_PLACES.has(last) || wordsOf(text).some(word => SECRET_WORDS.has(word) || word === 'key');
}

/** A secret in Secrets Manager has a name, so `DB_SECRET` may hold it; a password has none. */
const NAMES_OF_PLACES = new Set(['secret', 'credential', 'credentials']);

/** `orders`, `api-token`, `Database2`; random text mixes in digits and signs. */
function isWordOfPath(text: string): boolean {
  return /^[A-Za-z]+(?:[-_.][A-Za-z]+)*[-_.]?\d{0,3}$/.test(text);
}

/** What people write who make a secret up: nobody calls one so in a store. */
const MADE_UP = new Set([
  'super',
  'supersecret',
  'top',
  'topsecret',
  'very',
  'change',
  'changeme',
  'changeit',
  'replace',
  'your',
]);

/** `orders-db-secret`, `x-csrf-token`: words that speak of a secret are its name. */
function isNameOfSecret(text: string): boolean {
  const words = wordsOf(text);
  return (
    /^[A-Za-z][\w.-]*$/.test(text) &&
    words.length > 1 &&
    words.every(word => !/\d{3}|[a-z]\d+[a-z]/.test(word) && !MADE_UP.has(word)) &&
    words.some(word => SECRET_WORDS.has(word) || word === 'key')
  );
}

/** The last word first, without numbers and what only says where: `DB_PASSWORD_PROD`, `db-password-2`, `API_KEY2`. */
function lastWordsOf(name: string): readonly [string, string?] {
  const [last = '', previous] = wordsOf(name)
    .map(word => word.replace(/\d+$/, ''))
    .filter(word => word !== '' && !STAGES.has(word))
    .reverse();
  return [last, previous];
}

const STAGES = new Set(['dev', 'development', 'test', 'qa', 'uat', 'stg', 'staging', 'prod', 'production', 'sandbox']);

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter(word => word !== '');
}
