import { measureEngine } from './measures/engine.mjs';
import { measureGetRecords } from './measures/get-records.mjs';
import { measurePutRecord } from './measures/put-record.mjs';
import { measurePutRecords } from './measures/put-records.mjs';
import { measureResident } from './measures/resident.mjs';
import { measureStart } from './measures/start.mjs';

/** What can be measured, in the order in which it is: name (for `--only`) and how. */
export const MEASURES = {
  'put-records': measurePutRecords,
  'put-record': measurePutRecord,
  'get-records': measureGetRecords,
  start: measureStart,
  resident: measureResident,
  engine: measureEngine,
};
