import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { aFolder, filesIn, removeFolders } from './folders';
import { aWheel, requirement } from './wheel';
import type { PythonCodeOptions, SecureFunctionProps } from '../../../lib';
import { FunctionCode } from '../../../lib';
import { aFunction, aWaiver, cast, FLAG_SETS, newApp, newStack, refusal, templateOf } from '../../apps';

const PATH = process.env.PATH;
const HANDLER = { 'index.py': 'def handler(event, context):\n    return 1\n' };
const DIGEST = 'a'.repeat(64);
const LOCKED = { ...HANDLER, 'requirements.txt': `tiny==1.0.0 --hash=sha256:${DIGEST}\n` };

afterEach(() => {
  process.env.PATH = PATH;
  delete process.env.PIP_NO_INDEX;
  delete process.env.PIP_FIND_LINKS;
  removeFolders();
});

interface Bundle {
  readonly files: string[];
  readonly folder: string;
  readonly template: Template;
}

function bundle(
  directory: string,
  options?: PythonCodeOptions,
  props: Partial<SecureFunctionProps> = {},
  app: App = newApp(),
): Bundle {
  const stack = new Stack(app, 'Stack');
  aFunction(stack, 'Fn', { code: FunctionCode.python(directory, options), runtime: undefined, outsideVpc: aWaiver(), ...props });
  const template = templateOf(stack);
  const { Code } = Object.values(
    template.findResources('AWS::Lambda::Function', { Properties: { TracingConfig: { Mode: 'Active' } } }),
  )[0].Properties;
  const folder = path.join(app.outdir, `asset.${String(Code.S3Key).replace('.zip', '')}`);
  return { files: filesIn(folder), folder, template };
}

/** A program in place of `uv` or `pip`: writes down how it was called, and brings a module and what installers leave behind. */
function inPlaceOf(names: readonly string[], exported = ''): { calls: () => string[][]; requirements: () => string } {
  const folder = aFolder();
  const log = path.join(folder, 'calls');
  fs.writeFileSync(log, '');
  for (const name of names) {
    fs.writeFileSync(
      path.join(folder, name),
      `#!${process.execPath}
const fs = require('node:fs');
const words = process.argv.slice(2);
if (words.at(-1) !== '--version') fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify([${JSON.stringify(name)}, ...words]) + '\\n');
if (words[0] === 'export') process.stdout.write(${JSON.stringify(exported)});
const value = option => words[words.indexOf(option) + 1];
if (words.includes('--target')) {
  fs.copyFileSync(value('--requirement'), ${JSON.stringify(path.join(folder, 'requirements'))});
  for (const file of ['tiny/__init__.py', 'tiny-1.0.0.dist-info/METADATA', 'tiny-1.0.0.dist-info/RECORD', 'tiny-1.0.0.dist-info/INSTALLER', 'bin/tiny', '.lock']) {
    fs.mkdirSync(require('node:path').dirname(value('--target') + '/' + file), { recursive: true });
    fs.writeFileSync(value('--target') + '/' + file, file === 'tiny/__init__.py' ? '' : String(Math.random()));
  }
  fs.writeFileSync(value('--target') + '/tiny-1.0.0.dist-info/METADATA', '');
}
`,
      { mode: 0o755 },
    );
  }
  process.env.PATH = folder;
  return {
    calls: () =>
      fs
        .readFileSync(log, 'utf8')
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line)),
    requirements: () => fs.readFileSync(path.join(folder, 'requirements'), 'utf8'),
  };
}

const valuesOf = (call: readonly string[], option: string): string[] =>
  call.flatMap((word, index) => (word === option ? [call[index + 1]] : []));

describe.each(FLAG_SETS)('without dependencies, under the %s', (_, flags) => {
  test('needs neither a tool nor a network', () => {
    process.env.PATH = aFolder();
    const { files, template } = bundle(aFolder(HANDLER), undefined, undefined, newApp(flags));
    expect(files).toEqual(['index.py']);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'python3.14',
      Handler: 'index.handler',
      Architectures: ['arm64'],
    });
  });
});

