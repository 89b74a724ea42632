import { startedEncryption } from '../../kinesis/stream-encryption.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { invalidArgument, namedStream } from './named-stream.ts';
import { encryptionType, keyId, streamMembers } from './shapes.ts';
import { noteWithoutEffect } from './without-effect.ts';

/** Shows a stream and its new records as encrypted with a key; they are kept as they came. */
export const startStreamEncryption = operation<Streams>()({
  name: 'StartStreamEncryption',
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
      startedEncryption(stream, input.KeyId, nowMs),
    );
    const what = `Stream ${streamName} and its new records are shown as encrypted`;
    noteWithoutEffect(streams, `${what}; they are kept as they came.`);
    return {};
  },
});

/** The model has NONE too, and the API reference says that KMS is the only valid value. */
export function refuseNone(type: string): void {
  if (type !== 'KMS') throw invalidArgument(`EncryptionType ${type} is not valid here; KMS is.`);
}
