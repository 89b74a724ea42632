import { withPolicy } from '../../kinesis/resource-settings.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedResource } from './named-resource.ts';
import { resourceMembers } from './shapes.ts';
import { noteWithoutEffect } from './without-effect.ts';

/** Gives a stream or a consumer a policy; it is kept and shown, and nobody is refused by it. */
export const putResourcePolicy = operation<Streams>()({
  name: 'PutResourcePolicy',
  input: structure({ ...resourceMembers, Policy: required(string()) }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    await namedResource(streams, input, scope).change(withPolicy(input.Policy));
    const what = `The policy of ${input.ResourceARN} is kept and shown`;
    noteWithoutEffect(streams, `${what}; permissions are not enforced.`);
    return {};
  },
});
