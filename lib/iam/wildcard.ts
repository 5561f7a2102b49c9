/**
 * One character, one wildcard (`*` or `?`), or one whole placeholder (`${AWS::Partition}`).
 *
 * A placeholder stands for text that only the deployment knows, perhaps for none at all. It therefore equals itself and is taken in by a `*`;
 * a `?`, which wants exactly one character, cannot be trusted with it. `${*}`, `${?}` and `${$}` are what IAM calls these characters themselves.
 */
type Piece = string;

const ANY = '*';
const ONE = '?';

/** Whether `text` fits the IAM pattern, where `*` is any text and `?` any one character. Case counts, as it does in ARNs. */
export function matches(pattern: string, text: string): boolean {
  const wanted = indexed(pattern);
  const given = indexed(text);
  let position = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < given.length;) {
    if (wanted[position] === ANY) {
      star = position++;
      resume = index;
    } else if (position < wanted.length && accepts(wanted[position], given[index])) {
      position++;
      index++;
    } else if (star >= 0) {
      position = star + 1;
      index = ++resume;
    } else {
      return false;
    }
  }
  while (wanted[position] === ANY) position++;
  return position === wanted.length;
}

/** Whether an action such as `iam:PassRole` fits the pattern. Case does not count: `IAM:passrole` is the same action. */
export function actionMatches(pattern: string, action: string): boolean {
  if (pattern === action) return true;
  if (!hasWildcard(pattern)) return pattern.length === action.length && pattern.toLowerCase() === action.toLowerCase();
  return matches(pattern.toLowerCase(), action.toLowerCase());
}

/** Whether some text fits both patterns. A placeholder may turn out to be anything, so it never keeps two patterns apart. */
export function overlaps(a: string, b: string): boolean {
  const [left, right] = [a, b].map(pattern => pieces(pattern).map(piece => (isPlaceholder(piece) ? ANY : piece)));
  /** `meets[j]`: what is left of `left` shares a text with `right` from `j` on. */
  let meets = right.map((_, j) => right.slice(j).every(piece => piece === ANY)).concat(true);
  for (const piece of [...left].reverse()) {
    const rest = meets;
    meets = new Array<boolean>(right.length + 1);
    meets[right.length] = piece === ANY && rest[right.length];
    for (let j = right.length - 1; j >= 0; j--) {
      meets[j] =
        piece === ANY || right[j] === ANY
          ? rest[j] || meets[j + 1]
          : rest[j + 1] && (accepts(piece, right[j]) || accepts(right[j], piece));
    }
  }
  return meets[0];
}

/**
 * Whether every text that fits `b` fits `a` too, whatever the placeholders turn out to be.
 *
 * The hardest text for `a` is `b` with a character that `a` does not know in place of each `?`, and any number of them in place of each `*`.
 * So `a` is walked along `b`, keeping the set of positions it may be at: one such set for each length of text that a `*` could have stood for.
 */
export function covers(a: string, b: string): boolean {
  if (!hasWildcard(a)) return a === b;
  const wanted = pieces(a);
  let walks = [settle(wanted, [0])];
  for (const piece of pieces(b)) {
    walks =
      piece === ANY
        ? withoutSupersets(walks.flatMap(walk => stretch(wanted, walk)))
        : walks.map(walk => advance(wanted, walk, piece));
  }
  return walks.every(walk => walk.has(wanted.length));
}

type Positions = ReadonlySet<number>;

/** All the positions reachable by letting every `*` stand for nothing. */
function settle(wanted: readonly Piece[], positions: Iterable<number>): Positions {
  const settled = new Set<number>();
  for (let position of positions) {
    settled.add(position);
    while (wanted[position] === ANY) settled.add(++position);
  }
  return settled;
}

function advance(wanted: readonly Piece[], walk: Positions, piece: Piece): Positions {
  const next: number[] = [];
  for (const position of walk) {
    if (wanted[position] === ANY) next.push(position);
    else if (position < wanted.length && accepts(wanted[position], piece)) next.push(position + 1);
  }
  return settle(wanted, next);
}

/** The walk after no, one, two… unknown characters, until one more makes no difference. */
function stretch(wanted: readonly Piece[], walk: Positions): Positions[] {
  const next = advance(wanted, walk, ONE);
  return isSubset(walk, next) && isSubset(next, walk) ? [walk] : [walk, ...stretch(wanted, next)];
}

/** A walk with more positions succeeds wherever one with fewer does. */
function withoutSupersets(walks: readonly Positions[]): Positions[] {
  return walks.filter((walk, index) =>
    walks.every((other, at) => at === index || !isSubset(other, walk) || (at > index && isSubset(walk, other))),
  );
}

function isSubset(inner: Positions, outer: Positions): boolean {
  return [...inner].every(position => outer.has(position));
}

function accepts(wanted: Piece, given: Piece): boolean {
  return wanted === given || (wanted === ONE && !isPlaceholder(given)) || wanted === `\${${given}}`;
}

function isPlaceholder(piece: Piece): boolean {
  return piece.startsWith('${') && !ITSELF.test(piece);
}

/** Whether a pattern stands for more than itself. */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern.includes('${') ? pattern.replace(/\$\{[*?$]\}/g, '') : pattern);
}

/** A character that stands for itself. */
const ITSELF = /^\$\{[*?$]\}$/;

/** The pieces of a text. Most texts hold no placeholder and nothing beyond ASCII: their characters are their pieces, and nothing is cut up. */
function indexed(text: string): ArrayLike<Piece> {
  return text.includes('${') || NOT_ASCII.test(text) ? pieces(text) : text;
}

const NOT_ASCII = /[^\x00-\x7f]/;

function pieces(text: string): readonly Piece[] {
  return text.match(/\$\{[^}]*\}|[\s\S]/gu) ?? [];
}
