import { stringify } from 'yaml';
import { mutate, scramble } from './mutations';
import { Random } from './random';
import { anyValue, deep } from './values';
import type { Json, JsonObject } from '../../lib/model/facts';
import { RULES } from '../../lib/rules';
import { applyExample } from '../../lib/rules/example';
import { SECURE_APP } from '../../lib/rules/secure-app';

/** What the judge is given once: files of one app, as text. */
export interface Case {
  readonly kind: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The same, where it was never text: what a plugin is handed by CDK has been parsed already. */
  readonly bodies?: readonly JsonObject[];
}

const EXAMPLES = RULES.flatMap(({ bad, good }) => [...Object.values(bad), ...Object.values(good)]);
const TYPES = [
  ...new Set(
    [SECURE_APP, ...EXAMPLES].flatMap(({ Resources }) =>
      Object.values((Resources ?? {}) as Record<string, JsonObject | null>).flatMap(resource => resource?.Type ?? []),
    ),
  ),
];
const PROPERTIES = [
  ...new Set(
    [SECURE_APP, ...EXAMPLES].flatMap(({ Resources }) =>
      Object.values((Resources ?? {}) as Record<string, JsonObject | null>).flatMap(resource =>
        Object.keys(resource?.Properties ?? {}),
      ),
    ),
  ),
];

/** Every seed is one case, and always the same one. */
export function caseOf(seed: number): Case {
  const random = new Random(seed);
  // What costs a thousand times the rest is drawn a thousandth as often.
  if (random.chance(1_000)) return random.one([tooDeep, tooDeepInText, tooLong, bomb])(random);
  return random.one([
    example,
    broken,
    broken,
    broken,
    anything,
    cyclic,
    cyclic,
    scrambledJson,
    yaml,
    scrambledYaml,
    scrambledYaml,
  ])(random);
}

function example(random: Random): Case {
  return json('example', secureApp(random));
}

function broken(random: Random): Case {
  return json('broken', mutate(secureApp(random), random));
}

/** Resources of every type with every property, and nothing in it that fits. */
function anything(random: Random): Case {
  const resource = (): JsonObject => ({
    Type: random.chance(10) ? anyValue(random, 1) : random.one(TYPES),
    Properties: random.chance(10)
      ? anyValue(random)
      : Object.fromEntries(random.many(8, () => [random.one(PROPERTIES), anyValue(random)] as const)),
    ...(random.chance(3) ? { Condition: anyValue(random, 1), Metadata: anyValue(random), DependsOn: anyValue(random, 1) } : {}),
  });
  return json('anything', {
    Resources: Object.fromEntries(
      ['Function', 'Role', ...random.many(6, () => `R${random.below(9)}`)].map(name => [name, resource()]),
    ),
    ...Object.fromEntries(
      ['Parameters', 'Conditions', 'Mappings', 'Outputs', 'Globals', 'Transform'].map(section => [section, anyValue(random)]),
    ),
  });
}

/** Everything that can lead back to itself does: parameters, conditions, outputs, exports, nested stacks, resources. */
function cyclic(random: Random): Case {
  const names = ['S0', 'S1', 'S2'].slice(0, 1 + random.below(3));
  const next = (index: number): string => names[(index + 1) % names.length];
  const files = names.map((name, index) => {
    const app = mutateSometimes(secureApp(random), random);
    const resources = (app.Resources ??= {}) as JsonObject;
    if (typeof resources !== 'object' || resources === null) return file(name, app);
    resources.Nested = {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { Parameters: { P0: { 'Fn::GetAtt': ['Nested', 'Outputs.O0'] }, P1: { Ref: 'P0' } } },
      Metadata: { 'aws:asset:path': `${next(index)}.template.json` },
    };
    resources.Loop = { Type: random.one(TYPES), Properties: { [random.one(PROPERTIES)]: { Ref: 'Loop' }, Name: { Ref: 'P1' } } };
    const shared = (parts: JsonObject, section: string) =>
      typeof app[section] === 'object' && app[section] !== null && !Array.isArray(app[section])
        ? { ...(app[section] as JsonObject), ...parts }
        : parts;
    app.Parameters = shared(
      { P0: { Type: 'String', Default: { Ref: 'P1' } }, P1: { Type: 'CommaDelimitedList', Default: '${P0}' } },
      'Parameters',
    );
    app.Conditions = shared(
      {
        C0: { 'Fn::Not': [{ Condition: 'C1' }] },
        C1: { 'Fn::And': [{ Condition: 'C2' }, { Condition: 'C0' }] },
        C2: { 'Fn::Equals': [{ Ref: 'P0' }, { 'Fn::If': ['C2', 'a', 'b'] }] },
      },
      'Conditions',
    );
    app.Outputs = {
      O0: { Value: { 'Fn::GetAtt': ['Nested', 'Outputs.O0'] }, Export: { Name: { 'Fn::ImportValue': `E${next(index)}` } } },
      O1: { Value: { 'Fn::ImportValue': `E${next(index)}` }, Export: { Name: `E${name}` } },
      O2: { Value: { 'Fn::GetStackOutput': { StackName: next(index), OutputName: 'O2' } } },
    };
    return file(name, app);
  });
  return { kind: 'cyclic', files };
}

function scrambledJson(random: Random): Case {
  const { files } = broken(random);
  return { kind: 'scrambled JSON', files: files.map(({ path, text }) => ({ path, text: scramble(text, random) })) };
}

