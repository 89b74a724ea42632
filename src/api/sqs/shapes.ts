import { list, map, type Shape, string } from '../../wire/shape.ts';

/** Names a queue; the forms of the query protocol may be sent to the queue's URL instead. */
export const queueUrlShape = string({ orPath: true });

/**
 * A list that the query protocol flattens.
 *
 * @param as what an element is called there: `AttributeName` in `AttributeName.1`
 */
export const flatList = <Member extends Shape>(as: string, member: Member) =>
  list(member, { flattened: true, as });

/**
 * A map that the query protocol flattens.
 *
 * @param as what an entry is called there: `MessageAttribute` in `MessageAttribute.1.Name`
 */
export const flatMap = <Item extends Shape>(as: string, item: Item) =>
  map(item, { flattened: true, as, keyAs: 'Name', valueAs: 'Value' });

/** Attributes of queues and system attributes of messages, all of them texts. */
export const attributesShape = flatMap('Attribute', string());

/** Tags are the one map that calls its keys keys: `Tag.1.Key`. */
export const tagsShape = map(string(), {
  flattened: true,
  as: 'Tag',
  keyAs: 'Key',
  valueAs: 'Value',
});
