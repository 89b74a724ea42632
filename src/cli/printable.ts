/**
 * Text from outside (record data, log lines, error messages) as it may be shown in a terminal:
 * control characters, which could move the cursor or forge lines, and characters that reverse the
 * direction of writing are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text of several lines, which stay lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** What a function writes: lines, with columns set apart by tabs. */
export function printableLog(text: string): string {
  return printableLines(text.trimEnd().replaceAll('\t', '  '));
}

/** JSON that may be shown as well, and says the same. */
export function printableJson(value: unknown, indent?: number): string {
  return printableLines(JSON.stringify(value, undefined, indent));
}
