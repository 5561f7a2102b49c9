/** How wide a report is: what fits into a terminal and into a comment on a change. */
const WIDTH = 80;

/** Where the text behind a label begins. */
const COLUMN = 13;
const HANGING = 2;

/** Text broken at spaces, every line behind the same margin. */
export function paragraph(text: string, margin = 0): string[] {
  return wrap(text, WIDTH - margin).map(line => ' '.repeat(margin) + line);
}

/** A label and its text; further lines hang below the text, so that the next entry is told from them. */
export function labelled(label: string, text: string): string[] {
  const [first, ...rest] = wrap(text, WIDTH - COLUMN - HANGING);
  return [`  ${label}`.padEnd(COLUMN) + first, ...rest.map(line => ' '.repeat(COLUMN + HANGING) + line)];
}

function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap(piece => chop(piece, room))) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** An ARN may be wider than the column. */
function chop(word: string, room: number): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < word.length || from === 0; from += room) pieces.push(word.slice(from, from + room));
  return pieces;
}
