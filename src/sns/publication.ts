import type { MessageAttributes } from './message-attributes.ts';
import type { Protocol } from './subscription.ts';

/** What is published. */
export interface Publication {
  readonly message: string;
  /** Other texts for some protocols. */
  readonly messages?: Readonly<Partial<Record<Protocol, string>>> | undefined;
  readonly attributes?: MessageAttributes | undefined;
  /** At most 100 characters, on one line. */
  readonly subject?: string | undefined;
}
