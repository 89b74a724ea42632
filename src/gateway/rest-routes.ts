import type { BoundOperation, Service } from '../api/operation.ts';
import {
  byExactness,
  matchPath,
  type PathTemplate,
  parsePathTemplate,
} from '../wire/path-template.ts';
import type { Call } from './protocols.ts';

interface RestRoute {
  readonly service: Service;
  readonly operation: BoundOperation;
  readonly template: PathTemplate;
}

/** The operations of the REST services by method, the more exact path first. */
export class RestRoutes {
  readonly #byMethod = new Map<string, RestRoute[]>();

  /** @throws Error when an operation of a REST service has no method and path. */
  constructor(services: readonly Service[]) {
    for (const service of services)
      for (const operation of service.operations) this.#add(service, operation);
    for (const routes of this.#byMethod.values())
      routes.sort((a, b) => byExactness(a.template, b.template));
  }

  /** The call that a method and path stand for, with the labels of the path. */
  find(method: string, path: string): Call | undefined {
    for (const { service, operation, template } of this.#byMethod.get(method) ?? []) {
      const labels = matchPath(template, path);
      if (labels) return { service, operation, labels };
    }
    return undefined;
  }

  #add(service: Service, operation: BoundOperation): void {
    const { http } = operation;
    if (!http) throw new Error(`${service.signingName} ${operation.name} has no method and path`);
    const routes = this.#byMethod.get(http.method) ?? [];
    routes.push({ service, operation, template: parsePathTemplate(http.path) });
    this.#byMethod.set(http.method, routes);
  }
}
