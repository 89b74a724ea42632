import { stoppedEncryption } from '../../kinesis/stream-encryption.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { encryptionInput, refuseNone } from './encryption-input.ts';
import { namedStream } from './named-stream.ts';

/** Shows new records as not encrypted. */
export const stopStreamEncryption = operation<Streams>()({
  name: 'StopStreamEncryption',
  input: encryptionInput,
  output: structure({}),
  async handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    refuseNone(input);
    await streams.changes.change(scope, streamName, (stream, nowMs) =>
      stoppedEncryption(stream, input.KeyId, nowMs),
    );
    return {};
  },
});
