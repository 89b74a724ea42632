import { styleText } from 'node:util';

/** How text is set off, where the terminal can show it; otherwise it is left as it is. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
}

const plain = (text: string) => text;

/** No colours: for files, pipes, and those who set NO_COLOR (https://no-color.org). */
export const PLAIN: Style = { good: plain, bad: plain, warn: plain, faint: plain, strong: plain };

const COLOURED: Style = {
  good: (text) => styleText('green', text),
  bad: (text) => styleText('red', text),
  warn: (text) => styleText('yellow', text),
  faint: (text) => styleText('dim', text),
  strong: (text) => styleText('bold', text),
};

/** The style that fits where the output goes. */
export function styleOf(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): Style {
  return stream.isTTY && !environment.NO_COLOR ? COLOURED : PLAIN;
}
