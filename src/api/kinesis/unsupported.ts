import { AwsError } from '../../aws/aws-error.ts';

/**
 * Refuses members that AWS has and that have no effect here, so that none is accepted in silence.
 *
 * @throws AwsError InvalidArgumentException
 */
export function refuseUnsupported<Input extends object>(
  input: Input,
  names: readonly (keyof Input & string)[],
): void {
  const given = names.find((name) => input[name] !== undefined);
  if (given === undefined) return;
  throw new AwsError('InvalidArgumentException', `${given} is not supported here.`);
}
