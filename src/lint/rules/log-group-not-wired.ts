import { consumingFunctions, logGroupOf } from '../log-group.ts';
import type { Rule } from '../rule.ts';

export const logGroupNotWired: Rule = {
  id: 'log-group-not-wired',
  severity: 'warning',
  title: 'The function writes to a log group that nobody manages.',
  why:
    'Without a log group of the template, Lambda makes one at the first call: it keeps everything for ever, ' +
    'stays when the stack is deleted, and is nowhere to be found in the template. A consumer that retries ' +
    'writes a lot. A log group that is in the template, but not named in LoggingConfig, stays empty.',
  incident:
    'The log group that the runbook names is empty. The bill for logs is higher than the one for the stream.',
  fix:
    'Add an AWS::Logs::LogGroup with RetentionInDays, name it in LoggingConfig.LogGroup of the function, ' +
    'and allow the role to write there.',
  suppress: 'Log groups are managed outside the template, as by a policy of the organisation.',
  check: (template) =>
    consumingFunctions(template).flatMap((lambda) => {
      if (logGroupOf(template, lambda) !== 'none') return [];
      const { logicalId: resource, at } = lambda;
      const groups = template.resourcesOf('AWS::Logs::LogGroup').map(({ logicalId }) => logicalId);
      const others = groups.length > 0 ? ` ${groups.join(', ')} is not wired to it.` : '';
      return {
        at,
        resource,
        message: `${resource} writes to a log group that Lambda makes, and that is kept for ever.${others}`,
      };
    }),
};
