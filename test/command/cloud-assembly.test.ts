import { cpSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { AnyPrincipal } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { JsonReport } from './run';
import { check, folderWith, report, run, UNTRACED } from './run';
import { recordWaiver, Waiver } from '../../lib/baseline/waiver';
import { isCloudAssembly } from '../../lib/command/input/cloud-assembly';
import type { JsonObject } from '../../lib/model/facts';

jest.setTimeout(60_000);

const ENV = { account: '111122223333', region: 'eu-west-1' };
const EXPIRES = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
const WAIVER = { reason: 'The partner only answers over the internet', owner: 'team-orders', expires: EXPIRES };

function aFunction(scope: Construct, id = 'Fn'): lambda.Function {
  return new lambda.Function(scope, id, {
    code: lambda.Code.fromInline('exports.handler = async () => ({})'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_24_X,
  });
}

/** What `cdk synth` writes for an app with a stack, a stack nested in it, and a stage with a stack. */
function synthesized(
  change: (app: App, handler: lambda.Function, stack: Stack) => void = () => {},
  context: object = {},
): string {
  const folder = folderWith({});
  const app = new App({ analyticsReporting: false, outdir: join(folder, 'cdk.out'), postCliContext: { ...context } });
  const stack = new Stack(app, 'Orders', { env: ENV });
  const handler = aFunction(stack);
  aFunction(new NestedStack(stack, 'Nested'));
  aFunction(new Stack(new Stage(app, 'Prod'), 'Pay'));
  change(app, handler, stack);
  app.synth();
  return folder;
}

const AS_THE_CLI = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const NESTED = expect.stringMatching(/^cdk\.out\/OrdersNested\w+\.nested\.template\.json$/);
const PAY = expect.stringMatching(/^cdk\.out\/assembly-Prod\/ProdPay\w+\.template\.json$/);

function edit(folder: string, file: string, change: (content: JsonObject) => void): void {
  const path = join(folder, 'cdk.out', file);
  const content = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  change(content);
  writeFileSync(path, JSON.stringify(content));
}

describe.each([
  ['run by the CLI', AS_THE_CLI],
  ['run by itself', {}],
])('an app %s', (_, context) => {
  test('is judged with its nested stacks and stages, by construct paths', async () => {
    const { code, templates, findings } = await report(synthesized(undefined, context), 'cdk.out');
    expect(code).toBe(1);
    expect(templates.map(({ path, status }) => [path, status])).toEqual([
      ['cdk.out/Orders.template.json', 'judged'],
      [NESTED, 'judged'],
      [PAY, 'judged'],
    ]);
    const untraced = findings.filter(({ rule }) => rule === 'tracing-active');
    expect(untraced).toEqual([
      expect.objectContaining({ template: 'cdk.out/Orders.template.json', constructPath: 'Orders/Fn/Resource' }),
      expect.objectContaining({ template: NESTED, constructPath: 'Orders/Nested/Fn/Resource' }),
      expect.objectContaining({ template: PAY, constructPath: 'Prod/Pay/Fn/Resource' }),
    ]);
    for (const { line } of untraced) expect(line).toEqual(expect.any(Number));
  });

  test('has the waivers that were written in it', async () => {
    const folder = synthesized((__, handler) => new Waiver(WAIVER).applyTo(handler, 'function-in-vpc'), context);
    const { findings, waived, summary } = await report(folder, 'cdk.out');
    expect(waived).toEqual([{ rule: 'function-in-vpc', resource: expect.stringMatching(/^Fn/), ...WAIVER }]);
    expect(summary.waived).toBe(1);
    const places = findings.filter(({ rule }) => rule === 'function-in-vpc').map(({ constructPath }) => constructPath);
    expect(places).toEqual(['Orders/Nested/Fn/Resource', 'Prod/Pay/Fn/Resource']);
  });
});

test('a finding names the line of the app that made the resource, as CDK wrote it down', async () => {
  const { findings } = await report(synthesized(), 'cdk.out');
  const { source } = findings.find(
    ({ rule, constructPath }) => rule === 'tracing-active' && constructPath === 'Orders/Fn/Resource',
  )!;
  expect(source).toMatch(/cloud-assembly\.test\.ts:\d+:\d+$/);
});

describe('the line of the app', () => {
  const frames = (folder: string, metadata: JsonObject) =>
    edit(folder, 'Orders.metadata.json', content => Object.assign(content, metadata));
  const sourceIn = async (folder: string, path = 'Orders/Fn/Resource') =>
    (await report(folder, 'cdk.out')).findings.find(({ constructPath }) => constructPath === path)?.source;
  const stack = (...data: string[]) => [{ type: 'aws:cdk:creationStack', data }];

  test.each([
    [
      'the first frame that is not of a package',
      (f: string) => [
        '...new Function in aws-cdk-lib...',
        `at f (${f}/node_modules/x/a.js:1:2)`,
        `mk (${f}/lib/a.ts:6:35)`,
        `${f}/b.ts:1:1`,
      ],
      'lib/a.ts:6:35',
    ],
    ['a frame without a name', (f: string) => ['node:internal/main:1:2', `    at ${f}/bin/a.ts:6:35`], 'bin/a.ts:6:35'],
    ['a frame of a module', (f: string) => [`    at file://${f}/bin/a.mjs:6:35`], 'bin/a.mjs:6:35'],
    ['a frame outside the folder', () => ['mk (/elsewhere/a.ts:6:35)'], '/elsewhere/a.ts:6:35'],
    ["nothing where no frame is the user's", () => ['(no user code in 10 frames)', '...aws-cdk-lib...'], undefined],
  ])('is %s', async (_, data, source) => {
    const folder = synthesized();
    frames(folder, { '/Orders/Fn/Resource': [{ type: 'aws:cdk:logicalId', data: 'Fn9270CBC0' }, ...stack(...data(folder))] });
    expect(await sourceIn(folder)).toBe(source);
  });

  test('is found where older versions of CDK kept it', async () => {
    const folder = synthesized();
    const entry = { type: 'aws:cdk:logicalId', data: 'Fn9270CBC0', trace: [`mk (${folder}/lib/a.ts:6:35)`] };
    frames(folder, { '/Orders/Fn/Resource': [entry] });
    expect(await sourceIn(folder)).toBe('lib/a.ts:6:35');
  });

  test('is that of the acknowledgement, where a finding is about one', async () => {
    const folder = synthesized();
    const entry = { type: 'aws:cdk:acknowledged-rules', data: { 'egress-closed': 'x' }, trace: [`mk (${folder}/lib/a.ts:7:1)`] };
    frames(folder, {
      '/Orders/Fn': [entry],
      '/Orders/Bare': [{ type: 'aws:cdk:acknowledged-rules', data: { 'egress-closed': 'x' } }],
    });
    expect(await sourceIn(folder, 'Orders/Fn')).toBe('lib/a.ts:7:1');
    expect(await sourceIn(folder, 'Orders/Bare')).toBeUndefined();
  });
});

describe('acknowledgements hold as they do at synthesis', () => {
  const waivedIn = async (change: Parameters<typeof synthesized>[0]) => {
    const { waived, findings } = await report(synthesized(change), 'cdk.out');
    return {
      waived: waived.map(({ rule, reason, owner }) => [rule, reason, owner]),
      fatal: findings
        .filter(({ severity }) => severity === 'fatal')
        .map(({ rule, message, template }) => [rule, message, template]),
    };
  };

  test('a bare one is applied, and is a finding', async () => {
    expect(
      await waivedIn((_, handler) =>
        Validations.of(handler).acknowledge({ id: 'cdk-secure-function::tracing-active', reason: 'later' }),
      ),
    ).toEqual({
      waived: [['tracing-active', 'later', undefined]],
      fatal: [['opt-out-is-a-waiver', expect.stringContaining('without a waiver'), 'cdk.out/Orders.template.json']],
    });
  });

  test('one for a stack covers the stacks nested in it, and is a finding', async () => {
    const { waived, fatal } = await waivedIn((_, __, stack) => recordWaiver(stack, 'tracing-active', new Waiver(WAIVER)));
    expect(waived).toHaveLength(2);
    expect(fatal.map(([, message]) => message)).toEqual([expect.stringContaining('for a whole stack')]);
  });

  test('one under an id that is not qualified is not applied, and is a finding', async () => {
    const { waived, fatal } = await waivedIn((_, handler) =>
      Validations.of(handler).acknowledge({ id: 'tracing-active', reason: 'later' }),
    );
    expect(waived).toEqual([]);
    expect(fatal).toHaveLength(1);
  });

  test('one of what nobody may waive is not applied', async () => {
    const { waived, fatal } = await waivedIn((_, handler) => {
      handler.addPermission('Everybody', { principal: new AnyPrincipal() });
      recordWaiver(handler, 'no-public-invoker', new Waiver(WAIVER));
    });
    expect(waived).toEqual([]);
    expect(fatal.map(([rule]) => rule).sort()).toEqual(['no-public-invoker', 'opt-out-is-a-waiver']);
  });

  test('one that has expired is a finding that nobody can waive', async () => {
    const folder = synthesized((_, handler) => new Waiver(WAIVER).applyTo(handler, 'function-in-vpc'));
    const { out } = await run(folder, ['check', 'cdk.out', '--format', 'json', '--as-of', '2099-01-01']);
    const { findings } = JSON.parse(out) as JsonReport;
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'waiver-not-expired', severity: 'fatal', constructPath: 'Orders/Fn' }),
    );
  });

  test('those that older versions of CDK kept in the manifest count too', async () => {
    const folder = synthesized((_, handler) => new Waiver(WAIVER).applyTo(handler, 'function-in-vpc'));
    const metadata = JSON.parse(readFileSync(join(folder, 'cdk.out', 'Orders.metadata.json'), 'utf8')) as JsonObject;
    rmSync(join(folder, 'cdk.out', 'Orders.metadata.json'));
    edit(folder, 'manifest.json', ({ artifacts }) => {
      const { Orders } = artifacts as { Orders: JsonObject };
      delete Orders.additionalMetadataFile;
      Orders.metadata = metadata;
    });
    expect((await report(folder, 'cdk.out')).waived).toHaveLength(1);
  });

  test('metadata that others wrote harms nobody', async () => {
    const folder = synthesized();
    edit(folder, 'Orders.metadata.json', content => {
      content['/Orders'] = 'text';
      content['/Orders/Fn'] = [
        null,
        'text',
        {},
        { type: 'aws:cdk:acknowledged-rules' },
        { type: 'aws:cdk:acknowledged-rules', data: { 'cdk-secure-function::tracing-active': 1 } },
        { type: 'aws:cdk:logicalId', data: 7 },
      ];
      content['/'] = [{ type: 'aws:cdk:acknowledged-rules', data: { 'cdk-secure-function::limits-explicit': {} } }];
      content['/Prod'] = [{ type: 'aws:cdk:acknowledged-rules', data: { 'cdk-secure-function::own-log-group': 'x' } }];
    });
    const { findings } = await report(folder, 'cdk.out');
    expect(findings.filter(({ rule }) => rule === 'opt-out-is-a-waiver').map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining('for a whole app'), expect.stringContaining('for a whole stage')]),
    );
  });
});

