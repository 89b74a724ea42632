import { readFileSync } from 'node:fs';
import type { Service } from '../api/operation.ts';
import type { WireRequest } from '../wire/message.ts';
import {
  byExactness,
  matchPath,
  type PathTemplate,
  parsePathTemplate,
} from '../wire/path-template.ts';
import { bucketInHost, bucketPathOf } from './bucket-path.ts';
import type { Head } from './head.ts';

/** What a route of our own is asked. */
export interface OwnRequest extends WireRequest {
  /** What the labels of the route's path stand for. */
  readonly labels: Readonly<Record<string, string>>;
  /** Aborted when the caller goes away or the server stops. */
  readonly signal: AbortSignal;
}

/** What a route of our own answers; a body of parts is sent as the parts come. */
interface OwnResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

/** A route that belongs to us and not to AWS, such as `GET /_sluicebox/console/{file+}`. */
export interface OwnRoute {
  readonly method: string;
  /** Begins with `/_`, which no AWS service uses; labels as in `/_sluicebox/console/{file+}`. */
  readonly path: string;
  /** Answered to everybody, also where requests have to be signed. */
  readonly isOpen?: boolean;
  handle(request: OwnRequest): OwnResponse | Promise<OwnResponse>;
}

/** Finds a route of our own. */
export class OwnRoutes {
  readonly #routes: readonly { readonly route: OwnRoute; readonly template: PathTemplate }[];

  constructor(routes: readonly OwnRoute[]) {
    this.#routes = routes
      .map((route) => ({ route, template: parsePathTemplate(route.path) }))
      .sort((a, b) => byExactness(a.template, b.template));
  }

  /** The route for a method and path, with the labels of the path. */
  find(
    method: string,
    path: string,
  ): { readonly route: OwnRoute; readonly labels: Record<string, string> } | undefined {
    for (const { route, template } of this.#routes) {
      const labels = route.method === method ? matchPath(template, path) : undefined;
      if (labels) return { route, labels };
    }
    return undefined;
  }
}

const OURS = /^\/_(sluicebox|localstack)\//;
/** Where tools looked before; a path that a bucket may have too. */
const HEALTH = '/health';
/** A service that is called otherwise than it signs. */
const NAMES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** Whether a request is for us and not for AWS: who signs it means a bucket or a key. */
export function isOwn({ path, method, headers, query, host }: Head): boolean {
  // A bucket in the host may have any other key.
  if (path.startsWith('/_')) return OURS.test(path) || bucketInHost(host) === undefined;
  const isSigned = headers.authorization !== undefined || query.size > 0;
  const isHealth = path === HEALTH && method === 'GET' && !isSigned;
  return isHealth && bucketPathOf({ path, host })?.path === '/{Bucket}';
}

/**
 * Tells tools that wait for a local AWS that this one is ready; the second and the third path are where
 * the tools made for LocalStack look. `more` is what there is to say besides.
 */
export function healthRoutes(
  services: readonly Service[],
  more: () => object = () => ({}),
): OwnRoute[] {
  const names = services.map(({ signingName }) => [NAMES[signingName] ?? signingName, 'running']);
  const body = { services: Object.fromEntries(names), version: packageVersion() };
  const headers = { 'content-type': 'application/json' };
  const handle = () => ({ headers, body: JSON.stringify({ ...body, ...more() }) });
  return ['/_sluicebox/health', '/_localstack/health', HEALTH].map((path) => ({
    method: 'GET',
    path,
    isOpen: true,
    handle,
  }));
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
