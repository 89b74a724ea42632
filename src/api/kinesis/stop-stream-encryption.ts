import { stoppedEncryption } from '../../kinesis/stream-encryption.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { namedStream } from './named-stream.ts';
import { encryptionType, keyId, streamMembers } from './shapes.ts';
import { refuseNone } from './start-stream-encryption.ts';

/** Shows new records as not encrypted. */
export const stopStreamEncryption = operation<Streams>()({
  name: 'StopStreamEncryption',
  input: structure({
    ...streamMembers,
    EncryptionType: required(encryptionType),
    KeyId: required(keyId),
  }),
  output: structure({}),
  async handle(streams, input, { scope }) {
    const streamName = namedStream(streams, input, scope);
    refuseNone(input.EncryptionType);
    await streams.change(scope, streamName, (stream, nowMs) =>
      stoppedEncryption(stream, input.KeyId, nowMs),
    );
    return {};
  },
});
