/** Whole numbers from the first to the last one. */
export type Range = readonly [bigint, bigint];

/** A set of whole numbers: ranges in rising order that neither overlap nor touch. */
export type Ranges = readonly Range[];

/** The set of everything that one of these ranges holds. */
export function union(ranges: readonly Range[]): Ranges {
  const merged: [bigint, bigint][] = [];
  for (const [first, last] of [...ranges].sort(byFirst)) {
    const previous = merged[merged.length - 1];
    if (previous !== undefined && first <= previous[1] + 1n) previous[1] = last > previous[1] ? last : previous[1];
    else merged.push([first, last]);
  }
  return merged;
}

/** What stands in both sets. */
export function intersection(a: Ranges, b: Ranges): Ranges {
  const common: Range[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const first = a[i][0] > b[j][0] ? a[i][0] : b[j][0];
    const last = a[i][1] < b[j][1] ? a[i][1] : b[j][1];
    if (first <= last) common.push([first, last]);
    if (a[i][1] < b[j][1]) i++;
    else j++;
  }
  return common;
}

/** What stands in the first set and not in the second. */
export function difference(a: Ranges, b: Ranges): Ranges {
  const left: Range[] = [];
  for (const [first, last] of a) {
    let start = first;
    for (const [from, to] of b) {
      if (to < start || from > last) continue;
      if (from > start) left.push([start, from - 1n]);
      start = to + 1n;
    }
    if (start <= last) left.push([start, last]);
  }
  return left;
}

/** Whether the first set holds all of the second. */
export function holdsAll(a: Ranges, b: Ranges): boolean {
  return difference(b, a).length === 0;
}

function byFirst(a: Range, b: Range): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
