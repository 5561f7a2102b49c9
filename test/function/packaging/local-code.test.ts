import * as childProcess from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FunctionCode, ModuleFormat } from '../../../lib';
import type { NodejsCodeOptions } from '../../../lib';
import { aFunction, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../../apps';

const MODULES = path.join(__dirname, '..', '..', '..', 'node_modules');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

/** A project of its own, outside of this one: what it has is what is written here. */
function aProject(files: Readonly<Record<string, string>>, esbuild = true): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'project-')));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  if (esbuild) fs.symlinkSync(MODULES, path.join(folder, 'node_modules'));
  return folder;
}

interface Bundle {
  readonly files: string[];
  readonly code: string;
  readonly hash: string;
  readonly template: Template;
}

function bundle(entry: string, options?: NodejsCodeOptions, app: App = newApp()): Bundle {
  const stack = new Stack(app, 'Stack');
  aFunction(stack, 'Fn', { code: FunctionCode.nodejs(entry, options), runtime: undefined });
  const template = templateOf(stack);
  const [folder] = bundlesIn(app);
  const files = fs.readdirSync(folder).sort();
  const main = files.find(file => /^index\.m?js$/.test(file)) ?? '';
  return { files, code: fs.readFileSync(path.join(folder, main), 'utf8'), hash: path.basename(folder), template };
}

function bundlesIn(app: App): string[] {
  return fs
    .readdirSync(app.outdir)
    .filter(
      name =>
        name.startsWith('asset.') &&
        ['index.js', 'index.mjs'].some(file => fs.existsSync(path.join(app.outdir, name, `${file}.map`))),
    )
    .map(name => path.join(app.outdir, name));
}

const LOCKED = { 'package-lock.json': '{}', 'handler.ts': 'export const handler = async (name: string) => `hello ${name}`;' };

