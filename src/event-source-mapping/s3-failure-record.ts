/**
 * The failure record as S3 gets it: the same object with the whole event in it, as a text, behind
 * the version (recorded on AWS).
 */
export function withPayload(failureRecord: string, event: string): string {
  const { requestContext, responseContext, version, ...rest } = JSON.parse(failureRecord) as Record<
    string,
    unknown
  >;
  return JSON.stringify({ requestContext, responseContext, version, payload: event, ...rest });
}

/**
 * The key under which S3 keeps a failure record (Lambda developer guide):
 * `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random UUID>`, in UTC, by the
 * timestamp of the record.
 */
export function objectKey(
  failureRecord: string,
  { mappingId, shardId, uuid }: { mappingId: string; shardId: string; uuid: string },
): string {
  const { timestamp } = JSON.parse(failureRecord) as { timestamp: string };
  const day = timestamp.slice(0, 'YYYY-MM-DD'.length);
  const second = timestamp.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replaceAll(':', '.');
  return `aws/lambda/${mappingId}/${shardId}/${day.replaceAll('-', '/')}/${second}-${uuid}`;
}
