import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { Suite } from './suite.mjs';

/**
 * Runs the tests of a mutation run in one process that loads them once. Jest loads the package and CDK anew for each mutant, which takes a thousand times as
 * long as the few tests that notice it.
 *
 * A mutant meets the tests nearest to it first, and at most `inProcess.mostTests` of them: who lives longer is counted as not noticed.
 */
class InProcessRunner {
  #suite;
  #options;
  /** What noticed the last mutants of a file often notices the next. */
  #recent = new Map();

  constructor({ inProcess }) {
    this.#options = inProcess;
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    this.#suite = new Suite(process.cwd(), this.#options);
    if (!existsSync(TOOK)) return;
    const took = JSON.parse(readFileSync(TOOK, 'utf8'));
    for (const test of this.#suite.tests) test.took = took[test.id];
  }

  async dryRun() {
    const tests = [];
    const namespace = stryker();
    for (const test of this.#suite.tests) {
      namespace.currentTestId = test.id;
      const began = performance.now();
      const error = await this.#suite.run(test);
      const { id, title: name, file: fileName } = test;
      test.took = performance.now() - began;
      const result = { id, name, fileName, timeSpentMs: test.took };
      tests.push(
        error === undefined
          ? { ...result, status: TestStatus.Success }
          : { ...result, status: TestStatus.Failed, failureMessage: String(error?.stack ?? error) },
      );
    }
    delete namespace.currentTestId;
    writeFileSync(TOOK, JSON.stringify(Object.fromEntries(this.#suite.tests.map(({ id, took }) => [id, took]))));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: namespace.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const nearest = this.#nearest(testFilter ?? this.#suite.tests.map(({ id }) => id), activeMutant.fileName);
    for (const [index, id] of nearest.entries()) {
      let outcome = await this.#meet(activeMutant.id, hitLimit, id);
      if (outcome.error === undefined) continue;
      if (!(await this.#passes(id))) {
        // Modules remember what they worked out, so what a mutant left behind fails tests after it too. Once more, in modules that remember nothing.
        this.#suite.reload();
        outcome = await this.#meet(activeMutant.id, hitLimit, id);
        if (outcome.error === undefined) continue;
        if (!(await this.#passes(id))) this.#suite.reload();
      }
      if (outcome.hits > hitLimit) return { status: MutantRunStatus.Timeout, reason: 'runs in circles' };
      this.#remember(activeMutant.fileName, id);
      const failureMessage = String(outcome.error?.message ?? outcome.error);
      return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage, nrOfTests: index + 1 };
    }
    return { status: MutantRunStatus.Survived, nrOfTests: nearest.length };
  }

  dispose() {}

  async #passes(id) {
    return (await this.#suite.run(this.#suite.byId(id))) === undefined;
  }

  async #meet(mutant, hitLimit, id) {
    const namespace = stryker();
    this.#suite.prepare(this.#suite.byId(id));
    Object.assign(namespace, { activeMutant: mutant, hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    const error = await this.#suite.run(this.#suite.byId(id));
    const hits = namespace.hitCount ?? 0;
    Object.assign(namespace, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    return { error, hits };
  }

  #remember(mutated, id) {
    const others = (this.#recent.get(mutated) ?? []).filter(other => other !== id);
    this.#recent.set(mutated, [id, ...others].slice(0, REMEMBERED));
  }

  /**
   * What noticed a mutant of the file before, then what bears its name, then what stands in its room; of these, the quick ones first. The slow ones, which
   * try thousands of templates, come after all others.
   */
  #nearest(ids, mutated) {
    const recent = this.#recent.get(mutated) ?? [];
    const name = path.basename(mutated, '.ts');
    const room = path.dirname(path.relative(process.cwd(), mutated)).replace(/^lib/, 'test');
    const distance = ({ id, title, file, took }) => {
      if (took > SLOW) return 4;
      if (recent.includes(id)) return recent.indexOf(id) - REMEMBERED;
      if (title.includes(name)) return 1;
      return file.startsWith(room) ? 2 : 3;
    };
    const ranked = ids.map(id => ({ id, far: distance(this.#suite.byId(id)), took: this.#suite.byId(id).took }));
    ranked.sort((one, other) => one.far - other.far || one.took - other.took);
    return ranked.slice(0, this.#options.mostTests).map(({ id }) => id);
  }
}

const REMEMBERED = 12;
/** How long each test took without a mutant. The runners of a sandbox share it, those too that come after a mutant that never ended. */
const TOOK = 'took.json';
/** In milliseconds. */
const SLOW = 500;

/** Where instrumented code looks for the mutant that it should be. */
function stryker() {
  return (globalThis.__stryker__ ??= {});
}

function create(options) {
  return new InProcessRunner(options);
}
create.inject = tokens(commonTokens.options);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', create)];
export const strykerValidationSchema = {
  properties: {
    inProcess: {
      type: 'object',
      required: ['setup', 'tests', 'mostTests'],
      properties: {
        setup: { type: 'string' },
        tests: { type: 'array', items: { type: 'string' } },
        mostTests: { type: 'number' },
      },
    },
  },
};