test('a lock that names nothing installs nothing', () => {
  process.env.PATH = aFolder();
  expect(bundle(aFolder({ ...HANDLER, 'requirements.txt': '# nothing yet\n\n' })).files).toEqual([
    'index.py',
    'requirements.txt',
  ]);
});

test('leaves out caches, virtual environments, settings of the environment, and what it is told to', () => {
  const left = [
    '__pycache__/index.pyc',
    'orders/__pycache__/x.pyc',
    '.venv/lib/a.py',
    '.pytest_cache/x',
    'orders/.mypy_cache/x',
    '.env',
    '.env.local',
    'tests/test_index.py',
  ];
  const directory = aFolder({ ...HANDLER, 'orders/place.py': '', ...Object.fromEntries(left.map(file => [file, 'x'])) });
  expect(bundle(directory, { exclude: ['tests'] }).files).toEqual(['index.py', 'orders/place.py']);
});

test('what is left out does not change the hash, and everything else does', () => {
  const directory = aFolder(LOCKED);
  inPlaceOf(['uv']);
  const keyOf = (props: Partial<SecureFunctionProps> = {}) => bundle(directory, undefined, props).folder.replace(/^.*asset/, '');
  const before = keyOf();
  fs.mkdirSync(path.join(directory, '__pycache__'));
  fs.writeFileSync(path.join(directory, '__pycache__', 'index.pyc'), String(Math.random()));
  expect(keyOf()).toBe(before);

  const others = [keyOf({ architecture: lambda.Architecture.X86_64 }), keyOf({ runtime: lambda.Runtime.PYTHON_3_13 })];
  fs.writeFileSync(path.join(directory, 'requirements.txt'), `tiny==1.0.0 --hash=sha256:${'b'.repeat(64)}\n`);
  others.push(keyOf());
  fs.writeFileSync(path.join(directory, 'index.py'), 'def handler(event, context):\n    return 2\n');
  others.push(keyOf());
  expect(new Set([before, ...others]).size).toBe(5);
});

test('what an installer writes about itself and this machine is no part of the code', () => {
  inPlaceOf(['uv']);
  expect(bundle(aFolder(LOCKED)).files).toEqual([
    'index.py',
    'requirements.txt',
    'tiny-1.0.0.dist-info/METADATA',
    'tiny/__init__.py',
  ]);
});

test('one lock, one code and one machine are installed once', () => {
  const { calls } = inPlaceOf(['uv']);
  const directory = aFolder(LOCKED);
  const app = newApp();
  const stack = new Stack(app, 'Stack');
  for (const id of ['A', 'B']) aFunction(stack, id, { code: FunctionCode.python(directory), runtime: undefined });
  expect(calls()).toHaveLength(1);
});

describe('uv', () => {
  test.each([
    [lambda.Architecture.ARM_64, lambda.Runtime.PYTHON_3_14, 'aarch64-manylinux_2_28', '3.14'],
    [lambda.Architecture.X86_64, lambda.Runtime.PYTHON_3_12, 'x86_64-manylinux_2_28', '3.12'],
    [lambda.Architecture.ARM_64, lambda.Runtime.PYTHON_3_11, 'aarch64-manylinux2014', '3.11'],
  ])('installs for %p and %p: %s', (architecture, runtime, platform, version) => {
    const { calls } = inPlaceOf(['uv', 'pip', 'python3']);
    bundle(aFolder(LOCKED), undefined, { architecture, runtime });
    const [call, ...others] = calls();
    expect(others).toEqual([]);
    expect(call.slice(0, 3)).toEqual(['uv', 'pip', 'install']);
    expect(valuesOf(call, '--python-platform')).toEqual([platform]);
    expect(valuesOf(call, '--python-version')).toEqual([version]);
    expect(valuesOf(call, '--only-binary')).toEqual([':all:']);
    for (const option of ['--require-hashes', '--no-config', '--no-python-downloads']) expect(call).toContain(option);
    expect(call).not.toContain('--index');
  });

  test('reads uv.lock, and looks where it says', () => {
    const lock = `[[package]]\nname = "tiny"\nsource = { registry = "https://pypi.org/simple" }\n[[package]]\nsource = { registry = "https://packages.example.com/simple" }\n`;
    const { calls, requirements } = inPlaceOf(['uv'], `tiny==1.0.0 \\\n    --hash=sha256:${DIGEST}\n`);
    const directory = aFolder({ ...HANDLER, 'uv.lock': lock });
    expect(bundle(directory).files).toContain('tiny/__init__.py');
    const [exported, installed] = calls();
    expect(exported.slice(0, 2)).toEqual(['uv', 'export']);
    expect(valuesOf(exported, '--project')).toEqual([directory]);
    expect(exported).toContain('--frozen');
    expect(valuesOf(installed, '--index')).toEqual(['https://packages.example.com/simple']);
    expect(requirements()).toMatch(new RegExp(`^tiny==1.0.0 +--hash=sha256:${DIGEST}\n$`));
  });

  test('an export that names nothing installs nothing', () => {
    const { calls } = inPlaceOf(['uv'], '');
    bundle(aFolder({ ...HANDLER, 'uv.lock': 'version = 1' }));
    expect(calls().map(([, command]) => command)).toEqual(['export']);
  });

  test('what uv exports is held to the same: a package from the disk is refused', () => {
    inPlaceOf(['uv'], '-e ./library\n');
    expect(() => bundle(aFolder({ ...HANDLER, 'uv.lock': 'version = 1' }))).toThrow(
      refusal(`Line 1 of 'uv export'`, 'must be a package: options can install what nobody reviewed', `'-e ./library'`),
    );
  });
});

