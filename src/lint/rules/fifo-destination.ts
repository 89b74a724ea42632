import type { Resource } from '../../template/sections.ts';
import { destinationOf } from '../destination.ts';
import type { LintedTemplate } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

export const fifoDestination: Rule = {
  id: 'fifo-destination',
  severity: 'error',
  title: 'A FIFO queue or topic cannot be a failure destination.',
  why:
    'Failure messages of an event source mapping go to standard queues and topics; FIFO ones are not ' +
    'supported (Lambda developer guide). What cannot be delivered is dropped, and not sent again.',
  incident:
    'The deploy fails; or the mapping is made, and every message that should tell of lost records is ' +
    'refused, visible only in the metric DestinationDeliveryFailures.',
  fix: 'Use a standard queue or topic. The order of failures is in the messages: shard and sequence numbers.',
  suppress: 'Never: it does not work.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      const { arn, resource, at } = destinationOf(template, consumer);
      const isFifo = arn?.endsWith('.fifo') || (resource && isFifoResource(template, resource));
      if (!isFifo) return [];
      return {
        at,
        resource: consumer.logicalId,
        message: `${resource?.logicalId ?? arn} is FIFO: Lambda cannot send failure messages there.`,
      };
    }),
};

function isFifoResource(template: LintedTemplate, { type, properties }: Resource): boolean {
  const flag = type === 'AWS::SNS::Topic' ? 'FifoTopic' : 'FifoQueue';
  const name = template.text(properties, type === 'AWS::SNS::Topic' ? 'TopicName' : 'QueueName');
  return template.flag(properties, flag) === true || name.endsWith('.fifo');
}
