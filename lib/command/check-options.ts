import { parseArgs } from 'util';
import { UsageError } from './usage';
import { FRAMEWORKS } from '../baseline/frameworks';
import { isDay } from '../baseline/waiver-terms';
import type { ProfileName } from '../rules/define-rule';

const PROFILES = ['strict', 'baseline'] as const satisfies readonly ProfileName[];
const FORMATS = ['text', 'json', 'sarif', 'markdown', 'html'] as const;
const THRESHOLDS = ['fatal', 'error', 'warning'] as const;

export type Format = (typeof FORMATS)[number];
export type Threshold = (typeof THRESHOLDS)[number];

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly profile: ProfileName;
  readonly format: Format;
  readonly failOn: Threshold;
  /** The day on which waivers and runtimes are judged, as `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly output?: string;
  readonly waivers?: string;
  readonly policy?: string;
  readonly accountConcurrency?: number;
  /** The framework whose items alone are told, by the name that `FRAMEWORKS` gives it. */
  readonly framework?: string;
}

const OPTIONS = {
  profile: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string' },
  'fail-on': { type: 'string' },
  waivers: { type: 'string' },
  policy: { type: 'string' },
  'as-of': { type: 'string' },
  'account-concurrency': { type: 'string' },
  framework: { type: 'string' },
} as const;

/** Throws `UsageError` for what it does not understand. */
export function checkOptions(args: readonly string[]): CheckOptions {
  const { values, positionals: paths } = parsed(args);
  if (paths.length === 0 || paths.includes('')) {
    throw new UsageError('check needs the path of a template, of a folder with templates, or of a cdk.out', 'check');
  }
  for (const [option, value] of Object.entries(values)) {
    if (value === '') throw new UsageError(`--${option} needs a value`, 'check');
  }
  const { output, waivers, policy } = values;
  return {
    paths,
    profile: oneOf(PROFILES, 'profile', values.profile ?? 'strict'),
    format: oneOf(FORMATS, 'format', values.format ?? 'text'),
    failOn: oneOf(THRESHOLDS, 'fail-on', values['fail-on'] ?? 'error'),
    asOf: dayOf(values['as-of'] ?? new Date().toISOString().slice(0, 10)),
    ...(output === undefined ? {} : { output }),
    ...(waivers === undefined ? {} : { waivers }),
    ...(policy === undefined ? {} : { policy }),
    ...quotaOf(values['account-concurrency']),
    ...frameworkOf(values.framework),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message, 'check');
  }
}

function oneOf<T extends string>(choices: readonly T[], option: string, value: string): T {
  const choice = choices.find(candidate => candidate === value);
  if (choice === undefined) throw new UsageError(`--${option} must be one of ${choices.join(', ')}, got '${value}'`, 'check');
  return choice;
}

function dayOf(text: string): string {
  if (!isDay(text)) throw new UsageError(`--as-of must be a day as YYYY-MM-DD, got '${text}'`, 'check');
  return text;
}

/** Names of frameworks are long; their capitals need not be remembered. */
function frameworkOf(text: string | undefined): Pick<CheckOptions, 'framework'> {
  if (text === undefined) return {};
  const names = FRAMEWORKS.map(({ name }) => name);
  const framework = names.find(name => name.toLowerCase() === text.toLowerCase());
  if (framework === undefined) throw new UsageError(`--framework must be one of ${names.join(', ')}, got '${text}'`, 'check');
  return { framework };
}

function quotaOf(text: string | undefined): Pick<CheckOptions, 'accountConcurrency'> {
  if (text === undefined) return {};
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new UsageError(`--account-concurrency must be a whole number above 0, got '${text}'`, 'check');
  }
  return { accountConcurrency: Number(text) };
}
