import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { modelOf } from './build';
import { readTemplates } from '../../lib/model/assembly';
import { buildModel } from '../../lib/model/build-model';
import type { JsonObject } from '../../lib/model/facts';

const hidden = (body: JsonObject) =>
  modelOf(body).unjudged.map(({ resource, property }) => `${resource?.logicalId ?? 'template'} ${property ?? ''}`);

test.each<[string, JsonObject, string[]]>([
  ['a macro', { Transform: ['AWS::LanguageExtensions', 'Mine'] }, ['template Transform']],
  ['an include', { Transform: { Name: 'AWS::Include', Parameters: {} } }, ['template Transform']],
  [
    'SAM, whose resources are expanded',
    { Transform: 'AWS::Serverless-2016-10-31', Resources: { F: { Type: 'AWS::Serverless::Function' } } },
    [],
  ],
  [
    'what of SAM is not expanded',
    { Transform: 'AWS::Serverless-2016-10-31', Resources: { G: { Type: 'AWS::Serverless::GraphQLApi' } } },
    ['G Type'],
  ],
  [
    'another macro beside SAM',
    { Transform: ['AWS::Serverless-2016-10-31', 'Mine'], Resources: { F: { Type: 'AWS::Serverless::Function' } } },
    ['template Transform'],
  ],
  [
    'a stack whose template was not given',
    { Resources: { Inner: { Type: 'AWS::CloudFormation::Stack', Properties: {} } } },
    ['Inner Properties.TemplateURL'],
  ],
  [
    'what a macro makes of all resources, whatever else stands there',
    { Resources: { 'Fn::Transform': { Type: 'AWS::S3::Bucket', Name: 'Names' } } },
    ['template Resources.Fn::Transform'],
  ],
  ['a set of stacks', { Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', Properties: {} } } }, ['Set Properties']],
  ['a resource without a type', { Resources: { A: { 'Fn::Transform': { Name: 'A' } } } }, ['template Resources.A']],
  [
    'a macro beside the properties',
    { Resources: { A: { Type: 'AWS::S3::Bucket', 'Fn::Transform': { Name: 'A' } } } },
    ['A Fn::Transform'],
  ],
  [
    'a macro deep in a policy',
    { Resources: { P: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ 'Fn::Transform': {} }] } } } },
    ['P Properties.Roles.0'],
  ],
  [
    'a macro where no promise depends on it',
    { Resources: { B: { Type: 'AWS::S3::Bucket', Properties: { Tags: { 'Fn::Transform': {} } } } } },
    [],
  ],
  [
    'more iterations than are read',
    { Mappings: { 'Fn::ForEach::A': ['X', Array.from({ length: 5001 }, (_, index) => `a${index}`), {}] } },
    ['template Fn::ForEach'],
  ],
])('%s', (_, body, expected) => expect(hidden(body)).toEqual(expected));

test('what of SAM nobody can tell what becomes of it is told once, in its words', () => {
  const app = modelOf({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      F: { Type: 'AWS::Serverless::Function', Properties: { FunctionUrlConfig: { Ref: 'Url' } } },
      Link: { Type: 'AWS::Serverless::Connector', Properties: { Source: { Id: 'F' }, Permissions: ['Read'] } },
    },
  });
  const [template] = app.templates;
  const told = (logicalId: string, property: string, what: string) => ({
    template,
    resource: template.resources.get(logicalId),
    property,
    what,
  });
  expect(app.unjudged).toEqual([
    told('F', 'Properties.FunctionUrlConfig', 'has a function URL that is computed as a whole'),
    told('Link', 'Properties', 'has a connector that leads nowhere'),
  ]);
  expect(app.unjudged.map(({ resource }) => resource?.type)).toEqual(['AWS::Lambda::Function', 'AWS::Serverless::Connector']);
});

