import { invoke } from './invoke.mjs';
import { getRecords, putRecord, putRecords } from './kinesis.mjs';
import { receiveAndDelete, sendMessage, sendMessageBatch } from './sqs.mjs';

/** The requests that the load client can send, by name. */
export const TRAFFIC = {
  'put-records': putRecords,
  'put-record': putRecord,
  'get-records': getRecords,
  'send-message': sendMessage,
  'send-message-batch': sendMessageBatch,
  'receive-and-delete': receiveAndDelete,
  invoke,
};
