import type { BoundOperation, Protocol, Service } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import { AWS_CBOR } from '../wire/aws-cbor.ts';
import { type AwsJsonVersion, awsJsonMediaType } from '../wire/aws-json.ts';
import type { Credential } from '../wire/sigv4.ts';
import { bucketInHost } from './bucket-path.ts';
import { type Head, mediaTypeOf } from './head.ts';
import { RestRoutes } from './rest-routes.ts';
import { RestXmlRoutes } from './rest-xml-routes.ts';
import { type Called, type Dead, dead, type Route } from './route.ts';
import { RpcV2Routes } from './rpc-v2-routes.ts';
import { type Spoken, speaking } from './spoken.ts';

const REST: Protocol = { name: 'rest-json' };
/** The namespace of errors of AWS's query protocol that no service answers. */
const QUERY: Protocol = {
  name: 'query',
  apiVersion: '',
  xmlNamespace: 'http://webservices.amazon.com/AWSFault/2005-15-09',
};

/** Finds the operation that a request asks for, by the marks that AWS's protocols leave. */
export class Router {
  readonly #byPrefix: ReadonlyMap<string, Spoken<'aws-json'>>;
  readonly #byTarget: ReadonlyMap<string, Called>;
  readonly #cborByPrefix: ReadonlyMap<string, Spoken<'aws-cbor'>>;
  readonly #rpcV2: RpcV2Routes;
  readonly #query: readonly Spoken<'query'>[];
  readonly #rest: RestRoutes;
  readonly #restXml: readonly RestXmlRoutes[];
  readonly #operations: ReadonlyMap<Service, ReadonlyMap<string, BoundOperation>>;

