import { measureEngine } from './measures/engine.mjs';
import { measureGetRecords } from './measures/get-records.mjs';
import { measureGrowth } from './measures/growth.mjs';
import { measureInvoke } from './measures/invoke.mjs';
import { measurePutRecord } from './measures/put-record.mjs';
import { measurePutRecords } from './measures/put-records.mjs';
import { measurePutToHandler } from './measures/put-to-handler.mjs';
import { measureResident } from './measures/resident.mjs';
import { measureSqs } from './measures/sqs.mjs';
import { measureStart } from './measures/start.mjs';
import { measureStreamToHandler } from './measures/stream-to-handler.mjs';

/** What can be measured, in the order in which it is: name (for `--only`) and how. */
export const MEASURES = {
  'put-records': measurePutRecords,
  'put-record': measurePutRecord,
  'get-records': measureGetRecords,
  sqs: measureSqs,
  'put-to-handler': measurePutToHandler,
  invoke: measureInvoke,
  'stream-to-handler': measureStreamToHandler,
  growth: measureGrowth,
  start: measureStart,
  resident: measureResident,
  engine: measureEngine,
};
