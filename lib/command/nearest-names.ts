/** At most three names that a person may have meant, the nearest first. */
export function nearestNames(name: string, names: readonly string[]): string[] {
  const wanted = name.slice(0, 64);
  return names
    .map(candidate => ({ candidate, distance: distance(wanted, candidate) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** How many words differ, then how many letters have to change (Levenshtein). */
function distance(a: string, b: string): number {
  const shared = b.split('-').filter(word => a.split('-').includes(word)).length;
  return letters(a, b) - shared * 4;
}

function letters(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
