import type { Protocol } from '../api/operation.ts';
import type { AwsError } from '../aws/aws-error.ts';
import type { Call } from './protocols.ts';

/** Where a request goes, as far as its head tells. */
export type Route =
  | Called
  /** The body is a form that names the operation: see `Router.routeForm`. */
  | { readonly to: 'form'; readonly protocol: Protocol }
  | Dead;

/** The request calls an operation. */
export interface Called {
  readonly to: 'call';
  readonly call: Call;
}

/** Nothing here answers the request. */
export interface Dead {
  readonly to: 'nobody';
  readonly error: AwsError;
  /** In which form the client expects the error. */
  readonly protocol: Protocol;
  /** Set when the request asks AWS for something that is not here. */
  readonly unsupported?: { readonly service: string; readonly operation: string };
}

/** A route to nobody. */
export const dead = (
  error: AwsError,
  protocol: Protocol,
  unsupported?: Dead['unsupported'],
): Dead => ({ to: 'nobody', error, protocol, ...(unsupported && { unsupported }) });
