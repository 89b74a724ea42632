import type { Topics } from '../../sns/topics.ts';
import { list, map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { parseTags, tagShape } from './tags.ts';
import { parseTopicAttributes } from './topic-attributes.ts';
import { refuse } from './unsupported.ts';

export const createTopic = operation<Topics>()({
  name: 'CreateTopic',
  input: structure({
    Name: required(string()),
    Attributes: map(string()),
    Tags: list(tagShape),
    DataProtectionPolicy: string(),
  }),
  output: structure({ TopicArn: string() }),
  async handle(topics, { Name, Attributes, Tags = [], DataProtectionPolicy }, { scope }) {
    refuse({ DataProtectionPolicy });
    const settings = parseTopicAttributes(Attributes);
    return { TopicArn: await topics.createTopic(scope, Name, { settings, tags: parseTags(Tags) }) };
  },
});
