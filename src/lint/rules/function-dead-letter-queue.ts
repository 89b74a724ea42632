import { eventsOf, type LintedFunction, type LintedTemplate } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

/** CloudFormation's name, SAM's, and SAM's settings of asynchronous calls. */
const NAMES = ['DeadLetterConfig', 'DeadLetterQueue', 'EventInvokeConfig'];
/** Resources by which somebody may call a function asynchronously. */
const CALLERS = [
  'AWS::Lambda::Permission',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Scheduler::Schedule',
];

export const functionDeadLetterQueue: Rule = {
  id: 'function-dead-letter-queue',
  severity: 'warning',
  title: "The function's dead-letter queue gets nothing from a stream.",
  why:
    'The dead-letter queue of a function, and its EventInvokeConfig, are for asynchronous calls. A stream ' +
    'calls its function synchronously; what it gives up goes to the destination of the event source ' +
    'mapping, and nowhere when there is none.',
  incident:
    'Records were lost. The dead-letter queue, which everybody trusted, is empty and always was.',
  fix:
    'Make the queue the failure destination of the mapping (DestinationConfig.OnFailure.Destination), and ' +
    'remove it from the function.',
  suppress: 'The function is also called asynchronously, by something outside the template.',
  check: (template) =>
    template.functions.flatMap((lambda) => {
      if (!template.consumers.some((consumer) => consumer.lambda === lambda)) return [];
      if (mayBeCalled(template, lambda)) return [];
      const entries = lambda.properties.entries;
      const entry = NAMES.map((name) => entries.get(name)).find((found) => found !== undefined);
      const value = template.value(entry?.value);
      if (!entry || value.kind === 'absent' || value.kind === 'unknown') return [];
      return {
        at: entry.at,
        resource: lambda.logicalId,
        message: `${entry.name} gets nothing of what the stream's batches fail with.`,
      };
    }),
};

/** True when something other than the stream may call the function. */
function mayBeCalled(template: LintedTemplate, lambda: LintedFunction): boolean {
  const others = eventsOf(lambda).some(({ value }) => template.text(value, 'Type') !== 'Kinesis');
  return others || !template.isComplete || template.resourcesOf(...CALLERS).length > 0;
}
