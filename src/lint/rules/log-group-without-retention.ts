import { consumingFunctions, logGroupOf } from '../log-group.ts';
import type { Rule } from '../rule.ts';

const NAME = 'RetentionInDays';
const DAYS = 30;

export const logGroupWithoutRetention: Rule = {
  id: 'log-group-without-retention',
  severity: 'warning',
  title: 'The logs of a consumer are kept for ever.',
  why:
    'A log group without RetentionInDays never drops anything. A consumer logs with every batch and every ' +
    'retry of it; after a year the logs cost more than the stream.',
  incident:
    'Nobody is called. Somebody asks, a year later, what the CloudWatch line on the bill is.',
  fix: `Set ${NAME}; --fix takes ${DAYS}. Keep logs at least as long as failure messages are kept.`,
  suppress: 'The logs have to be kept, by law or by contract.',
  check: (template) => {
    const groups = consumingFunctions(template).map((lambda) => logGroupOf(template, lambda));
    return [...new Set(groups)].flatMap((group) => {
      if (typeof group === 'string') return [];
      const { properties, logicalId, at } = group;
      if (template.number(properties, NAME) !== 'absent') return [];
      return {
        at,
        resource: logicalId,
        message: `The log group ${logicalId} keeps everything for ever: it has no ${NAME}.`,
        changes: [{ path: ['Resources', logicalId, 'Properties'], key: NAME, value: DAYS }],
      };
    });
  },
};
