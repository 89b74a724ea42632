import { LIMITS } from './limits.ts';
import { S3Error } from './s3-error.ts';

/**
 * Checks the key of an object. Any Unicode text is a key, and means nothing but itself: no part of
 * it is a path. U+0000, U+10FFFF and halves of characters are refused: the store orders by UTF-8,
 * and marks ends with the first two.
 *
 * @throws S3Error KeyTooLongError or InvalidArgument
 */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > LIMITS.keyBytes)
    throw new S3Error('KeyTooLongError', 'Your key is too long', {
      Size: String(size),
      MaxSizeAllowed: String(LIMITS.keyBytes),
    });
  if (key === '' || !isKeepable(key))
    throw new S3Error(
      'InvalidArgument',
      'The key is empty, or holds U+0000, U+10FFFF or half a character, which cannot be kept here.',
    );
}

/** Whether a text can be part of a key. */
export function isKeepable(text: string): boolean {
  return !/[\0\u{10ffff}\p{Cs}]/u.test(text);
}

/** @throws S3Error MetadataTooLarge */
export function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const texts = Object.entries(metadata).flat();
  const size = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (size <= LIMITS.metadataBytes) return;
  throw new S3Error(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
    { Size: String(size), MaxSizeAllowed: String(LIMITS.metadataBytes) },
  );
}

/** @throws S3Error EntityTooLarge */
export function checkSize(bytes: Uint8Array): void {
  if (bytes.byteLength <= LIMITS.objectBytes) return;
  throw new S3Error(
    'EntityTooLarge',
    `Your proposed upload exceeds the maximum allowed size, which is ${LIMITS.objectBytes} here`,
    { ProposedSize: String(bytes.byteLength), MaxSizeAllowed: String(LIMITS.objectBytes) },
  );
}
