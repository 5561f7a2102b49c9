import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

/**
 * Compiles the samples of `docs/` that name what stands around them (`ts fixture=judge`), as jsii-rosetta compiles those of the README. Fails where one does not compile.
 *
 *     npx tsx scripts/compile-samples.ts
 */
const root = path.join(__dirname, '..');
const docs = path.join(root, 'docs');

interface Sample {
  /** `docs/judge.md, sample 2` */
  readonly name: string;
  readonly source: string;
}

function samplesOf(page: string): Sample[] {
  const text = fs.readFileSync(path.join(docs, page), 'utf8');
  return [...text.matchAll(/^```ts fixture=(\S+)\n([\s\S]*?)^```$/gm)].map(([, fixture, source], index) => ({
    name: `docs/${page}, sample ${index + 1}`,
    source: fs.readFileSync(path.join(root, 'rosetta', `${fixture}.ts-fixture`), 'utf8').replace('/// here', () => source),
  }));
}

const samples = new Map(
  fs
    .readdirSync(docs)
    .filter(file => file.endsWith('.md'))
    .flatMap(samplesOf)
    .map((sample, index) => [path.join(root, 'scripts', `sample-${index + 1}.ts`), sample]),
);
const options: ts.CompilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  paths: { 'cdk-secure-function': [path.join(root, 'lib', 'index.ts')] },
};
const host = ts.createCompilerHost(options);
const { fileExists, getSourceFile, readFile } = host;
host.fileExists = file => samples.has(file) || fileExists.call(host, file);
host.readFile = file => samples.get(file)?.source ?? readFile.call(host, file);
host.getSourceFile = (file, target, ...rest) => {
  const sample = samples.get(file);
  return sample === undefined
    ? getSourceFile.call(host, file, target, ...rest)
    : ts.createSourceFile(file, `${sample.source}\nexport {};`, target);
};
const program = ts.createProgram([...samples.keys()], options, host);
const errors = [...samples].flatMap(([file, { name }]) =>
  ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
);
process.stdout.write(errors.length === 0 ? `${samples.size} samples of docs/ compile\n` : `${errors.join('\n')}\n`);
process.exitCode = errors.length === 0 ? 0 : 1;
