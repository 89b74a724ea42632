import type { FilterableRecord } from './record-document.ts';

/** The data of an order, as JSON. */
export const ORDER = '{"record":12345,"order":{"type":"buy","stock":"ANYCO","quantity":1000}}';

/** A record with this data. */
export function recordOf(data: string | Uint8Array): FilterableRecord {
  return {
    data: Buffer.from(data),
    partitionKey: 'customer-1',
    sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
    approximateArrivalTimestamp: 1545084650987,
  };
}