function yaml(random: Random): Case {
  return { kind: 'YAML', files: [{ path: 'S.yaml', text: yamlOf(mutateSometimes(secureApp(random), random)) }] };
}

function scrambledYaml(random: Random): Case {
  const text = yamlOf(mutateSometimes(secureApp(random), random));
  const hostile = random.one([
    '',
    'Anchors: &a [*a, *a]\n',
    'Anchors: &a {b: &b [1, 2], c: *b, d: *b}\nAgain: *a\n',
    'Merged: {<<: *a, <<: [*a, *b]}\n',
    'Key: 1\nKey: 2\n',
    '? [a, b]\n: c\n',
    '\tTab: here\n',
    '%TAG ! tag:example.com,2000:\n---\n',
    'Tagged: !!binary |\n  AAAA\n',
    'Sub: !Sub [!Sub "${A}", {A: !GetAtt A.B.C}]\n',
    'Numbers: [0o17, 0x1F, 1_000, 012345678901, .inf, .nan, 1e400, ~, 2001-12-14]\n',
  ]);
  return { kind: 'scrambled YAML', files: [{ path: 'S.yaml', text: scramble(hostile + text, random) }] };
}

/** Deeper than any stack of calls. Text that deep is refused; a value that is there already has to be survived. */
function tooDeep(random: Random): Case {
  const app = secureApp(random);
  const [, resource] = random.one(Object.entries((app.Resources ?? {}) as Record<string, JsonObject>));
  const properties = (resource.Properties ??= {}) as JsonObject;
  const place = random.one([properties, resource, app, app.Resources as JsonObject]);
  place[random.one([...Object.keys(place), 'Deep'])] = deep(100_000, random.one(['list', 'object', 'intrinsic'] as const));
  return { kind: 'too deep', files: [], bodies: [app] };
}

/** JSON that stands in a text, such as a policy, an environment variable or a definition of an API. */
function tooDeepInText(random: Random): Case {
  const [open, close] = random.one([
    ['[', ']'],
    ['{"Statement":', '}'],
  ]);
  const text = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
  const app = secureApp(random);
  const resources = app.Resources as Record<string, JsonObject>;
  for (const { Properties } of Object.values(resources)) {
    const properties = (Properties ?? {}) as JsonObject;
    for (const name of Object.keys(properties)) if (random.chance(4)) properties[name] = text;
  }
  resources.Fuzzed = {
    Type: random.one(TYPES),
    Properties: Object.fromEntries(random.many(20, () => [random.one(PROPERTIES), text])),
  };
  return { kind: 'too deep in a text', files: [], bodies: [app] };
}

function tooLong(random: Random): Case {
  const app = secureApp(random);
  const resources = app.Resources as Record<string, JsonObject>;
  const long = random.one<Json>([
    'x'.repeat(1_000_000),
    '${Function}'.repeat(50_000),
    Array.from({ length: 20_000 }, (_, index) => `${index}`),
    Array.from({ length: 5_000 }, () => ({ Effect: 'Allow', Action: '*', Resource: '*' })),
  ]);
  resources.Fuzzed = { Type: random.one(TYPES), Properties: { [random.one(PROPERTIES)]: long } };
  const [, resource] = random.one(Object.entries(resources));
  const properties = (resource.Properties ?? {}) as JsonObject;
  properties[random.one([...Object.keys(properties), 'Long'])] = structuredClone(long);
  return json('too long', app);
}

/** Aliases of aliases, which say little and mean a billion values; a line of many megabytes; nesting without end. */
function bomb(random: Random): Case {
  const bombs = [
    [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`),
      'Resources: *a40',
    ].join('\n'),
    `Resources: {A: {Type: "${'x'.repeat(50_000_000)}"}}`,
    `Resources: ${'['.repeat(100_000)}`,
    `${Array.from({ length: 10_000 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')}`,
    `Resources:\n${'- '.repeat(100_000)}a`,
    `Resources: ${'!Sub '.repeat(10_000)}a`,
    `Resources: {${'? '.repeat(50_000)}`,
    `Resources: &a {A: &a {B: &a {C: *a}}}`,
    `Resources:\n${Array.from({ length: 50_000 }, (_, n) => `  K${n % 7}: 1`).join('\n')}`,
    `Resources: "${'\\'.repeat(999_999)}`,
    `#${'\n#'.repeat(500_000)}`,
    `Resources: >\n${' \n'.repeat(500_000)}`,
  ];
  return { kind: 'bomb', files: [{ path: 'S.yaml', text: random.one(bombs) }] };
}

function secureApp(random: Random): JsonObject {
  let app = structuredClone(SECURE_APP) as JsonObject;
  for (let count = random.below(3); count >= 0; count -= 1) app = applyExample(app, random.one(EXAMPLES));
  return structuredClone(app);
}

function mutateSometimes(app: JsonObject, random: Random): JsonObject {
  return random.chance(2) ? mutate(app, random) : app;
}

function json(kind: string, app: JsonObject): Case {
  return { kind, files: [file('S0', app)] };
}

function file(name: string, app: JsonObject): Case['files'][number] {
  return { path: `${name}.template.json`, text: JSON.stringify(app) };
}

function yamlOf(app: JsonObject): string {
  return stringify(JSON.parse(JSON.stringify(app)));
}
