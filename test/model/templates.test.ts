import { source } from './build';
import type { Json, JsonObject } from '../../lib/model/facts';
import type { Template } from '../../lib/model/templates';
import { nearest, Templates } from '../../lib/model/templates';

type Source = ReturnType<typeof source>;

const only = (body: JsonObject, more = {}): Template => new Templates([source('App', body, more)]).all[0];

test('a template is what was read, and what its folder tells', () => {
  const Queue = { Type: 'AWS::SQS::Queue' };
  const shipped = { asset: () => undefined, inline: () => false };
  const body = {
    Description: 'Orders',
    Transform: ['AWS::LanguageExtensions', { Name: 'Names' }, 7, []] as Json[],
    Parameters: { Stage: { Type: 'String' }, Secret: { NoEcho: 'TRUE' }, Plain: { NoEcho: false }, Odd: 'x' },
    Mappings: { Sizes: {} },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Metadata: { owner: 'orders' },
    Rules: { R: { Assertions: [] } },
    Resources: { Queue, Odd: 'x', Nothing: null },
    Outputs: { Url: { Value: { Ref: 'Queue' } }, Odd: [] },
  };
  const told = {
    stackPath: 'Prod/Orders',
    account: '111122223333',
    region: 'eu-west-1',
    shipped,
    elsewhere: 's3://theirs/a.json',
  };
  expect(only(body, told)).toMatchObject({
    ...told,
    path: 'App.template.json',
    namespace: 'Prod/Orders',
    stackName: 'Prod-Orders',
    description: 'Orders',
    transforms: ['AWS::LanguageExtensions', 'Names', '7', 'a macro'],
    parameters: new Map(Object.entries(body.Parameters).slice(0, 3)),
    noEcho: new Set(['Secret']),
    mappings: body.Mappings,
    conditions: new Map(Object.entries(body.Conditions)),
    around: new Map<string, Json>([
      ['Metadata', body.Metadata],
      ['Rules', body.Rules],
    ]),
    declared: new Map([['Queue', Queue]]),
    outputs: new Map([['Url', body.Outputs.Url]]),
    loopsCut: false,
  });
});

test('a template that says nothing of itself, or no text, has nothing around its resources', () => {
  expect(only({ Description: 7, Metadata: 'x', Rules: [] })).toMatchObject({ around: new Map(), stackName: 'App' });
  expect(only({ Description: 7 }).description).toBeUndefined();
});

test('a template tells where its loops have more iterations than are written out', () => {
  const loop = (length: number) => ({ 'Fn::ForEach::L': ['N', Array.from({ length }, (_, index) => `n${index}`), {}] });
  expect([5000, 5001].map(length => only({ Resources: loop(length) }).loopsCut)).toEqual([false, true]);
});

test.each([
  ['Orders.template.json', 'Orders'],
  ['cdk.out/Orders.nested.template.json', 'Orders'],
  ['Orders.json', 'Orders'],
  ['Orders.yaml', 'Orders'],
  ['Orders.yml', 'Orders'],
  ['Orders.template', 'Orders'],
  ['Orders.nested', 'Orders.nested'],
  ['Orders.json.orig', 'Orders.json.orig'],
])('the template in %s is called %s', (path, name) =>
  expect(new Templates([{ path, body: {} }]).all[0]).toMatchObject({ namespace: name, stackName: name }),
);

test('templates are marked by construct path, then file, then full path, then number', () => {
  const at = (path: string, stackPath?: string) => source(path, {}, { stackPath });
  const { all } = new Templates([at('x/A', 'Prod/A${b}'), at('x/A'), at('y/A'), at('y/A')]);
  expect(all.map(({ namespace }) => namespace)).toEqual(['Prod/A__b_', 'A', 'y/A.template.json', '3']);
  expect([...all[0].app.values()]).toEqual(all);
});

describe('a nested stack', () => {
  const stack = (Type: string, asset: Json): JsonObject => ({ Type, Metadata: { 'aws:asset:path': asset } });
  const parent = (Type = 'AWS::CloudFormation::Stack', asset: Json = 'Child.nested.template.json') =>
    source('cdk.out/Parent', { Resources: { Child: stack(Type, asset) } });
  const child = (nestedIn?: { path: string; logicalId: string }[]) => source('cdk.out/Child.nested', {}, { nestedIn });
  const tied = (sources: readonly Source[]) => {
    const templates = new Templates(sources);
    const inner = templates.all[1];
    return [
      templates.parentsOf(inner).map(({ template, logicalId }) => `${template.namespace}#${logicalId}`),
      ['Child', 'Other'].filter(logicalId => templates.nestedIn(templates.all[0], logicalId) === inner),
    ];
  };
  const here = (logicalId: string) => ({ path: 'cdk.out/Parent.template.json', logicalId });

  test.each<[string, readonly Source[], unknown]>([
    ['what its metadata name', [parent(), child()], [['Parent#Child'], ['Child']]],
    ['no file that is not among those given', [parent(undefined, 'Elsewhere.json'), child()], [[], []]],
    ['nothing without metadata', [parent(undefined, null), child()], [[], []]],
    ['nothing where another resource has such metadata', [parent('AWS::Lambda::Function'), child()], [[], []]],
    [
      'what the assembly says, whatever the metadata',
      [parent(), child([here('Other'), { path: 'nowhere.json', logicalId: 'Child' }])],
      [['Parent#Other'], ['Other']],
    ],
    ['nothing where the assembly says so', [parent(), child([])], [[], []]],
  ])('deploys %s', (_, sources, expected) => expect(tied(sources)).toEqual(expected));
});

describe('the stack of a name', () => {
  const named = (path: string, more = {}) => source(path, {}, { stackName: 'Orders', ...more });
  const found = (region: string | undefined, others: readonly Source[]) => {
    const templates = new Templates([source('Reader', {}, { account: '1', region: 'eu-west-1' }), ...others]);
    return templates.ofStack('Orders', region, templates.all[0])?.path.replace('.template.json', '');
  };
  const west = { account: '1', region: 'eu-west-1' };
  const east = { account: '1', region: 'us-east-1' };

  test.each<[string, string | undefined, readonly Source[], string | undefined]>([
    ['is none where no template bears it', 'eu-west-1', [source('A', {})], undefined],
    ['stands in the region that is asked for', 'us-east-1', [named('W', west), named('E', east)], 'E'],
    ['is none where it stands in another region', 'eu-west-1', [named('E', east)], undefined],
    ['stands anywhere where no region is asked for', undefined, [named('E', east)], 'E'],
    ['may stand in the region where nobody knows its own', 'eu-west-1', [named('A')], 'A'],
    ['is the one of the own account', 'eu-west-1', [named('W', west), named('X', { ...west, account: '2' })], 'W'],
    ['is the one of the own folder', 'eu-west-1', [named('W', west), named('sub/W', west)], 'W'],
    ['is none where two are equally near', 'eu-west-1', [named('W', west), named('V', west)], undefined],
  ])('%s', (_, region, others, expected) => expect(found(region, others)).toBe(expected));
});

test('of several things, the one of the own template is nearest', () => {
  const { all } = new Templates([source('A', {}), source('B', {})]);
  expect(nearest(all, template => template, all[1])).toBe(all[1]);
  expect(nearest([], template => template, all[1])).toBeUndefined();
});
