import type { Finding } from './rule.ts';

/** `# sluicebox-ignore endless-retries, bisect-off: the reason`. */
const COMMENT = /#\s*sluicebox-ignore\b([^:]*)(?::(.*))?$/;
const ONLY_COMMENT = /^\s*#/;

/** The rule under which suppressions are reported that do not suppress anything. */
const BAD_SUPPRESSION = 'bad-suppression';

/** What the comments of a template say should not be reported. */
export interface Suppressions {
  /** Lines (from 1) with the rules that are suppressed there. */
  readonly lines: ReadonlyMap<number, ReadonlySet<string>>;
  readonly problems: readonly Finding[];
}

/**
 * Finds the suppressions of a template: a comment counts for its own line, and, alone on a line,
 * for the next line that is no comment. Without a reason it does not count.
 */
export function readSuppressions(text: string, ruleIds: ReadonlySet<string>): Suppressions {
  const lines = new Map<number, Set<string>>();
  const problems: Finding[] = [];
  const rows = text.split(/\r?\n/);
  rows.forEach((row, index) => {
    const match = COMMENT.exec(row);
    if (!match) return;
    const ids = match[1]!.split(',').map((id) => id.trim());
    const message = problemOf(ids, match[2]?.trim(), ruleIds);
    const at = { line: index + 1, column: match.index + 1 };
    if (message) {
      problems.push({ ...NOTHING, rule: BAD_SUPPRESSION, at, message });
      return;
    }
    const line = ONLY_COMMENT.test(row) ? nextLine(rows, index) : index + 1;
    lines.set(line, new Set([...(lines.get(line) ?? []), ...ids]));
  });
  return { lines, problems };
}

const NOTHING = { severity: 'warning', resource: '', changes: [] } as const;

function problemOf(
  ids: readonly string[],
  reason: string | undefined,
  known: ReadonlySet<string>,
): string | undefined {
  const form = '`# sluicebox-ignore RULE: reason`';
  if (ids.join('') === '') return `A suppression names its rule: ${form}.`;
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) return `There is no rule ${unknown.join(', ')}; nothing is suppressed.`;
  return reason ? undefined : `A suppression gives its reason: ${form}; nothing is suppressed.`;
}

function nextLine(rows: readonly string[], index: number): number {
  let next = index + 1;
  while (next < rows.length && ONLY_COMMENT.test(rows[next]!)) next += 1;
  return next + 1;
}
