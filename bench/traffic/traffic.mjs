import { getRecords, putRecord, putRecords } from './kinesis.mjs';

/** The requests that the load client can send, by name. */
export const TRAFFIC = {
  'put-records': putRecords,
  'put-record': putRecord,
  'get-records': getRecords,
};
