import { violation } from '../constraints.ts';
import type { PlannedMapping } from '../plan.ts';
import { Refusal } from '../problem.ts';
import { checkProperties, type Properties } from '../properties.ts';
import { entriesOf, type Node, textOf } from '../tree.ts';

const LONGEST_PATTERN = 4096;
/** What AWS allows at first, and after its quota was raised (Lambda developer guide). */
const USUAL_FILTERS = 5;
const MOST_FILTERS = 10;

/** The filters of a mapping; undefined when there are none, as AWS then has none at all. */
export function filterCriteria(properties: Properties): PlannedMapping['filterCriteria'] {
  const { findings } = properties;
  const criteria = properties.nested('FilterCriteria', { Filters: true });
  const nodes = criteria?.list('Filters') ?? [];
  if (nodes.length > MOST_FILTERS) {
    findings.problem(criteria!.at('Filters'), `A mapping has at most ${MOST_FILTERS} filters.`);
  } else if (nodes.length > USUAL_FILTERS) {
    const message = `AWS takes more than ${USUAL_FILTERS} filters only after it raised your quota.`;
    findings.warn(criteria!.at('Filters'), message);
  }
  const filters = nodes.flatMap((node) => {
    const filter = findings.attempt(() => entriesOf(node, 'A filter')) ?? [];
    checkProperties(filter, { table: { Pattern: true }, of: 'A filter', findings });
    const pattern = filter.find(({ name }) => name === 'Pattern');
    if (!pattern) return [];
    const text = findings.attempt(() => patternOf(pattern.value));
    return text === undefined ? [] : [{ pattern: text, position: pattern.value.at }];
  });
  return filters.length > 0 ? { filters } : undefined;
}

function patternOf(node: Node): string {
  const text = textOf(node, 'The Pattern of a filter (JSON text, in quotes)');
  const field = 'filterCriteria.filters.pattern';
  const message = violation(text, field, { max: LONGEST_PATTERN });
  if (message) throw new Refusal(node.at, message);
  try {
    const pattern: unknown = JSON.parse(text);
    if (typeof pattern === 'object' && pattern !== null && !Array.isArray(pattern)) return text;
  } catch {
    // What is not JSON is refused like JSON that is no object.
  }
  throw new Refusal(node.at, 'Invalid filter pattern definition. A pattern is a JSON object.');
}
