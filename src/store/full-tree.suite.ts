import { writeSync } from 'node:fs';
import { openStore } from './durable-store.suite.ts';

/*
 * A process of its own, whose files may not grow far: each segment of its journal stays small, while
 * the tree would become large. Says what goes wrong, how many commits were acknowledged, and that it
 * could close.
 */
const [folder = ''] = process.argv.slice(2);
const say = (line: string) => void writeSync(1, `${line}\n`);
let problems = 0;
const onProblem = (message: string) => {
  problems++;
  say(message);
};
const store = openStore(folder, { changesToSettle: 20, segmentBytes: 16_000, onProblem });
let count = 0;
while (problems < 3) {
  const number = ++count;
  await store.transact((transaction) => transaction.put(['a', number], Buffer.alloc(400)));
  await new Promise((resolve) => setImmediate(resolve));
}
say(`wrote ${count}`);
await store.close();
say('closed');
