// Fails to load unless the file that it is told of exists; makes it for the next time.
import { existsSync, writeFileSync } from 'node:fs';

const { MARK } = process.env;
if (!existsSync(MARK)) {
  writeFileSync(MARK, '');
  throw new Error('the first try');
}

export const handler = async () => 'loaded';
