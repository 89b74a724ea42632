/*
 * What stands before, between and behind the members of a record in the JSON text in which GetRecords
 * answers it, and in which it is kept.
 */
export const BEFORE_NUMBER = '{"SequenceNumber":"';
export const BEFORE_TIME = '","ApproximateArrivalTimestamp":';
export const ENCRYPTED = ',"EncryptionType":"KMS"';
export const BEFORE_DATA = ',"Data":"';
export const BEFORE_KEY = '","PartitionKey":';
export const BEHIND_KEY = '},';

/** How many characters of Base64 so many bytes make. */
export const base64Bytes = (dataBytes: number) => 4 * Math.ceil(dataBytes / 3);
