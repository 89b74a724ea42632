import { startedEncryption } from '../../kinesis/stream-encryption.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { encryptionInput, refuseNone } from './encryption-input.ts';
import { namedStream } from './named-stream.ts';
import { noteWithoutEffect } from './without-effect.ts';

/** Shows a stream and its new records as encrypted with a key; they are kept as they came. */
export const startStreamEncryption = operation<Streams>()({
  name: 'StartStreamEncryption',
  input: encryptionInput,
  output: structure({}),
  async handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    refuseNone(input);
    await streams.changes.change(scope, streamName, (stream, nowMs) =>
      startedEncryption(stream, input.KeyId, nowMs),
    );
    const what = `Stream ${streamName} and its new records are shown as encrypted`;
    noteWithoutEffect(streams, `${what}; they are kept as they came.`);
    return {};
  },
});
