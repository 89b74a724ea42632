import { EventStreamCodec } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeEventMessage, eventMessage, exceptionMessage } from './event-stream.ts';

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const text = fc.string({ unit: 'grapheme', maxLength: 100 });

test('a message is written as the JavaScript SDK writes and reads it', () => {
  const name = fc
    .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })
    .map((each) => `:${each}`);
  const payload = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(fc.dictionary(name, text), payload, (headers, body) => {
      const texts = Object.fromEntries(
        Object.entries(headers).map(([key, value]) => [key, { type: 'string' as const, value }]),
      );
      const written = Buffer.from(encodeEventMessage({ headers, payload: body }));
      expect(written).toEqual(Buffer.from(codec.encode({ headers: texts, body })));
      expect(codec.decode(written).headers).toEqual(texts);
    }),
  );
});

test('events and errors are told apart by their headers', () => {
  const content = { mediaType: 'application/json', payload: Buffer.from('{}') };
  expect(eventMessage('Event', content).headers).toEqual({
    ':event-type': 'Event',
    ':content-type': 'application/json',
    ':message-type': 'event',
  });
  expect(exceptionMessage('Gone', content).headers).toEqual({
    ':exception-type': 'Gone',
    ':content-type': 'application/json',
    ':message-type': 'exception',
  });
});
