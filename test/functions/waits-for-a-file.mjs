// Runs until the file that the event names exists.
import { existsSync, watch } from 'node:fs';
import { dirname } from 'node:path';

export const handler = async ({ file }) => {
  console.log('waiting');
  await new Promise((resolve) => {
    const watcher = watch(dirname(file), () => {
      if (existsSync(file)) resolve(watcher.close());
    });
    if (existsSync(file)) resolve(watcher.close());
  });
  return process.pid;
};
