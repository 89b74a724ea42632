import type { Resource } from '../../template/sections.ts';
import { child } from '../../template/tree.ts';
import { isWatched } from '../alarms.ts';
import { failureQueues } from '../destination.ts';
import { eventsOf, type LintedTemplate } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

const METRICS = [
  ...['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
  ...['NumberOfMessagesSent', 'ApproximateNumberOfGroupsWithInflightMessages'],
];

export const noFailureQueueAlarm: Rule = {
  id: 'no-failure-queue-alarm',
  severity: 'warning',
  title: 'Nobody is told when records are given up.',
  why:
    'A message in the failure queue starts a clock: the records that it names expire from the stream. A ' +
    'queue that nobody watches tells nobody.',
  incident:
    'Somebody opens the console for another reason and sees 1,200 messages, the oldest three days old.',
  fix:
    'Add an AWS::CloudWatch::Alarm on ApproximateNumberOfMessagesVisible of the queue (namespace AWS/SQS, ' +
    'dimension QueueName), with a threshold of 0.',
  suppress: 'Something reads the queue by itself, or alarms are made elsewhere.',
  check: (template) =>
    [...failureQueues(template).keys()].flatMap((resource) => {
      const { logicalId, at } = resource;
      if (isRead(template, resource)) return [];
      if (isWatched(template, { metrics: METRICS, resource, nameProperty: 'QueueName' })) return [];
      return {
        at,
        resource: logicalId,
        message: `No alarm tells when something arrives in ${logicalId}.`,
      };
    }),
};

/** Whether a function of the template reads the queue. */
function isRead(template: LintedTemplate, { logicalId }: Resource): boolean {
  const mappings = template
    .resourcesOf('AWS::Lambda::EventSourceMapping')
    .map(({ properties }) => template.value(properties, 'EventSourceArn'));
  const events = template.functions
    .flatMap(eventsOf)
    .map(({ value }) => template.value(child(value, 'Properties'), 'Queue'));
  return [...mappings, ...events].some((value) => {
    return value.kind === 'reference' && value.logicalId === logicalId;
  });
}
