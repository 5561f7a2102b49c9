import { Lexer } from 'yaml';

/** How deep a text may nest. Templates of ordinary use nest a dozen levels. */
export const DEEPEST = 200;

/**
 * Whether YAML nests deeper than any template does. Found without recursion and before the text is parsed: the parser recurses, and where it runs out
 * of stack the whole process may end.
 */
export function nestsTooDeeply(text: string): boolean {
  return blocksNestTooDeeply(text) || bracketsNestTooDeeply(text);
}

/** Every column at which a line begins something, or an indicator stands before its text, is a level. What is no structure counts too, and harms nobody. */
function blocksNestTooDeeply(text: string): boolean {
  let levels: number[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    let inARow = 0;
    let leading = true;
    let started = false;
    for (const { 0: word, index } of line.matchAll(/[^ \t]+/g)) {
      if (!started) levels = levels.slice(0, firstAtLeast(levels, index));
      if (leading) levels.push(index);
      started = true;
      const property = /^(?:[-?:]$|[!&])/.test(word);
      inARow = property ? inARow + 1 : 0;
      leading &&= property;
      if (inARow > DEEPEST || levels.length > DEEPEST) return true;
    }
  }
  return false;
}

function firstAtLeast(levels: readonly number[], column: number): number {
  const first = levels.findIndex(level => level >= column);
  return first < 0 ? levels.length : first;
}

function bracketsNestTooDeeply(text: string): boolean {
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}
