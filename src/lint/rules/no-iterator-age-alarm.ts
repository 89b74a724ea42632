import { isWatched } from '../alarms.ts';
import { consumingFunctions } from '../log-group.ts';
import type { Rule } from '../rule.ts';

export const noIteratorAgeAlarm: Rule = {
  id: 'no-iterator-age-alarm',
  severity: 'warning',
  title: 'Nobody is told when the consumer falls behind.',
  why:
    'IteratorAge is how old the last record of a batch was when the function got it. It grows when a bad ' +
    'record stops a shard and when the consumer is too slow, and it is the only metric that shows either ' +
    'before records expire.',
  incident:
    "A customer calls: yesterday's orders are not there. The shard has stood still since noon.",
  fix:
    'Add an AWS::CloudWatch::Alarm on IteratorAge (namespace AWS/Lambda, dimension FunctionName, statistic ' +
    'Maximum), with a threshold far below the retention of the stream.',
  suppress: 'Alarms are made elsewhere: in another stack, or by a tool.',
  check: (template) =>
    consumingFunctions(template).flatMap(({ logicalId, at, resource }) => {
      const ofFunction = { metrics: ['IteratorAge'], resource, nameProperty: 'FunctionName' };
      if (isWatched(template, ofFunction)) return [];
      const isStreamWatched = template.consumers.some(({ stream, lambda }) => {
        if (lambda?.logicalId !== logicalId || !stream) return false;
        const metrics = ['GetRecords.IteratorAgeMilliseconds'];
        return isWatched(template, { metrics, resource: stream, nameProperty: 'Name' });
      });
      if (isStreamWatched) return [];
      return {
        at,
        resource: logicalId,
        message: `No alarm tells when ${logicalId} falls behind (IteratorAge).`,
      };
    }),
};
