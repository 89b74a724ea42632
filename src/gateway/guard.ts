import { Cors } from './cors.ts';
import type { Head } from './head.ts';

/**
 * Names by which this machine may be called. None of them can be made to point here by somebody
 * else: `.localhost` and `.internal` are reserved, so no web page has them as its own origin.
 */
const OWN_NAMES = new Set(['localhost', '127.0.0.1', '[::1]', 'host.docker.internal']);

/**
 * Keeps web pages out. There is no password here: a page that a developer has open could otherwise
 * send requests with the browser's help, directly (which its `Origin` and `Sec-Fetch-Site` headers
 * show) or through a name of its own that it points at this machine (which the `Host` shows).
 */
export class Guard {
  readonly #names: ReadonlySet<string>;
  readonly #believesAll: boolean;
  /** Pages that may ask although they are of other origins. */
  readonly cors: Cors;

  /**
   * @param names further host names and addresses to answer to, without ports
   * @param verifies whether signatures are verified: no page has the secret
   */
  constructor(
    names: readonly string[] = [],
    {
      corsOrigins = [],
      verifies = false,
    }: { corsOrigins?: readonly string[]; verifies?: boolean } = {},
  ) {
    this.#believesAll = !verifies;
    this.cors = new Cors(corsOrigins);
    this.#names = new Set([...OWN_NAMES, ...names.map(inBrackets)].map((n) => n.toLowerCase()));
  }

  /** Why a request is refused, or undefined. */
  refusal(head: Head): string | undefined {
    if (!this.#isOwnHost(head))
      return (
        `Host '${head.host}' is not a name of this endpoint; use localhost or 127.0.0.1, or ` +
        `start it with --allow-host ${head.host.replace(/:\d*$/, '')}.`
      );
    if (this.cors.allows(head)) return undefined;
    const { origin, 'sec-fetch-site': site } = head.headers;
    if (
      origin !== undefined &&
      origin.toLowerCase() !== `${head.scheme}://${head.host.toLowerCase()}`
    )
      return `Requests of web pages from '${origin}' are not answered.`;
    if (site === 'cross-site' || site === 'same-site')
      return 'Requests of web pages from other sites are not answered.';
    if (this.#believesAll && head.method === 'GET' && head.query.has('Action') && !isTold(head))
      return 'An Action in a URL is answered to localhost, or where the request is signed in a header.';
    return undefined;
  }

  #isOwnHost({ host, localAddress }: Head): boolean {
    const name = host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
    if (this.#names.has(name) || name.endsWith('.localhost')) return true;
    // Whoever names the very address that the connection arrived at names us, and only us.
    return localAddress !== '' && name === inBrackets(localAddress);
  }
}

/**
 * Whether a page that sent the request would be known by it. A browser says where a request comes from,
 * of pictures too, to addresses that it trusts without encryption (W3C, Fetch Metadata Request Headers and
 * Secure Contexts); and no page can make it sign one in a header.
 */
const isTold = ({ host, headers }: Head) =>
  headers.authorization !== undefined ||
  /^(localhost|[^:]*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])\.?(:\d*)?$/i.test(host);

/** Addresses of IPv6 stand in brackets in a host. */
const inBrackets = (name: string) =>
  name.includes(':') && !name.startsWith('[') ? `[${name}]` : name;
