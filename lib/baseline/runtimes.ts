/**
 * When AWS stops patching a managed runtime, after the Lambda Developer Guide's page on runtimes as it stood in autumn 2026.
 * A runtime without a date is not scheduled. Functions can still be created for months after the date, without patches.
 */
export const RUNTIMES: Readonly<Record<string, string | undefined>> = {
  'nodejs24.x': '2028-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs20.x': '2026-04-30',
  'nodejs18.x': '2025-09-01',
  'nodejs16.x': '2024-06-12',
  'nodejs14.x': '2023-12-04',
  'nodejs12.x': '2023-03-31',
  'nodejs10.x': '2021-07-30',
  'nodejs8.10': '2020-03-06',
  'nodejs6.10': '2019-08-12',
  'nodejs4.3': '2020-03-05',
  nodejs: '2016-10-31',
  'python3.14': '2029-06-30',
  'python3.13': '2029-06-30',
  'python3.12': '2028-10-31',
  'python3.11': '2027-06-30',
  'python3.10': '2026-10-31',
  'python3.9': '2025-12-15',
  'python3.8': '2024-10-14',
  'python3.7': '2023-12-04',
  'python3.6': '2022-07-18',
  'python2.7': '2021-07-15',
  java25: '2029-06-30',
  java21: '2029-06-30',
  java17: '2027-06-30',
  java11: '2027-06-30',
  'java8.al2': '2027-06-30',
  'java17.al2023': undefined,
  'java11.al2023': undefined,
  'java8.al2023': undefined,
  java8: '2024-01-08',
  dotnet10: '2028-11-14',
  dotnet8: '2026-11-10',
  dotnet6: '2024-12-20',
  'dotnetcore3.1': '2023-04-03',
  'dotnetcore2.1': '2022-01-05',
  'dotnetcore2.0': '2019-05-30',
  'dotnetcore1.0': '2019-07-30',
  'ruby4.0': '2029-03-31',
  'ruby3.4': '2028-03-31',
  'ruby3.3': '2027-03-31',
  'ruby3.2': '2026-03-31',
  'ruby2.7': '2023-12-07',
  'ruby2.5': '2021-07-30',
  'provided.al2023': '2029-06-30',
  'provided.al2': '2026-07-31',
  provided: '2024-01-08',
  'go1.x': '2024-01-08',
};

/**
 * `nodejs22.x` is version 22 of `nodejs`; what came before .NET was unified is an older .NET. Lines that have ended have no newer runtime, only
 * another one, and that they have ended is what is wrong with them: `go1.x`, and `provided` on the first Amazon Linux.
 */
function familyOf(runtime: string): { readonly name: string; readonly version: number } | undefined {
  const [, name, number = '0'] = /^(nodejs|python|java|dotnet(?:core)?|ruby)(\d+(?:\.\d+)?)?/.exec(runtime) ?? [];
  if (name !== undefined) return { name: name.replace('core', ''), version: versionOf(number) };
  const [, image] = /^provided\.al(\d+)$/.exec(runtime) ?? [];
  return image === undefined ? undefined : { name: 'provided', version: Number(image) };
}

/** 3.9 comes before 3.14. */
function versionOf(text: string): number {
  const [major, minor = '0'] = text.split('.');
  return Number(major) * 1_000 + Number(minor);
}

const NEWEST: ReadonlyMap<string, string> = Object.keys(RUNTIMES).reduce((newest, runtime) => {
  const family = familyOf(runtime);
  if (family !== undefined) {
    const known = familyOf(newest.get(family.name) ?? '')?.version ?? -1;
    if (family.version > known) newest.set(family.name, runtime);
  }
  return newest;
}, new Map<string, string>());

/** The runtime that replaces this one in its family; undefined where it is the newest, or newer than the table. */
export function newerRuntime(runtime: string): string | undefined {
  const family = familyOf(runtime);
  const newest = family && NEWEST.get(family.name);
  return newest !== undefined && family !== undefined && (familyOf(newest)?.version ?? 0) > family.version ? newest : undefined;
}

/** Whether AWS still patches a runtime on a day; `unknown` for one that came after the table. */
export function runtimeStatus(runtime: string, asOf: Date): 'supported' | 'deprecated' | 'unknown' {
  if (!Object.hasOwn(RUNTIMES, runtime)) return 'unknown';
  const deprecated = RUNTIMES[runtime];
  return deprecated === undefined || asOf.toISOString().slice(0, 10) < deprecated ? 'supported' : 'deprecated';
}
