import { writeSync } from 'node:fs';
import { openStore } from './durable-store.suite.ts';

/*
 * A process of its own, made to be killed while it opens a folder: it says when it begins, and when
 * it has done.
 */
const [folder = ''] = process.argv.slice(2);
writeSync(1, 'begins\n');
openStore(folder);
writeSync(1, 'done\n');
// It stays until it is killed, or whoever started it is gone.
process.stdin.resume();