test('a template of an assembly that is also named by itself is judged with its app, once', async () => {
  const folder = synthesized();
  const all = (await report(folder, 'cdk.out')).out;
  expect((await report(folder, 'cdk.out/Orders.template.json', '.', 'cdk.out')).out).toBe(all);
});

test('an assembly below a folder is found, beside templates', async () => {
  const folder = synthesized();
  cpSync(join(folder, 'cdk.out'), join(folder, 'app', 'cdk.out'), { recursive: true });
  writeFileSync(join(folder, 'app', 'extra.json'), JSON.stringify(UNTRACED));
  const { templates } = await report(folder, 'app');
  expect(templates.map(({ path }) => path)).toEqual([
    'app/cdk.out/Orders.template.json',
    expect.stringContaining('app/cdk.out/OrdersNested'),
    expect.stringContaining('app/cdk.out/assembly-Prod/'),
    'app/extra.json',
  ]);
});

describe('what is broken in an assembly is unreadable, and the rest is judged', () => {
  const broken = async (change: (folder: string) => void, context = AS_THE_CLI) => {
    const folder = synthesized(undefined, context);
    change(folder);
    const { code, templates } = await report(folder, 'cdk.out');
    expect(code).toBe(2);
    return templates.filter(({ status }) => status === 'unreadable').map(({ path, reason }) => [path, reason]);
  };
  const put = (file: string, text: string) => (folder: string) => writeFileSync(join(folder, 'cdk.out', file), text);

  test('a template', async () => {
    expect(await broken(put('Orders.template.json', '{'))).toEqual([
      ['cdk.out/Orders.template.json', 'line 1: it is no valid JSON'],
    ]);
    expect(await broken(put('Orders.template.json', '[]'))).toEqual([
      ['cdk.out/Orders.template.json', 'it is no template: it holds no object'],
    ]);
  });

  test('a template that is not there', async () => {
    expect(await broken(folder => rmSync(join(folder, 'cdk.out', 'Orders.template.json')))).toEqual([
      ['cdk.out/Orders.template.json', 'it cannot be read (ENOENT)'],
    ]);
  });

  test('the template of a nested stack', async () => {
    const nested = (folder: string) => {
      const { Resources } = JSON.parse(readFileSync(join(folder, 'cdk.out', 'Orders.template.json'), 'utf8')) as {
        Resources: Record<string, { Metadata?: Record<string, string> }>;
      };
      return Object.values(Resources)
        .flatMap(({ Metadata }) => Metadata?.['aws:asset:path'] ?? [])
        .find(path => path.includes('Nested'))!;
    };
    expect(await broken(folder => put(nested(folder), '{')(folder))).toEqual([[NESTED, 'line 1: it is no valid JSON']]);
    expect(await broken(folder => put(nested(folder), '[]')(folder))).toEqual([
      [NESTED, 'it is no template: it holds no object'],
    ]);
    expect(
      await broken(folder => {
        put('nested.yaml', 'Resources: {}')(folder);
        edit(folder, 'Orders.template.json', ({ Resources }) => {
          const stacks = Object.values(Resources as Record<string, JsonObject>).filter(
            ({ Type }) => Type === 'AWS::CloudFormation::Stack',
          );
          for (const { Metadata } of stacks) (Metadata as JsonObject)['aws:asset:path'] = 'nested.yaml';
        });
        edit(folder, 'Orders.assets.json', ({ files }) => {
          for (const { source } of Object.values(files as Record<string, JsonObject>)) {
            if (String((source as JsonObject).path).includes('Nested')) (source as JsonObject).path = 'nested.yaml';
          }
        });
      }),
    ).toEqual([['cdk.out/nested.yaml', 'it is no valid JSON']]);
  });

  test('the metadata', async () => {
    expect(await broken(put('Orders.metadata.json', '{'))).toEqual([
      ['cdk.out/Orders.metadata.json', 'line 1: it is no valid JSON'],
    ]);
  });

  test('the manifest of a stage', async () => {
    expect(await broken(put('assembly-Prod/manifest.json', '{'))).toEqual([
      ['cdk.out/assembly-Prod/manifest.json', 'line 1: it is no valid JSON'],
    ]);
  });

  test('names that lead out of the assembly', async () => {
    const outside = (change: (artifacts: Record<string, JsonObject>) => void) =>
      broken(folder => edit(folder, 'manifest.json', ({ artifacts }) => change(artifacts as Record<string, JsonObject>)));
    const refused = [['cdk.out/manifest.json', 'it names a file outside the assembly']];
    expect(await outside(({ Orders }) => (Orders.properties = { templateFile: '../../etc/passwd' }))).toEqual(refused);
    expect(await outside(({ Orders }) => (Orders.additionalMetadataFile = '../secrets.json'))).toEqual(refused);
    expect(await outside(artifacts => (artifacts['assembly-Prod'].properties = { directoryName: '..' }))).toEqual(refused);
  });
});

