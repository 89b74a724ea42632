import { printable } from '../printable.ts';

const GAP = '   ';

/** Two blocks of lines beside each other when `columns` has room for both, else one after the other. */
export function sideBySide(
  left: readonly string[],
  right: readonly string[],
  columns: number,
): string[] {
  const [one, other] = [left.map(printable), right.map(printable)];
  const width = Math.max(...one.map((line) => line.length));
  const needed = width + GAP.length + Math.max(...other.map((line) => line.length));
  if (needed > columns) return [...one, '', ...other];
  const rows = Array.from({ length: Math.max(one.length, other.length) });
  return rows.map((_, row) =>
    `${(one[row] ?? '').padEnd(width)}${GAP}${other[row] ?? ''}`.trimEnd(),
  );
}
