/** What begins an access key that this endpoint has given out; AWS's own go on otherwise. */
const BEGINNING = 'ASIASBOX';
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const FORM = new RegExp(`^${BEGINNING}([A-Z2-7]{8})[A-Z2-7]{4}$`);

/**
 * A temporary access key of twenty characters, as AWS's are, which says its account: whoever signs
 * with it works there, without anybody having to remember it. `chance` is at least 0 and below 1.
 */
export function temporaryAccessKey(account: string, chance: number): string {
  const end = Math.floor(chance * DIGITS.length ** 4);
  return `${BEGINNING}${write(Number(account), 8)}${write(end, 4)}`;
}

/** The account of a temporary access key; undefined for what this endpoint did not give out. */
export function accountOfTemporaryKey(accessKeyId: string): string | undefined {
  const [, digits] = FORM.exec(accessKeyId) ?? [];
  if (digits === undefined) return undefined;
  const number = [...digits].reduce((sum, digit) => sum * 32 + DIGITS.indexOf(digit), 0);
  return number < 1e12 ? `${number}`.padStart(12, '0') : undefined;
}

function write(number: number, length: number): string {
  let text = '';
  for (let rest = number; text.length < length; rest = Math.floor(rest / 32))
    text = DIGITS[rest % 32] + text;
  return text;
}