test('a nested stack that nobody gave is told', async () => {
  const folder = synthesized();
  edit(folder, 'Orders.template.json', ({ Resources }) => {
    (Resources as JsonObject).Elsewhere = {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'https://example.com/a.json' },
    };
  });
  const { out } = await check(folder, 'cdk.out');
  expect(out).toContain('\nNot seen: nested stacks whose template was not given\n  Elsewhere in cdk.out/Orders.template.json\n');
  expect(out).toContain('1 nested stack not seen');
});

test('a manifest that names itself as its stage ends', async () => {
  const folder = synthesized();
  edit(folder, 'manifest.json', ({ artifacts }) => {
    (artifacts as JsonObject).round = { type: 'cdk:cloud-assembly' };
    (artifacts as JsonObject).bare = { type: 'aws:cloudformation:stack' };
    (artifacts as JsonObject).text = 'text';
  });
  expect((await report(folder, 'cdk.out')).templates.map(({ path }) => path)).toContain('cdk.out/bare.template.json');
});

test.each([
  ['no manifest', {}, false],
  ['the manifest of a web page', { 'manifest.json': { name: 'orders' } }, false],
  ['a broken manifest', { 'manifest.json': '{' }, false],
  ['only stages', { 'manifest.json': { artifacts: { a: { type: 'cdk:cloud-assembly' } } } }, true],
])('a folder with %s: a cloud assembly is told by its stacks and stages', (_, files, answer) => {
  expect(isCloudAssembly(folderWith(files))).toBe(answer);
});
