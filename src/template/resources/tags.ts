import { missing } from '../constraints.ts';
import type { Properties } from '../properties.ts';

/** The list of keys and values that CloudFormation has for tags, with Kinesis's limits. */
export function readTags(properties: Properties): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (const node of properties.list('Tags') ?? []) {
    const tag = properties.inside(node, 'Tags', { Key: true, Value: true });
    const key = tag?.text('Key', 'key', { min: 1, max: 128 });
    const value = tag?.text('Value', 'value', { min: 0, max: 256 });
    if (tag?.isAbsent('Key')) properties.findings.problem(node.at, missing('key'));
    if (tag?.isAbsent('Value')) properties.findings.problem(node.at, missing('value'));
    if (key !== undefined && value !== undefined) tags[key] = value;
  }
  return tags;
}
