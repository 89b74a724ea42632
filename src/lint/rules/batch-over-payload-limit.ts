import { placeOf } from '../linted-template.ts';
import type { Found, Rule } from '../rule.ts';

/** The most that a synchronous invocation carries (Lambda developer guide, quotas). */
const PAYLOAD_BYTES = 6 * 1024 * 1024;
/** About what a record takes in the event besides its data, counted in a recorded event. */
const BYTES_AROUND_DATA = 560;
/** Records smaller than this are rare: one measurement as JSON. */
const SMALL_RECORD_BYTES = 256;
const BYTES_OF_KIB = 1024;

export const batchOverPayloadLimit: Rule = {
  id: 'batch-over-payload-limit',
  severity: 'warning',
  title: 'What should be one batch does not fit into the 6 MB of a call.',
  why:
    'A call carries 6 MB, and the event is JSON: the data grows by a third as Base64, and every record ' +
    'brings half a kilobyte of names. A larger batch is cut, so that the batches are smaller than the ' +
    'BatchSize that the function was sized for; and a single record that does not fit never reaches ' +
    'the function: its attempts fail one after the other, and it is given up.',
  incident:
    'Batches of 10,000 were paid for and tested, and 900 arrive. Or a producer sends its first record of ' +
    '5 MB, and the failure queue gets a message about a record that the function never saw.',
  fix: 'Choose a BatchSize that fits your records, and a MaxRecordSizeInKiB of at most 4,500.',
  suppress:
    'Your records are tiny, or you know that batches are cut and only want them as large as can be.',
  check: (template) =>
    template.consumers.flatMap((consumer): Found[] => {
      const size = template.number(consumer.settings, 'BatchSize');
      const room = typeof size === 'number' ? bytesForEach(size) : Number.POSITIVE_INFINITY;
      const found: Found[] = [];
      if (room < SMALL_RECORD_BYTES) {
        found.push({
          at: placeOf(consumer, 'BatchSize'),
          resource: consumer.logicalId,
          message: `A batch of ${size} fits into 6 MB only with records of at most ${room} bytes.`,
        });
      }
      const { stream } = consumer;
      const kib = stream ? template.number(stream.properties, 'MaxRecordSizeInKiB') : 'absent';
      if (stream && typeof kib === 'number' && kib * BYTES_OF_KIB > bytesForEach(1)) {
        found.push({
          at: stream.properties.entries.get('MaxRecordSizeInKiB')?.at ?? stream.at,
          resource: stream.logicalId,
          message:
            `The stream takes records of ${kib} KiB; above ${Math.floor(bytesForEach(1) / BYTES_OF_KIB)} KiB ` +
            'not even one fits into a call.',
        });
      }
      return found;
    }),
};

/** How many bytes of data a record may have when so many share a call. */
function bytesForEach(records: number): number {
  return Math.max(0, Math.floor(((PAYLOAD_BYTES / records - BYTES_AROUND_DATA) * 3) / 4));
}
