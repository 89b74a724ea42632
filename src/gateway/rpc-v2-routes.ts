import type { Protocol } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import { parseRpcV2Path, RPC_V2_CBOR } from '../wire/rpc-v2-cbor.ts';
import type { Head } from './head.ts';
import { dead, type Route } from './route.ts';
import type { Spoken } from './spoken.ts';

const NOBODY: Protocol = { name: 'rpc-v2-cbor', serviceName: '' };

/** The operations that are asked for by a path that names service and operation. */
export class RpcV2Routes {
  readonly #byName: ReadonlyMap<string, Spoken<'rpc-v2-cbor'>>;

  constructor(spoken: readonly Spoken<'rpc-v2-cbor'>[]) {
    this.#byName = new Map(spoken.map((each) => [each.protocol.serviceName, each]));
  }

  /** Where a request goes that says that it is of this protocol; undefined for others. */
  find(head: Head): Route | undefined {
    if (head.headers['smithy-protocol'] !== RPC_V2_CBOR) return undefined;
    const named = parseRpcV2Path(head.path);
    if (!named || head.method !== 'POST') return undefined;
    const spoken = this.#byName.get(named.service);
    const operation = spoken?.service.operations.find(({ name }) => name === named.operation);
    if (spoken && operation) return { to: 'call', call: { ...spoken, operation } };
    const service = spoken?.service.signingName ?? named.service;
    const text = `${service} ${named.operation} is not available here.`;
    const error = new AwsError('UnknownOperationException', text, { status: 404 });
    const { operation: missing } = named;
    return dead(error, spoken?.protocol ?? NOBODY, { service, operation: missing });
  }
}
