import type { Evaluator } from './evaluator.ts';
import type { PlannedOutput } from './plan.ts';
import { type Findings, Refusal } from './problem.ts';
import { checkNames } from './sections.ts';
import { child, type Entry, entriesOf, nameOf, textOf } from './tree.ts';

const ATTRIBUTES = ['Value', 'Description', 'Export', 'Condition'];

/**
 * The outputs whose value can be known here. Nothing that runs depends on an output, so one that
 * names what does not run is left out with a warning.
 */
export function planOutputs(
  entries: readonly Entry[],
  evaluator: Evaluator,
  findings: Findings,
): PlannedOutput[] {
  return entries.flatMap((entry) => {
    const attributes = findings.attempt(() => entriesOf(entry.value, `The output ${entry.name}`));
    checkNames(attributes ?? [], { known: ATTRIBUTES, what: 'output attribute', findings });
    try {
      return planOutput(entry, evaluator);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.warn(error.problem, `The output ${entry.name} is left out: ${error.message}`);
      return [];
    }
  });
}

function planOutput({ name, value: output, at }: Entry, evaluator: Evaluator): PlannedOutput[] {
  const condition = child(output, 'Condition');
  if (condition) {
    const conditionName = nameOf(condition, 'A Condition');
    if (!evaluator.condition(conditionName, condition.at)) return [];
  }
  const written = child(output, 'Value');
  if (!written) throw new Refusal(at, `The output ${name} has no Value.`);
  const value = evaluator.evaluate(written);
  if (!value) return [];
  const description = child(output, 'Description');
  return [
    {
      name,
      value: textOf(value, 'A Value'),
      ...(description && { description: textOf(description, 'A Description') }),
    },
  ];
}
