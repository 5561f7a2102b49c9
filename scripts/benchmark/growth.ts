import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { bareApp, NAME, secureStack } from './apps';
import { timed } from './stopwatch';
import { evaluate } from '../../lib/checks/evaluate';
import { readTemplates } from '../../lib/model/assembly';
import { buildModel } from '../../lib/model/build-model';

/** What parsing the templates of some functions took, and judging them with all that belongs to it, in seconds; the memory of the process in MiB. */
export interface Growth {
  readonly functions: number;
  readonly templates: number;
  readonly mebibytes: number;
  readonly parse: number;
  readonly judge: number;
  readonly rss: number;
}

const EACH = 50;
const [functions] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(path.join(tmpdir(), 'benchmark-'));
try {
  process.send?.(measure());
} finally {
  rmSync(folder, { recursive: true });
}

function measure(): Growth {
  const stacks = writeStacks();
  const parse = timed(() => stacks.forEach(({ templatePath }) => JSON.parse(readFileSync(templatePath, 'utf8'))));
  const judge = timed(() => {
    evaluate(buildModel(readTemplates(stacks)), { profile: 'strict', asOf: new Date() });
  });
  return {
    functions,
    templates: stacks.length,
    mebibytes: stacks.reduce((sum, { size }) => sum + size, 0) / 2 ** 20,
    parse,
    judge,
    rss: process.resourceUsage().maxRSS / 1024,
  };
}

/** One stack as it is synthesized, again and again under other names. */
function writeStacks() {
  const app = bareApp(path.join(folder, 'one'));
  secureStack(app, 'Stack', EACH);
  const text = readFileSync(app.synth().getStackByName('Stack').templateFullPath, 'utf8');
  return Array.from({ length: Math.ceil(functions / EACH) }, (_, index) => {
    const stackConstructPath = `Stack${index}`;
    const templatePath = path.join(folder, `${stackConstructPath}.template.json`);
    const renamed = text.split(NAME).join(`${NAME}${index}x`).split('"Stack').join(`"${stackConstructPath}`);
    writeFileSync(templatePath, renamed);
    return { templatePath, stackConstructPath, size: renamed.length };
  });
}
