import { parseTemplate } from '../template/parse.ts';
import { TemplateError } from '../template/problem.ts';
import { applyEdits, editsFor } from './edit-template.ts';
import { type LintOptions, lintTemplate } from './lint-template.ts';
import type { Change } from './rule.ts';

/** Mending one thing may show another; more rounds than this would be a circle. */
const MOST_ROUNDS = 5;

/** The text of a template with all that can be mended without a decision mended. */
export function fixTemplate(text: string, fileName: string, options: LintOptions): string {
  const changes = new Map<string, Change>();
  let fixed = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { findings } = lintTemplate(fixed, fileName, options);
    for (const change of findings.flatMap((finding) => finding.changes)) {
      changes.set([...change.path, change.key].join('\n'), change);
    }
    // From the original text each time, so that no edit stands on another.
    const next = applyEdits(text, editsFor(text, [...changes.values()]));
    if (next === fixed || !isReadable(next, fileName)) break;
    fixed = next;
  }
  return fixed;
}

/** A layout that the edits do not get along with is left as it is. */
function isReadable(text: string, fileName: string): boolean {
  try {
    parseTemplate(text, fileName);
    return true;
  } catch (error) {
    if (error instanceof TemplateError) return false;
    throw error;
  }
}
