import type { Constraints, Shape } from '../../src/wire/shape.ts';

/** A whole number of seconds, which each form of time can tell. */
const TIME_MS = 1_700_000_000_000;

/** What has to be written otherwise in JSON, in XML or in both. */
export const TEXT = 'a < "b" &amp; c\r\n\u2028 d \u00e4';

/** A value of a shape that has every member, every list and every map filled. */
export function sampleOf(shape: Shape): unknown {
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, member]) => [name, sampleOf(member)]),
      );
    case 'list':
      return [sampleOf(shape.member), sampleOf(shape.member)];
    case 'map':
      return { key: shape.in === 'headers' ? 'text' : sampleOf(shape.value) };
    case 'timestamp':
      return TIME_MS;
    case 'blob':
      return Buffer.from('bytes');
    case 'boolean':
      return true;
    case 'integer':
      return shape.in === 'statusCode' ? 200 : 7;
    case 'double':
      return 1.5;
    case 'string':
      return (shape as Constraints).enum?.[0] ?? (shape.in === undefined ? TEXT : 'text');
  }
}

/**
 * The same with times, bytes and numbers as texts, so that what the SDK makes of them compares.
 * Times that are `late` times too late are set right.
 */
export async function asTexts(value: unknown, late = 1): Promise<unknown> {
  if (value instanceof Date) return String(value.getTime() / late);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return Promise.all(value.map((item) => asTexts(item, late)));
  if (typeof value !== 'object' || value === null) return String(value);
  if ('transformToByteArray' in value)
    return asTexts(await (value.transformToByteArray as () => Promise<Uint8Array>)());
  const entries = Object.entries(value).map(async ([name, part]) => [
    name,
    await asTexts(part, late),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}
