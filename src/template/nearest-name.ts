/** How many letters must be added, removed, changed or swapped to make one name the other. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        rows[row - 1]![column]! + 1,
        current[column - 1]! + 1,
        rows[row - 1]![column - 1]! + (same ? 0 : 1),
        swapped ? rows[row - 2]![column - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(current);
  }
  return rows[a.length]![b.length]!;
}

/** Longer names are not compared: the work grows with the product of both lengths. */
const LONGEST = 100;

/** ` Did you mean X?` when one of the names is close to the wrong one, otherwise nothing. */
export function didYouMean(wrong: string, names: Iterable<string>): string {
  if (wrong.length > LONGEST) return '';
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wrong.length / 4)) + 1;
  for (const name of names) {
    if (name.length > LONGEST) continue;
    const steps = distance(wrong.toLowerCase(), name.toLowerCase());
    if (steps < least) [best, least] = [name, steps];
  }
  return best === undefined ? '' : ` Did you mean ${best}?`;
}