describe('pip', () => {
  test.each(['python3', 'python', 'pip3', 'pip'])('is found as %s', name => {
    const { calls } = inPlaceOf([name]);
    bundle(aFolder(LOCKED));
    const [call] = calls();
    expect(call[0]).toBe(name);
    expect(valuesOf(call, '--platform').slice(0, 2)).toEqual(['manylinux_2_28_aarch64', 'manylinux_2_27_aarch64']);
    expect(valuesOf(call, '--platform').slice(-2)).toEqual(['manylinux_2_17_aarch64', 'manylinux2014_aarch64']);
    expect(valuesOf(call, '--implementation')).toEqual(['cp']);
    for (const option of ['install', '--require-hashes', '--no-compile']) expect(call).toContain(option);
  });

  test('on the older system only takes what runs there', () => {
    const { calls } = inPlaceOf(['pip']);
    bundle(aFolder(LOCKED), undefined, { runtime: lambda.Runtime.PYTHON_3_11, architecture: lambda.Architecture.X86_64 });
    expect(valuesOf(calls()[0], '--platform')).toEqual(['manylinux_2_17_x86_64', 'manylinux2014_x86_64']);
  });

  test('does not decide what holds on some machines only', () => {
    inPlaceOf(['pip']);
    const line = `tiny==1.0.0 ; sys_platform == 'win32' --hash=sha256:${DIGEST}`;
    expect(() => bundle(aFolder({ ...HANDLER, 'requirements.txt': `\n${line}\n` }))).toThrow(
      /needs 'uv', because line 2 of 'requirements.txt' holds on some machines only/,
    );
  });

  test('does not read uv.lock', () => {
    inPlaceOf(['pip']);
    expect(() => bundle(aFolder({ ...HANDLER, 'uv.lock': 'version = 1' }))).toThrow(
      /needs 'uv' to read '.*uv.lock', got pip\. Install uv/,
    );
  });

  const isHere = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
  (isHere ? test : test.skip)('installs the wheels of the architecture, verifies them, and gives the same code each time', () => {
    const pure = aWheel('pure', 'py3-none-any', 'def main(): pass\n', true);
    const [arm, intel] = ['aarch64', 'x86_64'].map(machine =>
      aWheel('native', `cp314-cp314-manylinux_2_28_${machine}`, `machine = '${machine}'\n`),
    );
    const wheels = aFolder(Object.fromEntries([pure, arm, intel].map(({ fileName, content }) => [fileName, content])));
    const tools = aFolder({ python3: `#!/bin/sh\nPATH='${PATH}' exec python3 "$@"\n` });
    fs.chmodSync(path.join(tools, 'python3'), 0o755);
    process.env.PATH = tools;
    process.env.PIP_NO_INDEX = '1';
    process.env.PIP_FIND_LINKS = wheels;
    const lock = `${requirement('pure', pure)}${requirement('native', arm, intel)}`;
    const directory = aFolder({ ...HANDLER, 'requirements.txt': lock });
    const first = bundle(directory);
    expect(first.files.filter(file => !file.startsWith('native-') && !file.startsWith('pure-'))).toEqual([
      'index.py',
      'native/__init__.py',
      'pure/__init__.py',
      'requirements.txt',
    ]);
    expect(fs.readFileSync(path.join(first.folder, 'native/__init__.py'), 'utf8')).toContain('aarch64');
    const content = (folder: string) => filesIn(folder).map(file => fs.readFileSync(path.join(folder, file), 'utf8'));
    expect(content(bundle(directory).folder)).toEqual(content(first.folder));
    const onIntel = bundle(directory, undefined, { architecture: lambda.Architecture.X86_64 });
    expect(fs.readFileSync(path.join(onIntel.folder, 'native/__init__.py'), 'utf8')).toContain('x86_64');

    fs.writeFileSync(path.join(directory, 'requirements.txt'), lock.replace(pure.sha256, DIGEST));
    expect(() => bundle(directory)).toThrow(
      /needs 'python3 -m pip install' to succeed, got exit code 1:.*DO NOT MATCH THE HASHES/s,
    );
  });
});

