import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { inspect } from 'node:util';

/** The tests of some folders, loaded once and run one by one, with as much of jest as they use. */
export class Suite {
  #root;
  #require;
  #files;
  #tests = [];
  /** Files whose tests hold modules that were thrown away. */
  #stale = new Set();

  constructor(root, { setup, tests }) {
    this.#root = root;
    this.#require = createRequire(path.join(root, 'package.json'));
    this.#require('tsx/cjs');
    const { expect } = this.#require('expect');
    const { ModuleMocker } = this.#require('jest-mock');
    const mocker = new ModuleMocker(globalThis);
    const jest = {
      fn: mocker.fn.bind(mocker),
      spyOn: mocker.spyOn.bind(mocker),
      restoreAllMocks: () => mocker.restoreAllMocks(),
      requireActual: id => createRequire(this.#file)(id),
    };
    expect.extend({ toMatchSnapshot: received => this.#compare(received) });
    Object.assign(globalThis, { expect, jest });
    this.#require(path.join(root, setup));
    this.#files = tests.flatMap(folder => testsIn(root, folder));
    for (const file of this.#files) this.#tests.push(...this.#load(file));
    this.#tests.forEach((test, index) => (test.id = String(index + 1)));
  }

  get tests() {
    return this.#tests;
  }

  byId(id) {
    return this.#tests[Number(id) - 1];
  }

  /** Loads what a test needs, so that running it loads no module. */
  prepare({ file }) {
    if (!this.#stale.delete(file)) return;
    const fresh = this.#load(file);
    const held = this.#tests.filter(test => test.file === file);
    if (held.length !== fresh.length) throw new Error(`${file} has ${fresh.length} tests, and had ${held.length} before`);
    held.forEach((test, index) => Object.assign(test, { work: fresh[index].work, scopes: fresh[index].scopes }));
  }

  /** What a test throws; nothing where it passes. */
  async run(test) {
    this.prepare(test);
    const { id, work, scopes, file } = test;
    this.#file = path.join(this.#root, file);
    this.#running = { id, snapshots: 0 };
    try {
      for (const { beforeAll } of scopes) for (const hook of beforeAll) await hook();
      for (const { beforeEach } of scopes) for (const hook of beforeEach) await hook();
      await work();
      return undefined;
    } catch (error) {
      return error ?? new Error('throws nothing');
    } finally {
      for (const { afterEach, afterAll } of scopes) for (const hook of [...afterEach, ...afterAll]) await hook();
      globalThis.jest.restoreAllMocks();
    }
  }

  /** Forgets everything that the modules of the package hold. */
  reload() {
    const { cache } = this.#require;
    for (const id of Object.keys(cache)) {
      if (id.startsWith(this.#root) && !id.includes(`${path.sep}node_modules${path.sep}`)) delete cache[id];
    }
    this.#stale = new Set(this.#files);
  }

  #file = '';
  #running = { id: '', snapshots: 0 };
  #snapshots = new Map();

  /** Whether a test sees what it saw when it ran first, which was without any mutant. */
  #compare(received) {
    const key = `${this.#running.id} ${++this.#running.snapshots}`;
    const seen = inspect(received, { depth: null, maxArrayLength: null, maxStringLength: null });
    const before = this.#snapshots.get(key) ?? seen;
    this.#snapshots.set(key, before);
    return { pass: seen === before, message: () => `another snapshot: ${seen}` };
  }

  /** The tests of a file. */
  #load(file) {
    const tests = [];
    let scopes = [scope('')];
    const here = () => scopes[scopes.length - 1];
    const describe = (title, body) => {
      scopes = [...scopes, scope(title)];
      body();
      scopes = scopes.slice(0, -1);
    };
    const test = (title, work) => {
      const titles = [...scopes.map(({ title: outer }) => outer), title].filter(part => part !== '');
      tests.push({ id: '', title: `${file}: ${titles.join(' ')}`, file, work, scopes: [...scopes], took: 0 });
    };
    Object.assign(globalThis, {
      describe: Object.assign(describe, { each: eachOf(describe), skip: () => {} }),
      test: Object.assign(test, { each: eachOf(test), skip: () => {} }),
      ...Object.fromEntries(
        ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'].map(name => [name, hook => here()[name].push(hook)]),
      ),
    });
    globalThis.it = globalThis.test;
    this.#require(path.join(this.#root, file));
    return tests;
  }
}

function scope(title) {
  return { title, beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
}

/** Rows of a table, each with its number, because titles need not differ. */
function eachOf(register) {
  return table => (title, body) =>
    table.forEach((row, index) => {
      const values = Array.isArray(row) ? row : [row];
      const named = typeof values[0] === 'string' ? values[0] : JSON.stringify(values[0]);
      register(`${title} (${index + 1}: ${String(named).slice(0, 80)})`, () => body(...values));
    });
}

function testsIn(root, folder) {
  const place = path.join(root, folder);
  if (statSync(place).isFile()) return [folder];
  return readdirSync(place, { recursive: true })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => path.join(folder, name))
    .sort();
}
