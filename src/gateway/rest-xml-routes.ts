import type { BoundOperation } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import { membersOf } from '../wire/members.ts';
import { bucketPathOf } from './bucket-path.ts';
import type { Head } from './head.ts';
import { dead, type Route } from './route.ts';
import type { Spoken } from './spoken.ts';

interface RestXmlRoute {
  readonly operation: BoundOperation;
  readonly method: string;
  readonly path: string;
  /** A header that tells it from others on the same path. */
  readonly header: string | undefined;
  /** Parameters that tell it from others on the same path; '' stands for every value. */
  readonly marks: readonly (readonly [name: string, value: string])[];
  /** The names of all parameters that it takes. */
  readonly parameters: ReadonlySet<string>;
}

/** Parameters that name an operation a second time, or are a signature of an older kind. */
const GENERAL = new Set(['x-id', 'AWSAccessKeyId', 'Signature', 'Expires']);

/**
 * The operations of S3. Unlike in other REST services, parameters of the query tell them apart, and
 * a path has a bucket, a key, and nothing else.
 */
export class RestXmlRoutes {
  readonly #spoken: Spoken<'rest-xml'>;
  readonly #routes: readonly RestXmlRoute[];

  /** @throws Error when an operation has no method and path. */
  constructor(spoken: Spoken<'rest-xml'>) {
    this.#spoken = spoken;
    const routes = spoken.service.operations.map(routeOf);
    this.#routes = routes.sort((a, b) => distinction(b) - distinction(a));
  }

  get signingName(): string {
    return this.#spoken.service.signingName;
  }

  /**
   * Where a request goes. A parameter that the operation does not take means that the request asks
   * for something else, such as the tags of an object; so it is refused, never ignored.
   */
  find(head: Head): Route {
    const { service, protocol } = this.#spoken;
    const found = bucketPathOf(head);
    if (!found) {
      const text = "Couldn't parse the specified URI.";
      return dead(new AwsError('InvalidURI', text), protocol);
    }
    const route = this.#routes.find(
      ({ method, path, marks, header }) =>
        method === head.method &&
        path === found.path &&
        (header === undefined || head.headers[header] !== undefined) &&
        marks.every(([name, value]) => hasParameter(head, name, value)),
    );
    const unknown = [...head.query.keys()].find(
      (name) => !isGeneral(name) && !route?.parameters.has(name),
    );
    if (route && unknown === undefined) {
      const { operation } = route;
      return { to: 'call', call: { service, protocol, operation, labels: found.labels } };
    }
    const operation = `${head.method} ${found.path}${unknown === undefined ? '' : `?${unknown}`}`;
    const text = `${this.signingName} ${operation} is not available here.`;
    const error =
      unknown === undefined
        ? new AwsError('MethodNotAllowed', text, { status: 405 })
        : new AwsError('NotImplemented', text, { status: 501 });
    return dead(error, protocol, { service: this.signingName, operation });
  }
}

const distinction = ({ marks, header }: RestXmlRoute) => marks.length + (header ? 1 : 0);

const hasParameter = ({ query }: Head, name: string, value: string) =>
  value === '' ? query.has(name) : query.get(name) === value;

function routeOf(operation: BoundOperation): RestXmlRoute {
  const { http, name } = operation;
  if (!http) throw new Error(`${name} has no method and path`);
  const [path = '', query = ''] = http.path.split('?');
  const marks = [...new URLSearchParams(query)];
  const taken = membersOf(operation.input).filter(({ shape }) => shape.in === 'query');
  const parameters = new Set([
    ...marks.map(([mark]) => mark),
    ...taken.map((member) => member.shape.as ?? member.name),
  ]);
  return { operation, method: http.method, path, header: http.header, marks, parameters };
}

/** Those that begin with `x-amz-` stand for headers, and are looked at as these are. */
const isGeneral = (name: string) => GENERAL.has(name) || /^x-amz-/i.test(name);
