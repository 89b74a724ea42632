import type { Client } from './client.ts';
import type { ServiceName } from './sdk-modules.ts';

/** Operations that a client does not have, and why. */
export const LACKING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'the AWS CLI': {
    'kinesis SubscribeToShard': 'an answer that goes on by events is no output of a command',
  },
};

/** Operations that run, and can give nothing but an error. */
export const ALWAYS_REFUSED: Readonly<Record<string, string>> = {
  'sns ConfirmSubscription': 'queues and functions wait for no confirmation, so no token is right',
};

export const lacks = (
  { name }: Pick<Client, 'name'>,
  { service, operation }: { readonly service: ServiceName; readonly operation: string },
): boolean => `${service} ${operation}` in (LACKING[name] ?? {});
