import { schemaFaults } from './sarif-schema';

type Fault = string;

/** What breaks the structure that SARIF 2.1.0 demands of a log with results, and code scanning of its places. */
export function sarifFaults(log: unknown): Fault[] {
  return [
    ...schemaFaults(log),
    ...(valueAt(log, 'version') === '2.1.0' ? [] : ['version is not 2.1.0']),
    ...(typeof valueAt(log, '$schema') === 'string' ? [] : ['no $schema']),
    ...listAt(log, 'runs').flatMap(runFaults),
  ];
}

function runFaults(run: unknown): Fault[] {
  const driver = valueAt(valueAt(run, 'tool'), 'driver');
  const rules = listAt(driver, 'rules');
  const ids = rules.map(rule => valueAt(rule, 'id'));
  return [
    ...textFaults(driver, 'name', 'version'),
    ...addressFaults(driver, 'informationUri'),
    ...(new Set(ids).size === ids.length ? [] : ['rule ids repeat']),
    ...rules.flatMap(ruleFaults),
    ...listAt(run, 'invocations').flatMap(invocationFaults),
    ...listAt(run, 'results').flatMap(result => resultFaults(result, ids)),
  ];
}

function ruleFaults(rule: unknown): Fault[] {
  return [
    ...textFaults(rule, 'id'),
    ...['shortDescription', 'fullDescription', 'help'].flatMap(key => textFaults(valueAt(rule, key), 'text')),
    ...addressFaults(rule, 'helpUri'),
    ...levelFaults(valueAt(valueAt(rule, 'defaultConfiguration'), 'level')),
  ];
}

function invocationFaults(invocation: unknown): Fault[] {
  return [
    ...(typeof valueAt(invocation, 'executionSuccessful') === 'boolean' ? [] : ['an invocation without its outcome']),
    ...listAt(invocation, 'toolExecutionNotifications').flatMap(notification =>
      textFaults(valueAt(notification, 'message'), 'text'),
    ),
  ];
}

function resultFaults(result: unknown, ids: readonly unknown[]): Fault[] {
  const index = valueAt(result, 'ruleIndex');
  return [
    ...(typeof index === 'number' && ids[index] === valueAt(result, 'ruleId') ? [] : ['ruleIndex names another rule']),
    ...levelFaults(valueAt(result, 'level')),
    ...textFaults(valueAt(result, 'message'), 'text'),
    ...[...listAt(result, 'locations'), ...optionalListAt(result, 'relatedLocations')].flatMap(locationFaults),
    ...textFaults(valueAt(result, 'partialFingerprints'), 'cdkSecureFunction/v1'),
    ...optionalListAt(result, 'suppressions').flatMap(suppression =>
      ['inSource', 'external'].includes(String(valueAt(suppression, 'kind'))) ? [] : ['a suppression of no kind'],
    ),
  ];
}

function locationFaults(location: unknown): Fault[] {
  const physical = valueAt(location, 'physicalLocation');
  if (physical === undefined) return [];
  const uri = valueAt(valueAt(physical, 'artifactLocation'), 'uri');
  const { startLine } = (valueAt(physical, 'region') ?? {}) as { readonly startLine?: unknown };
  return [
    ...(typeof uri === 'string' && /^[\w\-.~%/:!$&'()*+,;=@]+$/.test(uri) && !/%(?![0-9A-F]{2})/.test(uri)
      ? []
      : [`no address: ${String(uri)}`]),
    ...(Number.isInteger(startLine) && Number(startLine) >= 1 ? [] : ['a region without a line']),
  ];
}

function levelFaults(level: unknown): Fault[] {
  return ['none', 'note', 'warning', 'error'].includes(String(level)) ? [] : [`the level ${String(level)}`];
}

function textFaults(value: unknown, ...keys: readonly string[]): Fault[] {
  return keys.flatMap(key => (typeof valueAt(value, key) === 'string' ? [] : [`${key} is no text`]));
}

function addressFaults(value: unknown, key: string): Fault[] {
  const address = valueAt(value, key);
  return address === undefined || /^https:\/\//.test(String(address)) ? [] : [`${key} is no address`];
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = valueAt(value, key);
  return Array.isArray(list) ? list : [];
}

function optionalListAt(value: unknown, key: string): readonly unknown[] {
  return valueAt(value, key) === undefined ? [] : listAt(value, key);
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