test('says so where neither uv nor pip is there', () => {
  process.env.PATH = aFolder();
  expect(() => bundle(aFolder(LOCKED))).toThrow(
    refusal('FunctionCode.python()', `needs 'uv' or 'pip', because the code has dependencies`, 'neither of them on the PATH'),
  );
});

test('says so where an installer cannot be started any more', () => {
  const folder = aFolder({ uv: `#!/bin/sh\n/bin/rm -f "$0"\n` });
  fs.chmodSync(path.join(folder, 'uv'), 0o755);
  process.env.PATH = folder;
  expect(() => bundle(aFolder(LOCKED))).toThrow(/needs 'uv pip install' to succeed, got spawnSync uv ENOENT/);
});

test('starts no Docker', () => {
  const marker = path.join(aFolder(), 'started');
  process.env.CDK_DOCKER = path.join(aFolder({ docker: `#!/bin/sh\ntouch '${marker}'\n` }), 'docker');
  fs.chmodSync(process.env.CDK_DOCKER, 0o755);
  try {
    inPlaceOf(['uv']);
    bundle(aFolder(LOCKED));
    process.env.PATH = aFolder();
    expect(() => bundle(aFolder(LOCKED))).toThrow(/neither of them/);
    expect(fs.existsSync(marker)).toBe(false);
  } finally {
    delete process.env.CDK_DOCKER;
  }
});

test('a dependency does not take the place of reviewed code', () => {
  inPlaceOf(['uv']);
  const directory = aFolder({ ...LOCKED, 'tiny/mine.py': '' });
  expect(() => bundle(directory)).toThrow(
    refusal('FunctionCode.python()', 'must hold no file or folder that a dependency brings too', `'tiny' in '${directory}'`),
  );
});

test('records the lock by name and digest', () => {
  inPlaceOf(['uv']);
  const fn = aFunction(newStack(), 'Fn', { code: FunctionCode.python(aFolder(LOCKED)), runtime: undefined });
  const metadata = fn.node.findChild('Function').node.defaultChild?.node.metadata ?? [];
  expect(metadata.find(({ type }) => type === 'cdk-secure-function:code')?.data).toEqual({
    lockFile: 'requirements.txt',
    sha256: createHash('sha256').update(LOCKED['requirements.txt']).digest('hex'),
  });
});

describe('the handler', () => {
  test.each([
    ['orders/place.handler', 'orders/place.py'],
    ['orders.place.handler', 'orders/place.py'],
    ['orders.handler', 'orders/__init__.py'],
  ])('%s is found in %s', (handler, file) => {
    const { template } = bundle(aFolder({ [file]: '' }), { handler });
    template.hasResourceProperties('AWS::Lambda::Function', { Handler: handler, Runtime: 'python3.14' });
  });

  test('is refused where its file is missing', () => {
    const directory = aFolder(HANDLER);
    expect(() => bundle(directory, { handler: 'main.handler' })).toThrow(
      refusal(
        `The 'handler' of FunctionCode.python()`,
        'must be a function in a file of the code',
        `'main.handler', but there is no 'main.py' in '${directory}'`,
      ),
    );
  });

  test.each(['handler', '', '../index.handler', 'index.handler()', 'a b.handler'])('is not %p', handler => {
    expect(() => FunctionCode.python(aFolder(HANDLER), { handler })).toThrow(
      refusal(`The 'handler' of FunctionCode.python()`, 'must name a file and a function in it', `'${handler}'`),
    );
  });
});

