import { QueueError } from '../../sqs/queue-error.ts';
import { boolean, required, string, structure } from '../../wire/shape.ts';
import { sqsError, toAwsError } from './errors.ts';
import { flatList } from './shapes.ts';

const MAX_ENTRIES = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

interface Entry {
  readonly Id: string;
}

/** The entries of a batch that failed. */
export const failedEntries = flatList(
  'BatchResultErrorEntry',
  structure({
    Id: required(string()),
    SenderFault: required(boolean()),
    Code: required(string()),
    Message: string(),
  }),
);

/**
 * Checks what concerns a batch as a whole.
 *
 * @param entryName AWS's name for an entry, such as `SendMessageBatchRequestEntry`
 * @throws AwsError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId or
 *   BatchEntryIdsNotDistinct
 */
export function checkBatch<E extends Entry>(entries: E[] | undefined, entryName: string): E[] {
  if (!entries?.length) {
    const message = `There should be at least one ${entryName} in the request.`;
    throw sqsError('EmptyBatchRequest', message);
  }
  if (entries.length > MAX_ENTRIES) {
    throw sqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!ENTRY_ID.test(Id)) {
      throw sqsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
          'It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw sqsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
  return entries;
}

/**
 * What became of a batch. A list without entries is absent, as on AWS since its JSON protocol.
 *
 * @param results for each entry, what it was answered or why it failed
 */
export function batchResult<Result, Success>(
  entries: readonly Entry[],
  results: readonly (Result | QueueError)[],
  show: (id: string, result: Result) => Success,
) {
  const successful: Success[] = [];
  const failed: ReturnType<typeof showFailure>[] = [];
  entries.forEach(({ Id }, position) => {
    const result = results[position] as Result | QueueError;
    if (result instanceof QueueError) failed.push(showFailure(Id, result));
    else successful.push(show(Id, result));
  });
  return {
    Successful: successful.length > 0 ? successful : undefined,
    Failed: failed.length > 0 ? failed : undefined,
  };
}

function showFailure(id: string, error: QueueError) {
  const code = toAwsError(error)?.queryCode ?? error.code;
  return { Id: id, SenderFault: true, Code: code, Message: error.message };
}
