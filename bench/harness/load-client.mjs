// The load, in a process of its own: callers that send prepared requests over a connection each,
// one after the other. Answers are kept, and looked at when the time is taken.
import { TRAFFIC } from '../traffic/traffic.mjs';
import { HttpConnection } from './http-connection.mjs';

let traffic;

const ACTIONS = {
  prepare({ kind, options }) {
    traffic = TRAFFIC[kind](options);
  },
  async sample({ port, count }) {
    const connection = new HttpConnection(port);
    const bodies = [];
    let previous;
    for (let index = 0; index < count; index++) {
      const step = index % traffic.steps;
      previous = await connection.send(traffic.next(index, previous, step));
      const wrong = traffic.wrong(traffic.keep(previous));
      if (wrong) throw new Error(wrong);
      bodies.push(previous.body());
    }
    connection.close();
    return bodies;
  },
  run,
};

/** Conversations: requests that belong together, such as receiving and then deleting. */
const FOR_EVER = { durationMs: Number.POSITIVE_INFINITY, conversations: Number.POSITIVE_INFINITY };

async function run({ port, callers, atMostMs = 120_000, ...limits }) {
  const { durationMs, conversations } = { ...FOR_EVER, ...limits };
  const connections = Array.from({ length: callers }, () => new HttpConnection(port));
  const [latenciesMs, completedMs, answers] = [[], [], []];
  let begunConversations = 0;
  let sent = 0;
  let timer;
  const begunCpu = process.cpuUsage();
  const begun = performance.now();
  const call = async (connection) => {
    while (begunConversations < conversations && performance.now() - begun < durationMs) {
      begunConversations++;
      let previous;
      for (let step = 0; step < traffic.steps; step++) {
        const request = traffic.next(sent++, previous, step);
        const at = performance.now();
        previous = await connection.send(request);
        const now = performance.now();
        latenciesMs.push(now - at);
        completedMs.push(now - begun);
        answers.push(traffic.keep(previous));
      }
    }
  };
  const closeAll = () => {
    for (const connection of connections) connection.close();
  };
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done within ${atMostMs} ms.`)), atMostMs);
  });
  await Promise.race([Promise.all(connections.map(call)), tooLong]).finally(() => {
    clearTimeout(timer);
    closeAll();
  });
  const elapsedMs = performance.now() - begun;
  const cpu = process.cpuUsage(begunCpu);
  for (const answer of answers) {
    const wrong = traffic.wrong(answer);
    if (wrong) throw new Error(wrong);
  }
  return {
    elapsedMs,
    perSecond: (answers.length * traffic.unitsPerRequest * 1000) / elapsedMs,
    clientShare: (cpu.user + cpu.system) / 1000 / elapsedMs,
    latenciesMs: Float64Array.from(latenciesMs),
    completedMs: Float64Array.from(completedMs),
  };
}

// One job after the other.
let last = Promise.resolve();
process.on('message', ({ action, ...job }) => {
  last = last.then(async () => {
    try {
      process.send({ result: await ACTIONS[action](job) });
    } catch (error) {
      process.send({ error: `${action}: ${error.stack}` });
    }
  });
});
