import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Output, type Splitter, splitFrames, splitLines } from './output.ts';

/** Feeds bytes in pieces of the given sizes, again and again, and gathers the messages. */
function messagesOf(
  split: (give: (message: string) => void) => Splitter,
  bytes: Buffer,
  sizes: readonly number[],
): string[] {
  const messages: string[] = [];
  const splitter = split((message) => messages.push(message));
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    splitter.take(bytes.subarray(at, at + size));
    at += size;
  }
  splitter.flush();
  return messages;
}

function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(16);
  head.writeUInt32BE(0xa55a0003, 0);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

test('lines come out the same, however the bytes arrive', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''));
  fc.assert(
    fc.property(fc.array(line), sizes, (lines, sizes) => {
      const ended = lines.map((text) => `${text}\n`);
      expect(messagesOf(splitLines, Buffer.from(ended.join('')), sizes)).toEqual(ended);
    }),
  );
});

test('frames come out the same, however the bytes arrive, with the line breaks in them', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 });
  fc.assert(
    fc.property(fc.array(text), sizes, (texts, sizes) => {
      const bytes = Buffer.concat(texts.map(frame));
      expect(messagesOf(splitFrames, bytes, sizes)).toEqual(texts);
    }),
  );
});

test('a frame that claims more than an event may hold is given in pieces, as they come', () => {
  const messages: string[] = [];
  const { take } = splitFrames((message) => messages.push(message));
  const head = frame('').subarray(0, 16);
  head.writeUInt32BE(0xffff_ffff, 4);
  take(head);
  for (let chunk = 0; chunk < 9; chunk++) take(Buffer.alloc(65_536, 'x'));
  expect(messages.map(({ length }) => length)).toEqual([262_144, 262_144]);
  const cut = messagesOf(
    splitFrames,
    Buffer.concat([frame('x'.repeat(600_000)), frame('y')]),
    [65_536],
  );
  expect(cut.map(({ length }) => length)).toEqual([262_144, 262_144, 75_712, 1]);
});

test('no character is cut with the text of a frame', () => {
  const pieces = messagesOf(splitFrames, frame('€'.repeat(200_000)), [65_536]);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.join('')).toBe('€'.repeat(200_000));
});

test('a last line without its end gets one', () => {
  expect(messagesOf(splitLines, Buffer.from('one\ntwo'), [100])).toEqual(['one\n', 'two\n']);
});

test('a line longer than an event may be is cut', () => {
  const messages = messagesOf(splitLines, Buffer.alloc(600_000, 'x'), [65_536]);
  expect(messages.map(({ length }) => length)).toEqual([262_144, 262_144, 75_713]);
});

test('what is written to the descriptor of frames without a frame is read as lines', () => {
  expect(messagesOf(splitFrames, Buffer.from('no frame but two lines\nhere\n'), [100])).toEqual([
    'no frame but two lines\n',
    'here\n',
  ]);
});

test('a stream is not read while the log is congested, and nothing gets lost', async () => {
  const messages: string[] = [];
  const stream = new PassThrough();
  let release = () => {};
  let congestion: Promise<void> | undefined = new Promise((resolve) => {
    release = () => {
      congestion = undefined;
      resolve();
    };
  });
  const give = (message: string) => messages.push(message);
  const output = new Output([stream], null, { give, congestion: () => congestion });
  stream.write('one\n');
  await new Promise((resolve) => setImmediate(resolve));
  stream.write('two\n');
  await new Promise((resolve) => setImmediate(resolve));
  expect(messages).toEqual(['one\n']);
  const drained = output.drain();
  release();
  await drained;
  expect(messages).toEqual(['one\n', 'two\n']);
});

test('what was written before is given on, however many reads it takes', async () => {
  const stream = new PassThrough();
  const messages: string[] = [];
  const give = (message: string) => messages.push(message);
  const output = new Output([stream], null, { give, congestion: () => undefined });
  // As the system does: each turn, as much as a read has room for, until nothing is left.
  const reads = [65_536, 65_536, 65_536, 65_536, 10].map((bytes) => `${'x'.repeat(bytes - 1)}\n`);
  const left = [...reads];
  const read = () => {
    const next = left.shift();
    if (next === undefined) return;
    stream.write(next);
    setImmediate(read);
  };
  read();
  await output.drain();
  expect(messages).toEqual(reads);
});

test('a process that never falls silent is not waited for for ever', async () => {
  const stream = new PassThrough();
  let isOver = false;
  const output = new Output([stream], null, { give: () => {}, congestion: () => undefined });
  const write = () => {
    stream.write(`${'x'.repeat(65_535)}\n`);
    if (!isOver) setImmediate(write);
  };
  write();
  await output.drain();
  isOver = true;
});
