import { destinationOf } from '../destination.ts';
import { recordAgeSeconds, retryAttempts } from '../durations.ts';
import type { Rule } from '../rule.ts';

export const noFailureDestination: Rule = {
  id: 'no-failure-destination',
  severity: 'error',
  title: 'Records that are given up leave no trace.',
  why:
    'When Lambda gives up a batch, by the number of attempts or by its age, it goes on with the next one. ' +
    'Only DestinationConfig.OnFailure makes it say which records it left behind.',
  incident:
    'Nothing. A count is wrong at the end of the month, and the records that would explain it expired ' +
    'weeks ago.',
  fix:
    'Set DestinationConfig.OnFailure.Destination to the ARN of a standard SQS queue (or an SNS topic, or ' +
    'an S3 bucket, which also gets the data), allow the role of the function to send there, and put an ' +
    'alarm on it. In SAM, `Type: SQS` beside Destination adds the permission.',
  suppress: 'Losing records is fine, as for samples or metrics that are sent again every minute.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      const { kind, at } = destinationOf(template, consumer);
      if (kind !== 'absent') return [];
      const isEndless =
        retryAttempts(template, consumer) === 'unlimited' &&
        recordAgeSeconds(template, consumer) === 'unlimited';
      return {
        at,
        resource: consumer.logicalId,
        message: isEndless
          ? 'Records that expire while they are retried leave no trace: there is no failure destination.'
          : 'Records that are given up leave no trace: there is no failure destination.',
      };
    }),
};
