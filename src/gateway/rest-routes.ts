import type { BoundOperation, Protocol, Service } from '../api/operation.ts';
import {
  byExactness,
  matchPath,
  type PathTemplate,
  parsePathTemplate,
} from '../wire/path-template.ts';
import type { Call } from './protocols.ts';
import type { Spoken } from './spoken.ts';

interface RestRoute {
  readonly service: Service;
  readonly protocol: Protocol;
  readonly operation: BoundOperation;
  readonly template: PathTemplate;
}

/** The operations of the REST services by method, the more exact path first. */
export class RestRoutes {
  readonly #byMethod = new Map<string, RestRoute[]>();

  /** @throws Error when an operation of a REST service has no method and path. */
  constructor(spoken: readonly Spoken<'rest-json'>[]) {
    for (const { service, protocol } of spoken)
      for (const operation of service.operations) this.#add({ service, protocol, operation });
    for (const routes of this.#byMethod.values())
      routes.sort((a, b) => byExactness(a.template, b.template));
  }

  /** The call that a method and path stand for, with the labels of the path. */
  find(method: string, path: string): Call | undefined {
    for (const { template, ...call } of this.#byMethod.get(method) ?? []) {
      const labels = matchPath(template, path);
      if (labels) return { ...call, labels };
    }
    return undefined;
  }

  #add(call: Omit<RestRoute, 'template'>): void {
    const { http, name } = call.operation;
    if (!http) throw new Error(`${call.service.signingName} ${name} has no method and path`);
    const routes = this.#byMethod.get(http.method) ?? [];
    routes.push({ ...call, template: parsePathTemplate(http.path) });
    this.#byMethod.set(http.method, routes);
  }
}
