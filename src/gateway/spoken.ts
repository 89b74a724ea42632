import type { Protocol, Service } from '../api/operation.ts';

/** A service with one of its protocols. */
export interface Spoken<Name extends Protocol['name'] = Protocol['name']> {
  readonly service: Service;
  readonly protocol: Extract<Protocol, { readonly name: Name }>;
}

/** The services that speak a protocol, in their order. */
export function speaking<Name extends Protocol['name']>(
  services: readonly Service[],
  name: Name,
): Spoken<Name>[] {
  return services.flatMap((service) =>
    service.protocols
      .filter((protocol) => protocol.name === name)
      .map((protocol) => ({ service, protocol: protocol as Spoken<Name>['protocol'] })),
  );
}
