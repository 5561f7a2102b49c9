import { isCalledSecret, soundsSecret } from './secret-name';
import type { Spot } from './spots';
import { findSecret, holdsPassword, SHORTEST_SECRET } from '../../baseline/secret-formats';
import { isPlaceholder, looksDrawn } from '../../baseline/secret-properties';
import type { TemplateFacts } from '../../model/facts';
import { textOf } from '../../model/json';
import { isSymbolic, symbolicParts } from '../../model/symbolic';

/** What was found in a text, and whether it may be something else after all. */
export interface Found {
  readonly what: string;
  readonly certain: boolean;
}

/** What a text is by the form that its issuer gives it, whatever it is called. */
export function byForm(text: string): Found | undefined {
  if (text.length < SHORTEST_SECRET) return undefined;
  const decoded = decodedFrom(text);
  const what =
    findSecret(text) ??
    (holdsPassword(text) ? 'a password in a connection string' : undefined) ??
    (holdsCredentials(text) ? 'a password in a header' : undefined) ??
    (decoded === undefined ? undefined : findSecret(decoded));
  return what === undefined ? undefined : { what, certain: true };
}

/** What a text is by what it is called, where names are given freely: variables, headers, inputs. */
export function byGivenName({ name, text }: Spot): Found | undefined {
  return soundsSecret(name, text) && !isPlaceholder(text) && !isExpression(text)
    ? { what: 'a value that its name calls a secret', certain: true }
    : undefined;
}

/** What a text is by what it is called and how it looks, where the name is a word of CloudFormation. */
export function byNameAndLook({ name, text }: Spot): Found | undefined {
  return isCalledSecret(name) && !NO_SECRETS.test(name) && looksDrawn(text) && soundsSecret(name, text) && !isExpression(text)
    ? { what: 'a value that its name calls a secret', certain: false }
    : undefined;
}

/** What a property that holds a secret by its nature is given. One part that nobody sees is enough for the whole to be one. */
export function byNature(template: TemplateFacts, text: string): Found | undefined {
  if (text.trim() === '' || /\{\{resolve:(?:secretsmanager|ssm-secure):/.test(text)) return undefined;
  if (/\{\{resolve:ssm:/.test(text)) return { what: 'a parameter that is stored in plain text', certain: false };
  if (!isSymbolic(text)) return { what: 'a secret in plain text', certain: true };
  const parts = symbolicParts(text);
  const { parameters, noEcho } = template;
  if (parts.some(part => !parameters.has(part) || (noEcho.has(part) && !hasDefault(template, part)))) return undefined;
  const shown = parts.find(part => !noEcho.has(part));
  return shown === undefined
    ? { what: `the parameter ${parts[0]}, whose default stands in the template`, certain: true }
    : { what: `the parameter ${shown}, which is shown to everybody: it is not NoEcho`, certain: false };
}

/** Whether a parameter has a default that is a value, and no word for having none. */
export function hasDefault({ parameters }: TemplateFacts, parameter: string): boolean {
  const stated = textOf(parameters.get(parameter)?.Default)?.trim() ?? '';
  return !/^(?:none|null|nil|empty|unset|undefined|n\/?a|false|no|off|-*)$/i.test(stated);
}

/** `password = "…"` in a piece of code, with a value that a machine drew. */
export function inCode(text: string): Found | undefined {
  if (!/['"]/.test(text)) return undefined;
  for (const [, name, value] of text.matchAll(ASSIGNMENT)) {
    if (isCalledSecret(name) && looksDrawn(value) && soundsSecret(name, value)) {
      return { what: `a literal value for '${name}'`, certain: false };
    }
  }
  return undefined;
}

/** `spring.datasource.password=…`, `password: …`, `?user=orders&password=…`, also in base64: a line of settings with a value that a machine drew. */
export function inSettings(text: string): Found | undefined {
  for (const settings of [text, decodedFrom(text) ?? '']) {
    for (const [, name, value] of settings.matchAll(SETTING)) {
      if (isCalledSecret(name) && !NO_SECRETS.test(name) && looksDrawn(value) && soundsSecret(name, value)) {
        return { what: `a literal value for '${name}'`, certain: false };
      }
    }
  }
  return undefined;
}

const SETTING = /(?:^|[\s;?&,-])([A-Za-z_][\w.-]{2,60})(?:=|:\s+|\s=\s)([^\s;&,'"(){}[\]<>$]{8,200})(?=$|[\s;&,])/g;

const ASSIGNMENT = /\b([A-Za-z_][\w-]{2,40})['"]?\s*(?::|=>|=)\s*['"]([^'"\s]{8,200})['"]/g;

/** Names that end like a secret and hold what a program needs to tell calls apart. */
const NO_SECRETS = /^(?:Client(?:Request)?|Service|Idempotency|Next|Creation|Continuation|Caller|Pagination|Task)Token$/i;

/** A value that is computed where it is used: JSONPath, JSONata, a mapping template, a mapping of API Gateway. */
function isExpression(text: string): boolean {
  return /^(?:\$[.$]|\{%|\{\{|\$(?:input|util|context|stageVariables)\b|States\.|(?:method|integration|stageVariables|context)\.)/.test(
    text.trim(),
  );
}

/** `Basic …`, with a name and a password behind it. */
function holdsCredentials(text: string): boolean {
  const [, encoded] = /\bBasic ([A-Za-z0-9+/]{8,}={0,2})/.exec(text) ?? [];
  return encoded !== undefined && /^[\x21-\x7e]+:[\x21-\x7e]{3,}$/.test(Buffer.from(encoded, 'base64').toString('latin1'));
}

/** UserData and the like are handed over in base64. */
function decodedFrom(text: string): string | undefined {
  if (text.length < 40 || text.length > 100_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return /^[\x09\x0a\x0d\x20-\x7e]+$/.test(decoded) ? decoded : undefined;
}