describe('FunctionCode.nodejs()', () => {
  test('bundles TypeScript for the newest Node.js, with a source map that Node.js reads', () => {
    const { files, code, template } = bundle(path.join(aProject(LOCKED), 'handler.ts'));
    expect(files).toEqual(['index.js', 'index.js.map']);
    expect(code).toContain('sourceMappingURL=index.js.map');
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Environment: { Variables: { NODE_OPTIONS: '--enable-source-maps' } },
    });
  });

  test('the source map names the source, and holds none of it', () => {
    const app = newApp();
    bundle(path.join(aProject(LOCKED), 'handler.ts'), undefined, app);
    const map = JSON.parse(fs.readFileSync(path.join(bundlesIn(app)[0], 'index.js.map'), 'utf8'));
    expect(map.sources).toEqual([expect.stringMatching(/handler\.ts$/)]);
    expect(map).not.toHaveProperty('sourcesContent');
  });

  test('what is bundled runs', () => {
    const { code } = bundle(path.join(aProject(LOCKED), 'handler.ts'));
    const module = { exports: cast<{ handler: (name: string) => Promise<string> }>({}) };
    new Function('module', 'exports', 'require', code)(module, module.exports, require);
    return expect(module.exports.handler('world')).resolves.toBe('hello world');
  });

  test('bundles modules of ECMAScript, which may wait at their top level and require what is CommonJS', () => {
    const project = aProject({ ...LOCKED, 'handler.ts': 'await Promise.resolve(); export const handler = async () => 1;' });
    const { files, code } = bundle(path.join(project, 'handler.ts'), { format: ModuleFormat.ESM });
    expect(files).toEqual(['index.mjs', 'index.mjs.map']);
    expect(code).toContain('createRequire');
  });

  test('takes another handler, keeps names readable, and leaves modules out that a layer brings', () => {
    const source = `import { tool } from 'tool-of-a-layer'; export const placeOrderForCustomer = async () => tool();`;
    const project = aProject({ ...LOCKED, 'handler.ts': source });
    const { code, template } = bundle(path.join(project, 'handler.ts'), {
      handler: 'placeOrderForCustomer',
      minify: false,
      externalModules: ['tool-of-a-layer'],
    });
    template.hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.placeOrderForCustomer' });
    expect(code).toContain('require("tool-of-a-layer")');
    expect(code).toContain('\n');
  });

  test('minifies unless it is told not to', () => {
    const entry = path.join(aProject(LOCKED), 'handler.ts');
    expect(bundle(entry).code.length).toBeLessThan(bundle(entry, { minify: false }).code.length);
  });

  test('absent is undefined', () => {
    const entry = path.join(aProject(LOCKED), 'handler.ts');
    const options = {
      handler: undefined,
      projectRoot: undefined,
      tsconfig: undefined,
      format: undefined,
      minify: undefined,
      externalModules: undefined,
    };
    expect(bundle(entry, options).hash).toBe(bundle(entry).hash);
  });

  test('follows the tsconfig that it is given', () => {
    const project = aProject({
      ...LOCKED,
      'handler.ts': `import { name } from '@/name'; export const handler = async () => name;`,
      'src/name.ts': `export const name = 'found-by-its-alias';`,
      'tsconfig.lambda.json': JSON.stringify({ compilerOptions: { paths: { '@/*': ['./src/*'] } } }),
    });
    const { code } = bundle(path.join(project, 'handler.ts'), { tsconfig: path.join(project, 'tsconfig.lambda.json') });
    expect(code).toContain('found-by-its-alias');
  });

  test('a lock file above the entry will do', () => {
    const project = aProject({ 'pnpm-lock.yaml': '', 'packages/orders/src/handler.ts': LOCKED['handler.ts'] });
    expect(bundle(path.join(project, 'packages/orders/src/handler.ts')).files).toContain('index.js');
  });

  test.each(['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'])(
    '%s is a lock file',
    name => {
      const project = aProject({ [name]: 'x', 'handler.js': 'exports.handler = async () => 1' });
      expect(bundle(path.join(project, 'handler.js')).files).toContain('index.js');
    },
  );

  test('records the lock file by name and digest', () => {
    const project = aProject({ ...LOCKED, 'package-lock.json': '{"lockfileVersion":3}' });
    const fn = aFunction(newStack(), 'Fn', { code: FunctionCode.nodejs(path.join(project, 'handler.ts')), runtime: undefined });
    const metadata = fn.node.findChild('Function').node.defaultChild?.node.metadata ?? [];
    expect(metadata.find(({ type }) => type === 'cdk-secure-function:code')?.data).toEqual({
      lockFile: 'package-lock.json',
      sha256: createHash('sha256').update('{"lockfileVersion":3}').digest('hex'),
    });
  });

  test('a changed lock file changes the record, and redeploys nothing', () => {
    const project = aProject(LOCKED);
    const entry = path.join(project, 'handler.ts');
    const before = bundle(entry);
    fs.writeFileSync(path.join(project, 'package-lock.json'), '{"changed":true}');
    const after = bundle(entry);
    expect(after.hash).toBe(before.hash);
    expect(after.template.toJSON().Resources).toEqual(before.template.toJSON().Resources);
  });

  test('changed code redeploys', () => {
    const project = aProject(LOCKED);
    const entry = path.join(project, 'handler.ts');
    const before = bundle(entry).hash;
    fs.writeFileSync(entry, 'export const handler = async () => 2;');
    expect(bundle(entry).hash).not.toBe(before);
  });

  test('two entries in one folder get their own code, within one app', () => {
    const project = aProject({
      ...LOCKED,
      'a.ts': `export const handler = async () => 'from-a';`,
      'b.ts': `export const handler = async () => 'from-b';`,
    });
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    for (const name of ['a', 'b']) {
      aFunction(stack, name, { code: FunctionCode.nodejs(path.join(project, `${name}.ts`)), runtime: undefined });
    }
    const keys = Object.values(
      templateOf(stack).findResources('AWS::Lambda::Function', { Properties: { Handler: 'index.handler' } }),
    ).map(({ Properties }) => Properties.Code.S3Key);
    expect(new Set(keys).size).toBe(2);
    const code = bundlesIn(app).map(folder => fs.readFileSync(path.join(folder, 'index.js'), 'utf8'));
    expect(code).toHaveLength(2);
    expect(code.filter(text => text.includes('from-a'))).toHaveLength(1);
    expect(code.filter(text => text.includes('from-b'))).toHaveLength(1);
  });

  test('starts no Docker, whatever happens', () => {
    const project = aProject({ ...LOCKED, 'broken.ts': 'export const handler = (' });
    const marker = path.join(project, 'docker-was-started');
    const docker = path.join(project, 'docker');
    fs.writeFileSync(docker, `#!/bin/sh\ntouch '${marker}'\nexit 1\n`, { mode: 0o755 });
    const before = process.env.CDK_DOCKER;
    process.env.CDK_DOCKER = docker;
    try {
      expect(childProcess.spawnSync(docker).status).toBe(1);
      expect(fs.existsSync(marker)).toBe(true);
      fs.rmSync(marker);
      bundle(path.join(project, 'handler.ts'));
      expect(() => bundle(path.join(project, 'broken.ts'))).toThrow(/broken\.ts/);
      expect(() => bundle(path.join(aProject(LOCKED, false), 'handler.ts'))).toThrow(/needs 'esbuild'/);
      expect(fs.existsSync(marker)).toBe(false);
    } finally {
      if (before === undefined) delete process.env.CDK_DOCKER;
      else process.env.CDK_DOCKER = before;
    }
  });

  test('says so where esbuild is missing', () => {
    const project = aProject(LOCKED, false);
    expect(() => bundle(path.join(project, 'handler.ts'))).toThrow(
      refusal('FunctionCode.nodejs()', `needs 'esbuild' in '${project}'`, 'Cannot find module'),
    );
  });

  test('says so where no lock file is, or none where it was said to be', () => {
    const project = aProject({ 'handler.ts': LOCKED['handler.ts'] });
    const expected = 'needs a lock file, so that what is bundled is what was reviewed';
    expect(() => bundle(path.join(project, 'handler.ts'))).toThrow(
      refusal('FunctionCode.nodejs()', expected, `none in '${project}' or above it`),
    );
    const below = aProject({ 'package-lock.json': '{}', 'src/handler.ts': LOCKED['handler.ts'] });
    const projectRoot = path.join(below, 'src');
    expect(() => bundle(path.join(below, 'src/handler.ts'), { projectRoot })).toThrow(
      refusal('FunctionCode.nodejs()', expected, `none in '${projectRoot}'`),
    );
    expect(bundle(path.join(below, 'src/handler.ts'), { projectRoot: below }).files).toContain('index.js');
  });

  test.each(['missing.ts', 'package-lock.json', '.'])('refuses %s as an entry', name => {
    const entry = path.join(aProject(LOCKED), name);
    expect(() => bundle(entry)).toThrow(
      refusal(
        'FunctionCode.nodejs()',
        'must name a TypeScript or JavaScript file',
        `'${entry}'${fs.existsSync(entry) ? '' : ', which does not exist'}`,
      ),
    );
  });

  test.each([
    ['a syntax error', 'export const handler = (', /handler\.ts.*Unexpected/s],
    ['a module that is not there', `import x from 'nobody-has-this'; export const handler = x;`, /nobody-has-this/],
  ])('fails loudly on %s', (_, source, message) => {
    const project = aProject({ ...LOCKED, 'handler.ts': source });
    expect(() => bundle(path.join(project, 'handler.ts'))).toThrow(message);
  });
});