describe('the lock', () => {
  test('may stand elsewhere', () => {
    inPlaceOf(['uv']);
    const lockFile = path.join(aFolder({ 'locks/orders.txt': LOCKED['requirements.txt'] }), 'locks/orders.txt');
    expect(bundle(aFolder(HANDLER), { lockFile }).files).toContain('tiny/__init__.py');
  });

  test('is one', () => {
    const directory = aFolder({ ...LOCKED, 'uv.lock': '' });
    expect(() => FunctionCode.python(directory)).toThrow(
      refusal('FunctionCode.python()', 'needs one lock', `requirements.txt and uv.lock in '${directory}'`),
    );
    expect(() => FunctionCode.python(directory, { lockFile: path.join(directory, 'requirements.txt') })).not.toThrow();
  });

  test.each([
    ['Pipfile', ''],
    ['poetry.lock', ''],
    ['requirements.in', 'tiny'],
    ['setup.py', ''],
    ['pyproject.toml', `[project]\nname = "orders"\ndependencies = ["tiny"]\n`],
    ['pyproject.toml', `[project]\ndependencies = [\n  "tiny",\n]\n`],
    ['pyproject.toml', `[tool.poetry.dependencies]\ntiny = "^1"\n`],
  ])('is not %s', (name, content) => {
    const directory = aFolder({ ...HANDLER, [name]: content });
    expect(() => FunctionCode.python(directory)).toThrow(
      refusal(
        'FunctionCode.python()',
        'needs a lock with digests for its dependencies, so that what is bundled is what was reviewed',
        `only '${name}' in '${directory}'`,
      ),
    );
  });

  test('is not needed for a project without dependencies', () => {
    const project = `[project]\ndependencies = []\n[tool.ruff]\nline-length = 120\n`;
    expect(bundle(aFolder({ ...HANDLER, 'pyproject.toml': project })).files).toContain('index.py');
  });

  test.each([
    ['missing.txt', `'missing.txt', which does not exist`],
    ['package.json', `'package.json'`],
    ['lib', `'lib'`],
  ])('is not %s', (lockFile, got) => {
    expect(() => FunctionCode.python(aFolder(HANDLER), { lockFile })).toThrow(
      refusal(`The 'lockFile' of FunctionCode.python()`, 'must be a requirements file with digests (.txt), or a uv.lock', got),
    );
  });
});

test.each(['/no/such/folder', __filename])('refuses %s as a folder', directory => {
  expect(() => FunctionCode.python(directory)).toThrow(
    refusal('FunctionCode.python()', 'must name a folder with Python sources', `'${directory}'`),
  );
});

test('absent is undefined', () => {
  const directory = aFolder(HANDLER);
  const options = { handler: undefined, lockFile: undefined, exclude: undefined };
  expect(path.basename(bundle(directory, options).folder)).toBe(path.basename(bundle(directory).folder));
});

test.each([
  [
    { runtime: lambda.Runtime.NODEJS_24_X },
    /'runtime' must fit the code, got nodejs24\.x\. Leave it out for FunctionCode\.python\(\)/,
  ],
  [{ runtime: lambda.Runtime.PYTHON_3_9 }, /must be one that AWS still patches/],
  [{ architecture: lambda.Architecture.custom('riscv64') }, /must know the architecture/],
  [{ runtime: new lambda.Runtime('pypy3.11', lambda.RuntimeFamily.PYTHON) }, /the version of Python for which to choose wheels/],
])('refuses what no wheel can be chosen for: %#', (props, message) => {
  expect(() => bundle(aFolder(HANDLER), undefined, cast(props))).toThrow(message);
});
