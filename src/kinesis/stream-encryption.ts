import { rateExceeded, withinADay } from './changes-of-a-day.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import type { Stream, StreamDefinition } from './stream.ts';

/**
 * The ids that KMS gives to keys, their ARNs, and the names and ARNs of aliases (Kinesis API
 * reference, StartStreamEncryption). Keys of several regions have ids of their own form.
 */
const KEY = '(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-f]{32})';
const ALIAS = 'alias/[a-zA-Z0-9/_-]+';
const KEY_ID = new RegExp(
  `^(?:${KEY}|${ALIAS}|arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(?:key/${KEY}|${ALIAS}))$`,
);

/** @throws KinesisError KeyNotFound when the text can name no key */
export function checkKey(keyId: string): void {
  // KMS's text for such an id (public).
  if (!KEY_ID.test(keyId)) throw new KinesisError('KeyNotFound', `Invalid keyId ${keyId}`);
}

/**
 * A stream whose records are said to be encrypted from now on, with this key in place of another.
 * There are no keys here: one that could be is taken for one that is, and the records are kept as
 * they came.
 *
 * @throws KinesisError KeyNotFound when the text can name no key; LimitExceeded at the 26th time
 *   within 24 hours
 */
export function startedEncryption(stream: Stream, keyId: string, nowMs: number): StreamDefinition {
  const { definition } = stream;
  checkKey(keyId);
  if (definition.encryptionKeyId === keyId) return definition;
  const encryptionStartsMs = oneMore(stream, definition.encryptionStartsMs, nowMs);
  return { ...definition, encryptionKeyId: keyId, encryptionStartsMs };
}

/**
 * A stream whose records are encrypted no longer. One whose records are not is left as it is.
 *
 * @throws KinesisError InvalidArgument for another key than the stream has; LimitExceeded at the
 *   26th time within 24 hours
 */
export function stoppedEncryption(stream: Stream, keyId: string, nowMs: number): StreamDefinition {
  const { definition, scope } = stream;
  if (definition.encryptionKeyId === undefined) return definition;
  if (definition.encryptionKeyId !== keyId) {
    const name = `Stream ${definition.streamName} under account ${scope.account}`;
    throw new KinesisError('InvalidArgument', `${name} is not encrypted with the key ${keyId}.`);
  }
  const encryptionStopsMs = oneMore(stream, definition.encryptionStopsMs, nowMs);
  return { ...definition, encryptionKeyId: undefined, encryptionStopsMs };
}

function oneMore(stream: Stream, timesMs: readonly number[] | undefined, nowMs: number): number[] {
  const before = withinADay(timesMs, nowMs);
  const most = LIMITS.encryptionChangesOfADay;
  if (before.length < most) return [...before, nowMs];
  throw rateExceeded(
    stream,
    `Its encryption can be started and stopped ${most} times in 24 hours.`,
  );
}
