import type { Clock } from '../clock/clock.ts';

/** How long a line waits for others. Nobody sees it; a write for each line cost 0.1 ms a batch. */
const WRITE_AFTER_MS = 16;

/** Prints lines, those of a moment in one write. What still waits when the process ends is printed. */
export function printerTo(stream: NodeJS.WritableStream, clock: Clock): (line: string) => void {
  let waiting = '';
  const flush = () => {
    if (waiting !== '') stream.write(waiting);
    waiting = '';
  };
  process.once('exit', flush);
  return (line) => {
    if (waiting === '') clock.at(clock.now() + WRITE_AFTER_MS, flush);
    waiting += `${line}\n`;
  };
}
