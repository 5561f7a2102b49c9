/**
 * The parts of the schema of SARIF 2.1.0 that a log of ours can use, without the descriptions: what each object may hold, and what it has to.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
 */
type Check = (value: unknown, place: string) => readonly string[];

const wrong = (place: string, expected: string): readonly string[] => [`${place} is no ${expected}`];
const text: Check = (value, place) => (typeof value === 'string' ? [] : wrong(place, 'text'));
const flag: Check = (value, place) => (typeof value === 'boolean' ? [] : wrong(place, 'boolean'));
const address: Check = (value, place) =>
  typeof value === 'string' && URL.canParse(value, 'https://example.com/') && !/[\s<>"{}|\\^`]/.test(value)
    ? []
    : wrong(place, 'address');
const atLeast =
  (least: number): Check =>
  (value, place) =>
    Number.isInteger(value) && Number(value) >= least ? [] : wrong(place, `whole number from ${least}`);
const oneOf =
  (...choices: readonly string[]): Check =>
  (value, place) =>
    choices.includes(String(value)) ? [] : wrong(place, `one of ${choices.join(', ')}`);

const list =
  (item: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) return wrong(place, 'list');
    const unique = new Set(value.map(one => JSON.stringify(one))).size === value.length;
    return [...(unique ? [] : [`${place} repeats itself`]), ...value.flatMap((one, index) => item(one, `${place}[${index}]`))];
  };

/** An object that holds nothing but these; those whose name ends in `!` it has to hold. */
function object(members: Readonly<Record<string, Check>>): Check {
  const checks = new Map(Object.entries(members).map(([name, check]) => [name.replace('!', ''), check]));
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(place, 'object');
    const missing = Object.keys(members)
      .filter(name => name.endsWith('!') && !(name.slice(0, -1) in value))
      .map(name => `${place} lacks ${name.slice(0, -1)}`);
    const others = Object.entries(value).flatMap(
      ([name, inner]) => checks.get(name)?.(inner, `${place}.${name}`) ?? [`${place} has no ${name}`],
    );
    return [...missing, ...others];
  };
}

/** Anything by name; its tags, if it has some, are a list of different texts. */
const bag: Check = (value, place) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(place, 'object');
  return 'tags' in value ? list(text)(value.tags, `${place}.tags`) : [];
};

const texts: Check = (value, place) =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => text(inner, `${place}.${name}`))
    : wrong(place, 'object');
const message = object({ text, markdown: text, id: text, arguments: list(text), properties: bag });
const multiformat = object({ 'text!': text, markdown: text, properties: bag });
const level = oneOf('none', 'note', 'warning', 'error');
const artifactLocation = object({ uri: address, uriBaseId: text, index: atLeast(-1), description: message, properties: bag });
const region = object({
  startLine: atLeast(1),
  startColumn: atLeast(1),
  endLine: atLeast(1),
  endColumn: atLeast(1),
  message,
  properties: bag,
});
const location = object({
  id: atLeast(-1),
  physicalLocation: object({ artifactLocation, region, contextRegion: region, properties: bag }),
  logicalLocations: list(
    object({ name: text, index: atLeast(-1), fullyQualifiedName: text, decoratedName: text, kind: text, properties: bag }),
  ),
  message,
  properties: bag,
});
const notification = object({ 'message!': message, level, locations: list(location), timeUtc: text, properties: bag });
const descriptor = object({
  'id!': text,
  name: text,
  shortDescription: multiformat,
  fullDescription: multiformat,
  help: multiformat,
  helpUri: address,
  defaultConfiguration: object({ enabled: flag, level, rank: atLeast(-1), properties: bag }),
  properties: bag,
});
const result = object({
  ruleId: text,
  ruleIndex: atLeast(-1),
  kind: oneOf('notApplicable', 'pass', 'fail', 'review', 'open', 'informational'),
  level,
  'message!': message,
  locations: list(location),
  relatedLocations: list(location),
  fingerprints: texts,
  partialFingerprints: texts,
  suppressions: list(
    object({
      'kind!': oneOf('inSource', 'external'),
      status: oneOf('accepted', 'underReview', 'rejected'),
      justification: text,
      properties: bag,
    }),
  ),
  properties: bag,
});
const run = object({
  'tool!': object({
    'driver!': object({
      'name!': text,
      version: text,
      semanticVersion: text,
      informationUri: address,
      rules: list(descriptor),
      properties: bag,
    }),
    properties: bag,
  }),
  columnKind: oneOf('utf16CodeUnits', 'unicodeCodePoints'),
  invocations: list(
    object({
      'executionSuccessful!': flag,
      toolExecutionNotifications: list(notification),
      exitCode: atLeast(0),
      properties: bag,
    }),
  ),
  results: list(result),
  properties: bag,
});

/** What of a log the schema does not allow. */
export function schemaFaults(log: unknown): readonly string[] {
  return object({ $schema: address, 'version!': oneOf('2.1.0'), 'runs!': list(run), properties: bag })(log, 'log');
}
