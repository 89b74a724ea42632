import { invalidParameter } from '../../sns/topic-error.ts';

/**
 * Refuses parameters that have no effect here, rather than to accept and ignore them.
 *
 * @throws TopicError InvalidParameter when one of them is there
 */
export function refuse(parameters: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) throw invalidParameter(name, `${name} is not supported here`);
}
