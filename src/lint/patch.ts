const CONTEXT = 3;
/** Of lines to compare; with more, all between the first change and the last is replaced. */
const MOST_PAIRS = 4_000_000;

/** A line of a difference: kept, removed or added. */
interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * The difference of two texts as a unified diff that `patch` and `git apply` take; empty when there
 * is none. Lines are compared by their longest common sequence between what is equal at both ends.
 */
export function patchOf(path: string, before: string, after: string): string {
  if (before === after) return '';
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const name = path.replaceAll('\\', '/').replace(/^\/+/, '');
  return `--- a/${name}\n+++ b/${name}\n${hunksOf(steps).join('')}`;
}

/** Lines with their ends, so that a missing end of the last one is seen. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function stepsBetween(before: readonly string[], after: readonly string[]): Step[] {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const kept = (line: string): Step => ({ sign: ' ', line });
  return [
    ...before.slice(0, head).map(kept),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(kept),
  ];
}

function middle(before: readonly string[], after: readonly string[]): Step[] {
  if (before.length * after.length > MOST_PAIRS) return replaced(before, after);
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column]!;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const isSame = before[row] === after[column];
      lengths[row * width + column] = isSame
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const steps: Step[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      steps.push({ sign: ' ', line: before[row]! });
      row += 1;
      column += 1;
    } else if (
      row < before.length &&
      (column === after.length || at(row + 1, column) >= at(row, column + 1))
    ) {
      steps.push({ sign: '-', line: before[row]! });
      row += 1;
    } else {
      steps.push({ sign: '+', line: after[column]! });
      column += 1;
    }
  }
  return steps;
}

const replaced = (before: readonly string[], after: readonly string[]): Step[] => [
  ...before.map((line): Step => ({ sign: '-', line })),
  ...after.map((line): Step => ({ sign: '+', line })),
];

function hunksOf(steps: readonly Step[]): string[] {
  const near = steps.map((_, index) => {
    return steps
      .slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1)
      .some(({ sign }) => sign !== ' ');
  });
  const hunks: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  for (let index = 0; index < steps.length; ) {
    const start = index;
    while (index < steps.length && near[index]) index += 1;
    const part = steps.slice(start, index);
    const olds = part.filter(({ sign }) => sign !== '+').length;
    const news = part.filter(({ sign }) => sign !== '-').length;
    if (part.length > 0) {
      hunks.push(
        `@@ -${span(oldLine, olds)} +${span(newLine, news)} @@\n${part.map(lineOf).join('')}`,
      );
    }
    oldLine += olds;
    newLine += news;
    if (index < steps.length && !near[index]) {
      index += 1;
      oldLine += 1;
      newLine += 1;
    }
  }
  return hunks;
}

/** With no lines, a range begins at the line before (the format of GNU diff). */
const span = (line: number, count: number) => `${count === 0 ? line - 1 : line},${count}`;

const lineOf = ({ sign, line }: Step) =>
  line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
