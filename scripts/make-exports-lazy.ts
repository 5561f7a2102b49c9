import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/**
 * Lets the compiled package load what is used of it, when it is used: its index names a few dozen classes, behind which hundreds of modules stand.
 * Runs after the compiler. Fails where the compiler writes exports in another way than it did, so that nothing is lazy by halves.
 */
const INDEX = path.join(__dirname, '..', 'build', 'index.js');
const LOADED = /^var (\w+) = require\("(\.[^"]+)"\);\n/gm;
const EXPORTED =
  /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm;

// Node.js finds the names that ES modules import in the line of the compiler which makes them all undefined. It would drop those that are defined after it
// in the usual words with another getter.
const LAZILY = `function lazily(name, get) { Object.defineProperty(exports, name, { enumerable: true, configurable: true, get }); }`;

/** The index of a package as the compiler writes it, with every module loaded when one of its names is read. */
export function lazyExports(source: string): string {
  const modules = new Map([...source.matchAll(LOADED)].map(([, variable, file]) => [variable, file]));
  const names = [...source.matchAll(/\bexports\.(\w+) = /g)].map(([, name]) => name).filter(name => name !== '__esModule');
  const lazy = new Set<string>();
  const written = source.replace(LOADED, '').replace(EXPORTED, (whole, name: string, variable: string, member: string) => {
    const file = modules.get(variable);
    if (file === undefined) return whole;
    lazy.add(name);
    return `lazily("${name}", () => require("${file}").${member});`;
  });
  const left = names.filter(name => !lazy.has(name));
  if (lazy.size === 0 || left.length > 0) {
    throw new Error(`The compiler exports ${left.join(', ') || 'nothing'} in a way that is not known here`);
  }
  return written.replace(/^(exports\..*;)$/m, (_, line: string) => `${line}\n${LAZILY}`);
}

if (require.main === module) writeFileSync(INDEX, lazyExports(readFileSync(INDEX, 'utf8')));