describe('the nested template is the one that is deployed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unjudged-'));
  const hash = 'a'.repeat(64);
  const write = (name: string, body: unknown) => writeFileSync(join(folder, name), JSON.stringify(body));
  const judged = (Properties: JsonObject, asset?: string) => {
    write('Top.template.json', {
      Resources: {
        Inner: {
          Type: 'AWS::CloudFormation::Stack',
          Properties,
          ...(asset === undefined ? {} : { Metadata: { 'aws:asset:path': asset } }),
        },
      },
    });
    const facts = buildModel(readTemplates([{ templatePath: join(folder, 'Top.template.json'), stackConstructPath: 'Top' }]));
    return [facts.templates.map(({ path }) => path.slice(folder.length + 1)).slice(1), facts.unjudged.length];
  };
  beforeAll(() => {
    write('Real.json', { Resources: {} });
    write('Harmless.json', { Resources: {} });
    write('Top.assets.json', {
      files: { [hash]: { source: { path: 'Real.json' }, destinations: { a: { objectKey: `${hash}.json` } } } },
    });
  });
  const at = (file: string): JsonObject => ({ TemplateURL: { 'Fn::Sub': `https://s3.\${AWS::URLSuffix}/assets/${file}` } });

  test('the hash in the address outweighs the metadata', () =>
    expect(judged(at(`${hash}.json`), 'Harmless.json')).toEqual([['Real.json'], 0]));
  test('a hash that no asset has is unseen', () =>
    expect(judged(at(`${'b'.repeat(64)}.json`), 'Harmless.json')).toEqual([[], 1]));
  test('an address that is written out is not the file beside it', () =>
    expect(judged({ TemplateURL: 'https://example.com/a.json' }, 'Top.template.json')).toEqual([[], 1]));
  test('the metadata count where the address is computed', () =>
    expect(judged({ TemplateURL: { 'Fn::Join': ['', ['https://s3/', { Ref: 'Key' }]] } }, 'Harmless.json')).toEqual([
      ['Harmless.json'],
      0,
    ]));
});

describe('a stack is judged by the file that it deploys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deployed-'));
  const write = (name: string, body: unknown) => writeFileSync(join(folder, name), JSON.stringify(body));
  const at = (bucket: string, key: string) => `s3://${bucket}/${key}.json`;
  const said = (...artifacts: JsonObject[]) => {
    write('manifest.json', {
      artifacts: Object.fromEntries(
        artifacts.map(({ templateFile = 'Top.template.json', ...more }, index) => [
          index,
          { properties: { templateFile, ...more } },
        ]),
      ),
    });
    const facts = buildModel(readTemplates([{ templatePath: join(folder, 'Top.template.json'), stackConstructPath: 'Top' }]));
    return [[...facts.templates[0].resources.keys()], facts.unjudged.map(({ hiddenBy }) => hiddenBy)];
  };
  beforeAll(() => {
    const file = (path: string, ...buckets: string[]) => ({
      source: { path },
      destinations: Object.fromEntries(
        buckets.map(bucketName => [bucketName, { bucketName, objectKey: `${path.slice(0, 1)}.json` }]),
      ),
    });
    write('Top.template.json', { Resources: { Written: { Type: 'A::B::C' } } });
    write('Other.json', { Resources: { Published: { Type: 'A::B::C' } } });
    write('List.json', []);
    write('Top.assets.json', {
      files: {
        a: file('Top.template.json', 'ours', 'copies'),
        b: file('Other.json', 'ours'),
        c: file('List.json', 'ours'),
        d: { destinations: { x: {} } },
      },
    });
  });

  test.each<[string, JsonObject[], unknown]>([
    ['the template where no address is named', [{}], [['Written'], []]],
    ['the template where its address is named', [{ stackTemplateAssetObjectUrl: at('ours', 'T') }], [['Written'], []]],
    ['the file behind the address', [{ stackTemplateAssetObjectUrl: at('ours', 'O') }], [['Published'], []]],
    [
      'what nobody knows behind another bucket',
      [{ stackTemplateAssetObjectUrl: at('theirs', 'T') }],
      [['Written'], [at('theirs', 'T')]],
    ],
    [
      'what nobody knows where the file is no template',
      [{ stackTemplateAssetObjectUrl: at('ours', 'L') }],
      [['Written'], [at('ours', 'L')]],
    ],
    [
      'a template that the manifest names by a detour',
      [{ templateFile: 'x/../Top.template.json', stackTemplateAssetObjectUrl: at('theirs', 'T') }],
      [['Written'], [at('theirs', 'T')]],
    ],
    [
      'what nobody knows where a second stack deploys another file',
      [{ stackTemplateAssetObjectUrl: at('ours', 'T') }, { stackTemplateAssetObjectUrl: at('ours', 'O') }],
      [['Written'], [at('ours', 'O')]],
    ],
    [
      'the template where two stacks deploy it',
      [{ stackTemplateAssetObjectUrl: at('ours', 'T') }, { stackTemplateAssetObjectUrl: at('copies', 'T') }, {}],
      [['Written'], []],
    ],
  ])('%s', (_, artifacts, expected) => expect(said(...artifacts)).toEqual(expected));

  test('the manifest may stand above the folder of the template', () => {
    mkdirSync(join(folder, 'inner'));
    write('inner/Top.template.json', { Resources: {} });
    write('manifest.json', {
      artifacts: {
        Top: { properties: { templateFile: 'inner/Top.template.json', stackTemplateAssetObjectUrl: 's3://theirs/a.json' } },
      },
    });
    const path = join(folder, 'inner', 'Top.template.json');
    expect(buildModel(readTemplates([{ templatePath: path, stackConstructPath: 'Top' }])).unjudged).toHaveLength(1);
  });
});
