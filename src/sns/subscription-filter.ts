import { filterDocument, type MessageAttributes } from './message-attributes.ts';
import type { FilterLanguage, Subscription } from './subscription.ts';

/**
 * Whether a message gets through the filter policy of a subscription: by its attributes, or by its
 * body, which must be JSON then (Amazon SNS developer guide, "Message filtering").
 */
export function passes(
  filters: FilterLanguage,
  { filterPolicy, filterPolicyScope }: Subscription,
  { message, attributes }: { readonly message: string; readonly attributes: MessageAttributes },
): boolean {
  if (filterPolicy === undefined) return true;
  const document = filterPolicyScope === 'MessageBody' ? message : filterDocument(attributes);
  return filters.matches(filterPolicy, document);
}
