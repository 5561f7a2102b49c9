/** What IAM answers to a request: `depends` where only the rest of the request tells, such as who asks and from where. */
export type Answer = 'allowed' | 'denied' | 'depends';

type Written = Readonly<Record<string, unknown>>;

/** A request, the policies it meets, and the answer that the guide gives. */
export interface PolicyVector {
  readonly statements: readonly Written[];
  /** The permissions boundary; absent where there is none. */
  readonly boundary?: readonly Written[];
  readonly action: string;
  readonly resource: string;
  readonly answer: Answer;
}

/** Vectors that follow from one page of a guide of AWS. */
export interface Page<V> {
  readonly page: string;
  /** What it says, in our words. */
  readonly says: string;
  readonly vectors: readonly V[];
}

export const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** A vector for each pair of a pattern and a text: those that a row lists fit its pattern, and all others do not. */
export function crossed<T>(
  rows: Readonly<Record<string, readonly string[]>>,
  texts: readonly string[],
  vectorOf: (pattern: string, text: string, fits: boolean) => T,
): T[] {
  return Object.entries(rows).flatMap(([pattern, fitting]) => {
    const stray = fitting.filter(text => !texts.includes(text));
    if (stray.length > 0) throw new Error(`${pattern} lists what nobody asks about: ${stray.join(', ')}`);
    return texts.map(text => vectorOf(pattern, text, fitting.includes(text)));
  });
}
