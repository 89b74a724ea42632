import { consumingFunctions } from '../log-group.ts';
import { type Grant, roleOf } from '../role.ts';
import type { Found, Rule } from '../rule.ts';

const EXECUTION_ROLE = 'AWSLambdaKinesisExecutionRole';
const READS = [EXECUTION_ROLE, 'KinesisStreamReadPolicy'];
const WIDE = /^(\*|kinesis:\*|sqs:\*|sns:\*)$/i;

export const permissionRedundant: Rule = {
  id: 'permission-redundant',
  severity: 'warning',
  title: 'The role of the function is allowed something twice, or everything.',
  why:
    'SAM gives the role that it makes AWSLambdaKinesisExecutionRole for each Kinesis event; a policy for ' +
    'reading beside it does nothing, and whoever narrows it later narrows nothing. A consumer that is ' +
    'allowed kinesis:* can also delete its stream.',
  incident:
    'A review finds that the narrow policy in the template never had an effect; or a test that was meant to ' +
    'clean up deletes the stream of production.',
  fix: 'Remove what is there twice. Name the actions that the consumer uses, and the stream and queue.',
  suppress: 'The policy is needed for another stream, which the code of the function reads itself.',
  check: (template) =>
    consumingFunctions(template).flatMap((lambda): Found[] => {
      const role = roleOf(template, lambda);
      if (!role) return [];
      const resource = lambda.logicalId;
      const hasEvent = template.consumers.some((of) => of.isSam && of.lambda === lambda);
      const isGivenBySam = role.isMadeBySam && hasEvent;
      const isManaged = role.grants.some(({ policy }) => policy === EXECUTION_ROLE);
      const twice = role.grants.filter((grant) => {
        return isGivenBySam ? READS.includes(grant.policy ?? '') : isManaged && isReading(grant);
      });
      const wide = role.grants.filter(({ policy, actions }) => {
        return policy === undefined && actions.some((action) => WIDE.test(action));
      });
      const given = isGivenBySam ? 'SAM gives the role' : 'the role has';
      return [
        ...twice.map(({ at, policy }) => ({
          at,
          resource,
          message: `${policy ?? 'This statement'} does nothing: ${given} ${EXECUTION_ROLE} anyway.`,
        })),
        ...wide.map(({ at, actions }) => ({
          at,
          resource,
          message: `A consumer needs no ${actions.find((action) => WIDE.test(action))}.`,
        })),
      ];
    }),
};

/** A statement that allows reading streams and nothing else. */
function isReading({ policy, actions }: Grant): boolean {
  return (
    policy === undefined && actions.every((action) => /^kinesis:(Get|List|Describe)/.test(action))
  );
}
