import type { OwnRoute } from '../gateway/own-routes.ts';
import type { AccessKey } from './keys.ts';

/** How an endpoint is reached; no secret is among it. */
export interface Access {
  /** The first of the keys that requests are signed with; absent when signatures are not verified. */
  readonly accessKeyId?: string;
  /** The port with TLS, and the file of the authority that clients have to trust. */
  readonly tls?: { readonly endpoint: string; readonly caFile: string };
}

/** `GET /_sluicebox/access` tells what `sluicebox env` needs. */
export function accessRoute(
  keys: readonly AccessKey[] | undefined,
  tls: () => Access['tls'],
): OwnRoute {
  return {
    method: 'GET',
    path: '/_sluicebox/access',
    async handle() {
      // What is undefined is left out of JSON.
      const access = { accessKeyId: keys?.[0]?.accessKeyId, tls: tls() };
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: `${JSON.stringify(access)}\n`,
      };
    },
  };
}
