/** `1 record`, `2 records`. */
export const counted = (number: number, noun: string): string =>
  number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
