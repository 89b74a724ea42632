/** In one way alone, so that a long text that is none is no work. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Whether a text is a number as Java reads them, and so most of AWS: `-1.5e3`, `1.`, `.5`. */
export const isNumberText = (text: string): boolean => NUMBER.test(text);