  constructor(services: readonly Service[]) {
    const json = speaking(services, 'aws-json');
    this.#byPrefix = new Map(json.map((spoken) => [spoken.protocol.targetPrefix, spoken]));
    this.#byTarget = new Map(json.flatMap(callsByTarget));
    const cbor = speaking(services, 'aws-cbor');
    this.#cborByPrefix = new Map(cbor.map((spoken) => [spoken.protocol.targetPrefix, spoken]));
    this.#rpcV2 = new RpcV2Routes(speaking(services, 'rpc-v2-cbor'));
    this.#query = speaking(services, 'query');
    this.#rest = new RestRoutes(speaking(services, 'rest-json'));
    this.#restXml = speaking(services, 'rest-xml').map((spoken) => new RestXmlRoutes(spoken));
    this.#operations = new Map(
      services.map((service) => [service, new Map(service.operations.map((o) => [o.name, o]))]),
    );
  }

  /** Routes by the head alone; `credential` helps to name what is not here. */
  route(head: Head, credential: Credential | undefined): Route {
    // Names of buckets are free, and may look like another service's paths: the signature decides.
    const signed = this.#restXml.find(({ signingName }) => signingName === credential?.service);
    if (signed) return signed.find(head);
    const target = head.headers['x-amz-target'];
    if (typeof target === 'string') return this.#routeTarget(target, head, credential);
    const rpc = this.#rpcV2.find(head);
    if (rpc) return rpc;
    const call = this.#rest.find(head.method, head.path);
    if (call) return { to: 'call', call };
    const isForm = mediaTypeOf(head) === 'application/x-www-form-urlencoded';
    if (isForm && head.method === 'POST' && !isVersioned(head.path))
      return { to: 'form', protocol: this.#queryProtocol(credential) };
    if (head.query.has('Action')) return this.routeForm(head.query, credential);
    const [unsigned] = credential ? [] : this.#restXml;
    const isAboutBucket = head.path !== '/' || bucketInHost(head.host) !== undefined;
    if (unsigned && isAboutBucket && !isVersioned(head.path)) return unsigned.find(head);
    return this.#unrouted(head, credential);
  }

  /**
   * Routes by the parameters `Action` and `Version` of the query protocol. Who signs nothing, or
   * for another service, gets the service that has the action.
   */
  routeForm(parameters: URLSearchParams, credential: Credential | undefined): Called | Dead {
    const action = parameters.get('Action');
    const version = parameters.get('Version');
    const candidates = this.#query.filter(
      ({ protocol }) => version === null || protocol.apiVersion === version,
    );
    const named = ({ service }: Spoken<'query'>) =>
      this.#operations.get(service)?.get(action ?? '');
    const spoken =
      candidates.find(({ service }) => service.signingName === credential?.service) ??
      candidates.find(named) ??
      candidates[0];
    const operation = spoken && named(spoken);
    if (spoken && operation) return { to: 'call', call: { ...spoken, operation, parameters } };
    const protocol = spoken?.protocol ?? this.#queryProtocol(credential);
    if (action === null)
      return dead(new AwsError('MissingAction', 'The request names no action.'), protocol);
    const text = `The action ${action} is not valid for this endpoint.`;
    return dead(new AwsError('InvalidAction', text), protocol, {
      service: credential?.service ?? spoken?.service.signingName ?? 'unknown',
      operation: action,
    });
  }

  #routeTarget(target: string, head: Head, credential: Credential | undefined): Route {
    const dot = target.lastIndexOf('.');
    const [prefix, name] = [target.slice(0, Math.max(dot, 0)), target.slice(dot + 1)];
    const spoken = this.#byPrefix.get(prefix);
    if (!spoken) {
      const protocol = jsonProtocol(mediaTypeOf(head).endsWith('1.0') ? '1.0' : '1.1');
      // The signature has the name that people know: `dynamodb`, where the target has a version.
      const known = credential?.service ?? (prefix || 'unknown');
      return dead(unknownOperation(`${known} ${name} is not available here.`), protocol, {
        service: known,
        operation: name,
      });
    }
    const mediaType = mediaTypeOf(head);
    const cbor = mediaType === AWS_CBOR ? this.#cborByPrefix.get(prefix) : undefined;
    const protocol = cbor?.protocol ?? spoken.protocol;
    const { signingName } = spoken.service;
    const route = this.#byTarget.get(target);
    if (!route)
      return dead(unknownOperation(`${signingName} ${name} is not available here.`), protocol, {
        service: signingName,
        operation: name,
      });
    if (cbor) return { to: 'call', call: { ...route.call, protocol } };
    const expected = awsJsonMediaType(spoken.protocol.version);
    if (mediaType === expected) return route;
    const text = `${signingName} is spoken as ${expected} here, not as ${mediaType || 'nothing'}.`;
    return dead(new AwsError('UnsupportedMediaTypeException', text, { status: 415 }), protocol);
  }

  #queryProtocol(credential: Credential | undefined): Protocol {
    const signed = this.#query.find(({ service }) => service.signingName === credential?.service);
    return signed?.protocol ?? QUERY;
  }

  #unrouted(head: Head, credential: Credential | undefined): Dead {
    const operation = `${head.method} ${head.path}`;
    const service = credential?.service ?? (isVersioned(head.path) ? 'lambda' : undefined);
    const error = new AwsError(
      'UnknownOperationException',
      `${service ? `${service} ` : ''}${operation} is not available here.`,
      { status: 404 },
    );
    return dead(error, REST, service === undefined ? undefined : { service, operation });
  }
}

function callsByTarget(spoken: Spoken<'aws-json'>): [string, Called][] {
  return spoken.service.operations.map((operation) => [
    `${spoken.protocol.targetPrefix}.${operation.name}`,
    { to: 'call', call: { ...spoken, operation } },
  ]);
}

/** AWS Lambda's paths begin with the date of their version. */
const isVersioned = (path: string) => /^\/\d{4}-\d{2}-\d{2}\//.test(path);

const jsonProtocol = (version: AwsJsonVersion): Protocol => ({
  name: 'aws-json',
  version,
  targetPrefix: '',
});

/** AWS leaves out the text; it is here so that nobody has to guess what is missing. */
const unknownOperation = (text: string) => new AwsError('UnknownOperationException', text);