describe('FunctionCode.asset()', () => {
  test('takes a folder as it is, without what is excluded', () => {
    const project = aProject({ 'index.py': 'def handler(e, c): pass', 'notes.md': 'x' }, false);
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    aFunction(stack, 'Fn', {
      code: FunctionCode.asset(project, { handler: 'index.handler', exclude: ['*.md'] }),
      runtime: lambda.Runtime.PYTHON_3_14,
    });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Runtime: 'python3.14' });
    const asset = fs.readdirSync(app.outdir).find(name => fs.existsSync(path.join(app.outdir, name, 'index.py')));
    expect(fs.readdirSync(path.join(app.outdir, asset ?? ''))).toEqual(['index.py']);
  });

  test('refuses a folder that does not exist', () => {
    expect(() => FunctionCode.asset('/no/such/folder', { handler: 'index.handler' })).toThrow(
      refusal('FunctionCode.asset()', 'must name a folder or archive', `'/no/such/folder', which does not exist`),
    );
  });

  test.each([undefined, {}, { handler: undefined }, { handler: '' }])('refuses to be without a handler, as in %p', options => {
    expect(() => FunctionCode.asset(__dirname, cast(options))).toThrow(
      refusal('FunctionCode.asset()', 'needs the handler', 'none'),
    );
  });
});

describe('FunctionCode.inline()', () => {
  test.each(FLAG_SETS)('stands in the template under the %s', (_, flags) => {
    const stack = newStack(flags);
    aFunction(stack, 'Fn', { code: FunctionCode.inline('def handler(e, c): return 1'), runtime: lambda.Runtime.PYTHON_3_14 });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Code: { ZipFile: 'def handler(e, c): return 1' },
      Handler: 'index.handler',
      Runtime: 'python3.14',
    });
  });

  test('refuses a secret', () => {
    expect(() => FunctionCode.inline(`const key = 'sk_live_${'a'.repeat(24)}'`)).toThrow(
      refusal('FunctionCode.inline()', 'must hold no secret', 'a Stripe key'),
    );
  });

  test('refuses to be empty', () => {
    expect(() => aFunction(newStack(), 'Fn', { code: FunctionCode.inline('') })).toThrow(/empty/);
  });
});
