import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, type Frame, FrameReader } from './channel-frames.ts';

/** What a reader makes of bytes that arrive in pieces of the given sizes, again and again. */
function read(bytes: Buffer, sizes: readonly number[], longestBodyBytes = 2 ** 20): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader({ longestBodyBytes, give: (frame) => frames.push(frame) });
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    reader.take(bytes.subarray(at, at + size));
    at += size;
  }
  return frames;
}

const bytesOf = (frames: readonly Frame[]) =>
  Buffer.concat(frames.flatMap(({ head, body }) => encodeFrame(head, body)));

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
const head = fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' }), { noNullPrototype: true });
const body = fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes));
const frames = fc.array(fc.record({ head, body }));

test('frames come out the same, however the bytes arrive', () => {
  fc.assert(
    fc.property(frames, sizes, (sent, sizes) => {
      expect(read(bytesOf(sent), sizes)).toEqual(sent);
    }),
  );
});

test('a body that is too long is let through, and the frames around it are whole', () => {
  fc.assert(
    fc.property(frames, sizes, fc.nat(50), (sent, sizes, longest) => {
      const isTaken = ({ body }: Frame) => (body?.byteLength ?? 0) <= longest;
      const expected = sent.map((frame) => (isTaken(frame) ? frame : { head: frame.head }));
      expect(read(bytesOf(sent), sizes, longest)).toEqual(expected);
    }),
  );
});

test('what is no frame is not waited for', () => {
  expect(() => read(Buffer.from('HTTP/1.1 200 OK\r\n'), [100])).toThrow('no frame');
});
